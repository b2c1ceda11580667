"""Commits that fail in every way MongoDB documents, under real methods of real services.

The clients never try again by themselves: what they do not notice, the services have mended.
"""

import asyncio

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import ExecutionTimeout

from tests.faults import records, seeds
from tests.faults.history import Outcome
from tests.faults.invariants import ensure_all

CLIENTS = 6
PATIENCE = 60.0

FAULTS = [
    pytest.param(
        {"errorCode": 251, "errorLabels": ["TransientTransactionError"]}, id="no such transaction"
    ),
    pytest.param({"writeConcernError": {"code": 64, "errmsg": "late"}}, id="majority too late"),
    pytest.param({"errorCode": 91}, id="shutting down"),
    pytest.param({"writeConcernError": {"code": 91, "errmsg": "ending"}}, id="shut down meanwhile"),
    pytest.param({"errorCode": 189}, id="primary steps down"),
    pytest.param({"closeConnection": True}, id="connection closed"),
]


@pytest.fixture
async def observer(mongodb_uri):
    async with AsyncMongoClient(mongodb_uri) as client:
        yield client


async def fail_commits(observer, chance, fault, over, failed):
    """One to three commits in a row fail, then a while none; `failed` is set once they did."""
    while not over.is_set():
        times = chance.randint(1, 3)
        point = await observer.admin.command(
            {
                "configureFailPoint": "failCommand",
                "mode": {"times": times},
                "data": {"failCommands": ["commitTransaction"], **fault},
            }
        )
        while not over.is_set():
            if await have_failed(observer, point["count"] + times):
                failed.set()
                break
        await asyncio.sleep(chance.uniform(0.5, 1.0))
    await observer.admin.command({"configureFailPoint": "failCommand", "mode": "off"})


async def have_failed(observer, times):
    try:
        await observer.admin.command(
            {"waitForFailPoint": "failCommand", "timesEntered": times, "maxTimeMS": 2000}
        )
    except ExecutionTimeout:
        return False
    return True


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_commit_that_fails_has_one_effect_and_no_client_notices(
    marketplace, strangers, observer, history, chance, fault
):
    over, failed = asyncio.Event(), asyncio.Event()
    failing = asyncio.create_task(fail_commits(observer, chance, fault, over, failed))

    try:
        async with strangers.running(CLIENTS):
            await asyncio.sleep(seeds.seconds(1.5))
            # On a busy machine it takes longer until somebody commits at all.
            async with asyncio.timeout(PATIENCE):
                await failed.wait()
    finally:
        over.set()
        await failing

    await strangers.effects_done(marketplace.mongodb_uri)
    ensure_all(history, await records.everything(marketplace.mongodb_uri, marketplace.mail))
    assert [str(it) for it in history if it.outcome is Outcome.UNKNOWN] == []
