"""What do a hundred watchers and fifty writers cost, and how late does a watcher hear?

The crowd of `tests/support/crowd.py` on the running services: once with a single writer, once with
fifty. Meanwhile a process of its own (`finder.py`) looks documents up, straight in MongoDB and
through the service that feeds the watchers.
"""

import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.figures import Figure, ms, ratio
from benchmarks.market import Market
from tests.support.crowd import PEOPLE, Crowd, a_crowd
from tests.support.watchers import Watcher, all_heard, watching

WRITES_EACH = 10
PAUSE = 1.0
GOAL = "under 20 ms is the goal"


@dataclass(frozen=True)
class Load:
    """What was measured while so many wrote."""

    finding: list[float]
    getting: list[float]
    hearing: list[float]


async def measure(market: Market) -> list[Figure]:
    """A row for each kind of waiting, under load and against that of the quiet half."""
    async with a_crowd(market.stack) as crowd:
        watchers = crowd.watchers()
        async with watching(watchers):
            quiet = await _load(market, crowd, watchers, people=1)
            busy = await _load(market, crowd, watchers, people=PEOPLE)
    writes = f"{PEOPLE / PAUSE:.0f} writes a second, {len(watchers)} watchers"
    return [
        *_rows("`find_one` in MongoDB", quiet.finding, busy.finding, f"{writes}; {GOAL}"),
        *_rows("`GetThread` of messaging", quiet.getting, busy.getting, f"{writes}; {GOAL}"),
        *_rows("answered write to watcher", quiet.hearing, busy.hearing, writes),
    ]


def _rows(what: str, quiet: Sequence[float], busy: Sequence[float], detail: str) -> list[Figure]:
    return [
        Figure(f"{what}, p50 and p99", f"{ms(_p50(busy))}, **{ms(_p99(busy))}**", detail),
        ratio(f"{what}, p99 under load ÷ quiet", _p99(busy), _p99(quiet), ms(_p99(quiet))),
    ]


async def _load(market: Market, crowd: Crowd, watchers: list[Watcher], people: int) -> Load:
    before = len(crowd.happened)
    heard = [len(watcher.seen) for watcher in watchers]
    finder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.finder"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    order = {
        "uri": market.stack.mongodb_uri,
        "address": market.stack.ports.services["messaging"],
        "token": market.stack.issuer.token("support-finder", "support"),
        "threads": list(crowd.threads),
        "seconds": WRITES_EACH * PAUSE,
    }
    finding = asyncio.create_task(finder.communicate(json.dumps(order).encode()))
    await crowd.write(WRITES_EACH, PAUSE, people)
    found, _ = await finding
    await all_heard(watchers, crowd.happened)
    answered = {happening.id: happening.at for happening in crowd.happened[before:]}
    return Load(
        hearing=[
            # Whoever hears before the writer does has not waited at all.
            max(0.0, seen.at - answered[seen.id])
            for watcher, known in zip(watchers, heard, strict=True)
            for seen in watcher.seen[known:]
        ],
        **json.loads(found),
    )


def _p50(times: Sequence[float]) -> float:
    return statistics.median(times)


def _p99(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[98]
