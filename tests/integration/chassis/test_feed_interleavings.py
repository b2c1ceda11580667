"""Writers, readers who come and go, restarts in any order: there is one history for all."""

import asyncio
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils import uuid7

from chassis.events import Event, Events
from chassis.feeds import Feed
from chassis.mongo import connect
from chassis.signing import Signer
from tests.integration.chassis.conftest import APPLICATION
from tests.support.tasks import ended

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
SIGNER = Signer("a secret of more than 32 characters", "feed")
READERS = 3

numbers = st.integers(min_value=1, max_value=6)
readers = st.integers(min_value=0, max_value=READERS - 1)
steps = st.one_of(
    st.tuples(st.just("write"), st.lists(numbers, min_size=1, max_size=4)),
    st.tuples(st.just("read"), readers, numbers),
    # It carried the events out and was killed before it had stored the token behind them.
    st.tuples(st.just("read in vain"), readers, numbers),
    st.tuples(st.just("read while others write"), readers, numbers),
    st.just(("restart",)),
    st.just(("stumble",)),
)


class Reader:
    """Stores the token behind what it has carried out, and expects to go on right there."""

    def __init__(self, token):
        self.token, self.stored = token, 0
        self.slices = []

    async def read(self, feed, count, *, stores=True):
        found, token = [], self.token
        async with aclosing(feed.follow("things", self.token, everything)) as entries:
            async for entry in entries:
                token = entry.token
                found += [entry.event] if entry.event else []
                if len(found) == count:
                    break
        self.slices.append((self.stored, found))
        if stores:
            self.token, self.stored = token, self.stored + count


async def everything(event):
    return True


class World:
    """The feed as its process runs it, its writers and readers."""

    def __init__(self, mongo, streaming, observer, database):
        self.mongo, self.streaming, self.observer = mongo, streaming, observer
        self.database = database
        self.events = Events(mongo.database(database))
        self.revisions = mongo.database(database)["revisions"]
        self.written = 0
        self.readers = []

    async def start(self):
        events = Events(self.streaming.database(self.database))
        self.feed = Feed(self.streaming, events, SIGNER, lambda: None, catch_up_batch=3)
        self.running = asyncio.create_task(self.feed.run())

    async def begin(self):
        await self.events.prepare()
        await self.revisions.insert_many([{"_id": f"things/{n}", "is": 0} for n in range(1, 4)])
        await self.start()
        for _ in range(READERS):
            async with aclosing(self.feed.follow("things", "", everything)) as entries:
                self.readers.append(Reader((await anext(entries)).token))

    async def write(self, amounts):
        """As many transactions at once, each with so many events of several things."""
        await asyncio.gather(*(self._transaction(amount) for amount in amounts))
        self.written += sum(amounts)

    async def _transaction(self, amount):
        async def body(session):
            for number in range(amount):
                thing = f"things/{number % 3 + 1}"
                after = await self.revisions.find_one_and_update(
                    {"_id": thing}, {"$inc": {"is": 1}}, return_document=True, session=session
                )
                event = Event("thing.made", thing, after["is"], NOW, "mia")
                await self.events.append(event, session)

        await self.mongo.run_transaction(body)

    async def take(self, step):
        match step:
            case ("write", amounts):
                await self.write(amounts)
            case ("read" | "read in vain" as how, number, count):
                reader = self.readers[number]
                count = min(count, self.written - reader.stored)
                if count:
                    await reader.read(self.feed, count, stores=how == "read")
            case ("read while others write", number, count):
                reader = self.readers[number]
                missed = self.written - reader.stored
                await asyncio.gather(
                    reader.read(self.feed, missed + count), self.write([1] * (count + 1))
                )
            case ("restart",):
                await ended(self.running)
                await self.start()
            case ("stumble",):
                fault = {"failCommands": ["getMore"], "appName": APPLICATION}
                await self.observer.admin.command(
                    {
                        "configureFailPoint": "failCommand",
                        "mode": {"times": 2},
                        "data": {**fault, "closeConnection": True},
                    }
                )

    async def read_the_rest(self):
        for reader in self.readers:
            if reader.stored < self.written:
                await reader.read(self.feed, self.written - reader.stored)


@asynccontextmanager
async def a_world(uri, driver, observer):
    database = f"test_{uuid7().hex}"
    mongo = connect(uri, driver, "test")
    streaming = connect(uri, driver, "test", streaming=True)
    world = World(mongo, streaming, observer, database)
    try:
        await world.begin()
        yield world
    finally:
        await observer.admin.command({"configureFailPoint": "failCommand", "mode": "off"})
        await ended(world.running)
        await mongo.close()
        await streaming.close()
        await observer.drop_database(database)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.lists(steps, min_size=4, max_size=14))
async def test_every_reader_reads_the_one_history_from_where_it_was(
    mongodb_uri, driver, observer, taken
):
    async with a_world(mongodb_uri, driver, observer) as world, asyncio.timeout(60):
        for step in taken:
            await world.take(step)
        await world.read_the_rest()
        stored = [
            (row["_id"], row["resource"], row["revision"])
            async for row in observer[world.database]["events"].find()
        ]

    order = the_order(world.readers)
    assert sorted(order) == sorted(stored)
    for reader in world.readers:
        for start, found in reader.slices:
            assert keys(found) == order[start : start + len(found)]
    for thing in {resource for _, resource, _ in order}:
        revisions = [revision for _, resource, revision in order if resource == thing]
        assert revisions == sorted(revisions)


def the_order(readers):
    """The history as the first reader put it together, the later readings over the earlier."""
    order = {}
    for start, found in readers[0].slices:
        order |= dict(enumerate(keys(found), start))
    return [order[place] for place in sorted(order)]


def keys(events):
    return [(event.id, event.resource, event.revision) for event in events]
