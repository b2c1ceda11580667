"""Effects follow committed events: at least once, in order for each resource."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from chassis import dispatch
from chassis.dispatch import PARK_AFTER, Dispatcher
from chassis.events import Event, Events, from_document
from tests.support.tasks import ended

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
MAILED = frozenset({"thing.made", "thing.sold"})


class Clock:
    def __init__(self):
        self.time = NOW

    def __call__(self):
        return self.time

    def forward(self, **duration):
        self.time += timedelta(**duration)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def events(db):
    events = Events(db, MAILED)
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


def an_event(**changes):
    return Event(
        **(
            {
                "type": "thing.made",
                "resource": "things/1",
                "revision": 1,
                "occurred": NOW,
                "actor": "mia",
            }
            | changes
        )
    )


class Outbox:
    """An effect that notes what it did, and fails for the resources it is told."""

    def __init__(self, *bad):
        self.bad = set(bad)
        self.sent = []
        self.used = asyncio.Event()

    async def __call__(self, event):
        if event.resource in self.bad:
            raise OSError("the post office is closed")
        await asyncio.sleep(0.01)
        self.sent.append((event.resource, event.revision))
        self.used.set()


@pytest.fixture
def dispatcher(mongo, events, clock):
    def dispatcher(effect):
        return Dispatcher(mongo, events, dict.fromkeys(MAILED, effect), clock)

    return dispatcher


async def test_an_event_comes_back_as_it_was_written(events, happens, stored):
    event = an_event(snapshot=b"\x00\xff", parties=("mia", "tom"), facts={"link": "x"})

    await happens(event)

    assert from_document(await stored["events"].find_one()) == event


@pytest.mark.parametrize("type_", ["made", "Thing.made", "thing.rotate-link", "thing.made.twice"])
async def test_an_event_is_named_by_a_resource_and_what_happened(happens, type_):
    with pytest.raises(ValueError, match="no type"):
        await happens(an_event(type=type_))


async def test_an_effect_happens_once(dispatcher, happens):
    outbox = Outbox()
    await happens(an_event())

    assert await dispatcher(outbox).dispatch() == 1
    assert await dispatcher(outbox).dispatch() == 0
    assert outbox.sent == [("things/1", 1)]


async def test_an_event_without_an_effect_is_left_alone(dispatcher, happens, stored):
    await happens(an_event(type="thing.seen"))

    assert await dispatcher(Outbox()).dispatch() == 0
    assert "open" not in await stored["events"].find_one()


async def test_what_is_rolled_back_has_no_effect(mongo, events, dispatcher):
    async def body(session):
        await events.append(an_event(), session)
        raise ValueError

    with pytest.raises(ValueError):
        await mongo.run_transaction(body)

    assert await dispatcher(Outbox()).dispatch() == 0


async def test_effects_of_a_resource_happen_in_its_order(dispatcher, happens):
    outbox = Outbox()
    await happens(an_event(revision=2), an_event(revision=2, type="thing.sold"))
    await happens(an_event(revision=1), an_event(revision=3))

    while await dispatcher(outbox).dispatch():
        pass

    assert outbox.sent == [("things/1", revision) for revision in (1, 2, 2, 3)]


async def test_two_dispatchers_carry_out_each_effect_once(dispatcher, happens):
    outbox = Outbox()
    for number in range(10):
        await happens(an_event(resource=f"things/{number}"), an_event(revision=2 + number))

    async def work():
        one = dispatcher(outbox)
        while await one.dispatch():
            pass

    await asyncio.gather(work(), work())

    assert len(outbox.sent) == len(set(outbox.sent)) == 20


async def test_a_failed_effect_is_tried_again_later_and_stops_nobody_else(
    dispatcher, happens, clock
):
    outbox = Outbox("things/1")
    await happens(an_event(), an_event(revision=2), an_event(resource="things/2"))

    await dispatcher(outbox).dispatch()
    assert outbox.sent == [("things/2", 1)]
    assert await dispatcher(outbox).dispatch() == 0

    outbox.bad.clear()
    clock.forward(seconds=3)
    while await dispatcher(outbox).dispatch():
        pass
    assert outbox.sent == [("things/2", 1), ("things/1", 1), ("things/1", 2)]


async def test_an_effect_that_never_succeeds_is_parked_and_frees_its_resource(
    dispatcher, happens, clock, stored
):
    outbox = Outbox("things/1")
    await happens(an_event())
    for _ in range(PARK_AFTER):
        await dispatcher(outbox).dispatch()
        clock.forward(minutes=6)

    parked = await stored["events"].find_one()
    assert parked["parked"] == "OSError: the post office is closed"
    assert "open" not in parked

    outbox.bad.clear()
    await happens(an_event(revision=2))
    await dispatcher(outbox).dispatch()
    assert outbox.sent == [("things/1", 2)]


async def test_an_effect_nobody_knows_is_parked_like_one_that_fails(
    mongo, events, happens, clock, stored
):
    await happens(an_event())
    ignorant = Dispatcher(mongo, events, {}, clock)
    for _ in range(PARK_AFTER):
        await ignorant.dispatch()
        clock.forward(minutes=6)

    assert (await stored["events"].find_one())["parked"].startswith("KeyError")


async def test_what_a_dead_dispatcher_claimed_is_carried_out_by_another(dispatcher, happens, clock):
    async def dies(event):
        raise asyncio.CancelledError

    await happens(an_event())
    with pytest.raises(asyncio.CancelledError):
        await dispatcher(dies).dispatch()
    outbox = Outbox()

    assert await dispatcher(outbox).dispatch() == 0
    clock.forward(seconds=31)
    assert await dispatcher(outbox).dispatch() == 1


async def test_a_slow_effect_holds_up_its_own_resource_only(dispatcher, happens):
    slow, fast = asyncio.Event(), asyncio.Event()
    done = []

    async def effect(event):
        if event.resource == "things/1":
            await slow.wait()
        done.append(event.resource)
        fast.set()

    await happens(an_event(), an_event(resource="things/2"))
    running = asyncio.create_task(dispatcher(effect).dispatch())
    await fast.wait()
    slow.set()
    await running

    assert done == ["things/2", "things/1"]


async def test_a_slow_effect_does_not_hold_up_what_happens_later(dispatcher, happens):
    slow, done = asyncio.Event(), asyncio.Event()

    async def effect(event):
        await (slow.wait() if event.resource == "things/1" else asyncio.sleep(0))
        done.set()

    await happens(an_event())
    running = asyncio.create_task(dispatcher(effect).run())
    await asyncio.sleep(0.2)
    await happens(an_event(resource="things/2"))
    async with asyncio.timeout(30):
        await done.wait()
    await ended(running)


async def test_an_effect_that_takes_too_long_is_tried_again(mongo, events, happens, clock, stored):
    async def endless(event):
        await asyncio.Event().wait()

    await happens(an_event())
    await Dispatcher(mongo, events, {"thing.made": endless}, clock, most_seconds=0.1).dispatch()

    found = await stored["events"].find_one()
    assert found["open"]
    assert found["failed"].startswith("TimeoutError")


@pytest.mark.parametrize("late", ["fails", "succeeds"])
async def test_who_lost_the_claim_notes_nothing(dispatcher, happens, clock, stored, late):
    begun, going_on = asyncio.Event(), asyncio.Event()

    async def hangs(event):
        begun.set()
        await going_on.wait()
        if late == "fails":
            raise OSError("the post office is closed")

    await happens(an_event())
    running = asyncio.create_task(dispatcher(hangs).dispatch())
    await begun.wait()
    clock.forward(seconds=31)
    assert await dispatcher(Outbox()).dispatch() == 1
    noted = await stored["events"].find_one()
    clock.forward(seconds=5)
    going_on.set()
    await running

    assert await stored["events"].find_one() == noted


async def test_a_wake_up_makes_it_sooner(dispatcher, happens, monkeypatch):
    # By itself it would look again long after this test.
    monkeypatch.setattr(dispatch, "POLL_SECONDS", 600.0)
    outbox = Outbox()
    one = dispatcher(outbox)
    running = asyncio.create_task(one.run())
    await asyncio.sleep(0.1)
    await happens(an_event())
    one.wake()
    async with asyncio.timeout(30):
        await outbox.used.wait()
    await ended(running)


async def test_without_a_wake_up_it_happens_all_the_same(dispatcher, happens):
    outbox = Outbox()
    running = asyncio.create_task(dispatcher(outbox).run())
    await asyncio.sleep(0.1)
    await happens(an_event())
    async with asyncio.timeout(30):
        await outbox.used.wait()
    await ended(running)


async def test_it_goes_on_when_the_database_comes_back(dispatcher, happens, failing):
    outbox = Outbox()
    await happens(an_event())
    async with failing("aggregate", errorCode=189, times=4):
        running = asyncio.create_task(dispatcher(outbox).run())
        async with asyncio.timeout(30):
            await outbox.used.wait()
    await ended(running)


async def test_what_was_claimed_before_the_database_went_is_carried_out_at_once(
    dispatcher, happens, failing
):
    outbox = Outbox()
    await happens(*(an_event(resource=f"things/{number}") for number in range(3)))

    async with failing("findAndModify", skip=2, errorCode=13):
        assert await dispatcher(outbox).dispatch() == 2

    assert outbox.sent == [("things/0", 1), ("things/1", 1)]
    assert await dispatcher(outbox).dispatch() == 1


async def test_what_is_open_is_found_by_an_index(events, stored):
    plan = await stored.command(
        "explain",
        {"find": "events", "filter": {"open": True}, "sort": {"resource": 1, "revision": 1}},
        verbosity="queryPlanner",
    )

    assert "'indexName': 'open'" in str(plan["queryPlanner"]["winningPlan"])
