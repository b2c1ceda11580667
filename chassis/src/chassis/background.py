"""Work beside the calls: kept running, given up in time, and ended for sure."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


async def kept_running(what: str, work: Callable[[], Awaitable[None]]) -> None:
    """Does something for ever; what fails is logged and begun again a second later."""
    while True:
        try:
            await work()
        except Exception as error:
            log.error("background work failed", what=what, exc_info=error)
        await asyncio.sleep(1)


async def ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancels tasks until each of them has ended."""
    pending = set(tasks)
    while pending:
        # Again and again, as a cancellation may get lost (see `chassis.mongo.ChangeStream`).
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.5)


async def finished_before(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work ended before somebody wanted to stop; what did not is given up."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(_set(stop))
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            return False
        await working
        return True
    finally:
        await ended([working, stopping])


async def _set(event: asyncio.Event) -> None:
    await event.wait()
