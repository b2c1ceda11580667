"""What waits for somebody, as the documents of press releases tell it: pages and counts.

The store of press releases writes the documents; here are the queries of the queue and the indexes
that they go by. All of those hold only what waits, so that what is over costs nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from pymongo import IndexModel

from chassis.mongo import Database, Document, Mongo, ensure_indexes
from chassis.paging import behind
from pr_review.domain.release import NoticeVerdict, PressRelease, WaitingFor
from pr_review.domain.work import Assigned, WorkCounts, WorkFilter
from pr_review.store.release_document import from_document

MOST_COUNTED = 10_000
_COUNTRY = "form.markets.country"
_OF_COUNTRY = "queue_of_country"
_REPRESENTATIVE = {"$ifNull": ["$representative.subject", None]}
_SHORT = sorted(it.value for it in NoticeVerdict if it is not NoticeVerdict.ON_TIME)

# Each index of the queue narrows by its own, goes on in the order of pages, and has what else is
# counted or narrowed by, so that counting reads no press release. None has two lists, which is why
# whoever asks for countries, is asked, or had a part in it has an index of their own.
_QUEUES: Mapping[str, Sequence[str]] = {
    "queue": [],
    "queue_of_verdict": ["notice.verdict"],
    "queue_of_type": ["form.type"],
    _OF_COUNTRY: [_COUNTRY],
    "queue_of_representative": ["representative.subject"],
    "queue_of_awaited": ["awaited"],
    "queue_of_party": ["parties"],
}
_ORDER = ("waiting_for", "next_due", "_id")
_COUNTED = ("representative.subject", "notice.verdict", "form.type", "due")

Place = tuple[datetime, str]
"""Where an item stands in the queue: when it is due next, and its id."""


class _Kind(NamedTuple):
    waiting_for: WaitingFor
    representative: str | None
    overdue: bool
    short_notice: bool
    lapsing: bool

    def is_assigned(self, wanted: WorkFilter) -> bool:
        match wanted.assigned:
            case Assigned.MINE:
                return self.representative in wanted.own
            case Assigned.NOBODY:
                return self.representative is None
            case Assigned.OTHERS:
                return self.representative is not None and self.representative not in wanted.own
        return True


class Work:
    """The queue of the press team, and of those who are asked."""

    def __init__(self, mongo: Mongo, database: Database, most_counted: int = MOST_COUNTED) -> None:
        self._mongo = mongo
        self._most_counted = most_counted
        self._releases = database["press_releases"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._releases, *(_queue(name, narrowed_by) for name, narrowed_by in _QUEUES.items())
        )

    async def page(
        self, wanted: WorkFilter, after: Place | None, limit: int
    ) -> Sequence[PressRelease]:
        """What is due next first; what comes after a place."""
        cursor = (
            self._releases.find(_query(wanted, after))
            .sort([("next_due", 1), ("_id", 1)])
            .limit(limit)
        )
        return [from_document(row) async for row in cursor]

    async def count(self, wanted: WorkFilter) -> WorkCounts:
        """How many there are; of more than are counted, those that are due next."""
        # That the asker had no part in it is in no index beside the rest, so those few are counted
        # by themselves.
        # Countries are in one index only, and by any other all press releases would be read.
        index = _OF_COUNTRY if wanted.countries and not wanted.only_asked else ""
        everybodys, own = await asyncio.gather(
            self._kinds(wanted, {}, index), self._kinds(wanted, {"parties": wanted.asker}, "")
        )
        everybodys.subtract(own)
        return _counts(everybodys, wanted)

    async def _kinds(self, wanted: WorkFilter, whose: Document, index: str) -> Counter[_Kind]:
        # Who has taken it is told by the kinds, and which kinds nobody or somebody else has taken
        # no index tells without the press releases.
        of_all = wanted if wanted.assigned is Assigned.MINE else replace(wanted, assigned=None)
        first_found: list[Document] = [
            {"$match": _narrowed(of_all) | whose},
            {"$limit": self._most_counted + 1},
        ]
        kinds = await self._grouped(first_found, wanted, index)
        if kinds.total() > self._most_counted:
            # Only now does it matter which.
            due_next: list[Document] = [
                {"$match": _narrowed(wanted) | whose},
                {"$sort": {"next_due": 1, "_id": 1}},
                {"$limit": self._most_counted},
            ]
            kinds = await self._grouped(due_next, wanted, index)
        return kinds

    async def _grouped(
        self, found: Sequence[Document], wanted: WorkFilter, index: str
    ) -> Counter[_Kind]:
        kind = {
            "waiting_for": "$waiting_for",
            "representative": "$representative.subject",
            "overdue": {"$lt": ["$next_due", wanted.now]},
            "short_notice": {"$in": [{"$ifNull": ["$notice.verdict", None]}, _SHORT]},
            "lapsing": {"$lt": ["$due", wanted.lapsing_soon]},
        }
        group = {"$group": {"_id": kind, "count": {"$sum": 1}}}
        rows = await self._mongo.aggregate(self._releases, [*found, group], index=index)
        return Counter(
            {
                _Kind(
                    WaitingFor(row["_id"]["waiting_for"]),
                    row["_id"].get("representative"),
                    row["_id"]["overdue"],
                    row["_id"]["short_notice"],
                    row["_id"]["lapsing"],
                ): row["count"]
                for row in rows
            }
        )

    async def taken(self, representatives: Iterable[str]) -> dict[str, int]:
        """How many wait for each of these representatives, who took them."""
        rows = await self._mongo.aggregate(
            self._releases,
            [
                {
                    "$match": {
                        "representative.subject": {"$in": list(representatives)},
                        "waiting_for": WaitingFor.ASSIGNEE.value,
                    }
                },
                {"$group": {"_id": "$representative.subject", "count": {"$sum": 1}}},
            ],
        )
        return {row["_id"]: row["count"] for row in rows}

    async def asked(self, stakeholders: Iterable[str]) -> dict[str, int]:
        """How many questions wait for each of these stakeholders."""
        asked = {"awaited": {"$in": list(stakeholders)}}
        waiting = {"waiting_for": {"$in": [it.value for it in WaitingFor]}}
        rows = await self._mongo.aggregate(
            self._releases,
            [
                {"$match": asked | waiting},
                {"$unwind": "$awaited"},
                {"$match": asked},
                {"$group": {"_id": "$awaited", "count": {"$sum": 1}}},
            ],
        )
        return {row["_id"]: row["count"] for row in rows}


def _queue(name: str, narrowed_by: Sequence[str]) -> IndexModel:
    keys = dict.fromkeys([*narrowed_by, *_ORDER, *_COUNTED], 1)
    return IndexModel(
        list(keys.items()), name=name, partialFilterExpression={"waiting_for": {"$gt": ""}}
    )


def _counts(kinds: Counter[_Kind], wanted: WorkFilter) -> WorkCounts:
    def those(holds: Callable[[_Kind], bool]) -> int:
        return sum(
            count for kind, count in kinds.items() if kind.is_assigned(wanted) and holds(kind)
        )

    def waiting(for_whom: WaitingFor) -> int:
        return those(lambda kind: kind.waiting_for is for_whom)

    everything = those(lambda kind: True)
    return WorkCounts(
        all=everything,
        mine=those(lambda kind: kind.representative in wanted.own),
        unassigned=those(lambda kind: kind.representative is None),
        stakeholder=everything if wanted.only_asked else waiting(WaitingFor.STAKEHOLDER),
        lead=waiting(WaitingFor.LEAD),
        maker=waiting(WaitingFor.MAKER),
        overdue=those(lambda kind: kind.overdue),
        short_notice=those(lambda kind: kind.short_notice),
        lapsing=those(lambda kind: kind.lapsing),
    )


def _query(wanted: WorkFilter, after: Place | None) -> Document:
    query = _narrowed(wanted) | {"parties": {"$ne": wanted.asker}}
    if after is None:
        return query
    return {"$and": [query, behind("next_due", after, newest_first=False)]}


def _narrowed(wanted: WorkFilter) -> Document:
    # Always named one by one: so an index that goes on with the due moment is in order.
    waiting = wanted.waiting_for or tuple(WaitingFor)
    # What has lapsed waits for nobody, whether or not that is stored yet.
    due: Document = {"$gt": wanted.now}
    query: Document = {"waiting_for": {"$in": [each.value for each in waiting]}, "due": due}
    if wanted.only_asked:
        query["awaited"] = wanted.asker
    if wanted.verdicts:
        query["notice.verdict"] = {"$in": [each.value for each in wanted.verdicts]}
    if wanted.countries:
        query[_COUNTRY] = {"$in": list(wanted.countries)}
    if wanted.types:
        query["form.type"] = {"$in": [each.value for each in wanted.types]}
    match wanted.assigned:
        case Assigned.MINE:
            query["representative.subject"] = {"$in": sorted(wanted.own)}
        case Assigned.NOBODY:
            query["representative.subject"] = None
        case Assigned.OTHERS:
            # As an expression, lest the index by representative be read, which has no order here.
            nobody_and_own = [None, *({"$literal": it} for it in sorted(wanted.own))]
            query["$expr"] = {"$not": {"$in": [_REPRESENTATIVE, nobody_and_own]}}
    bounds: list[datetime] = []
    if wanted.lapsing_before is not None:
        due["$lt"] = wanted.lapsing_before
        # It is due next when it lapses, at the latest.
        bounds.append(wanted.lapsing_before)
    if wanted.overdue:
        bounds.append(wanted.now)
    if bounds:
        query["next_due"] = {"$lt": min(bounds)}
    return query
