"""Custom-order requests in MongoDB."""

from collections.abc import Sequence
from dataclasses import replace

from pymongo import IndexModel

from chassis.mongo import Database, Document, Session, ensure_indexes, swap
from messaging.domain.custom_order import CustomOrderRequest, CustomOrderRequestChanged, State
from messaging.store import clocks
from messaging.store.newest import Key, newest, whose


class CustomOrders:
    """All custom-order requests."""

    def __init__(self, database: Database) -> None:
        self._requests = database["custom_order_requests"]

    async def prepare(self) -> None:
        """Makes the indexes, one for each kind of list."""
        latest = [("created", -1), ("_id", -1)]
        await ensure_indexes(
            self._requests,
            IndexModel([("parties", 1), *latest]),
            IndexModel([("maker", 1), *latest]),
            IndexModel(latest),
        )

    async def add(self, request: CustomOrderRequest, session: Session) -> None:
        """Keeps a new request."""
        await self._requests.insert_one(_to_document(request), session=session)

    async def save(self, request: CustomOrderRequest, session: Session) -> CustomOrderRequest:
        """Keeps a change; raises `CustomOrderRequestChanged` when somebody else was first."""
        stale = CustomOrderRequestChanged(request.name)
        await swap(self._requests, _to_document(request), stale, session)
        return replace(request, revision=request.revision + 1)

    async def find(self, name: str, session: Session | None = None) -> CustomOrderRequest | None:
        """The request of this name."""
        found = await self._requests.find_one({"_id": name}, session=session)
        return None if found is None else _from_document(found)

    async def named(self, names: Sequence[str]) -> list[CustomOrderRequest]:
        """The requests of these names, in no order."""
        cursor = self._requests.find({"_id": {"$in": list(names)}})
        return [_from_document(document) async for document in cursor]

    async def latest(
        self, *, maker: str, party: str, after: Key | None, limit: int
    ) -> list[CustomOrderRequest]:
        """Requests to a maker, of somebody who takes part, or all; newest first."""
        found = await newest(self._requests, "created", whose(maker, party), after, limit)
        return [_from_document(document) for document in found]


def _to_document(request: CustomOrderRequest) -> Document:
    return {
        "_id": request.name,
        "revision": request.revision,
        "maker": request.maker,
        "maker_subject": request.maker_subject,
        "listing": request.listing,
        "text": request.text,
        "buyer": request.buyer,
        "buyer_alias": request.buyer_alias,
        "parties": list(request.parties),
        "thread": request.thread,
        "state": request.state.value,
        "clock": clocks.to_document(request.clock),
        "offers": list(request.offers),
        "private_listing": request.private_listing,
        "order": request.order,
        "created": request.created,
        "updated": request.updated,
    }


def _from_document(document: Document) -> CustomOrderRequest:
    return CustomOrderRequest(
        name=document["_id"],
        revision=document["revision"],
        maker=document["maker"],
        maker_subject=document["maker_subject"],
        listing=document["listing"],
        text=document["text"],
        buyer=document["buyer"],
        buyer_alias=document["buyer_alias"],
        thread=document["thread"],
        state=State(document["state"]),
        clock=clocks.from_document(document["clock"]),
        offers=tuple(document["offers"]),
        private_listing=document["private_listing"],
        order=document["order"],
        created=document["created"],
        updated=document["updated"],
    )
