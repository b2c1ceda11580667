"""What does each process take when it has just started and nobody asks anything?

Rss counts what a process shares with others in full, Pss by its share; so only the sum of the Pss
is what the machine has to have.
"""

import asyncio
import re
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.market import Market

IDLE_SECONDS = 10
_LINE = re.compile(r"^(Rss|Pss):\s+(\d+) kB", re.MULTILINE)


async def measure(market: Market) -> list[Figure]:
    """Each process, and all but MongoDB together."""
    await asyncio.sleep(IDLE_SECONDS)
    taken = {name: _taken(process.pid) for name, process in market.stack.processes.items()}
    ours = [each for name, each in taken.items() if name != "mongod"]
    rss, pss = (sum(each[kind] for each in ours) for kind in ("Rss", "Pss"))
    return [
        Figure(
            "memory of all but MongoDB", f"{rss:.0f} MB", f"goal: under 600 MB; Pss {pss:.0f} MB"
        ),
        *(
            Figure(f"memory of {name}", f"{each['Rss']:.0f} MB", f"Pss {each['Pss']:.0f} MB")
            for name, each in taken.items()
        ),
    ]


def _taken(pid: int) -> dict[str, float]:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return {kind: int(size) * 1024 / 1e6 for kind, size in _LINE.findall(text)}
