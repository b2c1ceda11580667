"""A service's frame, served on a free port inside the test's own process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import grpc

from chassis import client
from chassis.server import Frame, utc_now
from chassis.settings import Settings
from dev.issuer import Issuer
from dev.ports import Ports

PATIENCE = 60


@dataclass
class Served:
    """A frame that answers, and what a test needs to call it."""

    frame: Frame
    issuer: Issuer
    stop: asyncio.Event
    running: asyncio.Task

    def channel(self, *contracts: ModuleType, token: str = "") -> grpc.aio.Channel:
        """A channel as our own processes use them, with this token."""
        files = [contract.DESCRIPTOR for contract in contracts]
        return client.channel(self.frame.settings, self.frame.name, files, lambda: token)

    def bare_channel(self) -> grpc.aio.Channel:
        """A channel as a stranger has it: no retries, no identity, plain errors."""
        # Looked for often, so that no test waits a second for a frame that is about to listen.
        soon = [(f"grpc.{which}_reconnect_backoff_ms", 50) for which in ("initial", "max")]
        # No pause, in spite of its name: how long a connection may take.
        soon.append(("grpc.min_reconnect_backoff_ms", 5_000))
        return grpc.aio.insecure_channel(self.frame.settings.address(self.frame.name), soon)

    def signed_in(self, subject: str, *roles: str, **claims) -> grpc.aio.Metadata:
        """The metadata of a call by this subject."""
        token = self.issuer.token(subject, *roles, **claims)
        return grpc.aio.Metadata(("authorization", f"Bearer {token}"))

    async def ended(self) -> None:
        """Tells it to stop and waits until it has."""
        self.stop.set()
        await self.running


@asynccontextmanager
async def served(
    name: str,
    folder: Path,
    mongodb_uri: str,
    database: str,
    assemble: Callable[[Frame], Awaitable[None]],
    *,
    effects: frozenset[str] = frozenset(),
    now=utc_now,
    prepared: bool = True,
    settings: Mapping[str, object] = {},
) -> AsyncIterator[Served]:
    """Serves what `assemble` puts together until the block ends."""
    issuer = Issuer(folder / "keys")
    issuer.write_service_tokens()
    chosen = {
        "data_dir": folder,
        "mongodb_uri": mongodb_uri,
        f"{name}_address": Ports.free().services[name],
        **settings,
    }
    frame = Frame(name, Settings(**chosen), effects, now, database)
    try:
        if prepared:
            await frame.prepare()
        await assemble(frame)
    except BaseException:
        await frame.close()
        raise
    stop = asyncio.Event()
    running = asyncio.create_task(frame.run(stop))
    process = Served(frame, issuer, stop, running)
    try:
        async with process.bare_channel() as channel:
            ready = asyncio.create_task(channel.channel_ready())
            await asyncio.wait(
                [ready, running], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
            )
            if running.done():
                running.result()
            is_ready = ready.done()
            ready.cancel()
            await asyncio.wait([ready])
            assert running.done() or is_ready, f"{name} is not ready after {PATIENCE} seconds"
        yield process
    finally:
        await process.ended()
