"""Threads in MongoDB."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from pymongo import IndexModel

from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes, swap
from messaging.domain.thread import Kind, State, Thread, ThreadChanged
from messaging.store import clocks
from messaging.store.newest import Key, newest, whose


class Threads:
    """All threads."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._threads = database["threads"]
        self._makers = database["makers"]

    async def prepare(self) -> None:
        """Makes the indexes: for each kind of list, and for what falls due."""
        latest = [("last_message", -1), ("_id", -1)]
        await ensure_indexes(
            self._threads,
            IndexModel([("parties", 1), *latest]),
            IndexModel([("maker", 1), *latest]),
            IndexModel(latest),
            # Only running clocks whose breach is not known yet have the field.
            IndexModel("due_at", sparse=True),
        )

    async def add(self, thread: Thread, session: Session) -> None:
        """Keeps a new thread."""
        await self._threads.insert_one(_to_document(thread), session=session)

    async def save(self, thread: Thread, session: Session) -> Thread:
        """Keeps a change; raises `ThreadChanged` when somebody else was first."""
        await swap(self._threads, _to_document(thread), ThreadChanged(thread.name), session)
        return replace(thread, revision=thread.revision + 1)

    async def find(self, name: str, session: Session | None = None) -> Thread | None:
        """The thread of this name."""
        found = await self._threads.find_one({"_id": name}, session=session)
        return None if found is None else from_document(found)

    async def named(self, names: Sequence[str]) -> list[Thread]:
        """The threads of these names, in no order."""
        cursor = self._threads.find({"_id": {"$in": list(names)}})
        return [from_document(document) async for document in cursor]

    async def latest(
        self, *, maker: str, party: str, after: Key | None, limit: int
    ) -> list[Thread]:
        """Threads of a maker, of somebody who takes part, or all; the latest message first."""
        wanted = whose(maker, party)
        found = await newest(self._threads, "last_message", wanted, after, limit)
        return [from_document(document) for document in found]

    async def latest_of_each(self, makers: Sequence[str], limit: int) -> dict[str, list[Thread]]:
        """The latest threads of several makers, in one command; only makers that are known."""
        found = await self._mongo.aggregate(
            self._makers,
            [
                {"$match": {"_id": {"$in": list(makers)}}},
                {
                    "$lookup": {
                        "from": self._threads.name,
                        "localField": "_id",
                        "foreignField": "maker",
                        "pipeline": [
                            {"$sort": {"last_message": -1, "_id": -1}},
                            {"$limit": limit},
                        ],
                        "as": "threads",
                    }
                },
                {"$project": {"threads": 1}},
            ],
        )
        return {row["_id"]: [from_document(one) for one in row["threads"]] for row in found}

    async def overdue(self, before: datetime, limit: int, but: Collection[str] = ()) -> list[str]:
        """The names of threads whose answer is late without anybody knowing yet, oldest first."""
        late: Document = {"due_at": {"$lt": before}}
        if but:
            late["_id"] = {"$nin": list(but)}
        cursor = self._threads.find(late, {"_id": 1}).sort("due_at", 1)
        return [document["_id"] async for document in cursor.limit(limit)]


def _to_document(thread: Thread) -> Document:
    document: Document = {
        "_id": thread.name,
        "revision": thread.revision,
        "kind": thread.kind.value,
        "maker": thread.maker,
        "maker_subject": thread.maker_subject,
        "buyer": thread.buyer,
        "buyer_alias": thread.buyer_alias,
        "parties": list(thread.parties),
        "custom_order_request": thread.custom_order_request,
        "state": thread.state.value,
        "clock": clocks.to_document(thread.clock) if thread.clock else None,
        "messages": thread.messages,
        "last_message": thread.last_message,
        "created": thread.created,
    }
    if thread.clock and not thread.clock.breach_recorded:
        document["due_at"] = thread.clock.due
    return document


def from_document(document: Document) -> Thread:
    """The thread that was kept."""
    return Thread(
        name=document["_id"],
        revision=document["revision"],
        kind=Kind(document["kind"]),
        maker=document["maker"],
        maker_subject=document["maker_subject"],
        buyer=document["buyer"],
        buyer_alias=document["buyer_alias"],
        custom_order_request=document["custom_order_request"],
        state=State(document["state"]),
        clock=clocks.from_document(document["clock"]) if document["clock"] else None,
        messages=document["messages"],
        last_message=document["last_message"],
        created=document["created"],
    )
