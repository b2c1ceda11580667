"""Answers every question in this folder in one run and prints the figures as ratios."""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import cross_service_query
from dev.journey import Journey
from dev.ports import Ports
from dev.samples import Cast
from dev.stack import Stack


async def main() -> None:
    """Starts a marketplace of its own, walks one journey in it, and measures."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("HANDMADE_")
    }
    with tempfile.TemporaryDirectory(prefix="handmade-bench-") as folder:
        stack = Stack(Path(folder), Ports.free(), environment=inherited)
        async with stack:
            began = time.perf_counter()
            await stack.start()
            print(f"start to ready              {time.perf_counter() - began:6.2f} s")
            journey = Journey(
                stack.gateway_url,
                dict(stack.ports.services),
                stack.issuer,
                stack.mail_folder,
                lambda step: None,
            )
            began = time.perf_counter()
            story = await journey.walk(Cast.new())
            print(f"the whole journey           {time.perf_counter() - began:6.2f} s")
            await cross_service_query.measure(stack, story)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
