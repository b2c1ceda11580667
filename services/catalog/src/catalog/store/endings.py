"""Finds what belongs to memberships that have ended, in the copy of makers and beside it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from pymongo import IndexModel

from catalog.domain.listing import State
from chassis.makers import Maker, from_document
from chassis.mongo import Collection as Stored
from chassis.mongo import Database, Document, ensure_indexes


@dataclass(frozen=True)
class Unsettled:
    """A maker of whom something new was heard, in the revision that was heard of."""

    maker: Maker
    revision: int


@dataclass(frozen=True)
class Over:
    """Countries whose membership has ended: all of it, or what was made before another began."""

    countries: tuple[str, ...]
    before: datetime | None


class Endings:
    """The makers in whose copy something changed, and what they may have to give up.

    A change of the copy replaces the maker's document and so takes the mark `settled` away,
    whatever was missed before it.
    """

    def __init__(self, database: Database) -> None:
        self._makers = database["makers"]
        self._listings = database["listings"]
        self._profiles = database["profiles"]

    async def prepare(self) -> None:
        """Makes the index for finding who is not settled."""
        await ensure_indexes(self._makers, IndexModel("settled"))

    async def unsettled(self, limit: int, but: Collection[str] = ()) -> list[Unsettled]:
        """Some makers of whom something new was heard."""
        query: Document = {"settled": None}
        if but:
            query["_id"] = {"$nin": list(but)}
        found = self._makers.find(query).limit(limit)
        return [Unsettled(from_document(row), row["revision"]) async for row in found]

    async def settle(self, unsettled: Unsettled) -> None:
        """Marks the maker as done with, unless something newer was heard of it meanwhile."""
        await self._makers.update_one(
            {"_id": unsettled.maker.name, "revision": unsettled.revision},
            {"$set": {"settled": True}},
        )

    async def listings(self, maker: str, over: Iterable[Over]) -> list[str]:
        """The ids of the maker's listings that belong to what is over."""
        there = {"state": {"$ne": State.RETIRED.value}}
        return await _ids(self._listings, maker, there, over, "created")

    async def profiles(self, maker: str, over: Iterable[Over]) -> list[str]:
        """The ids of the maker's profiles that belong to what is over."""
        return await _ids(self._profiles, maker, {"retirement": None}, over, "published")


async def _ids(
    things: Stored, maker: str, there: Document, over: Iterable[Over], made: str
) -> list[str]:
    parts: list[Document] = [
        {"country": {"$in": list(part.countries)}}
        | ({} if part.before is None else {made: {"$lt": part.before}})
        for part in over
    ]
    found = things.find({"maker": maker, **there, "$or": parts}, {"_id": 1})
    return [row["_id"] async for row in found]
