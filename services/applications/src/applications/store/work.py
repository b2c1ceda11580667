"""What waits for somebody, as the documents of applications tell it: pages, counts and weeks.

The store of applications writes the documents; here are the queries of the queue and the indexes
that they go by. All of those hold only what waits, so that what is over costs nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from pymongo import IndexModel

from applications.domain.application import Application, State, WaitingFor
from applications.domain.work import Assigned, Decisions, Waits, WorkCounts, WorkFilter
from applications.store.application_document import from_document, looked_for
from chassis.mongo import Database, Document, Mongo, ensure_indexes
from chassis.paging import behind
from chassis.weeks import waited, week_of

MOST_COUNTED = 10_000
_UNQUEUED = "unqueued"
_REVIEWER = {"$ifNull": ["$reviewer.subject", None]}

# Each index of the queue narrows by its own, goes on in the order of pages, and has what else is
# counted or narrowed by, so that counting reads no application.
_QUEUES: Mapping[str, Sequence[str]] = {
    "queue": [],
    "queue_of_region": ["region"],
    "queue_of_type": ["questionnaire.artisan_type"],
    "queue_flagged": ["flags"],
    "queue_of_reviewer": ["reviewer.subject"],
    "queue_of_applicant": ["applicants"],
}
_ORDER = ("waiting_for", "next_due", "_id")
_COUNTED = (
    "reviewer.subject",
    "first_signature.subject",
    "region",
    "questionnaire.artisan_type",
    "submitted",
)

Place = tuple[datetime, str]
"""Where an item stands in the queue: when it is due next, and its id."""


class _Kind(NamedTuple):
    waiting_for: WaitingFor
    reviewer: str | None
    signed_by: str | None
    overdue: bool

    def is_assigned(self, assigned: Assigned | None, asker: str) -> bool:
        match assigned:
            case Assigned.MINE:
                return self.reviewer == asker
            case Assigned.NOBODY:
                return self.reviewer is None
            case Assigned.OTHERS:
                return self.reviewer not in (None, asker)
        return True


class Work:
    """The queue of reviewers, and how long applicants waited."""

    def __init__(self, mongo: Mongo, database: Database, most_counted: int = MOST_COUNTED) -> None:
        self._mongo = mongo
        self._most_counted = most_counted
        self._applications = database["applications"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._applications,
            *(_queue(name, narrowed_by) for name, narrowed_by in _QUEUES.items()),
            IndexModel([("first_answered", 1), ("region", 1), ("submitted", 1)], name="answered"),
            IndexModel(
                [("ended", 1), ("region", 1), ("state", 1), ("submitted", 1), ("in_time", 1)],
                name="ended",
            ),
            IndexModel(
                [("waiting_for", 1), ("state", 1)],
                name=_UNQUEUED,
                partialFilterExpression={"open": True},
            ),
        )

    async def catch_up(self, target: timedelta) -> None:
        """Puts into the queue what an earlier release stored, before there was one.

        Whose processes may still run beside this one, so it is asked again and again. What is found
        is to be answered as long after its submission as everything else.
        """
        waiting = [State.SUBMITTED.value, State.IN_REVIEW.value]
        unqueued = self._applications.find(
            {"open": True, "waiting_for": None, "state": {"$in": waiting}}
        )
        # Named, for where hardly anything waits another one looks as good.
        async for row in unqueued.hint(_UNQUEUED):
            found = from_document(row)
            due = (found.submitted or found.updated) + target
            queued = replace(found, answer_due=due)
            await self._applications.update_one(
                {"_id": found.id, "revision": found.revision},
                {"$set": {"answer_due": due, **looked_for(queued)}},
            )

    async def page(
        self, wanted: WorkFilter, after: Place | None, limit: int
    ) -> Sequence[Application]:
        """What is due next first; what comes after a place."""
        cursor = (
            self._applications.find(_query(wanted, after))
            .sort([("next_due", 1), ("_id", 1)])
            .limit(limit)
        )
        return [from_document(row) async for row in cursor]

    async def count(self, wanted: WorkFilter) -> WorkCounts:
        """How many there are; of more than are counted, those that are due next."""
        # That the asker had no part in it is in no index beside the rest, so those few are counted
        # by themselves.
        everybodys, own = await asyncio.gather(
            self._kinds(wanted, {}), self._kinds(wanted, {"applicants": wanted.asker})
        )
        everybodys.subtract(own)
        return _counts(everybodys, wanted)

    async def _kinds(self, wanted: WorkFilter, whose: Document) -> Counter[_Kind]:
        # Who has taken it is told by the kinds, and which kinds nobody or somebody else has taken
        # no index tells without the applications.
        of_all = wanted if wanted.assigned is Assigned.MINE else replace(wanted, assigned=None)
        kinds = await self._grouped(
            [{"$match": _narrowed(of_all) | whose}, {"$limit": self._most_counted + 1}], wanted.now
        )
        if kinds.total() > self._most_counted:
            # Only now does it matter which.
            due_next: list[Document] = [
                {"$match": _narrowed(wanted) | whose},
                {"$sort": {"next_due": 1, "_id": 1}},
                {"$limit": self._most_counted},
            ]
            kinds = await self._grouped(due_next, wanted.now)
        return kinds

    async def _grouped(self, found: Sequence[Document], now: datetime) -> Counter[_Kind]:
        kind = {
            "waiting_for": "$waiting_for",
            "reviewer": "$reviewer.subject",
            "signed_by": "$first_signature.subject",
            "overdue": {"$lt": ["$next_due", now]},
        }
        group = {"$group": {"_id": kind, "count": {"$sum": 1}}}
        rows = await self._mongo.aggregate(self._applications, [*found, group])
        return Counter(
            {
                _Kind(
                    WaitingFor(row["_id"]["waiting_for"]),
                    row["_id"].get("reviewer"),
                    row["_id"].get("signed_by"),
                    row["_id"]["overdue"],
                ): row["count"]
                for row in rows
            }
        )

    async def taken(self, reviewers: Iterable[str]) -> dict[str, int]:
        """How many wait for each of these reviewers, who took them."""
        rows = await self._mongo.aggregate(
            self._applications,
            [
                {
                    "$match": {
                        "reviewer.subject": {"$in": list(reviewers)},
                        "waiting_for": WaitingFor.ASSIGNEE.value,
                    }
                },
                {"$group": {"_id": "$reviewer.subject", "count": {"$sum": 1}}},
            ],
        )
        return {row["_id"]: row["count"] for row in rows}

    async def first_answers(self, start: datetime, region: str = "") -> Mapping[datetime, Waits]:
        """From the submission to our first answer, of those first answered from `start` on."""
        rows = await self._waits("first_answered", {}, start, region)
        return {row["_id"]: Waits(waited(row)) for row in rows}

    async def decisions(self, start: datetime, region: str = "") -> Mapping[datetime, Decisions]:
        """From the submission to the decision, of those decided on from `start` on."""
        decided = {"state": {"$in": [State.APPROVED.value, State.DECLINED.value]}}
        in_time = {"in_time": {"$sum": {"$cond": ["$in_time", 1, 0]}}}
        rows = await self._waits("ended", decided, start, region, in_time)
        return {row["_id"]: Decisions(waited(row), row["in_time"]) for row in rows}

    async def _waits(
        self,
        until: str,
        which: Document,
        start: datetime,
        region: str,
        besides: Document | None = None,
    ) -> Sequence[Document]:
        wanted: Document = {until: {"$gte": start}, **which}
        if region:
            wanted["region"] = region
        wait = {"$subtract": [f"${until}", "$submitted"]}
        week = {"_id": week_of(f"${until}"), "waited": {"$push": wait}, **(besides or {})}
        return await self._mongo.aggregate(
            self._applications, [{"$match": wanted}, {"$group": week}]
        )


def _queue(name: str, narrowed_by: Sequence[str]) -> IndexModel:
    keys = dict.fromkeys([*narrowed_by, *_ORDER, *_COUNTED], 1)
    return IndexModel(
        list(keys.items()), name=name, partialFilterExpression={"waiting_for": {"$gt": ""}}
    )


def _counts(kinds: Counter[_Kind], wanted: WorkFilter) -> WorkCounts:
    def those(holds: Callable[[_Kind], bool]) -> int:
        return sum(
            count
            for kind, count in kinds.items()
            if kind.is_assigned(wanted.assigned, wanted.asker) and holds(kind)
        )

    return WorkCounts(
        all=those(lambda kind: True),
        mine=those(lambda kind: kind.reviewer == wanted.asker),
        unassigned=those(lambda kind: kind.reviewer is None),
        second_reviewer=those(
            lambda kind: (
                wanted.asker_reviews
                and kind.waiting_for is WaitingFor.SECOND_REVIEWER
                and kind.signed_by != wanted.asker
            )
        ),
        applicant=those(lambda kind: kind.waiting_for is WaitingFor.APPLICANT),
        overdue=those(lambda kind: kind.overdue),
    )


def _query(wanted: WorkFilter, after: Place | None) -> Document:
    query = _narrowed(wanted) | {"applicants": {"$ne": wanted.asker}}
    if after is None:
        return query
    return {"$and": [query, behind("next_due", after, newest_first=False)]}


def _narrowed(wanted: WorkFilter) -> Document:
    # Always named one by one: so an index that goes on with the due moment is in order.
    waiting = wanted.waiting_for or tuple(WaitingFor)
    query: Document = {"waiting_for": {"$in": [each.value for each in waiting]}}
    if wanted.regions:
        query["region"] = {"$in": list(wanted.regions)}
    if wanted.artisan_types:
        types = [each.value for each in wanted.artisan_types]
        query["questionnaire.artisan_type"] = {"$in": types}
    if wanted.flags:
        query["flags"] = {"$in": [each.value for each in wanted.flags]}
    match wanted.assigned:
        case Assigned.MINE:
            query["reviewer.subject"] = wanted.asker
        case Assigned.NOBODY:
            query["reviewer.subject"] = None
        case Assigned.OTHERS:
            # As an expression, lest the index by reviewer be read, which has no order here.
            nobody_and_asker = [None, {"$literal": wanted.asker}]
            query["$expr"] = {"$not": {"$in": [_REVIEWER, nobody_and_asker]}}
    if wanted.submitted_before is not None:
        query["submitted"] = {"$lt": wanted.submitted_before}
    if wanted.overdue:
        query["next_due"] = {"$lt": wanted.now}
    return query
