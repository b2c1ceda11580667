"""Whose turn it is: so many at once, and nobody's many keep anybody else waiting."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

_REMEMBERED_SECONDS = 600.0


@dataclass(frozen=True)
class _Had:
    seconds: float
    last: float


class Turns:
    """Gives turns to those who wait, at most one at a time to each.

    Next is whoever had the least of the last minutes, so that long turns are paid for with waiting;
    among equals whoever came first.
    """

    def __init__(self, at_once: int, now: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._now = now
        self._waiting: list[tuple[object, asyncio.Future[None]]] = []
        self._running = set[object]()
        # In the order in which they last had a turn.
        self._had: dict[object, _Had] = {}

    @asynccontextmanager
    async def turn(self, whose: str | None = None) -> AsyncIterator[None]:
        """Waits for a turn, and has it as long as the block lasts; None is nobody in particular."""
        name = object() if whose is None else whose
        await self._come(name)
        began = self._now()
        try:
            yield
        finally:
            if whose is not None:
                self._remember(whose, self._now() - began)
            self._leave(name)

    async def _come(self, name: object) -> None:
        turn = asyncio.get_running_loop().create_future()
        waiting = (name, turn)
        self._waiting.append(waiting)
        self._pass_on()
        try:
            await turn
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            else:
                self._leave(name)
            raise

    def _leave(self, name: object) -> None:
        self._running.discard(name)
        self._pass_on()

    def _pass_on(self) -> None:
        while len(self._running) < self._at_once:
            ready = [each for each in self._waiting if each[0] not in self._running]
            if not ready:
                return
            chosen = min(ready, key=self._seconds_had)
            self._waiting.remove(chosen)
            name, turn = chosen
            # Who was cancelled, but has not heard of it yet, does not want it.
            if not turn.done():
                self._running.add(name)
                turn.set_result(None)

    def _seconds_had(self, waiting: tuple[object, asyncio.Future[None]]) -> float:
        had = self._had.get(waiting[0])
        is_recent = had is not None and self._now() - had.last <= _REMEMBERED_SECONDS
        return had.seconds if had is not None and is_recent else 0.0

    def _remember(self, name: object, seconds: float) -> None:
        now = self._now()
        while self._had:
            longest_ago = next(iter(self._had))
            if now - self._had[longest_ago].last <= _REMEMBERED_SECONDS:
                break
            del self._had[longest_ago]
        before = self._had.pop(name, None)
        self._had[name] = _Had(seconds + (before.seconds if before else 0.0), now)
