"""How long makers waited, and what was received, as the documents of press releases tell it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pymongo import IndexModel

from chassis.mongo import Database, Document, Mongo, ensure_indexes
from chassis.weeks import waited, week_of
from pr_review.domain.release import NoticeVerdict
from pr_review.domain.work import Decisions, Waits

_COUNTRY = "form.markets.country"
_SHORT = sorted(it.value for it in NoticeVerdict if it is not NoticeVerdict.ON_TIME)
# Whoever was answered before the release lapsed and came back waited since it was submitted.
_FIRST_WAIT = {
    "$cond": [
        {"$lt": ["$first_answered", "$received"]},
        {"$subtract": ["$first_answered", "$submitted"]},
        {"$subtract": ["$first_answered", "$received"]},
    ]
}
# All that is counted in weeks is in an index, of all countries and of each.
_COUNTED: Mapping[str, Sequence[str]] = {
    "received": ["submitted", "first_verdict"],
    "answered": ["first_answered", "received", "submitted"],
    "decided": ["decision.moment", "received", "in_time", "round"],
}


class Received(NamedTuple):
    """How many were submitted in a week, and how many of them on short notice."""

    submitted: int = 0
    short_notice: int = 0


class Decided(NamedTuple):
    """How long those waited that were decided on in a week, and how many rounds each took."""

    waits: Decisions
    rounds: tuple[int, ...]


class Histories:
    """What became of press releases, week by week; weeks without anything are left out."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._releases = database["press_releases"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._releases,
            *(IndexModel([(key, 1) for key in keys], name=name) for name, keys in _COUNTED.items()),
            *(
                IndexModel([(key, 1) for key in (_COUNTRY, *keys)], name=f"{name}_in_country")
                for name, keys in _COUNTED.items()
            ),
        )

    async def received(self, start: datetime, country: str = "") -> Mapping[datetime, Received]:
        """What was submitted from `start` on."""
        short = {"$in": [{"$ifNull": ["$first_verdict", None]}, _SHORT]}
        count = {"submitted": {"$sum": 1}, "short_notice": {"$sum": {"$cond": [short, 1, 0]}}}
        rows = await self._weeks("submitted", start, country, count)
        return {row["_id"]: Received(row["submitted"], row["short_notice"]) for row in rows}

    async def first_answers(self, start: datetime, country: str = "") -> Mapping[datetime, Waits]:
        """From the receipt to our first answer, of those first answered from `start` on."""
        rows = await self._weeks(
            "first_answered", start, country, {"waited": {"$push": _FIRST_WAIT}}
        )
        return {row["_id"]: Waits(waited(row)) for row in rows}

    async def decisions(self, start: datetime, country: str = "") -> Mapping[datetime, Decided]:
        """From the receipt to the decision, of those whose last decision was from `start` on."""
        told = {
            "waited": {"$push": {"$subtract": ["$decision.moment", "$received"]}},
            "in_time": {"$sum": {"$cond": ["$in_time", 1, 0]}},
            # What 0.1.0 decided had one.
            "rounds": {"$push": {"$ifNull": ["$round", 1]}},
        }
        rows = await self._weeks("decision.moment", start, country, told)
        return {
            row["_id"]: Decided(Decisions(waited(row), row["in_time"]), tuple(row["rounds"]))
            for row in rows
        }

    async def _weeks(
        self, moment: str, start: datetime, country: str, told: Document
    ) -> Sequence[Document]:
        wanted: Document = {moment: {"$gte": start}}
        if country:
            wanted[_COUNTRY] = country
        return await self._mongo.aggregate(
            self._releases, [{"$match": wanted}, {"$group": {"_id": week_of(f"${moment}"), **told}}]
        )
