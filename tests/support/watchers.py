"""Those who watch feeds: what each may see, what it saw, and in which order."""

import asyncio
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc

from chassis import status

# Nothing is claimed of how fast it is: on a machine that does much else one write of fifty at once
# was seen to wait a minute for its turn.
PATIENCE = 240


@dataclass(frozen=True)
class Happening:
    """A change that was acknowledged, by the name of what it made or the revision it led to."""

    resource: str
    id: str
    at: float = 0.0


@dataclass
class Watcher:
    """Somebody who watches: what it may see, what it saw and when."""

    who: str
    open: Callable[[], Any]
    hears: Callable[[str], bool]
    seen: list[Happening] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)
    idle: int = 0
    began: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self) -> None:
        """Watches until it is cancelled."""
        call = self.open()
        try:
            async for entry in call:
                self.began.set()
                if entry.event_id:
                    self.event_ids.append(entry.event_id)
                    self.seen.append(_happening(entry))
                else:
                    self.idle += 1
        finally:
            call.cancel()


def _happening(entry: Any) -> Happening:
    if entry.DESCRIPTOR.name == "WatchMessagesResponse":
        name = entry.message.name
        return Happening(name.rpartition("/messages/")[0], name, time.monotonic())
    name = entry.application.name
    return Happening(name, f"{name} {entry.application.etag}", time.monotonic())


@asynccontextmanager
async def watching(watchers: list[Watcher]):
    """Everybody watches; each knows already where its feed begins."""
    tasks = [asyncio.create_task(watcher.watch()) for watcher in watchers]
    try:
        async with asyncio.timeout(PATIENCE):
            for watcher, task in zip(watchers, tasks, strict=True):
                began = asyncio.create_task(watcher.began.wait())
                await asyncio.wait([began, task], return_when=asyncio.FIRST_COMPLETED)
                began.cancel()
                if task.done():
                    raise AssertionError(f"{watcher.who}: {_why(task)}")
        yield
        ended = {w.who: _why(task) for w, task in zip(watchers, tasks, strict=True) if task.done()}
        assert not ended, f"watches ended by themselves: {ended}"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def _why(task: asyncio.Task) -> str:
    error = task.exception()
    if isinstance(error, grpc.aio.AioRpcError):
        return status.reason_from(error) or error.details()
    return repr(error)


async def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  (other processes are what is waited for)
            await asyncio.sleep(0.05)


async def all_heard(watchers: list[Watcher], happened: list[Happening]) -> None:
    """Waits until everybody heard what they may, and after that twice that nothing more came."""
    expected = {
        id(watcher): sum(watcher.hears(happening.resource) for happening in happened)
        for watcher in watchers
    }
    await until(lambda: all(len(each.seen) >= expected[id(each)] for each in watchers))
    idle = {id(watcher): watcher.idle for watcher in watchers}
    await until(lambda: all(each.idle >= idle[id(each)] + 2 for each in watchers))
