"""What a question is answered with: rows of the table in README.md."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Action = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, the figure, and what it comes from."""

    what: str
    value: str
    detail: str = ""

    def __str__(self) -> str:
        return f"| {self.what} | {self.value} | {self.detail} |"


def ratio(what: str, ours: float, theirs: float, detail: str) -> Figure:
    """How many times as long (or as much) ours takes as theirs."""
    return Figure(what, f"**{ours / theirs:.2f}**", detail)


def ms(seconds: float) -> str:
    """Seconds as a person reads them."""
    return f"{seconds * 1000:.1f} ms"


async def seconds_of(action: Action) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    await action()
    return time.perf_counter() - began


async def alternating(actions: Sequence[Action], rounds: int, warm_up: int) -> list[float]:
    """The median time of each, in turns, so that what disturbs the machine disturbs all."""
    took: list[list[float]] = [[] for _ in actions]
    for number in range(warm_up + rounds):
        for action, seconds in zip(actions, took, strict=True):
            spent = await seconds_of(action)
            if number >= warm_up:
                seconds.append(spent)
    return [statistics.median(each) for each in took]


async def per_second(clients: Sequence[Action], seconds: float) -> float:
    """How often they manage it, all at once, each again as soon as it has its answer."""
    ends, done = time.perf_counter() + seconds, 0

    async def again(action: Action) -> None:
        nonlocal done
        while time.perf_counter() < ends:
            await action()
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*map(again, clients))
    return done / (time.perf_counter() - began)
