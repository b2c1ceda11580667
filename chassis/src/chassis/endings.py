"""Finishes what neither a cancellation nor the end of a call's time may cut short."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import Context
from typing import Any, TypeVar

import pymongo
import structlog

from chassis import deadline

T = TypeVar("T")

log = structlog.get_logger()

_CLEANING_SECONDS = 2.0
_PAUSE_SECONDS = 1.0


async def cleanly(work: Callable[[], Awaitable[object]]) -> None:
    """Finishes something up: not cut short by a cancellation, nor by the call's own deadline.

    A call whose time has run out still must not leave half a file behind.
    """

    async def in_time_of_its_own() -> None:
        with pymongo.timeout(_CLEANING_SECONDS):
            await work()

    task = asyncio.get_running_loop().create_task(in_time_of_its_own(), context=Context())
    await finished(task)


async def tidied(
    work: Callable[[], Awaitable[object]], then: Callable[[], None] | None = None
) -> None:
    """Tidies up behind a call; waits for that no longer than the call has time, then calls `then`.

    The tidying itself has time of its own and goes on without the caller, who must not hear of a
    failure late because a database that is away can't be tidied.
    """

    async def in_time_of_its_own() -> None:
        try:
            with pymongo.timeout(_CLEANING_SECONDS):
                await work()
        except Exception as error:  # the caller has an error of its own to hear of
            if then is None:
                log.warning("left to the database", error=type(error).__name__)
        done.set()
        if then is not None:
            then()

    done = asyncio.Event()
    left_running(in_time_of_its_own())
    # The answer needs its way back, too.
    left = deadline.remaining(_CLEANING_SECONDS + deadline.MARGIN) - deadline.MARGIN
    with suppress(TimeoutError):
        async with asyncio.timeout(max(left, 0.0)):
            await done.wait()


def left_running(work: Coroutine[Any, Any, None]) -> None:
    """Starts what goes on without whoever asked for it, and outside of that one's call."""
    task = asyncio.get_running_loop().create_task(work, context=Context())
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)


async def settled() -> None:
    """Waits for everything that was left for later, but not for a database that stays away."""
    if _unfinished:
        _, waiting = await asyncio.wait(_unfinished, timeout=_CLEANING_SECONDS + _PAUSE_SECONDS)
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)


# The event loop alone would let go of a task that nobody refers to.
_unfinished: set[asyncio.Task[None]] = set()


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
