"""MongoDB forgets what is old: who came too late is told so, and copies find their way back."""

import asyncio
import os
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure

from chassis.copies import Copy
from chassis.events import Event, Events
from chassis.feeds import Feed, FeedInterrupted, HistoryGone
from chassis.signing import Signer
from dev import mongod, replica_set
from dev.ports import Ports
from dev.process import Process
from tests.support.tasks import ended

# When the server forgets is its own affair; on a busy machine it takes its time.
pytestmark = pytest.mark.timeout(400)

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
SIGNER = Signer("a secret of more than 32 characters", "feed")
HISTORY_LOST = 286


@pytest.fixture(scope="module")
async def mongodb_uri(tmp_path_factory):
    """A MongoDB that keeps a megabyte of history."""
    folder = tmp_path_factory.mktemp("forgetful")
    inherited = {name: it for name, it in os.environ.items() if not name.startswith("HANDMADE_")}
    program = await asyncio.to_thread(mongod.find, folder, inherited)
    (folder / "data").mkdir()
    port = Ports.free().mongod
    command = (
        *(str(program.path), f"--dbpath={folder / 'data'}", f"--port={port}", "--nounixsocket"),
        *("--bind_ip=127.0.0.1", f"--replSet={replica_set.NAME}", "--wiredTigerCacheSizeGB=0.25"),
        # History goes only once it is safe on disk, so that is made often.
        *("--oplogSize=1", "--syncdelay=1"),
        "--setParameter=shutdownTimeoutMillisForSignaledShutdown=100",
        "--setParameter=diagnosticDataCollectionEnabled=false",
    )
    process = await Process.start(
        "mongod",
        command,
        environment=program.environment(inherited),
        log=folder / "mongod.log",
        listen=lambda name, line: None,
    )
    try:
        async with asyncio.timeout(180):
            await replica_set.ready(port)
        yield replica_set.uri(port)
    finally:
        await process.stop(10)


async def forgotten(uri):
    """Writes until nothing is known any more of what happened before."""
    async with AsyncMongoClient(uri) as client:
        async with await client["filler"]["events"].watch() as stream:
            before = stream.resume_token
        async with asyncio.timeout(180):
            while True:
                await client["filler"]["pages"].insert_many(
                    [{"text": os.urandom(100_000)} for _ in range(5)]
                )
                if not await is_known(client, before):
                    break
        await client.drop_database("filler")


async def is_known(client, position):
    try:
        async with await client["filler"]["events"].watch(resume_after=position):
            await asyncio.sleep(0.1)
    except OperationFailure as error:
        if error.code != HISTORY_LOST:
            raise
        return False
    return True


class Things:
    """A service with things, each change of which is an event."""

    def __init__(self, mongo, streaming, database):
        self._mongo = mongo
        self._things = mongo.database(database)["originals"]
        self._events = Events(mongo.database(database))
        streamed = Events(streaming.database(database))
        self.feed = Feed(streaming, streamed, SIGNER, lambda: None)
        self.listed = asyncio.Event()

    async def prepare(self):
        await self._events.prepare()
        await self._things.database.create_collection("originals")

    async def put(self, **revisions):
        for name, revision in revisions.items():

            async def body(session, name=name, revision=revision):
                await self._things.replace_one(
                    {"_id": name}, {"revision": revision}, upsert=True, session=session
                )
                event = Event("thing.changed", name, revision, NOW, "mia")
                await self._events.append(event, session)

            await self._mongo.run_transaction(body)

    async def remove(self, name):
        """Takes it away without a word, as whoever restores a backup does."""
        await self._things.delete_one({"_id": name})

    async def everything(self):
        async for thing in self._things.find().sort("_id", 1):
            yield thing
        self.listed.set()

    async def changes(self, resume_token):
        async def heard(event):
            return {"_id": event.resource, "revision": event.revision}

        async for entry in self.feed.follow("things", resume_token, heard):
            yield entry.told, entry.token


@pytest.fixture
async def things(mongo, streaming, database):
    things = Things(mongo, streaming, database)
    await things.prepare()
    return things


@asynccontextmanager
async def running(something):
    task = asyncio.create_task(something.run())
    try:
        yield something
    finally:
        await ended(task)


async def until_holds(copy, **revisions):
    found = None
    try:
        async with asyncio.timeout(20):
            while found != revisions:
                found = {row["_id"]: row["revision"] async for row in copy.collection.find()}
                await asyncio.sleep(0.02)
    except TimeoutError:
        assert found == revisions


async def beginning(things):
    _, token = await anext(things.changes(""))
    return token


async def exhausted(changes):
    async for _ in changes:
        continue


async def test_whoever_comes_back_too_late_is_told_to_list_and_can_begin_anew(things, mongodb_uri):
    async with running(things.feed):
        token = await beginning(things)
        await things.put(a=1)
        await forgotten(mongodb_uri)

        with pytest.raises(HistoryGone) as refusal:
            await anext(things.changes(token))
        anew = things.changes("")
        await anext(anew)
        await things.put(a=2)
        while (entry := await anext(anew))[0] is None:
            continue
        await anew.aclose()

    assert refusal.value.reason == "HISTORY_GONE"
    assert "then list everything" in refusal.value.message
    assert entry[0] == {"_id": "a", "revision": 2}


async def test_when_a_service_itself_comes_too_late_its_followers_are_let_go(things, mongodb_uri):
    async with running(things.feed):
        following = things.changes("")
        _, token = await anext(following)
    await things.put(a=1)
    await forgotten(mongodb_uri)

    async with running(things.feed):
        with pytest.raises(FeedInterrupted):
            await exhausted(following)
        with pytest.raises(HistoryGone):
            await anext(things.changes(token))


async def test_a_copy_that_comes_too_late_is_whole_again_and_holds_nothing_stale(
    things, mongo, database, mongodb_uri
):
    copy = Copy("things", mongo, mongo.database(database), things)
    await things.put(kept=1, changed=1, removed=1)
    async with running(things.feed):
        async with running(copy):
            await until_holds(copy, kept=1, changed=1, removed=1)
            await things.put(kept=2)
            await until_holds(copy, kept=2, changed=1, removed=1)
        await things.put(changed=2, added=1)
        await things.remove("removed")
        await forgotten(mongodb_uri)

        async with running(copy):
            await until_holds(copy, kept=2, changed=2, added=1)
            await things.put(added=2, kept=3)
            await until_holds(copy, kept=3, changed=2, added=2)


async def test_a_live_copy_survives_that_its_source_comes_too_late(
    things, mongo, database, mongodb_uri
):
    copy = Copy("things", mongo, mongo.database(database), things)
    async with running(copy):
        async with running(things.feed):
            await things.put(kept=1, removed=1)
            await until_holds(copy, kept=1, removed=1)
        await things.put(kept=2, added=1)
        await things.remove("removed")
        await forgotten(mongodb_uri)

        async with running(things.feed):
            await until_holds(copy, kept=2, added=1)


async def test_what_changes_while_a_copy_lists_anew_is_not_lost(
    things, mongo, database, mongodb_uri
):
    copy = Copy("things", mongo, mongo.database(database), things)
    async with running(things.feed):
        async with running(copy):
            await things.put(**{f"t{number:03}": 1 for number in range(40)})
            await until_holds(copy, **{f"t{number:03}": 1 for number in range(40)})
        await forgotten(mongodb_uri)
        things.listed.clear()

        async with running(copy):
            revision = 1
            while not things.listed.is_set():
                revision += 1
                await things.put(t000=revision, t039=revision, **{f"new{revision}": 1})
            expected = {f"t{number:03}": 1 for number in range(40)}
            expected |= {"t000": revision, "t039": revision}
            expected |= {f"new{number}": 1 for number in range(2, revision + 1)}
            await until_holds(copy, **expected)
