"""Routers of others before a running gateway's four subgraphs, to compare ours with."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from dev import node
from dev.ports import HOST, free_ports
from dev.problem import Problem
from dev.process import Process
from dev.repository import ROOT

PROGRAMS = ROOT / "tests" / "federation" / "node"
HIVE = ROOT / "tests" / "federation" / "hive"
# It reads four schemas and composes them; a machine that is busy takes its time.
PATIENCE = 60.0
GRACE = 5.0


@asynccontextmanager
async def apollo_gateway(gateway_url: str, log: Path) -> AsyncIterator[str]:
    """Runs Apollo Gateway before this gateway, which must serve its subgraphs; gives its URL.

    What it needs is installed first if need be. `/graphql` follows the URL, as at a gateway.
    """
    await asyncio.to_thread(node.installed, PROGRAMS)
    [port] = free_ports(1)
    command = [node.NODE, str(PROGRAMS / "router.mjs"), gateway_url, str(port)]
    async with _running("apollo-gateway", command, log, "ready at"):
        yield f"http://{HOST}:{port}"


@asynccontextmanager
async def hive_gateway(supergraph: Path, log: Path) -> AsyncIterator[str]:
    """Runs Hive Gateway over the subgraphs that a composed schema names; gives its URL.

    It is half a gigabyte, which is installed first if need be.
    """
    await asyncio.to_thread(node.installed, HIVE, seconds=1800)
    [port] = free_ports(1)
    program = HIVE / "node_modules" / "@graphql-hive" / "gateway" / "dist" / "bin.js"
    command = [node.NODE, str(program), "supergraph", str(supergraph)]
    # It would listen everywhere, and in a process for each core.
    command += ["--host", HOST, "--port", str(port), "--fork", "1"]
    command += ["--config-path", str(HIVE / "gateway.config.mjs")]
    async with _running("hive-gateway", command, log, "Listening on"):
        yield f"http://{HOST}:{port}"


@asynccontextmanager
async def _running(
    name: str, command: Sequence[str], log: Path, ready_word: str
) -> AsyncIterator[None]:
    is_ready = asyncio.Event()

    def listen(_name: str, line: str) -> None:
        if ready_word in line:
            is_ready.set()

    process = await Process.start(
        name, command, environment=node.environment(os.environ), log=log, listen=listen
    )
    try:
        await _until(is_ready, process)
        yield
    finally:
        await process.stop(GRACE)


async def _until(is_ready: asyncio.Event, process: Process) -> None:
    ready, ended = asyncio.create_task(is_ready.wait()), asyncio.create_task(process.wait())
    try:
        await asyncio.wait([ready, ended], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            how = "ended" if ended.done() else f"is not ready after {PATIENCE:g} seconds"
            lines = "\n".join(f"    {line}" for line in process.last_lines)
            raise Problem(f"{process.name} {how}\n{lines}")
    finally:
        ready.cancel()
        ended.cancel()
        await asyncio.wait([ready, ended])
