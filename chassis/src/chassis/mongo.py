"""MongoDB: connections, transactions and the few calls in which the two drivers differ.

The only module that imports Motor. Stores are typed against Motor and use only what it shares
with PyMongo's own async client; `connect` casts once.
"""

import asyncio
import functools
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeAlias, TypeVar, cast

import pymongo
import structlog
from bson.codec_options import CodecOptions
from motor.core import AgnosticClientSession
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)
from pymongo import AsyncMongoClient, IndexModel, ReadPreference
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError, WriteConcernError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from chassis import deadline
from chassis.commands import Counter
from chassis.endings import cleanly, finished, later, settled
from chassis.errors import Stale

Document: TypeAlias = dict[str, Any]
Collection: TypeAlias = AsyncIOMotorCollection[Document]
Database: TypeAlias = AsyncIOMotorDatabase[Document]
Session: TypeAlias = AgnosticClientSession
Driver: TypeAlias = Literal["motor", "pymongo"]
Token: TypeAlias = Mapping[str, Any]

T = TypeVar("T")

log = structlog.get_logger()

_CODEC: CodecOptions[Document] = CodecOptions(document_class=dict, tz_aware=True)
_TRANSACTION_SECONDS = 20.0
_COMMIT_WAIT = WriteConcern("majority", wtimeout=5000)
_MAX_TIME_EXPIRED = 50
# The set has no such write concern, or has too few members for it.
_NEVER_CONFIRMED = (79, 100)
_LATE_SECONDS = 1.0


class Mongo:
    """One connected client, with the same face for both drivers."""

    def __init__(self, client: Any, driver: Driver) -> None:
        self._client = client
        self._driver = driver

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
    ) -> list[Document]:
        """All documents a pipeline yields."""
        cursor: Any = collection.aggregate(pipeline, session=session)
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

        Neither driver is trusted with this: Motor's own helper does not retry commits and
        leaves the transaction behind, where it blocks other writers for more than a minute.
        Ends when the running call's time is over.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + deadline.remaining(_TRANSACTION_SECONDS)
        attempt = 0
        while True:
            try:
                # Each attempt has a session of its own: the one before may still be ended.
                async with self._session() as session:
                    return await self._attempt(session, body, ends)
            except PyMongoError as error:
                if not error.has_error_label("TransientTransactionError"):
                    raise
                pause = min(0.005 * 1.5**attempt, 0.5) * random.uniform(0.5, 1.0)  # noqa: S311
                if loop.time() + pause >= ends:
                    raise
                await asyncio.sleep(pause)
                attempt += 1

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        started: Any = self._client.start_session()
        session: Any = await started if self._driver == "motor" else started
        try:
            yield session
        except ConnectionFailure:
            # The command we gave up on may reach a busy server after the abort, and begin the
            # transaction anew; so what is there a moment later is ended as well, and until then
            # nobody else gets the session.
            later(_LATE_SECONDS, functools.partial(self._ended, session))
            raise
        except Exception:
            await session.end_session()
            raise
        except BaseException:
            # Cancelled, and a command may still be on its way to the server, or even wait in one
            # of Motor's threads. To the driver the transaction goes on until all that has
            # arrived: whatever comes late belongs to it, and is ended with it.
            await cleanly(functools.partial(self._forgotten, session.session_id))
            later(_LATE_SECONDS, session.end_session)
            raise
        else:
            await session.end_session()

    async def _attempt(
        self, session: Any, body: Callable[[Session], Awaitable[T]], ends: float
    ) -> T:
        begun = session.start_transaction(
            read_concern=ReadConcern("snapshot"),
            write_concern=_COMMIT_WAIT,
            read_preference=ReadPreference.PRIMARY,
        )
        if self._driver == "pymongo":
            await begun
        try:
            answer = await body(session)
        except Exception:
            await cleanly(lambda: _aborted(session))
            raise
        await self._commit(session, ends)
        return answer

    async def _commit(self, session: Any, ends: float) -> None:
        try:
            await self._committed(session, ends)
        except BaseException:
            # Given up or cancelled: what was not committed must not linger and block others.
            await cleanly(lambda: self._forgotten(session.session_id))
            raise

    async def _committed(self, session: Any, ends: float) -> None:
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            try:
                await finished(session.commit_transaction())
            except PyMongoError as error:
                unknown = _may_have_happened(error)
                expired = isinstance(error, OperationFailure) and error.code == _MAX_TIME_EXPIRED
                pause = min(0.005 * 1.5**attempt, 0.5)
                if not unknown or expired or loop.time() + pause >= ends:
                    raise
                await asyncio.sleep(pause)
                attempt += 1
            else:
                return

    async def _ended(self, session: Any) -> None:
        await self._forgotten(session.session_id)
        await session.end_session()

    async def _forgotten(self, session_id: object) -> None:
        """Ends whatever transaction the server may still hold for a session."""
        try:
            await self._client.admin.command("killSessions", [session_id])
        except PyMongoError as error:
            log.warning("transaction left to the server", error=type(error).__name__)


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
            or _may_have_happened(error)
        )
    )


def _may_have_happened(error: PyMongoError) -> bool:
    # The driver marks a commit so for some codes only. But whatever the code: that a write is not
    # confirmed by a majority, such as when the primary changes, does not say that it is not there.
    return error.has_error_label("UnknownTransactionCommitResult") or (
        isinstance(error, WriteConcernError) and error.code not in _NEVER_CONFIRMED
    )


async def _aborted(session: Any) -> None:
    if session.in_transaction:
        await session.abort_transaction()
