"""Apollo Gateway before a running gateway's four subgraphs, to compare ours with."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from dev import node
from dev.ports import HOST, free_ports
from dev.problem import Problem
from dev.process import Process
from dev.repository import ROOT

PROGRAMS = ROOT / "tests" / "federation" / "node"
# It reads four schemas and composes them; a machine that is busy takes its time.
PATIENCE = 60.0
GRACE = 5.0


@asynccontextmanager
async def apollo_gateway(gateway_url: str, log: Path) -> AsyncIterator[str]:
    """Runs it before this gateway, which must serve its subgraphs; gives the URL it answers at.

    What it needs is installed first if need be. `/graphql` follows the URL, as at a gateway.
    """
    folder = await asyncio.to_thread(node.installed, PROGRAMS)
    [port] = free_ports(1)
    is_ready = asyncio.Event()

    def listen(_name: str, line: str) -> None:
        if line.startswith("ready"):
            is_ready.set()

    process = await Process.start(
        "apollo-gateway",
        [node.NODE, str(folder / "router.mjs"), gateway_url, str(port)],
        environment=node.environment(os.environ),
        log=log,
        listen=listen,
    )
    try:
        await _until(is_ready, process)
        yield f"http://{HOST}:{port}"
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
