"""The 24-hour clock against a real database: boundaries, sweeps and races."""

import asyncio
from datetime import timedelta

import pytest

from handmade.messaging.v1 import custom_order_request_pb2 as pb
from handmade.messaging.v1 import thread_pb2
from tests.support.messaging import ANA

Clock = thread_pb2.ResponseClock
DAY, SECOND = timedelta(hours=24), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        pytest.param(timedelta(hours=23, minutes=59), Clock.MET, id="23:59"),
        pytest.param(DAY, Clock.MET, id="exactly 24:00:00"),
        pytest.param(DAY + SECOND, Clock.BREACHED, id="24:00:01"),
    ],
)
@pytest.mark.parametrize("how", ["words", "decline", "listing"])
async def test_an_answer_counts_by_the_moment_it_was_received(messaging, how, after, verdict):
    maker = await messaging.a_maker()
    messaging.clock.stop()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 1})

    messaging.clock.ahead += after
    if how == "words":
        await messaging.say(maker.subject, asked)
    elif how == "decline":
        await messaging.decline(maker.subject, asked)
    else:
        await messaging.answer(maker.subject, asked, private)
    request, thread = await messaging.read(ANA, asked)

    assert request.clock.verdict == verdict
    assert request.clock.HasField("answer_time")
    assert not thread.HasField("clock")


async def test_a_breach_shows_at_once_and_becomes_known_once(messaging):
    maker = await messaging.a_maker()
    messaging.clock.stop()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))

    messaging.clock.ahead += DAY + SECOND
    before, _ = await messaging.read(ANA, asked)
    known_before = await messaging.events(asked.name)
    messaging.clock.ahead += timedelta(seconds=30)
    # Every replica sweeps, and all of them find the same thread.
    await asyncio.gather(*(messaging.sweep() for _ in range(4)))
    after, thread = await messaging.read(ANA, asked)

    assert before.clock.verdict == Clock.BREACHED
    assert known_before == ["custom_order_request.asked"]
    assert after.clock == before.clock
    assert after.state == pb.CustomOrderRequest.OPEN
    assert thread.clock.verdict == Clock.BREACHED
    assert await messaging.events(asked.name) == [
        "custom_order_request.asked",
        "custom_order_request.breached",
    ]
    assert (await messaging.events(asked.thread)).count("thread.clock_breached") == 1


async def test_a_thread_that_can_not_be_swept_holds_up_no_other(messaging):
    maker = await messaging.a_maker()
    messaging.clock.stop()
    listing = await messaging.a_listing(maker)
    broken, asked = [await messaging.asked(listing=listing) for _ in range(2)]
    await messaging.database["custom_order_requests"].delete_one({"_id": broken.name})

    messaging.clock.ahead += DAY + timedelta(minutes=1)
    await messaging.sweep()

    assert "custom_order_request.breached" in await messaging.events(asked.name)
    await messaging.database["threads"].delete_one({"_id": broken.thread})


async def test_an_answer_after_the_breach_counts_as_late_and_is_told_once(messaging):
    maker = await messaging.a_maker()
    messaging.clock.stop()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))

    messaging.clock.ahead += DAY + SECOND
    await messaging.say(maker.subject, asked, "Sorry, I was away.")
    messaging.clock.ahead += timedelta(minutes=1)
    await messaging.sweep()
    request, _ = await messaging.read(maker.subject, asked)

    assert request.state == pb.CustomOrderRequest.ANSWERED
    assert request.clock.verdict == Clock.BREACHED
    assert await messaging.events(asked.name) == [
        "custom_order_request.asked",
        "custom_order_request.breached",
        "custom_order_request.answered",
    ]


async def test_a_maker_answers_in_the_very_moment_that_the_sweep_comes(messaging):
    maker = await messaging.a_maker()
    messaging.clock.stop()
    listing = await messaging.a_listing(maker)
    requests = [await messaging.asked(listing=listing) for _ in range(6)]

    messaging.clock.ahead += DAY + timedelta(minutes=1)
    await asyncio.gather(
        *(messaging.say(maker.subject, asked) for asked in requests),
        messaging.sweep(),
        messaging.sweep(),
    )

    for asked in requests:
        request, thread = await messaging.read(ANA, asked)
        assert request.clock.verdict == Clock.BREACHED
        assert request.state == pb.CustomOrderRequest.ANSWERED
        assert not thread.HasField("clock")
        happened = await messaging.events(asked.name)
        assert happened.count("custom_order_request.breached") == 1
        assert (await messaging.events(asked.thread)).count("thread.clock_breached") == 1


async def test_an_answer_in_time_is_safe_from_a_sweep_a_moment_later(messaging):
    maker = await messaging.a_maker()
    messaging.clock.stop()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))

    # Received at the last moment, and still on its way to the database when the sweep comes.
    messaging.clock.ahead += DAY + timedelta(seconds=5)
    await messaging.sweep()
    swept = await messaging.events(asked.name)
    messaging.clock.ahead -= timedelta(seconds=5)
    await messaging.say(maker.subject, asked)
    request, _ = await messaging.read(ANA, asked)

    assert swept == ["custom_order_request.asked"]
    assert request.clock.verdict == Clock.MET


async def test_a_second_message_of_the_buyer_does_not_move_the_clock(messaging):
    asked = await messaging.asked()

    messaging.clock.ahead += timedelta(hours=5)
    await messaging.say(ANA, asked, "And a cat.")
    _, thread = await messaging.read(ANA, asked)

    assert thread.clock.due_time == asked.clock.due_time


async def test_a_message_after_an_answer_opens_a_clock_of_its_own(messaging):
    asked = await messaging.asked()
    await messaging.say(await messaging.owner(asked), asked)

    messaging.clock.ahead += timedelta(hours=30)
    await messaging.say(ANA, asked, "How long would it take?")
    request, thread = await messaging.read(ANA, asked)

    assert request.clock.verdict == Clock.MET
    assert thread.clock.verdict == Clock.TICKING
    waited = thread.clock.due_time.ToDatetime() - thread.clock.open_time.ToDatetime()
    assert waited == DAY
    assert thread.clock.due_time.ToDatetime() > asked.clock.due_time.ToDatetime()
