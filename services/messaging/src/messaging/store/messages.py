"""Messages in MongoDB: written once, never changed, numbered in each thread."""

from collections.abc import Sequence

from pymongo import IndexModel

from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes
from messaging.domain.thread import Author, Message, Thread
from messaging.store import threads


class Messages:
    """All messages."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._messages = database["messages"]
        self._threads = database["threads"]

    async def prepare(self) -> None:
        """Makes the index that orders a thread, in which no number occurs twice."""
        await ensure_indexes(
            self._messages, IndexModel([("thread", 1), ("number", 1)], unique=True)
        )

    async def add(self, message: Message, session: Session) -> None:
        """Keeps a new message."""
        await self._messages.insert_one(_to_document(message), session=session)

    async def page(self, thread: str, after: int, limit: int) -> list[Message]:
        """At most `limit` messages of a thread behind a number, oldest first."""
        cursor = self._messages.find({"thread": thread, "number": {"$gt": after}})
        return [_from_document(found) async for found in cursor.sort("number", 1).limit(limit)]

    async def first_of_each(
        self, names: Sequence[str], limit: int
    ) -> list[tuple[Thread, list[Message]]]:
        """The first messages of several threads, in one command; only threads that exist."""
        found = await self._mongo.aggregate(
            self._threads,
            [
                {"$match": {"_id": {"$in": list(names)}}},
                {
                    "$lookup": {
                        "from": self._messages.name,
                        "localField": "_id",
                        "foreignField": "thread",
                        "pipeline": [{"$sort": {"number": 1}}, {"$limit": limit}],
                        "as": "first",
                    }
                },
            ],
        )
        return [
            (threads.from_document(row), [_from_document(one) for one in row["first"]])
            for row in found
        ]


def _to_document(message: Message) -> Document:
    return {
        "_id": message.name,
        "thread": message.thread,
        "number": message.number,
        "author": message.author.value,
        "text": message.text,
        "created": message.created,
        "listing": message.listing,
        "link_revision": message.link_revision,
    }


def _from_document(document: Document) -> Message:
    return Message(
        name=document["_id"],
        thread=document["thread"],
        number=document["number"],
        author=Author(document["author"]),
        text=document["text"],
        created=document["created"],
        listing=document["listing"],
        link_revision=document["link_revision"],
    )
