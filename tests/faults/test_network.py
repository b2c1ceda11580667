"""The network to the database goes wrong: calls end in time, and all is well once it is mended."""

import asyncio

import pytest
from pymongo import AsyncMongoClient

from chassis.interceptor import UNARY
from tests.faults import records, seeds
from tests.faults.history import Outcome
from tests.faults.invariants import ensure_all
from tests.faults.proxy import Line

CLIENTS = 6
# A call ends this long after its time at most; the rest is for a machine that does much else.
GRACE = 0.25
BUSY = 2.0
# What callers wait themselves: far longer than a service may take, so that it is the service that
# ends a call, and no clock of theirs.
PATIENT = 60.0
# The server would end an abandoned transaction, which holds locks, after twenty seconds; that is
# fifteen after the fault, in which it began.
FORGOTTEN_WITHIN = 10.0

REASONS = {"DATABASE_UNAVAILABLE", "DEADLINE_EXCEEDED"}


@pytest.fixture
async def observer(mongodb_uri):
    """A client that goes past the proxy."""
    async with AsyncMongoClient(mongodb_uri) as client:
        yield client


async def open_transactions(observer):
    status = await observer.admin.command("serverStatus")
    return status["transactions"]["currentOpen"]


async def no_transaction_is_left(observer):
    async with asyncio.timeout(FORGOTTEN_WITHIN):
        while await open_transactions(observer):  # noqa: ASYNC110 (the server ends them)
            await asyncio.sleep(0.1)


def late(history, promised, machine, since=0.0):
    return [
        f"{it} took {it.ended - it.began:.2f} s"
        for it in history
        if it.ended is None
        or (
            it.ended > since
            and it.ended - it.began
            > promised + GRACE + BUSY + machine.within(history, it.began, it.ended)
        )
    ]


def soon_enough(history, mended, promised, machine):
    """Whether somebody was acknowledged something in time once the network was mended."""
    first = min(it.ended for it in acknowledged(history, mended))
    return first < mended + promised + BUSY + machine.within(history, mended, first)


def acknowledged(history, since, until=float("inf")):
    return [it for it in history if it.outcome is Outcome.OK and since < (it.ended or 0.0) <= until]


def begun_and_answered(history, since):
    return [it for it in acknowledged(history, since) if it.began > since]


def told(history, since):
    """How many heard from a service, and not only from their own clock, that it has no database."""
    # Also of a call that was on its way already: with none begun since, those are all there are.
    return sum(
        it.ended is not None and it.ended > since and it.reason == "DATABASE_UNAVAILABLE"
        for it in history
    )


def untyped(history):
    return [
        f"{it}: {it.code} {it.reason}"
        for it in history
        if it.outcome is Outcome.UNKNOWN and it.reason not in REASONS
    ]


async def under(workload, history, fault, seconds, what):
    """The load, with the fault in the middle of it, until somebody heard of it from a service.

    Returns when that began and ended.
    """
    async with workload.running(CLIENTS):
        await asyncio.sleep(seconds * 0.2)
        with fault:
            history.fault(what)
            began = history.elapsed
            await asyncio.sleep(seconds * 0.6)
            # The service has a tenth of a second to say so before its caller's own time is over,
            # which on a busy machine not everybody's answer comes in.
            async with asyncio.timeout(PATIENT):
                while not told(history, began):  # noqa: ASYNC110 (it is elsewhere)
                    await asyncio.sleep(0.1)
        history.fault("mended")
        mended = history.elapsed
        await asyncio.sleep(seconds * 0.2)
    return began, mended


async def all_is_well(marketplace, workload, observer, history):
    await no_transaction_is_left(observer)
    await workload.effects_done(marketplace.mongodb_uri)
    ensure_all(history, await records.everything(marketplace.mongodb_uri, marketplace.mail))
    assert untyped(history) == []


async def test_in_a_black_hole_every_call_is_ended_by_its_service_in_time(
    marketplace, strangers, observer, history, machine
):
    # No time of theirs: a service takes its own.
    strangers.clients.deadline = None
    fault = marketplace.proxy.broken(Line(swallows=True))
    # What waits for the end of the hole comes too late to pass.
    seconds = max(seeds.seconds(0), (UNARY.usual + GRACE + BUSY + 0.5) / 0.6)

    began, mended = await under(strangers, history, fault, seconds, "black hole")

    # What came before was the shop's opening, whose callers said how long they wait.
    assert late(history, UNARY.usual, machine, began) == []
    # The first moments aside, in which an answer may still be on its way.
    assert acknowledged(history, began + BUSY, mended) == []
    assert soon_enough(history, mended, UNARY.usual, machine)
    await all_is_well(marketplace, strangers, observer, history)


async def test_connections_that_are_reset_are_made_again_at_once(
    marketplace, strangers, observer, history, chance, machine
):
    strangers.clients.deadline = PATIENT

    async with asyncio.timeout(PATIENT), strangers.running(CLIENTS):
        for _ in range(4):
            await asyncio.sleep(seeds.seconds(3.0) / 4 * chance.uniform(0.5, 1.0))
            history.fault("reset")
            marketplace.proxy.reset()

    assert late(history, UNARY.most, machine) == []
    await all_is_well(marketplace, strangers, observer, history)


async def test_a_database_that_refuses_for_a_while_is_told_and_forgotten(
    marketplace, strangers, observer, history, machine
):
    # Short, so that they hear of it while it lasts; that they do is seen by who told them.
    strangers.clients.deadline = 1.5
    fault = marketplace.proxy.refusing()

    _, mended = await under(strangers, history, fault, seeds.seconds(4.0), "refused")

    assert soon_enough(history, mended, 1.5, machine)
    await all_is_well(marketplace, strangers, observer, history)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(Line(latency=0.2), id="200 ms each way"),
        pytest.param(Line(bandwidth=20_000), id="20 kB a second"),
    ],
)
async def test_a_slow_network_makes_calls_slow_and_nothing_worse(
    marketplace, strangers, observer, history, line, machine
):
    strangers.clients.deadline = PATIENT
    fault = marketplace.proxy.broken(line)

    async with strangers.running(CLIENTS):
        await asyncio.sleep(seeds.seconds(4.0) * 0.2)
        with fault:
            history.fault(str(line))
            began = history.elapsed
            # As long as it takes until calls are answered over such a line, which is the claim:
            # whoever has a call on its way when it begins must wait for that one first.
            async with asyncio.timeout(PATIENT):
                while not begun_and_answered(history, began):  # noqa: ASYNC110 (it is elsewhere)
                    await asyncio.sleep(0.1)
        history.fault("mended")

    assert late(history, UNARY.most, machine) == []
    await all_is_well(marketplace, strangers, observer, history)
