"""Stores reservations."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from pymongo import IndexModel

from catalog.domain.reservation import Reservation, ReservationChanged, State
from catalog.store.documents import from_choices, from_money, to_choices, to_money
from chassis import mongo
from chassis.mongo import Database, Document, Session, ensure_indexes


class Reservations:
    """The reservations of all listings."""

    def __init__(self, database: Database) -> None:
        self._reservations = database["reservations"]

    async def prepare(self) -> None:
        """Makes the index over when held reservations are due; ended ones leave it."""
        await ensure_indexes(
            self._reservations,
            IndexModel("expires", name="due", partialFilterExpression={"state": State.HELD.value}),
        )

    async def add(self, reservation: Reservation, session: Session) -> None:
        """Stores a new reservation."""
        await self._reservations.insert_one(_to_document(reservation), session=session)

    async def save(self, reservation: Reservation, session: Session) -> Reservation:
        """Stores a changed reservation. Fails with `ReservationChanged` for a lost race."""
        stored = await mongo.swap(
            self._reservations, _to_document(reservation), ReservationChanged(), session
        )
        return replace(reservation, revision=stored["revision"])

    async def find(self, key: str, session: Session | None = None) -> Reservation | None:
        """The reservation of this id."""
        found = await self._reservations.find_one({"_id": key}, session=session)
        return None if found is None else _from_document(found)

    async def due(self, now: datetime, limit: int, but: Collection[str] = ()) -> list[str]:
        """The ids of some reservations that hold stock although their time is over."""
        over: Document = {"state": State.HELD.value, "expires": {"$lte": now}}
        if but:
            over["_id"] = {"$nin": list(but)}
        found = self._reservations.find(over, {"_id": 1})
        return [row["_id"] async for row in found.sort("expires", 1).limit(limit)]


def _to_document(reservation: Reservation) -> Document:
    return {
        "_id": reservation.id,
        "listing": reservation.listing,
        "buyer": reservation.buyer,
        "quantity": reservation.quantity,
        "option_set_version": reservation.option_set_version,
        "choices": to_choices(reservation.choices),
        "price": to_money(reservation.price),
        "expires": reservation.expires,
        "created": reservation.created,
        "updated": reservation.updated,
        "state": reservation.state.value,
        "revision": reservation.revision,
    }


def _from_document(document: Document) -> Reservation:
    return Reservation(
        id=document["_id"],
        listing=document["listing"],
        buyer=document["buyer"],
        quantity=document["quantity"],
        option_set_version=document["option_set_version"],
        choices=from_choices(document["choices"]),
        price=from_money(document["price"]),
        expires=document["expires"],
        created=document["created"],
        updated=document["updated"],
        state=State(document["state"]),
        revision=document["revision"],
    )
