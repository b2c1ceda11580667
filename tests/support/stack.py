"""A stack of processes for tests, which sees nothing of the developer's own settings."""

import asyncio
import os
from pathlib import Path

import httpx

from dev.ports import Ports
from dev.stack import Stack

PATIENCE = 60.0
# A dozen processes on two processors that others use as well.
STARTING = 240.0


def a_stack(folder: Path, **changes) -> Stack:
    """On free ports, with everything in the folder and MongoDB's fail points switched on."""
    environment = changes.pop("environment", {})
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("HANDMADE_")
    }
    return Stack(
        folder,
        changes.pop("ports", None) or Ports.free(),
        environment=inherited | environment,
        patience=changes.pop("patience", STARTING),
        test_commands=True,
        **changes,
    )


async def started_again(stack: Stack, *services: str) -> None:
    """Starts services that were away; returns when the gateway, too, has found them again.

    It looks every fifth of a second, and a call waits for hardly more: on a busy machine the first
    one could come too soon.
    """
    await stack.start(*services)
    async with (
        asyncio.timeout(PATIENCE),
        httpx.AsyncClient(
            base_url=stack.gateway_url,
            timeout=PATIENCE,
            trust_env=False,
            verify=stack.trust.context,
        ) as client,
    ):
        while True:
            said = (await client.get("/readyz")).json()["services"]
            if all(said[service] == "SERVING" for service in services):
                return
            await asyncio.sleep(0.1)
