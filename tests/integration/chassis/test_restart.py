"""A database that is killed and comes back: nothing acknowledged is lost, nobody is stuck."""

import asyncio
from datetime import UTC, datetime

import pytest

from chassis.dispatch import Dispatcher
from chassis.events import Event, Events
from chassis.feeds import Feed
from chassis.mongo import connect
from chassis.signing import Signer
from tests.support.stack import a_stack
from tests.support.tasks import ended

# One of them may wait for a claim of half a minute, and the database has to come back.
pytestmark = pytest.mark.timeout(300)

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
async def mortal(tmp_path_factory):
    """A MongoDB of this module's own, since it gets killed."""
    async with a_stack(tmp_path_factory.mktemp("mortal")) as stack:
        await stack.start("mongod")
        yield stack


async def everything(event):
    return True


async def test_a_killed_database_costs_nobody_an_event(mortal, driver, database):
    mongo = connect(mortal.mongodb_uri, driver, "test")
    streaming = connect(mortal.mongodb_uri, driver, "test", streaming=True)
    events = Events(mongo.database(database), frozenset({"thing.made"}))
    await events.prepare()
    feed = Feed(streaming, Events(streaming.database(database)), Signer("s", "feed"), lambda: None)
    carried_out = []

    async def effect(event):
        carried_out.append(event.revision)

    dispatcher = Dispatcher(mongo, events, {"thing.made": effect}, lambda: datetime.now(UTC))
    tasks = [asyncio.create_task(feed.run()), asyncio.create_task(dispatcher.run())]

    async def happens(number):
        event = Event("thing.made", "things/1", number, NOW, "mia")
        await mongo.run_transaction(lambda session: events.append(event, session))

    async def follow():
        seen = []
        async for entry in feed.follow("things", "", everything):
            if entry.event is not None:
                seen.append(entry.event.revision)
            began.set()
            if len(seen) == 20:
                return seen
        return None

    began = asyncio.Event()
    following = asyncio.create_task(follow())
    await began.wait()
    for number in range(10):
        await happens(number)
    await mortal.kill("mongod")
    assert not await mongo.ping()
    await mortal.start("mongod")
    for number in range(10, 20):
        await happens(number)

    async with asyncio.timeout(100):
        assert await following == list(range(20))
        while len(set(carried_out)) < 20:  # noqa: ASYNC110  (the database is what is waited for)
            await asyncio.sleep(0.05)
    # What was carried out as the database went may not have been noted, and is carried out again
    # when its claim ends. All others wait for it.
    assert list(dict.fromkeys(carried_out)) == list(range(20))
    assert carried_out == sorted(carried_out)
    assert len(carried_out) <= 21
    await ended(*tasks)
    await mongo.close()
    await streaming.close()
