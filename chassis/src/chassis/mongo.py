"""MongoDB: connections, transactions and the few calls in which the two drivers differ.

The only module that imports Motor. Stores are typed against Motor and use only what it shares
with PyMongo's own async client; `connect` casts once.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeAlias, TypeVar, cast

import pymongo
from bson.codec_options import CodecOptions
from motor.core import AgnosticClientSession
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)
from pymongo import AsyncMongoClient, IndexModel
from pymongo.errors import ConnectionFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from chassis import driver_waits
from chassis.commands import Counter
from chassis.endings import settled
from chassis.errors import Stale
from chassis.transactions import Transactions, may_have_happened

Document: TypeAlias = dict[str, Any]
Collection: TypeAlias = AsyncIOMotorCollection[Document]
Database: TypeAlias = AsyncIOMotorDatabase[Document]
Session: TypeAlias = AgnosticClientSession
Driver: TypeAlias = Literal["motor", "pymongo"]
Token: TypeAlias = Mapping[str, Any]

T = TypeVar("T")

_CODEC: CodecOptions[Document] = CodecOptions(document_class=dict, tz_aware=True)


class Mongo:
    """One connected client, with the same face for both drivers."""

    def __init__(self, client: Any, driver: Driver) -> None:
        self._client = client
        self._driver = driver
        self._transactions = Transactions(client, is_motor=driver == "motor")

    def database(self, name: str) -> Database:
        """The database; reads and writes are the majority's."""
        return cast(
            "Database",
            self._client.get_database(
                name,
                codec_options=_CODEC,
                write_concern=WriteConcern("majority"),
                read_concern=ReadConcern("majority"),
            ),
        )

    async def ping(self, seconds: float = 0.5) -> bool:
        """Whether the database answers in time."""
        try:
            # The driver's own limit: a cancelled call would keep one of Motor's threads.
            with pymongo.timeout(seconds):
                await self._client.admin.command("ping")
        except PyMongoError:
            return False
        return True

    @property
    def is_away(self) -> bool:
        """Whether the driver knows of no server that would take a write now."""
        return not self._client.topology_description.has_writable_server()

    async def close(self) -> None:
        """Closes every connection."""
        await settled()
        closing = self._client.close()
        if closing is not None:
            await closing

    async def aggregate(
        self,
        collection: Collection,
        pipeline: Sequence[Mapping[str, Any]],
        session: Session | None = None,
        index: str = "",
    ) -> list[Document]:
        """All documents a pipeline yields; by this index if one is named."""
        named = {"hint": index} if index else {}
        cursor: Any = collection.aggregate(pipeline, session=session, **named)
        if self._driver == "pymongo":
            cursor = await cursor
        return cast("list[Document]", await cursor.to_list(None))

    @asynccontextmanager
    async def watch(
        self, collection: Collection, after: Token | None, wait: float = 0.5
    ) -> AsyncIterator["ChangeStream"]:
        """The inserts into a collection, after a resume token or from now.

        Each `next` waits so many seconds for one. Only for a streaming client.
        """
        pipeline = [{"$match": {"operationType": "insert"}}]
        async with self._opened(collection, pipeline, after, wait) as stream:
            yield stream

    async def position(self, collection: Collection) -> str:
        """Where the changes of a collection stand now. Only for a streaming client."""
        # Of what nothing matches only the position is told.
        pipeline = [{"$match": {"operationType": "none"}}]
        async with self._opened(collection, pipeline, None, 0.001) as stream:
            return (await stream.next())[1]

    @asynccontextmanager
    async def _opened(
        self,
        collection: Collection,
        pipeline: Sequence[Mapping[str, Any]],
        after: Token | None,
        wait: float,
    ) -> AsyncIterator["ChangeStream"]:
        opened: Any = collection.watch(
            pipeline, resume_after=after, max_await_time_ms=int(wait * 1000)
        )
        stream = await opened if self._driver == "pymongo" else opened
        try:
            yield ChangeStream(stream)
        finally:
            await stream.close()

    async def run_transaction(self, body: Callable[[Session], Awaitable[T]]) -> T:
        """Runs `body` in a transaction until it is committed; the body may run several times.

        Ends when the running call's time is over.
        """
        return await self._transactions.run(body)


class ChangeStream:
    """An open change stream: what came next, and where it stands."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def next(self) -> tuple[Document | None, str]:
        """The next inserted document and its position, or None and how far there is nothing.

        A document's position is its own: the stream's token behind the last document of a batch
        is already that of the whole batch, beyond changes that were never wanted.
        """
        change = await self._stream.try_next()
        # Up to Python 3.11 `asyncio.wait_for`, which PyMongo sends with, may lose a cancellation;
        # whoever reads in an endless loop would then never end.
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError
        if change is None:
            return None, cast("str", self._stream.resume_token["_data"])
        return cast("Document", change["fullDocument"]), cast("str", change["_id"]["_data"])


def connect(uri: str, driver: Driver, name: str, *, streaming: bool = False) -> Mongo:
    """A client for the URI. A streaming one is for change streams, without a time limit."""
    options: dict[str, Any] = {
        "appname": f"handmade-{name}",
        "connectTimeoutMS": 2000,
        "event_listeners": [Counter()],
        "maxIdleTimeMS": 60000,
        "maxPoolSize": 50,
        "readConcernLevel": "majority",
        "retryReads": True,
        "retryWrites": True,
        "serverSelectionTimeoutMS": 5000,
        "w": "majority",
    }
    if streaming:
        # Far beyond what one read of a stream waits, so only a dead connection takes this long.
        options["socketTimeoutMS"] = 10_000
    else:
        options["timeoutMS"] = 5000
    if driver == "pymongo":
        driver_waits.mend()
    client = AsyncIOMotorClient if driver == "motor" else AsyncMongoClient
    return Mongo(client(uri, **options), driver)


async def ensure_indexes(collection: Collection, *indexes: IndexModel) -> None:
    """Makes the indexes that are not there yet."""
    await collection.create_indexes(list(indexes))


async def swap(
    collection: Collection, document: Document, stale: Stale, session: Session | None
) -> Document:
    """Replaces a document if it still has the revision it was read with, and raises that by one.

    Raises `stale` when another writer was first. Returns the document as stored.
    """
    stored = {**document, "revision": document["revision"] + 1}
    result = await collection.replace_one(
        {"_id": document["_id"], "revision": document["revision"]}, stored, session=session
    )
    if result.matched_count == 0:
        raise stale
    return stored


def is_away(error: BaseException) -> bool:
    """Whether an error means that the database did not answer, or not in time.

    A transaction that lost against others until its time was over is such a case too.
    """
    return isinstance(error, ConnectionFailure) or (
        isinstance(error, PyMongoError)
        and (
            error.timeout
            or error.has_error_label("TransientTransactionError")
            or may_have_happened(error)
        )
    )
