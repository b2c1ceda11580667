"""Stopping, killing and restarting single processes, with stand-ins for our own."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from dev.problem import Problem
from dev.repository import ROOT
from dev.stack import COMMANDS
from tests.support import stand_in
from tests.support.stack import a_stack


def stood_in(tmp_path, **changes):
    packages = stand_in.install(tmp_path / "packages")
    environment = {"PYTHONPATH": f"{packages}:{ROOT}"} | changes.pop("environment", {})
    return a_stack(tmp_path / "data", environment=environment, **changes)


async def test_one_service_can_be_killed_and_started_again(tmp_path, mongodb_uri):
    async with stood_in(tmp_path, mongodb_uri=mongodb_uri) as stack:
        await stack.start("catalog", "messaging")
        messaging = stack.processes["messaging"].pid

        await stack.kill("catalog")
        killed = stack.processes["catalog"].exit_status
        await stack.start("catalog", "messaging")

        assert killed == -9
        assert stack.processes["catalog"].exit_status is None
        assert stack.processes["messaging"].pid == messaging


async def test_an_ending_nobody_asked_for_is_noticed(tmp_path, mongodb_uri):
    async with stood_in(tmp_path, mongodb_uri=mongodb_uri) as stack:
        await stack.start("catalog", "messaging")

        await stack.kill("messaging")
        ending = await stack.first_ending()

    assert str(ending).startswith("messaging ended (signal 9)\n    ")


async def test_one_that_never_becomes_ready_is_named_with_its_last_lines(tmp_path, mongodb_uri):
    sleeper = ("sh", "-c", "echo thinking; exec sleep 60")
    commands = {**COMMANDS, "catalog": sleeper}
    async with stood_in(tmp_path, mongodb_uri=mongodb_uri, commands=commands, patience=5) as stack:
        with pytest.raises(Problem) as raised:
            await stack.start("catalog")

    assert re.fullmatch(
        r"catalog is not ready after 5 seconds\n    \d\d:\d\d:\d\d catalog       thinking",
        str(raised.value),
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_one_that_ignores_the_request_to_stop_is_killed_with_its_children(
    tmp_path, mongodb_uri
):
    stubborn = ("sh", "-c", "trap '' TERM; sleep 60 & echo child $!; wait; sleep 60")
    async with stood_in(
        tmp_path, mongodb_uri=mongodb_uri, commands={**COMMANDS, "catalog": stubborn}, patience=1
    ) as stack:
        with pytest.raises(Problem):
            await stack.start("catalog")
        process = stack.processes["catalog"]
        # From this line on it ignores what it is asked.
        for _ in range(600):
            if process.last_lines:
                break
            await asyncio.sleep(0.1)

        await process.stop(grace=0.2)

    assert process.exit_status == -9
    child = process.last_lines[0].split()[1]
    assert await _is_gone(child)


async def _is_gone(pid: str) -> bool:
    # The kernel hands an orphan to somebody who buries it when there is time.
    for _ in range(600):
        if _state(pid) in ("gone", "Z"):
            return True
        await asyncio.sleep(0.1)
    return False


def _state(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "gone"
