"""Who did what to which resource: a line for each event, written with it and kept for ever.

Events are for those who follow along and may be archived; these lines are what the staff looks up
later, by person, by resource and by time. Whoever of the staff has a part in a resource of their
own, such as a reviewer who is a maker too, is shown no line of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from pymongo import DESCENDING, IndexModel

from chassis import actors, caller
from chassis.actors import Actor
from chassis.ids import new_id
from chassis.moments import from_timestamp
from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes
from chassis.paging import Pages, behind
from chassis.weeks import week_of

WHOLE = ""
"""The one part of a resource that has a single state."""


@dataclass(frozen=True)
class Deed:
    """Something that somebody, or for `actor` None a timer, did to a resource.

    `states` are those the resource is in after it: one under `WHOLE`, or one for each region.
    What they were before is looked up. `parties` are the accounts that have a part in the resource,
    to whom it is not told as to staff; those that have a part in what it is `about` have one in it
    too. `countries` are those it concerns, where weeks are told by country. `for_staff` is False
    for what only its owner may see.
    """

    action: str
    resource: str
    occurred: datetime
    actor: Actor | None
    states: Mapping[str, str] = field(default_factory=dict)
    region: str = ""
    reason: str = ""
    rule_version: str = ""
    parties: Collection[str] = ()
    about: Collection[str] = ()
    countries: Collection[str] = ()
    for_staff: bool = True


@dataclass(frozen=True)
class Entry:
    """A deed as it is looked up; the states are empty where none changed."""

    id: str
    action: str
    resource: str
    occurred: datetime
    actor: Actor | None
    region: str
    from_state: str
    to_state: str
    reason: str
    rule_version: str


@dataclass(frozen=True)
class Selection:
    """Which entries a list shows; what is not given narrows nothing.

    Nothing of what `asker` has a part in is among them.
    """

    asker: str
    actor: str = ""
    resource: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def to_filter(self, before: tuple[datetime, str] | None) -> Document:
        """The query, for those that come after the one with this moment and id."""
        wanted: list[Document] = [{"for_staff": True}, {"parties": {"$ne": self.asker}}]
        if self.actor:
            wanted.append({"actor.subject": self.actor})
        if self.resource:
            wanted.append({"resource": self.resource})
        if self.start:
            wanted.append({"occurred": {"$gte": self.start}})
        if self.end:
            wanted.append({"occurred": {"$lt": self.end}})
        if before:
            wanted.append(behind("occurred", before))
        return {"$and": wanted}


@dataclass(frozen=True)
class WeeklyCount:
    """How often something happened in the week that begins at `week`."""

    week: datetime
    action: str
    from_state: str
    count: int


@dataclass(frozen=True)
class Listed:
    """A page of what was done, with the page token behind each entry and that of the next page."""

    entries: Sequence[Entry]
    cursors: Sequence[str]
    next_page_token: str


class Activity:
    """All that was done in one service. Nothing of what was done is ever changed or taken out."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._entries = database["activity"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        newest = [("occurred", DESCENDING), ("_id", DESCENDING)]
        staff = {"for_staff": True}
        await ensure_indexes(
            self._entries,
            IndexModel([("resource", 1), *newest], name="of_resource"),
            IndexModel(newest, name="newest", partialFilterExpression=staff),
            IndexModel(
                [("actor.subject", 1), *newest], name="of_actor", partialFilterExpression=staff
            ),
            IndexModel(
                # What weeks are counted by, so that counting reads no line.
                [("action", 1), ("occurred", 1), ("region", 1), ("from_state", 1)],
                name="of_action",
            ),
            IndexModel(
                [("countries", 1), ("action", 1), ("occurred", 1), ("from_state", 1)],
                name="of_country",
                partialFilterExpression={"countries": {"$gt": ""}},
            ),
        )

    async def append(self, deed: Deed, session: Session) -> None:
        """Writes a deed: a line for each state that it changed, else one.

        Who has a part in the resource from now on has one in its earlier lines too.
        """
        last = await self._last(deed.resource, session)
        before = last["states"] if last else {}
        known = set(last["parties"]) if last else set()
        others = [await self._last(resource, session) for resource in deed.about]
        theirs = [other["parties"] for other in others if other]
        parties = sorted(known.union(deed.parties, *theirs))
        if last and not known.issuperset(parties):
            await self._entries.update_many(
                {"resource": deed.resource}, {"$set": {"parties": parties}}, session=session
            )
        for line in to_documents(deed, before, parties):
            await self._entries.insert_one(line, session=session)

    async def page(
        self, selection: Selection, before: tuple[datetime, str] | None, limit: int
    ) -> Sequence[Entry]:
        """Those for the asker as staff, newest first, after the one with this moment and id."""
        cursor = (
            self._entries.find(selection.to_filter(before))
            .sort([("occurred", DESCENDING), ("_id", DESCENDING)])
            .limit(limit)
        )
        return [_from_document(row) async for row in cursor]

    async def listed(self, request: Any, pages: Pages) -> Listed:
        """A page of what was done, as the caller asks for it: but for what it has a part in."""
        page = pages.open(request)
        selection = Selection(
            asker=caller.current().subject,
            actor=request.actor,
            resource=request.resource,
            start=from_timestamp(request.start_time) if request.HasField("start_time") else None,
            end=from_timestamp(request.end_time) if request.HasField("end_time") else None,
        )
        before = cast("tuple[datetime, str] | None", page.after)
        found, has_more = page.cut(await self.page(selection, before, page.size + 1))
        cursors = [page.token((entry.occurred, entry.id)) for entry in found]
        return Listed(found, cursors, cursors[-1] if has_more else "")

    async def by_week(
        self, actions: Iterable[str], start: datetime, region: str = "", country: str = ""
    ) -> Sequence[WeeklyCount]:
        """How often each of the actions happened in each week from `start` on, Mondays in UTC."""
        wanted: Document = {"action": {"$in": list(actions)}, "occurred": {"$gte": start}}
        if region:
            wanted["region"] = region
        if country:
            wanted["countries"] = country
        group: Document = {
            "_id": {"week": week_of("$occurred"), "action": "$action", "from": "$from_state"},
            "count": {"$sum": 1},
        }
        rows = await self._mongo.aggregate(self._entries, [{"$match": wanted}, {"$group": group}])
        return [
            WeeklyCount(row["_id"]["week"], row["_id"]["action"], row["_id"]["from"], row["count"])
            for row in rows
        ]

    async def _last(self, resource: str, session: Session) -> Document | None:
        last: Document | None = await self._entries.find_one(
            {"resource": resource},
            {"states": 1, "parties": 1},
            sort=[("occurred", DESCENDING), ("_id", DESCENDING)],
            session=session,
        )
        return last


def to_documents(deed: Deed, before: Mapping[str, str], parties: Sequence[str]) -> list[Document]:
    """The lines of a deed: the states before it, and all who have a part in its resource by now."""
    moves = [
        (before.get(part, ""), state, part or deed.region)
        for part, state in deed.states.items()
        if before.get(part) != state
    ]
    return [
        {
            "_id": new_id(),
            "action": deed.action,
            "resource": deed.resource,
            "occurred": deed.occurred,
            "actor": actors.to_document(deed.actor),
            "region": region,
            "from_state": from_state,
            "to_state": to_state,
            "reason": deed.reason,
            "rule_version": deed.rule_version,
            "for_staff": deed.for_staff,
            "parties": parties,
            "countries": sorted(deed.countries),
            "states": dict(deed.states or before),
        }
        for from_state, to_state, region in moves or [("", "", deed.region)]
    ]


def _from_document(document: Document) -> Entry:
    actor = document["actor"]
    return Entry(
        id=document["_id"],
        action=document["action"],
        resource=document["resource"],
        occurred=document["occurred"],
        actor=actors.from_document(actor) if actor else None,
        region=document["region"],
        from_state=document["from_state"],
        to_state=document["to_state"],
        reason=document["reason"],
        rule_version=document["rule_version"],
    )
