"""Walks the whole journey and prints each step."""

import asyncio
import json
import os
import tempfile
from argparse import ArgumentParser, Namespace
from contextlib import AsyncExitStack
from pathlib import Path

from dev.issuer import Issuer
from dev.journey import Journey
from dev.ports import HOST, Ports
from dev.problem import Problem
from dev.samples import Cast
from dev.seed import ensure_running
from dev.settings import Settings
from dev.stack import Stack


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_demo)


def _demo(arguments: Namespace) -> int:
    asyncio.run(_walk(Settings.read()))
    return 0


async def _walk(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        journey = await _journey(settings, stack)
        story = await journey.walk(Cast.new())
    print("\nOne query reads it all back:\n")
    print(json.dumps(story.answer, indent=2, ensure_ascii=False))


async def _journey(settings: Settings, stack: AsyncExitStack) -> Journey:
    """A journey through the marketplace that runs, or through one made for the occasion."""
    steps = _Steps()
    gateway_url = f"http://{HOST}:{settings.gateway_port}"
    try:
        await ensure_running(gateway_url)
    except Problem:
        print("nothing runs, so a marketplace is started for the demo alone", flush=True)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handmade-demo-")))
        own = Stack(folder, Ports.free(), environment=dict(os.environ))
        await stack.enter_async_context(own)
        await own.start()
        return Journey(
            own.gateway_url, dict(own.ports.services), own.issuer, own.mail_folder, steps
        )
    tokens = Issuer(settings.folder / "keys", audience=settings.audience)
    mail = settings.folder / "mail"
    return Journey(gateway_url, settings.services, tokens, mail, steps)


class _Steps:
    """Prints what happens, numbered."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, step: str) -> None:
        self._number += 1
        print(f"{self._number:3}. {step}", flush=True)
