"""The primary of three is killed, stopped or told to step down while clients work.

The clients never try again by themselves: what they do not notice, the services have waited for.
"""

import asyncio

import pytest

from tests.faults import records, seeds
from tests.faults.history import Outcome
from tests.faults.invariants import ensure_all
from tests.faults.replica_set import ReplicaSet
from tests.faults.workload import PROCESSES, Workload
from tests.support import photoless
from tests.support.stack import a_stack

CLIENTS = 6
# What the callers give a call: an election of two seconds, and as much again for a busy machine.
DEADLINE = 12.0
# The election, and then one call; measured are 3 seconds. What is promised is less than this.
KILLED_GAP = 8.0
# A member that hands over is followed at once; measured is 1 second.
HANDED_OVER_GAP = 6.0


@pytest.fixture(scope="module")
async def members(tmp_path_factory):
    async with ReplicaSet(tmp_path_factory.mktemp("set")) as members:
        yield members


@pytest.fixture(scope="module")
async def stack(members, tmp_path_factory):
    async with a_stack(
        tmp_path_factory.mktemp("stack"), mongodb_uri=members.uri, environment=photoless.ENVIRONMENT
    ) as stack:
        await stack.start(*(name for name in PROCESSES if name != "mongod"))
        yield stack


@pytest.fixture
async def workload(stack, members, history, chance):
    await members.whole()
    load = Workload(
        stack.ports.services,
        stack.issuer,
        stack.mail_folder,
        history,
        chance,
        deadline=DEADLINE,
        strangers=True,
    )
    async with load.clients:
        await load.prepare(1)
        yield load


async def lost(members, workload, history, chance, how, seconds):
    """Takes the primary away in the middle of the load. Returns when that was."""
    async with workload.running(CLIENTS):
        await asyncio.sleep(seconds * chance.uniform(0.2, 0.4))
        primary = await members.primary()
        history.fault(f"{how} of the primary {primary}")
        moment = history.elapsed
        await getattr(members, how)(primary)
        await asyncio.sleep(seconds * 0.6)
    if how != "step_down":
        await members.start(primary)
        history.fault(f"{primary} is back")
    return moment


async def everything(members, stack, workload):
    await members.whole()
    await workload.effects_done(members.uri)
    return await records.everything(members.uri, stack.mail_folder)


def without_answer(history):
    """Calls that their client heard nothing definite of, as a sentence each."""
    return [f"{it}: {it.code} {it.reason}" for it in history if it.outcome is Outcome.UNKNOWN]


@pytest.mark.parametrize(
    ("how", "gap"),
    [("kill", KILLED_GAP), ("stop", HANDED_OVER_GAP), ("step_down", HANDED_OVER_GAP)],
)
async def test_a_lost_primary_loses_nothing_and_no_client_notices(
    members, stack, workload, history, chance, machine, how, gap
):
    seconds = seeds.seconds(5.0)

    moment = await lost(members, workload, history, chance, how, seconds)

    ensure_all(history, await everything(members, stack, workload))
    assert without_answer(history) == []
    found = history.longest_gap(moment)
    assert found < gap + machine.within(history, moment, moment + found)
    assert workload.finished
