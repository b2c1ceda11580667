"""A network between services and their database that can go wrong in every usual way."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType

HOST = "127.0.0.1"
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Line:
    """How bytes travel: seconds each way, bytes per second (0 is no limit), or not at all."""

    latency: float = 0.0
    bandwidth: int = 0
    swallows: bool = False


CLEAR = Line()


class Proxy:
    """Forwards to one port. Connections outlive a change of the line, as they do in a network."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._line = CLEAR
        self._cleared = asyncio.Event()
        self._cleared.set()
        self._refuses = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._running: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def uri(self) -> str:
        """The database behind it. Direct, since a set would tell of its members' own addresses.

        A server that really steps down says so at once to whoever watches it; one that only
        answers so, for a test, is looked at again with the next heartbeat.
        """
        return f"mongodb://{HOST}:{self.port}/?directConnection=true&heartbeatFrequencyMS=500"

    async def __aenter__(self) -> "Proxy":
        self._server = await asyncio.start_server(self._accept, HOST, 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        self.reset()
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)

    @contextmanager
    def broken(self, line: Line) -> Iterator[None]:
        """The line is like this until the block ends; what it swallowed never arrives."""
        self._line = line
        self._cleared.clear()
        try:
            yield
        finally:
            self._line = CLEAR
            self._cleared.set()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Nobody gets through: connections are reset, and so is each new one."""
        self._refuses = True
        self.reset()
        try:
            yield
        finally:
            self._refuses = False

    def reset(self) -> None:
        """Cuts every connection without a word of parting."""
        for writer in self._writers:
            writer.transport.abort()

    async def _accept(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self._refuses:
            back.transport.abort()
            return
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        self._writers.add(back)
        forth = None
        try:
            server, forth = await asyncio.open_connection(HOST, self._target)
            self._writers.add(forth)
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._carry(client, forth))
                ways.create_task(self._carry(server, back))
        except* OSError:
            pass  # one end is gone, so the other goes as well
        finally:
            for writer in (back, forth):
                if writer is not None:
                    self._writers.discard(writer)
                    writer.transport.abort()
                    with suppress(OSError):
                        await writer.wait_closed()

    async def _carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while data := await source.read(_CHUNK):
            line = self._line
            if line.swallows:
                # As a router does that forgot the way: nothing comes, and nobody is told. What
                # was lost would be sent again by TCP once the way is back.
                await self._cleared.wait()
            # All the bytes of a connection go through here, so the time is that of each chunk.
            await asyncio.sleep(
                line.latency + (len(data) / line.bandwidth if line.bandwidth else 0.0)
            )
            to.write(data)
            await to.drain()
        raise ConnectionResetError
