"""What happened, written in the same transaction as the change itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pymongo import IndexModel

from chassis.ids import new_id
from chassis.mongo import Collection, Database, Document, Session, ensure_indexes

_TYPE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")


@dataclass(frozen=True)
class Event:
    """Something that happened to a resource.

    `snapshot` is the resource's message as it was after the change; `parties` are the subjects
    who may hear of it, beside staff; `facts` are for effects and for deciding who hears of it,
    and are not part of what is told.
    """

    type: str
    resource: str
    revision: int
    occurred: datetime
    actor: str
    snapshot: bytes = b""
    parties: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    id: str = field(default_factory=new_id)


class Events:
    """The events of one service. Those with an effect are open until it has happened."""

    def __init__(self, database: Database, with_effects: frozenset[str] = frozenset()) -> None:
        self.collection: Collection = database["events"]
        self._with_effects = with_effects

    async def prepare(self) -> None:
        """Makes the index over what is still open; done events leave it."""
        await ensure_indexes(
            self.collection,
            IndexModel(
                [("resource", 1), ("revision", 1), ("_id", 1)],
                name="open",
                partialFilterExpression={"open": True},
            ),
            IndexModel([("resource", 1), ("revision", 1)], name="history"),
            IndexModel("parked", sparse=True),
        )

    async def append(self, event: Event, session: Session) -> None:
        """Writes an event. It is published if and when the transaction commits."""
        if not _TYPE.fullmatch(event.type):
            raise ValueError(f"`{event.type}` is no type such as `listing.published`")
        document: Document = {
            "_id": event.id,
            "type": event.type,
            "resource": event.resource,
            "revision": event.revision,
            "occurred": event.occurred,
            "actor": event.actor,
            "snapshot": event.snapshot,
            "parties": list(event.parties),
            "facts": dict(event.facts),
        }
        if event.type in self._with_effects:
            document["open"] = True
        await self.collection.insert_one(document, session=session)


def from_document(document: Document) -> Event:
    """The event in a document."""
    return Event(
        type=document["type"],
        resource=document["resource"],
        revision=document["revision"],
        occurred=document["occurred"],
        actor=document["actor"],
        snapshot=bytes(document["snapshot"]),
        parties=tuple(document["parties"]),
        facts=dict(document["facts"]),
        id=document["_id"],
    )
