"""The processes that this one has started, as Linux tells them."""

import asyncio
import sys
import time
from pathlib import Path

import pytest

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def children(saying):
    """The ids of running children whose command line has the word."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            try:
                command = Path(f"/proc/{pid}/cmdline").read_text()
            except OSError:
                continue
            if saying in command:
                found.append(int(pid))
    return found


async def a_child(saying, seconds=30):
    """The id of the first child that has the word, as soon as there is one."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := children(saying):
            return found[0]
        await asyncio.sleep(0.005)
    raise AssertionError(f"no child says {saying}")
