"""Lets those who want the same thing at once take turns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """One at a time for each key, within this process.

    It makes nothing safe: the transaction does that, over all processes. But who collides there
    must begin again, and of fifty that collide the last would begin again too often.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def on(self, key: str) -> AsyncIterator[None]:
        """Waits for the turn; it lasts as long as the block."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            yield
