"""A call that is cancelled while PyMongo waits leaves the driver's locks as they were."""

import asyncio
from contextlib import suppress

from pymongo.lock import _async_cond_wait, _async_create_condition, _async_create_lock

from chassis import driver_waits


async def test_a_wait_cancelled_just_after_its_time_is_over_breaks_no_lock():
    driver_waits.mend()
    lock = _async_create_lock()
    condition = _async_create_condition(lock)

    async def wait():
        async with lock:
            await _async_cond_wait(condition, 0.01)

    # The time is over while another holds the lock, as all do who wait for the same server.
    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    async with lock:
        await asyncio.sleep(0.05)
        waiting.cancel()
        ended, _ = await asyncio.wait([waiting], timeout=0.05)
        assert not ended
    with suppress(asyncio.CancelledError):
        await waiting

    assert not lock.locked()
