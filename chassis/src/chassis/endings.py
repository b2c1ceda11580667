"""Finishes what neither a cancellation nor the end of a call's time may cut short."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context

import pymongo

_CLEANING_SECONDS = 2.0


async def cleanly(work: Callable[[], Awaitable[object]]) -> None:
    """Finishes something up: not cut short by a cancellation, nor by the call's own deadline.

    A call whose time has run out still must not leave a transaction or half a file behind.
    """

    async def in_time_of_its_own() -> None:
        with pymongo.timeout(_CLEANING_SECONDS):
            await work()

    loop = asyncio.get_running_loop()
    await asyncio.shield(loop.create_task(in_time_of_its_own(), context=Context()))


async def finished(work: Awaitable[object]) -> None:
    """Waits for something to end, also when the waiter is cancelled meanwhile.

    Motor works in threads, which a cancellation does not stop: what comes after would otherwise
    meet a session or a file that is still being written to.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.wait([task])
        raise
