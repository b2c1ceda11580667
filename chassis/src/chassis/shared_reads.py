"""One read for all who ask for the same at the same time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedReads(Generic[T]):
    """Keeps nothing: whoever asks after a read has ended starts another.

    The key must say since when an answer is good enough, as an event's id does: what is read
    for it is read after the event.
    """

    def __init__(self) -> None:
        self._running: dict[str, asyncio.Task[T]] = {}

    async def read(self, key: str, once: Callable[[], Awaitable[T]]) -> T:
        """What `once` returns or raises, called for the first who asks, in nobody's name."""
        reading = self._running.get(key)
        if reading is None:
            # Outside of any one's call: the first who asks may have less time than the others.
            loop = asyncio.get_running_loop()
            reading = loop.create_task(_awaited(once), context=Context())
            self._running[key] = reading
            reading.add_done_callback(lambda ended: self._forget(key, ended))
        # One who leaves must not end it for the others.
        return await asyncio.shield(reading)

    def _forget(self, key: str, ended: "asyncio.Task[T]") -> None:
        del self._running[key]
        if not ended.cancelled():
            ended.exception()  # seen, also when all who asked have left


async def _awaited(once: Callable[[], Awaitable[T]]) -> T:
    return await once()
