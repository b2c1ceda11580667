"""Finishes what neither a cancellation nor the end of a call's time may cut short."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import TypeVar

import pymongo
import structlog
from pymongo.errors import PyMongoError

T = TypeVar("T")

log = structlog.get_logger()

_CLEANING_SECONDS = 2.0


async def cleanly(work: Callable[[], Awaitable[object]]) -> None:
    """Finishes something up: not cut short by a cancellation, nor by the call's own deadline.

    A call whose time has run out still must not leave a transaction or half a file behind.
    """

    await finished(_begun(0, work))


def later(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    """Finishes something up after a while; nobody waits for it but `settled`."""

    async def as_far_as_possible() -> None:
        try:
            await work()
        except PyMongoError as error:
            log.warning("left to the database", error=type(error).__name__)

    task = _begun(seconds, as_far_as_possible)
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)


async def settled() -> None:
    """Waits for everything that was left for later."""
    if _unfinished:
        await asyncio.wait(_unfinished)


# The event loop alone would let go of a task that nobody refers to.
_unfinished: set[asyncio.Task[None]] = set()


def _begun(seconds: float, work: Callable[[], Awaitable[object]]) -> "asyncio.Task[None]":
    async def in_time_of_its_own() -> None:
        await asyncio.sleep(seconds)
        with pymongo.timeout(_CLEANING_SECONDS):
            await work()

    return asyncio.get_running_loop().create_task(in_time_of_its_own(), context=Context())


async def finished(work: Awaitable[T]) -> T:
    """Waits for something to end, however often the waiter is cancelled meanwhile.

    Motor works in threads, which a cancellation does not stop: what comes after would otherwise
    meet a session or a file that is still being written to.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # asked for, so that asyncio does not complain that nobody did
    raise cancelled
