"""How late this machine is, so that a busy one is not taken for a slow service."""

import asyncio
import time
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.history import History

TICK = 0.02


class Lateness:
    """How much later than it should this process itself was run, moment by moment.

    It waits for the processor as ours do. Moments are those of `time.monotonic`.
    """

    def __init__(self) -> None:
        self._moments: list[float] = []
        self._late: list[float] = []

    def note(self, moment: float, late: float) -> None:
        """At this moment it was so late."""
        self._moments.append(moment)
        self._late.append(late)

    def between(self, began: float, ended: float) -> float:
        """Seconds, all told, of what was noticed between two moments."""
        first, last = bisect_left(self._moments, began), bisect_left(self._moments, ended)
        return sum(self._late[first : last + 1])

    def within(self, history: History, began: float, ended: float) -> float:
        """The same, between two moments of a history."""
        zero = time.monotonic() - history.elapsed
        return self.between(zero + began, zero + ended)


@asynccontextmanager
async def lateness() -> AsyncIterator[Lateness]:
    """Watches while the block runs."""
    found = Lateness()

    async def watch() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(TICK)
            now = time.monotonic()
            found.note(now, now - began - TICK)

    watching = asyncio.create_task(watch())
    try:
        yield found
    finally:
        watching.cancel()
        await asyncio.wait([watching])
