"""Three real MongoDB servers on this machine that elect one of them, with real kills."""

import asyncio
import os
import signal
from pathlib import Path
from types import TracebackType
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError, ServerSelectionTimeoutError

from dev import mongod, replica_set
from dev.ports import HOST, free_ports
from dev.process import Process

ELECTION_MS = 2000
MEMBERS = 3
PATIENCE = 60.0


class ReplicaSet:
    """A set of three. Whoever is killed comes back on its data with `start`."""

    def __init__(self, folder: Path, election_ms: int = ELECTION_MS) -> None:
        self.ports = free_ports(MEMBERS)
        self._folder = folder
        self._election_ms = election_ms
        self._processes: dict[int, Process] = {}
        # In threads and kept: PyMongo's own async client forgets sockets when it is closed while
        # its monitors connect, which to members that come and go they do all the time.
        self._clients: dict[int, MongoClient] = {
            port: MongoClient(
                f"mongodb://{HOST}:{port}/?directConnection=true",
                serverSelectionTimeoutMS=500,
                connectTimeoutMS=500,
                connect=False,
            )
            for port in self.ports
        }

    @property
    def uri(self) -> str:
        """All members, as a deployment names them."""
        hosts = ",".join(f"{HOST}:{port}" for port in self.ports)
        return f"mongodb://{hosts}/?replicaSet={replica_set.NAME}"

    async def __aenter__(self) -> "ReplicaSet":
        try:
            await asyncio.gather(*(self.start(port) for port in self.ports))
            await self._initiate()
            await self.primary()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def start(self, port: int) -> None:
        """Starts a member, or starts it again; it catches up by itself."""
        program = await asyncio.to_thread(mongod.find, self._folder, os.environ)
        self._processes[port] = await replica_set.start(
            program,
            self._folder / f"member-{port}",
            port,
            environment=os.environ,
            log=self._folder / "logs" / f"mongod-{port}.log",
            listen=lambda name, line: None,
            test_commands=True,
        )

    async def kill(self, port: int) -> None:
        """Ends a member as a power cut would."""
        await self._processes[port].kill()

    async def stop(self, port: int) -> None:
        """Ends a member as an operator would: it hands over first."""
        await self._processes[port].stop(30)

    async def step_down(self, port: int) -> None:
        """Makes the primary give up its place, which closes no connection."""
        await self._done(port, "replSetStepDown", 10, secondaryCatchUpPeriodSecs=9)

    async def primary(self) -> int:
        """The port of the member that takes writes, as soon as one does."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for port in self.ports:
                    hello = await self._hello(port)
                    if hello.get("isWritablePrimary"):
                        return port
                await asyncio.sleep(0.05)

    async def whole(self) -> None:
        """Returns when all members are there and one leads."""
        async with asyncio.timeout(PATIENCE):
            while True:
                hellos = [await self._hello(port) for port in self.ports]
                led = any(hello.get("isWritablePrimary") for hello in hellos)
                if led and all(
                    hello.get("isWritablePrimary") or hello.get("secondary") for hello in hellos
                ):
                    return
                await asyncio.sleep(0.1)

    async def close(self) -> None:
        """Ends every member at once; their data are for the test's folder."""
        for process in self._processes.values():
            if process.exit_status is None:
                os.killpg(process.pid, signal.SIGKILL)
        await asyncio.gather(*(process.wait() for process in self._processes.values()))
        for client in self._clients.values():
            client.close()

    async def _initiate(self) -> None:
        config = {
            "_id": replica_set.NAME,
            "members": [
                {"_id": number, "host": f"{HOST}:{port}"} for number, port in enumerate(self.ports)
            ],
            "settings": {"electionTimeoutMillis": self._election_ms},
        }
        async with asyncio.timeout(PATIENCE):
            for port in self.ports:
                while not await self._hello(port):  # noqa: ASYNC110 (another process)
                    await asyncio.sleep(0.05)
            await self._done(self.ports[0], "replSetInitiate", config)

    async def _hello(self, port: int) -> dict[str, Any]:
        try:
            return await self._command(port, "hello")
        except PyMongoError:
            return {}

    async def _done(self, port: int, *command: Any, **how: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    await self._command(port, *command, **how)
                    return
                except ServerSelectionTimeoutError:
                    # Nothing was sent: on a busy machine a member may be this slow to greet.
                    continue

    async def _command(self, port: int, *command: Any, **how: Any) -> dict[str, Any]:
        admin = self._clients[port].admin
        return dict(await asyncio.to_thread(admin.command, *command, **how))
