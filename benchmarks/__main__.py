"""Answers the questions in this folder in one run, as the rows of a Markdown table."""

import asyncio
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks.figures import Figure, seconds_of
from benchmarks.market import Market

# A module for each, with `async def measure(market: Market) -> list[Figure]`, in the order in which
# they are asked: memory is that of processes which have done nothing yet.
QUESTIONS = (
    "memory",
    "cross_service_query",
    "storefront",
    "apollo_gateway",
    "feeds",
    "queue",
    "press_queue",
    "drafts",
    "comparison",
    "word_out",
    "uploads",
    "console",
)


async def main(asked: tuple[str, ...]) -> None:
    """Starts a marketplace of its own and asks these questions."""
    print("| | | |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="handmade-bench-") as folder:
        market = Market(Path(folder))
        async with market.stack:
            started = await seconds_of(market.stack.start)
            print(Figure("start to ready", f"{started:.1f} s", "goal: under 15 s"))
            for question in asked:
                for figure in await import_module(f"benchmarks.{question}").measure(market):
                    print(figure, flush=True)


if __name__ == "__main__":
    wanted = tuple(sys.argv[1:])
    if unknown := set(wanted) - set(QUESTIONS):
        sys.exit(f"make bench: no question {' '.join(unknown)}; there are: {' '.join(QUESTIONS)}")
    asyncio.run(main(wanted or QUESTIONS))
