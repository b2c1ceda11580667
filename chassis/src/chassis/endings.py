"""Finishes what neither a cancellation nor the end of a call's time may cut short."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from typing import TypeVar

import pymongo
import structlog
from pymongo.errors import PyMongoError

from chassis import deadline

T = TypeVar("T")

log = structlog.get_logger()

_CLEANING_SECONDS = 2.0
# A minute and more: by then the server itself has ended what was left to it.
_TRIES = 30
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
    first: Callable[[], Awaitable[object]],
    seconds: float = 0.0,
    then: Callable[[], Awaitable[object]] | None = None,
) -> None:
    """Tidies up behind a call; waits for `first`, but no longer than the call has time.

    The tidying itself has time of its own and goes on without the caller, who must not hear of a
    failure late because a database that is away can't be tidied. After so many seconds comes
    `then`, again and again until the database is there to take it.
    """

    async def both() -> None:
        await _done(first)
        done.set()
        if then is not None:
            await asyncio.sleep(seconds)
            for _ in range(_TRIES):
                if await _done(then):
                    return
                await asyncio.sleep(_PAUSE_SECONDS)

    done = asyncio.Event()
    task = asyncio.get_running_loop().create_task(both(), context=Context())
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)
    # The answer needs its way back, too.
    left = deadline.remaining(_CLEANING_SECONDS + deadline.MARGIN) - deadline.MARGIN
    with suppress(TimeoutError):
        async with asyncio.timeout(max(left, 0.0)):
            await done.wait()


def in_turn(*works: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """Several things to do, one after the other."""

    async def one_by_one() -> None:
        for work in works:
            await work()

    return one_by_one


async def settled() -> None:
    """Waits for everything that was left for later, but not for a database that stays away."""
    if _unfinished:
        _, waiting = await asyncio.wait(_unfinished, timeout=_CLEANING_SECONDS + _PAUSE_SECONDS)
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)


async def _done(work: Callable[[], Awaitable[object]]) -> bool:
    try:
        with pymongo.timeout(_CLEANING_SECONDS):
            await work()
    except PyMongoError as error:
        log.warning("left to the database", error=type(error).__name__)
        return False
    return True


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
