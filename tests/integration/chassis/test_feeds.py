"""Feeds show every committed event, in commit order, to whoever stays and whoever comes back."""

import asyncio
import time
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

import pytest

from chassis.errors import InvalidRequest
from chassis.events import Event, Events
from chassis.feeds import Feed, FeedInterrupted, FellBehind, HistoryGone
from chassis.signing import Signer
from tests.support.tasks import ended

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
SIGNER = Signer("a secret of more than 32 characters", "feed")
WATCH = "things"
FOREIGN = Signer("another secret of 32 characters!", "feed")


def an_event(number=1, **changes):
    return Event(
        **(
            {
                "type": "thing.made",
                "resource": "things/1",
                "revision": number,
                "occurred": NOW,
                "actor": "mia",
            }
            | changes
        )
    )


@pytest.fixture
async def events(db):
    events = Events(db)
    await events.prepare()
    return events


@pytest.fixture
def happens(mongo, events):
    async def happens(*what):
        async def body(session):
            for event in what:
                await events.append(event, session)

        await mongo.run_transaction(body)

    return happens


@pytest.fixture
def running(streaming, database):
    @asynccontextmanager
    async def running(on_change=lambda: None, **limits):
        feed = Feed(streaming, Events(streaming.database(database)), SIGNER, on_change, **limits)
        task = asyncio.create_task(feed.run())
        try:
            yield feed
        finally:
            await ended(task)

    return running


async def everything(event):
    return True


async def begin(feed, token="", wanted=everything):
    """A follower that has got its first entry, so what happens from now on it will see."""
    follower = feed.follow(WATCH, token, wanted)
    first = await anext(follower)
    return follower, first


async def next_events(follower, count):
    """So many events; the entries without one are skipped."""
    found = []
    async with asyncio.timeout(30):
        while len(found) < count:
            entry = await anext(follower)
            if entry.event is not None:
                found.append(entry)
    return found


def numbers(entries):
    return [entry.event.revision for entry in entries]


async def test_it_begins_with_where_it_stands_and_then_shows_what_happens(running, happens):
    await happens(an_event(1))
    async with running() as feed:
        follower, first = await begin(feed)
        await happens(an_event(2))
        await happens(an_event(3))
        found = await next_events(follower, 2)
        await follower.aclose()

    assert first.event is None
    assert numbers(found) == [2, 3]


async def test_it_begins_with_the_call_and_not_where_the_process_had_read_to(
    happens, streaming, database
):
    feed = Feed(streaming, Events(streaming.database(database)), SIGNER, lambda: None)
    reading = asyncio.create_task(feed.run())
    await (await begin(feed))[0].aclose()
    await ended(reading)
    await happens(an_event(1))

    follower, _ = await begin(feed)
    reading = asyncio.create_task(feed.run())
    await happens(an_event(2))
    found = await next_events(follower, 1)
    await follower.aclose()
    await ended(reading)

    assert numbers(found) == [2]


async def test_an_event_comes_whole(running, happens):
    event = an_event(snapshot=b"\x00\xff", parties=("mia",), facts={"a": "b"})
    async with running() as feed:
        follower, _ = await begin(feed)
        await happens(event)
        found = await next_events(follower, 1)
        await follower.aclose()

    assert found[0].event == event


async def test_it_says_every_half_second_where_it_stands(running):
    async with running() as feed:
        follower, _ = await begin(feed)
        entries, moments = [], []
        async with asyncio.timeout(30):
            while len(entries) < 6:
                entries.append(await anext(follower))
                moments.append(time.monotonic())
        await follower.aclose()

    assert [entry.event for entry in entries] == [None] * 6
    # Of a busy machine one or the other may come late.
    assert 0.2 < median(after - before for before, after in pairwise(moments)) < 1


async def the_second(event):
    return "told" if event.revision == 2 else None


async def test_what_is_not_wanted_shows_only_where_the_feed_stands(running, happens):
    async with running() as feed:
        follower, _ = await begin(feed, wanted=the_second)
        await happens(an_event(1), an_event(2))
        found = await next_events(follower, 1)
        await follower.aclose()

    assert numbers(found) == [2]
    assert [entry.told for entry in found] == ["told"]


async def test_a_transaction_with_several_events_can_be_resumed_within(running, happens):
    async with running() as feed:
        follower, first = await begin(feed)
        await happens(*(an_event(number) for number in range(5)))
        live = await next_events(follower, 5)
        await follower.aclose()
        resumed = []
        for missed, token in enumerate([first.token, *(entry.token for entry in live[:4])]):
            follower = feed.follow(WATCH, token, everything)
            resumed.append(numbers(await next_events(follower, 5 - missed)))
            await follower.aclose()

    assert numbers(live) == [0, 1, 2, 3, 4]
    assert resumed == [list(range(missed, 5)) for missed in range(5)]


async def test_a_gap_is_read_exactly_once(running, happens):
    async with running() as feed:
        follower, _ = await begin(feed)
        await happens(an_event(1))
        token = (await next_events(follower, 1))[0].token
        await follower.aclose()
        for number in range(2, 30):
            await happens(an_event(number))

        follower = feed.follow(WATCH, token, everything)
        found = await next_events(follower, 28)
        await happens(an_event(30))
        found += await next_events(follower, 1)
        await follower.aclose()

    assert numbers(found) == list(range(2, 31))


async def test_a_gap_larger_than_one_batch_is_read_whole(running, happens):
    async with running(catch_up_batch=7) as feed:
        follower, first = await begin(feed)
        await follower.aclose()
        await happens(*(an_event(number) for number in range(10)))
        await happens(*(an_event(number) for number in range(10, 23)))

        follower = feed.follow(WATCH, first.token, everything)
        found = await next_events(follower, 23)
        await follower.aclose()

    assert numbers(found) == list(range(23))


async def test_a_position_without_an_event_can_be_resumed(running, happens):
    async with running() as feed:
        follower, _ = await begin(feed)
        token = (await anext(follower)).token
        await follower.aclose()
        await happens(an_event(1))
        follower = feed.follow(WATCH, token, everything)
        found = await next_events(follower, 1)
        await follower.aclose()

    assert numbers(found) == [1]


async def test_resuming_while_others_write_misses_and_repeats_nothing(running, happens):
    total = 120
    async with running() as feed:
        follower, first = await begin(feed)
        await follower.aclose()

        async def write():
            for number in range(total):
                await happens(an_event(number))

        async def come_and_go():
            token, seen = first.token, []
            while len(seen) < total:
                async with aclosing(feed.follow(WATCH, token, everything)) as follower:
                    for entry in await next_events(follower, min(7, total - len(seen))):
                        token = entry.token
                        seen.append(entry.event.revision)
            return seen

        writing = asyncio.create_task(write())
        seen = await asyncio.gather(*(come_and_go() for _ in range(5)))
        await writing

    assert seen == [list(range(total))] * 5


async def test_a_replica_that_lags_shows_nothing_twice(running, happens, streaming, database):
    lagging = Feed(streaming, Events(streaming.database(database)), SIGNER, lambda: None)
    reading = asyncio.create_task(lagging.run())
    await (await begin(lagging))[0].aclose()
    await ended(reading)
    async with running() as ahead:
        follower, _ = await begin(ahead)
        await happens(an_event(1))
        token = (await next_events(follower, 1))[0].token
        await follower.aclose()

    follower = lagging.follow(WATCH, token, everything)
    following = asyncio.create_task(next_events(follower, 1))
    await asyncio.sleep(0)
    reading = asyncio.create_task(lagging.run())
    await happens(an_event(2))
    found = await following
    await follower.aclose()
    await ended(reading)

    assert numbers(found) == [2]


async def test_concurrent_writers_are_shown_in_the_same_order_to_all(running, happens):
    async with running() as feed:
        one, first = await begin(feed)
        await asyncio.gather(*(happens(an_event(number)) for number in range(40)))
        live = numbers(await next_events(one, 40))
        await one.aclose()
        other = feed.follow(WATCH, first.token, everything)
        resumed = numbers(await next_events(other, 40))
        await other.aclose()

    assert sorted(live) == list(range(40))
    assert resumed == live


async def test_a_hundred_followers_see_everything(running, happens):
    async with running() as feed:
        followers = [(await begin(feed))[0] for _ in range(100)]
        for number in range(10):
            await happens(an_event(number))
        seen = await asyncio.gather(*(next_events(follower, 10) for follower in followers))
        for follower in followers:
            await follower.aclose()

    assert [numbers(found) for found in seen] == [list(range(10))] * 100


async def test_a_hundred_followers_come_back_at_once(running, happens):
    async with running() as feed:
        follower, first = await begin(feed)
        await follower.aclose()
        await happens(*(an_event(number) for number in range(10)))
        followers = [feed.follow(WATCH, first.token, everything) for _ in range(100)]
        seen = await asyncio.gather(*(next_events(follower, 10) for follower in followers))
        for follower in followers:
            await follower.aclose()

    assert [numbers(found) for found in seen] == [list(range(10))] * 100


async def test_a_follower_that_stops_in_its_gap_keeps_nobody_from_catching_up(running, happens):
    async with running(catch_up_batch=2) as feed:
        follower, first = await begin(feed)
        await follower.aclose()
        await happens(*(an_event(number) for number in range(10)))
        idle = [(await begin(feed, first.token))[0] for _ in range(3)]
        follower = feed.follow(WATCH, first.token, everything)
        found = await next_events(follower, 10)
        for each in [follower, *idle]:
            await each.aclose()

    assert numbers(found) == list(range(10))


async def test_a_follower_too_slow_is_let_go_and_its_last_token_still_holds(running, happens):
    async with running(queue=5) as feed:
        follower, first = await begin(feed)
        for number in range(12):
            await happens(an_event(number))
        async with asyncio.timeout(30):
            while feed.followers:  # noqa: ASYNC110  (the database is what is waited for)
                await asyncio.sleep(0.01)
        with pytest.raises(FellBehind):
            await next_events(follower, 12)

        follower = feed.follow(WATCH, first.token, everything)
        found = await next_events(follower, 12)
        await follower.aclose()

    assert numbers(found) == list(range(12))


async def test_who_leaves_is_forgotten(running):
    async with running() as feed:
        follower, _ = await begin(feed)
        reading = asyncio.create_task(next_events(follower, 1))
        await asyncio.sleep(0)
        assert feed.followers == 1

        await ended(reading)
        assert feed.followers == 0


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("x", id="garbage"),
        pytest.param(SIGNER.sign('["things", "82650000"]')[:-1], id="cut"),
        pytest.param(SIGNER.sign('["others", "82650000"]'), id="of another watch"),
        pytest.param(SIGNER.sign('["things", "nothing"]'), id="signed, but no position"),
        pytest.param(SIGNER.sign('["things", 82650000]'), id="signed, but no text"),
        pytest.param(SIGNER.sign('"82650000"'), id="signed, but of no watch"),
        pytest.param(FOREIGN.sign('["things", "82650000"]'), id="foreign"),
    ],
)
async def test_a_token_that_is_not_ours_is_refused(running, token):
    async with running() as feed:
        with pytest.raises(InvalidRequest) as refusal:
            await anext(feed.follow(WATCH, token, everything))

    assert refusal.value.violations[0].rule == "RESUME_TOKEN_INVALID"


async def test_when_the_history_is_gone_the_follower_is_told(running, happens, failing):
    async with running() as feed:
        follower, first = await begin(feed)
        await follower.aclose()
        await happens(an_event(1))
        async with failing("aggregate", errorCode=286):
            with pytest.raises(HistoryGone):
                await anext(feed.follow(WATCH, first.token, everything))


async def test_when_the_feed_itself_loses_its_place_followers_are_let_go(running, happens, failing):
    async with running() as feed:
        follower, _ = await begin(feed)
        async with failing("getMore", "aggregate", errorCode=286):
            with pytest.raises(FeedInterrupted):
                await next_events(follower, 1)

        follower, _ = await begin(feed)
        await happens(an_event(1))
        assert numbers(await next_events(follower, 1)) == [1]
        await follower.aclose()


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"closeConnection": True, "times": 3}, id="connection lost"),
        pytest.param({"errorCode": 189, "times": 3}, id="primary steps down"),
    ],
)
async def test_live_followers_miss_nothing_while_the_database_stumbles(
    running, happens, failing, fault
):
    async with running() as feed:
        follower, _ = await begin(feed)
        async with failing("getMore", **fault):
            for number in range(5):
                await happens(an_event(number))
                await asyncio.sleep(0.3)
            found = await next_events(follower, 5)
        await follower.aclose()

    assert numbers(found) == [0, 1, 2, 3, 4]


async def test_each_change_wakes_whoever_carries_out_effects(running, happens):
    woken = asyncio.Event()
    async with running(on_change=woken.set) as feed:
        follower, _ = await begin(feed)
        await happens(an_event(1))
        async with asyncio.timeout(30):
            await woken.wait()
        await follower.aclose()
