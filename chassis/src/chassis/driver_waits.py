"""Makes PyMongo's async client survive cancelled calls on Python 3.11.

There `asyncio.wait_for` runs what it waits for in a task of its own, and when it is cancelled
just after its time is over returns without waiting for that task. PyMongo waits so for its
conditions: one cancelled call then leaves without the lock that it will release, and the task
takes the lock for ever, so that every later call hangs. Python 3.12 and later wait in the
caller's own task, as this does.
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import Any, TypeVar

import pymongo.lock

T = TypeVar("T")


def mend() -> None:
    """Replaces how the driver waits, once for the whole process."""
    if sys.version_info < (3, 12):
        lock: Any = pymongo.lock
        lock.wait_for = _wait_for


async def _wait_for(work: Awaitable[T], timeout: float | None) -> T:  # noqa: ASYNC109
    async with asyncio.timeout(timeout):
        return await work
