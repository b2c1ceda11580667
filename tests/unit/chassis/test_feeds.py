"""What a feed asks of the database for those who follow, and which tokens it takes."""

import asyncio
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from pymongo.errors import OperationFailure

from chassis import caller
from chassis.caller import Caller
from chassis.errors import InvalidRequest
from chassis.events import Event
from chassis.feeds import Entry, Feed
from chassis.signing import Signer
from handmade.catalog.v1 import listing_pb2
from tests.support.tasks import ended

SIGNER = Signer("a secret of more than 32 characters", "feed")
NOW, LATER = "8265000000", "8265000001"


class Database:
    """Change streams that say what they are told to, and what was asked of them."""

    def __init__(self, *live):
        self.live = [*live]
        self.reading = 0
        self.most_read = 0
        self.positions = 0
        self.may = asyncio.Event()
        self.may_tell = asyncio.Event()
        self.caught_up = []

    @asynccontextmanager
    async def watch(self, collection, after, wait=0.5):
        if wait == 0.5:
            yield SimpleNamespace(next=self.next_live)
            return
        self.reading += 1
        self.most_read = max(self.most_read, self.reading)
        try:
            self.caught_up.append(after["_data"])
            yield SimpleNamespace(next=self.next_missed)
        finally:
            self.reading -= 1

    async def next_live(self):
        if not self.live:
            await asyncio.Event().wait()
        found = self.live.pop(0)
        if isinstance(found, Exception):
            raise found
        return None, found

    async def next_missed(self):
        await self.may.wait()
        return None, LATER

    async def position(self, collection):
        self.positions += 1
        found = f"{int(NOW) + self.positions}"
        await self.may_tell.wait()
        return found


@asynccontextmanager
async def running(database):
    feed = Feed(database, SimpleNamespace(collection=None), SIGNER, lambda: None)
    task = asyncio.create_task(feed.run())
    try:
        yield feed
    finally:
        await ended(task)


async def everything(event):
    return True


def token(watch, position=NOW):
    return SIGNER.sign(f'["{watch}", "{position}"]')


async def first(feed, subject="ana", resume="", only=""):
    with caller.calling_as(Caller(subject)):
        async with aclosing(feed.follow("things", resume, everything, only)) as follower:
            return await anext(follower)


async def passed(times=20):
    for _ in range(times):
        await asyncio.sleep(0)


async def test_whoever_begins_waits_for_nobody_who_catches_up():
    database = Database(LATER)
    database.may_tell.set()
    async with running(database) as feed:
        back = [asyncio.create_task(first(feed, f"s{n}", token("things"))) for n in range(9)]
        await passed()
        async with asyncio.timeout(30):
            begun = await first(feed)
        assert begun.event is None
        assert not any(task.done() for task in back)
        database.may.set()
        await asyncio.gather(*back)


async def test_all_who_begin_at_once_share_one_reading_of_the_position():
    database = Database(LATER)
    async with running(database) as feed:
        asked = [asyncio.create_task(first(feed)) for _ in range(100)]
        await passed()
        database.may_tell.set()
        await asyncio.gather(*asked)

    assert database.positions == 1


async def test_whoever_begins_shares_no_position_that_was_being_read_already():
    database = Database(LATER)
    async with running(database) as feed:
        before = asyncio.create_task(first(feed))
        await passed()
        after = asyncio.create_task(first(feed))
        await passed()
        assert database.positions == 1
        database.may_tell.set()
        one, other = await asyncio.gather(before, after)

    assert database.positions == 2
    assert one.token != other.token


async def test_one_account_takes_one_place_to_catch_up_however_often_it_comes_back():
    database = Database(LATER)
    async with running(database) as feed:
        back = [asyncio.create_task(first(feed, "greedy", token("things"))) for _ in range(50)]
        await passed()
        assert database.reading == 1
        back.append(asyncio.create_task(first(feed, "modest", token("things"))))
        await passed()
        assert database.reading == 2
        database.may.set()
        await asyncio.gather(*back)

    assert database.most_read == 2


async def test_a_feed_that_loses_its_place_as_it_starts_lets_nobody_skip_what_was_missed():
    database = Database(NOW, OperationFailure("gone", 286), LATER)
    database.may.set()
    async with running(database) as feed:
        async with asyncio.timeout(30):
            entry = await first(feed, resume=token("things"))

    assert database.caught_up == [NOW]
    assert entry.token == token("things", LATER)


@pytest.mark.parametrize("only", ["", "things/1"])
async def test_a_token_of_the_whole_is_good_for_the_whole_and_for_a_part(only):
    database = Database(LATER)
    database.may.set()
    async with running(database) as feed:
        entry = await first(feed, resume=token("things"), only=only)

    assert entry.token == token(f"things {only}".strip(), LATER)


@pytest.mark.parametrize("only", ["", "things/2"])
async def test_a_token_of_one_part_is_good_for_no_more(only):
    database = Database(LATER)
    async with running(database) as feed:
        database.may_tell.set()
        begun = await first(feed, only="things/1")
        with pytest.raises(InvalidRequest):
            await first(feed, resume=begun.token, only=only)


def test_an_entry_fills_the_response_of_its_watch():
    event = Event(
        type="listing.changed",
        resource="listings/1",
        revision=1,
        occurred=datetime(2030, 5, 1, tzinfo=UTC),
        actor="mia",
    )
    listing = listing_pb2.Listing(name="listings/1")

    full = Entry("t", event, listing).fill(listing_pb2.WatchListingsResponse(), "listing")
    bare = Entry("t").fill(listing_pb2.WatchListingsResponse(), "listing")

    assert (full.resume_token, full.event_id, full.type) == ("t", event.id, "listing.changed")
    assert (full.event_time.ToDatetime(UTC), full.listing) == (event.occurred, listing)
    assert bare == listing_pb2.WatchListingsResponse(resume_token="t")
