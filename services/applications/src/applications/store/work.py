"""What waits for somebody, as the documents of applications tell it: pages, counts and weeks.

The store of applications writes the documents; here are the queries of the queue and the indexes
that they go by. All of those hold only what waits, so that what is over costs nothing.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pymongo import IndexModel

from applications.domain.application import Application, State, WaitingFor
from applications.domain.work import Assigned, Waits, WorkCounts, WorkFilter
from applications.store.application_document import from_document, looked_for
from chassis.activity import week_of
from chassis.mongo import Database, Document, Mongo, ensure_indexes

MOST_COUNTED = 10_000
_REVIEWER = {"$ifNull": ["$reviewer.subject", None]}

Place = tuple[datetime, str]
"""Where an item stands in the queue: when it is due next, and its id."""


class Work:
    """The queue of reviewers, and how long applicants waited."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._applications = database["applications"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        waiting = {"waiting_for": {"$gt": ""}}
        order = [("waiting_for", 1), ("next_due", 1), ("_id", 1)]
        # What is counted, so that counting reads no application.
        counted = [("reviewer.subject", 1), ("first_signature.subject", 1)]
        by: Mapping[str, list[tuple[str, int]]] = {
            "queue": [*order, *counted],
            "queue_of_region": [("region", 1), *order, *counted],
            "queue_of_type": [("questionnaire.artisan_type", 1), *order],
            "queue_flagged": [("flags", 1), *order],
            "queue_of_reviewer": [("reviewer.subject", 1), *order],
            "queue_of_applicant": [("applicants", 1), *order],
        }
        await ensure_indexes(
            self._applications,
            *(
                IndexModel(keys, name=name, partialFilterExpression=waiting)
                for name, keys in by.items()
            ),
            IndexModel(
                [("first_answered", 1), ("region", 1), ("submitted", 1), ("in_time", 1)],
                name="answered",
            ),
            IndexModel(
                [("ended", 1), ("region", 1), ("state", 1), ("submitted", 1), ("in_time", 1)],
                name="ended",
            ),
        )

    async def catch_up(self, target: timedelta) -> None:
        """Puts into the queue what an earlier release stored, before there was one.

        It is to be answered as long after its submission as everything else.
        """
        waiting = [State.SUBMITTED.value, State.IN_REVIEW.value]
        async for row in self._applications.find({"state": {"$in": waiting}, "waiting_for": None}):
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
        """How many there are, of the `MOST_COUNTED` that are due next."""
        # That the asker had no part in it is in no index beside the rest, so those few are counted
        # by themselves.
        everybodys, own = await asyncio.gather(
            self._counted(wanted, {}), self._counted(wanted, {"applicants": wanted.asker})
        )
        return WorkCounts(**{name: count - own.get(name, 0) for name, count in everybodys.items()})

    async def _counted(self, wanted: WorkFilter, whose: Document) -> dict[str, int]:
        asker = {"$literal": wanted.asker}
        signed_by = {"$ifNull": ["$first_signature.subject", None]}
        second = {"$eq": ["$waiting_for", WaitingFor.SECOND_REVIEWER.value]}
        parts: Mapping[str, object] = {
            "mine": {"$eq": [_REVIEWER, asker]},
            "unassigned": {"$eq": [_REVIEWER, None]},
            "second_reviewer": {"$and": [second, {"$ne": [signed_by, asker]}]},
            "applicant": {"$eq": ["$waiting_for", WaitingFor.APPLICANT.value]},
            "overdue": {"$lt": ["$next_due", wanted.now]},
        }
        sums = {name: {"$sum": {"$cond": [holds, 1, 0]}} for name, holds in parts.items()}
        rows = await self._mongo.aggregate(
            self._applications,
            [
                {"$match": _narrowed(wanted) | whose},
                {"$sort": {"next_due": 1, "_id": 1}},
                {"$limit": MOST_COUNTED},
                {"$group": {"_id": None, "all": {"$sum": 1}, **sums}},
            ],
        )
        return {name: count for row in rows for name, count in row.items() if name != "_id"}

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
        return await self._waits("first_answered", {}, start, region)

    async def decisions(self, start: datetime, region: str = "") -> Mapping[datetime, Waits]:
        """From the submission to the decision, of those decided on from `start` on."""
        decided = {"state": {"$in": [State.APPROVED.value, State.DECLINED.value]}}
        return await self._waits("ended", decided, start, region)

    async def _waits(
        self, until: str, which: Document, start: datetime, region: str
    ) -> Mapping[datetime, Waits]:
        wanted: Document = {until: {"$gte": start}, **which}
        if region:
            wanted["region"] = region
        waited = {"$subtract": [f"${until}", "$submitted"]}
        rows = await self._mongo.aggregate(
            self._applications,
            [
                {"$match": wanted},
                {
                    "$group": {
                        "_id": week_of(f"${until}"),
                        "waited": {"$push": waited},
                        "in_time": {"$sum": {"$cond": ["$in_time", 1, 0]}},
                    }
                },
            ],
        )
        return {
            row["_id"]: Waits(tuple(each // 1000 for each in row["waited"]), row["in_time"])
            for row in rows
        }


def _query(wanted: WorkFilter, after: Place | None) -> Document:
    query = _narrowed(wanted) | {"applicants": {"$ne": wanted.asker}}
    if after is not None:
        moment, application_id = after
        # The first part bounds the index, the second tells those of one moment apart.
        query["next_due"] = query.get("next_due", {}) | {"$gte": moment}
        query["$or"] = [{"next_due": {"$gt": moment}}, {"_id": {"$gt": application_id}}]
    return query


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
