"""The processes that read strangers' files for this one, as Linux tells them."""

import sys
from pathlib import Path

import pytest

from tests.support.watchers import until

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def servers(saying, of="self"):
    """The ids of running fork servers whose command line, its words apart, has the words."""
    return [
        child
        for child in children(of)
        if f"chassis.children_server {saying} " in _read(child, "cmdline").replace("\0", " ")
    ]


def forks(saying):
    """The ids of what those servers have forked and not yet reaped."""
    return [fork for server in servers(saying) for fork in children(server)]


async def a_fork(saying):
    """The id of the first fork, as soon as there is one."""
    return (await some_forks(1, saying))[0]


async def some_forks(count, saying):
    """The ids of so many forks, as soon as there are."""
    await until(lambda: len(forks(saying)) == count)
    return forks(saying)


def children(of="self"):
    """The ids of the processes that one has started, the dead it has not reaped too."""
    try:
        threads = list(Path(f"/proc/{of}/task").iterdir())
        return [int(pid) for task in threads for pid in (task / "children").read_text().split()]
    except OSError:
        return []


def is_gone(pid):
    """Whether it runs no longer; nobody may have reaped it yet."""
    status = _read(pid, "status")
    return not status or "State:\tZ" in status


def _read(pid, what):
    try:
        return Path(f"/proc/{pid}/{what}").read_text()
    except OSError:
        return ""
