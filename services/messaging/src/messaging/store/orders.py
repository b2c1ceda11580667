"""Orders in MongoDB."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from chassis.mongo import Database, Document, Session, ensure_indexes, swap
from messaging.domain.order import Choice, Money, Order, OrderChanged, State


class Orders:
    """All orders that were reported."""

    def __init__(self, database: Database) -> None:
        self._orders = database["orders"]

    async def prepare(self) -> None:
        """Makes the index that decides which report of an order is the first."""
        await ensure_indexes(self._orders, IndexModel("order_number", unique=True))

    async def add(self, order: Order, session: Session) -> None:
        """Keeps the first report; raises `OrderChanged` when another one was first."""
        try:
            await self._orders.insert_one(_to_document(order), session=session)
        except DuplicateKeyError as error:
            raise OrderChanged(order.order_number) from error

    async def save(self, order: Order, session: Session) -> Order:
        """Keeps a later report; raises `OrderChanged` when another one was first."""
        stale = OrderChanged(order.order_number)
        await swap(self._orders, _to_document(order), stale, session)
        return replace(order, revision=order.revision + 1)

    async def find(self, name: str) -> Order | None:
        """The order of this name."""
        found = await self._orders.find_one({"_id": name})
        return None if found is None else _from_document(found)

    async def numbered(self, order_number: str, session: Session) -> Order | None:
        """The order that the marketplace knows by this number."""
        found = await self._orders.find_one({"order_number": order_number}, session=session)
        return None if found is None else _from_document(found)

    async def named(self, names: Sequence[str]) -> list[Order]:
        """The orders of these names, in no order."""
        cursor = self._orders.find({"_id": {"$in": list(names)}})
        return [_from_document(document) async for document in cursor]


def _to_document(order: Order) -> Document:
    return {
        "_id": order.name,
        "revision": order.revision,
        "order_number": order.order_number,
        "buyer": order.buyer,
        "listing": order.listing,
        "maker": order.maker,
        "maker_subject": order.maker_subject,
        "quantity": order.quantity,
        "price": {"currency": order.price.currency, "amount": str(order.price.amount)},
        "option_set_version": order.option_set_version,
        "choices": [
            {"customization": choice.customization, "option": choice.option}
            for choice in order.choices
        ],
        "custom_order_request": order.custom_order_request,
        "state": order.state.value,
        "placed": order.placed,
        "version": order.version,
    }


def _from_document(document: Document) -> Order:
    price = document["price"]
    return Order(
        name=document["_id"],
        revision=document["revision"],
        order_number=document["order_number"],
        buyer=document["buyer"],
        listing=document["listing"],
        maker=document["maker"],
        maker_subject=document["maker_subject"],
        quantity=document["quantity"],
        price=Money(price["currency"], Decimal(price["amount"])),
        option_set_version=document["option_set_version"],
        choices=tuple(
            Choice(choice["customization"], choice["option"]) for choice in document["choices"]
        ),
        custom_order_request=document["custom_order_request"],
        state=State(document["state"]),
        placed=document["placed"],
        version=document["version"],
    )
