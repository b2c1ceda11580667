"""Server-sent events: signs of life, endings, slow readers."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime

from strawberry.types import ExecutionResult

from chassis import caller
from chassis.caller import Caller
from gateway.sse import LinesOnly, ended, told

NOW = datetime(2030, 1, 1, tzinfo=UTC)


async def never():
    await asyncio.sleep(60)


async def collected(results, end, **changes):
    async with aclosing(told(results, end, **changes)) as everything:
        return [one async for one in everything]


async def test_a_quiet_stream_gives_signs_of_life():
    alive = asyncio.Event()

    async def quiet():
        yield "first"
        await alive.wait()
        yield "last"

    heard = []
    async with (
        asyncio.timeout(60),
        aclosing(told(quiet(), never, heartbeat=0.1)) as everything,
    ):
        async for one in everything:
            heard.append(one)
            if one is None:
                alive.set()

    assert [one for one in heard if one] == ["first", "last"]
    assert None in heard


def test_a_sign_of_life_ends_with_lf():
    assert LinesOnly().encode_comment("alive") == ": alive\n\n"


async def test_a_stream_ends_with_its_token():
    who = Caller("ada", expires=NOW.timestamp() + 0.05)

    with caller.calling_as(who):
        result = await ended(asyncio.Event(), lambda: NOW)

    [error] = result.errors
    assert error.extensions == {
        "code": "UNAUTHENTICATED",
        "reason": "TOKEN_REFUSED",
        "why": "EXPIRED",
    }


async def test_a_stream_ends_when_the_process_stops():
    stopping = asyncio.Event()
    stopping.set()

    [error] = (await ended(stopping, lambda: NOW)).errors

    assert (error.extensions["code"], error.extensions["reason"]) == ("UNAVAILABLE", "GOING_AWAY")


async def test_the_reason_for_the_end_is_the_last_thing_told():
    async def endless():
        while True:
            yield "event"
            await asyncio.sleep(0)

    why = ExecutionResult(data=None, errors=[])

    async def soon():
        await asyncio.sleep(0.05)
        return why

    heard = await collected(endless(), soon)

    assert heard[-1] is why
    assert heard.count(why) == 1


async def test_only_one_result_is_read_ahead_of_a_slow_reader():
    made = 0

    async def fast():
        nonlocal made
        while True:
            made += 1
            yield made

    async with aclosing(told(fast(), never)) as everything:
        first = await anext(everything)
        for _ in range(100):
            await asyncio.sleep(0)

    # One was read, one waits, and one waits for its place.
    assert (first, made) == (1, 3)


async def test_a_reader_who_leaves_closes_the_source_also_when_it_was_ahead():
    closed = []

    async def source():
        try:
            while True:
                yield "event"
        finally:
            closed.append(True)

    async with aclosing(told(source(), never)) as everything:
        await anext(everything)

    assert closed == [True]


async def test_a_stream_whose_end_cannot_be_told_ends_all_the_same():
    async def endless():
        while True:
            yield "event"
            await asyncio.sleep(0)

    async def broken():
        raise RuntimeError("secret")

    heard = await asyncio.wait_for(collected(endless(), broken), 30)

    assert isinstance(heard[-1].errors[0].original_error, RuntimeError)


async def test_a_source_that_breaks_is_told_as_a_failure_of_ours():
    async def broken():
        yield "event"
        raise RuntimeError("secret")

    first, last = await collected(broken(), never)

    assert first == "event"
    assert isinstance(last.errors[0].original_error, RuntimeError)
