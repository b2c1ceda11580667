"""Transactions under every fault that MongoDB documents, with both drivers."""

import asyncio
import time

import pytest
from pymongo import IndexModel
from pymongo.errors import OperationFailure, PyMongoError

from chassis import deadline
from chassis.errors import Stale
from chassis.mongo import ensure_indexes, is_away, swap

TRANSIENT = ["TransientTransactionError"]


async def transfer(client, db, amount=1):
    """One effect in two places, which must never be seen half done."""

    async def body(session):
        await db["accounts"].update_one(
            {"_id": "a"}, {"$inc": {"sum": -amount}}, upsert=True, session=session
        )
        await db["accounts"].update_one(
            {"_id": "b"}, {"$inc": {"sum": amount}}, upsert=True, session=session
        )
        return "moved"

    return await client.run_transaction(body)


async def sums(stored):
    return {row["_id"]: row["sum"] async for row in stored["accounts"].find()}


async def is_blocked_by_nobody(stored):
    """Another session can write at once. Our own next one would end an abandoned transaction."""
    # The server itself would end an abandoned transaction after a minute.
    async with asyncio.timeout(20):
        await stored["accounts"].update_one({"_id": "a"}, {"$set": {"seen": True}})


@pytest.mark.parametrize(
    ("times", "fault"),
    [
        pytest.param(1, {"errorCode": 251, "errorLabels": TRANSIENT}, id="transient error once"),
        pytest.param(3, {"errorCode": 251, "errorLabels": TRANSIENT}, id="transient error thrice"),
        pytest.param(1, {"closeConnection": True}, id="connection closed once"),
        pytest.param(2, {"closeConnection": True}, id="connection closed twice"),
        pytest.param(3, {"closeConnection": True}, id="connection closed thrice"),
        pytest.param(
            1, {"writeConcernError": {"code": 64, "errmsg": "waiting"}}, id="majority too late"
        ),
        pytest.param(
            1, {"writeConcernError": {"code": 11601, "errmsg": "ended"}}, id="interrupted waiting"
        ),
        pytest.param(
            1, {"writeConcernError": {"code": 91, "errmsg": "ending"}}, id="primary shuts down"
        ),
        pytest.param(2, {"errorCode": 91}, id="primary is shutting down"),
        pytest.param(2, {"errorCode": 189}, id="primary steps down"),
    ],
)
async def test_a_commit_that_fails_is_repeated_and_takes_effect_once(
    mongo, db, stored, failing, times, fault
):
    await transfer(mongo, db)

    async with failing("commitTransaction", times=times, **fault):
        answer = await transfer(mongo, db)

    assert answer == "moved"
    assert await sums(stored) == {"a": -2, "b": 2}


async def test_what_is_tidied_up_after_a_lost_connection_ends_no_later_attempt(
    mongo, db, stored, failing
):
    await transfer(mongo, db)
    attempts = 0

    async def slow(session):
        nonlocal attempts
        attempts += 1
        await db["accounts"].update_one({"_id": "a"}, {"$inc": {"sum": 1}}, session=session)
        # Until after the moment at which what the first attempt may have left is ended.
        await asyncio.sleep(1.5)
        await db["accounts"].update_one({"_id": "b"}, {"$inc": {"sum": -1}}, session=session)

    # A primary that steps down: unlike after a closed connection, the driver uses the session on.
    async with failing("update", times=1, errorCode=10107, errorLabels=TRANSIENT):
        await mongo.run_transaction(slow)

    assert attempts == 2
    assert await sums(stored) == {"a": 0, "b": 0}


async def test_write_conflicts_are_repeated(mongo, db, stored, failing):
    await transfer(mongo, db)

    async with failing("update", times=3, errorCode=112, errorLabels=TRANSIENT):
        await transfer(mongo, db)

    assert await sums(stored) == {"a": -2, "b": 2}


async def test_writers_of_the_same_document_all_succeed(mongo, db, stored):
    await transfer(mongo, db)

    await asyncio.gather(*(transfer(mongo, db) for _ in range(20)))

    assert await sums(stored) == {"a": -21, "b": 21}


async def test_a_body_that_raises_leaves_nothing(mongo, db, stored):
    async def body(session):
        await db["accounts"].insert_one({"_id": "a"}, session=session)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await mongo.run_transaction(body)

    assert await stored["accounts"].count_documents({}) == 0


async def test_a_cancelled_transaction_is_aborted_and_blocks_nobody(mongo, db, stored):
    await transfer(mongo, db)
    written = asyncio.Event()

    async def body(session):
        await db["accounts"].update_one({"_id": "a"}, {"$set": {"sum": 99}}, session=session)
        written.set()
        await asyncio.sleep(60)

    running = asyncio.create_task(mongo.run_transaction(body))
    await written.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    await is_blocked_by_nobody(stored)
    await transfer(mongo, db)
    assert await sums(stored) == {"a": -2, "b": 2}


async def test_cancelling_at_any_moment_leaves_all_or_nothing(mongo, db, stored):
    await transfer(mongo, db, 0)

    for step in range(40):
        running = asyncio.create_task(transfer(mongo, db))
        await asyncio.sleep(step / 4000)
        running.cancel()
        await asyncio.wait([running])

    seen = await sums(stored)
    assert seen["a"] + seen["b"] == 0
    await is_blocked_by_nobody(stored)
    await transfer(mongo, db)


async def test_a_call_whose_time_is_over_leaves_no_transaction_behind(mongo, db, stored):
    await transfer(mongo, db)

    async def body(session):
        await db["accounts"].update_one({"_id": "a"}, {"$set": {"sum": 99}}, session=session)
        await asyncio.sleep(0.3)
        await db["accounts"].find_one({}, session=session)

    with pytest.raises(PyMongoError) as failure, deadline.within(0.3):
        await mongo.run_transaction(body)

    assert is_away(failure.value)
    await is_blocked_by_nobody(stored)
    await transfer(mongo, db)
    assert await sums(stored) == {"a": -2, "b": 2}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"errorCode": 251, "errorLabels": TRANSIENT}, id="transient for ever"),
        pytest.param({"errorCode": 26}, id="another error"),
    ],
)
async def test_a_commit_given_up_blocks_nobody(mongo, db, stored, failing, fault):
    await transfer(mongo, db)

    async with failing("commitTransaction", **fault):
        with pytest.raises(PyMongoError), deadline.within(0.5):
            await transfer(mongo, db)

    await is_blocked_by_nobody(stored)
    await transfer(mongo, db)
    assert await sums(stored) == {"a": -2, "b": 2}


async def test_a_commit_cancelled_between_its_attempts_blocks_nobody(mongo, db, stored, failing):
    await transfer(mongo, db)

    unknown = {"errorCode": 64, "errorLabels": ["UnknownTransactionCommitResult"]}
    async with failing("commitTransaction", **unknown):
        running = asyncio.create_task(transfer(mongo, db))
        await asyncio.sleep(0.5)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    await is_blocked_by_nobody(stored)
    await transfer(mongo, db)
    assert await sums(stored) == {"a": -2, "b": 2}


async def test_a_transaction_that_only_loses_is_told_as_database_away(
    mongo, db, failing, monkeypatch
):
    # What is begun at the last moment is answered all the same, also by a busy server.
    monkeypatch.setattr(deadline, "MARGIN", 2.0)
    async with failing("update", errorCode=112, errorLabels=TRANSIENT):
        with pytest.raises(OperationFailure) as failure, deadline.within(3):
            await transfer(mongo, db)

    assert is_away(failure.value)


async def test_a_transaction_reads_its_own_writes_with_a_cursor(mongo, db):
    async def body(session):
        await db["accounts"].insert_many([{"_id": n} for n in range(300)], session=session)
        found = db["accounts"].find({}, session=session, batch_size=50)
        return [row["_id"] async for row in found]

    with deadline.within(5):
        found = await mongo.run_transaction(body)

    assert found == list(range(300))


async def test_a_transaction_may_aggregate(mongo, db):
    async def body(session):
        await db["accounts"].insert_one({"_id": 1, "sum": 5}, session=session)
        return await mongo.aggregate(
            db["accounts"], [{"$group": {"_id": None, "all": {"$sum": "$sum"}}}], session
        )

    assert await mongo.run_transaction(body) == [{"_id": None, "all": 5}]


async def test_every_command_ends_with_the_call(mongo, db, failing):
    async with failing("find", blockConnection=True, blockTimeMS=20_000, times=1):
        began = time.monotonic()
        with pytest.raises(PyMongoError) as failure, deadline.within(0.5):
            await db["accounts"].find_one({})
        took = time.monotonic() - began

    assert is_away(failure.value)
    # Before the five seconds that a command has where nothing limits it.
    assert took < 4


async def test_a_lost_race_is_stale(db, stored):
    await db["things"].insert_one({"_id": 1, "revision": 1, "title": "old"})
    await swap(db["things"], {"_id": 1, "revision": 1, "title": "new"}, Stale("late"), None)

    with pytest.raises(Stale):
        await swap(db["things"], {"_id": 1, "revision": 1, "title": "late"}, Stale("late"), None)

    assert await stored["things"].find_one() == {"_id": 1, "revision": 2, "title": "new"}


async def test_a_ping_says_in_time_whether_the_database_answers(mongo, failing):
    assert await mongo.ping()

    async with failing("ping", blockConnection=True, blockTimeMS=20_000, times=1):
        began = time.monotonic()
        assert not await mongo.ping()
        took = time.monotonic() - began

    # Before the five seconds that any command has.
    assert took < 4


async def test_indexes_may_be_made_again(db, stored):
    for _ in range(2):
        await ensure_indexes(db["things"], IndexModel("title", unique=True))

    assert set(await stored["things"].index_information()) == {"_id_", "title_1"}
