"""Strangers' files are read in a process of their own: a hostile one costs that process only."""

import asyncio
import math
import signal
import socket
import weakref
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import BinaryIO

import structlog

from chassis.children_forks import Child, ForkServer, NotForked, ServerGone
from chassis.turns import Turns

log = structlog.get_logger()

MEBIBYTE = 1024 * 1024
_PIECE_BYTES = 256 * 1024


class ChildFailed(Exception):
    """There is no answer: the child died, took too much of the processor or said too much.

    `error_class` names what it died of, if it said so, and nothing of the file's content.
    """

    def __init__(self, why: str, *, status: int | None = None, error_class: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.error_class = error_class


class Overloaded(Exception):
    """There is no answer, and the file is not to blame: later there may be one.

    The machine was so busy that the child came to nothing in time, or it gave no process.
    """


class NoRoom(Overloaded):
    """The children there may be were all busy for as long as was waited."""


class Children:
    """Runs a module on one file after the other, a few at once, each within limits.

    A package stands for its `__main__`. It is imported once, in a process that waits for jobs and
    forks for each (`chassis.children_server`); in the fork its `main()` is called as a command's
    would be. It reads the file as its standard input, from where the caller's descriptor stands
    and moving that, and answers on its standard output. What one file did to its fork is gone with
    the fork. Neither process has the environment or an open file of the service: what that knows
    is no business of a process that reads strangers' files. A fork can write no file; its memory
    the module has to limit. It may use so many `seconds` of the processor, begun ones counted
    whole. What it uses of them is the file's doing; how long it takes on a busy machine is not, so
    that is another limit, `wall_seconds`, usually twice as long.

    The first job starts the process, the next one after its death starts it again. It ends, and
    the forks with it, when this object does and when the service does, however that dies.
    """

    def __init__(
        self,
        module: str,
        *,
        at_once: int,
        seconds: float,
        wall_seconds: float | None = None,
        waiting_seconds: float | None = None,
    ) -> None:
        self._module = module
        self._turns = Turns(at_once)
        self._seconds = math.ceil(seconds)
        self._wall_seconds = 2 * seconds if wall_seconds is None else wall_seconds
        self._waiting_seconds = waiting_seconds
        self._server: ForkServer | None = None
        self._last: weakref.finalize[[], Children] | None = None

    async def answer(
        self, file: BinaryIO, *arguments: str, most: int = MEBIBYTE, whose: str | None = None
    ) -> bytes:
        """What the child says of the file, in `most` bytes. The arguments are short.

        `whose` the file is decides whose turn it is: of the files of one only one is read at a
        time, and they wait for each other before anybody else waits for them.
        Fails with `ChildFailed`, and with `Overloaded` or `NoRoom` where the file is not to blame.
        """
        async with self._turn(whose):
            try:
                return await self._answer(file, arguments, most)
            except ServerGone as gone:
                log.error("fork server ended", module=self._module, status=gone.status)
                if gone.began:
                    raise Overloaded("ended with its server") from gone
            # Nobody has read anything yet.
            try:
                return await self._answer(file, arguments, most)
            except ServerGone as gone:
                log.error("fork server ended again", module=self._module, status=gone.status)
                raise Overloaded("has no server") from gone

    @asynccontextmanager
    async def _turn(self, whose: str | None) -> AsyncIterator[None]:
        async with AsyncExitStack() as leaving:
            try:
                async with asyncio.timeout(self._waiting_seconds):
                    await leaving.enter_async_context(self._turns.turn(whose))
            except TimeoutError as error:
                raise NoRoom("waited too long") from error
            yield

    def _running(self) -> ForkServer:
        if self._server is None or not self._server.is_running:
            self._server = server = ForkServer(self._module, self._seconds)
            if self._last is not None:
                self._last.detach()
            self._last = weakref.finalize(self, server.end)
        return self._server

    async def _answer(self, file: BinaryIO, arguments: tuple[str, ...], most: int) -> bytes:
        child = Child(self._running(), arguments, file)
        try:
            return await self._heard(child, most)
        finally:
            await asyncio.shield(child.end())

    async def _heard(self, child: Child, most: int) -> bytes:
        hearing = (
            asyncio.create_task(_read(child.answer, most)),
            asyncio.create_task(_read(child.complaint, MEBIBYTE)),
            asyncio.create_task(child.status()),
        )
        answer, complaint, ending = hearing
        try:
            async with asyncio.timeout(self._wall_seconds):
                await asyncio.gather(*hearing)
        except TimeoutError as error:
            raise Overloaded(f"took longer than {self._wall_seconds:g} s") from error
        except NotForked as error:
            raise Overloaded(f"was not forked: {error}") from error
        finally:
            for task in hearing:
                task.cancel()
            await asyncio.gather(*hearing, return_exceptions=True)
        if (status := ending.result()) == -signal.SIGXCPU:
            used = f"used {self._seconds} s of the processor"
            raise ChildFailed(used, status=status)
        if status:
            raise ChildFailed("died", status=status, error_class=_error_class(complaint.result()))
        return answer.result()


async def _read(stream: socket.socket, most: int) -> bytes:
    loop, read = asyncio.get_running_loop(), bytearray()
    while piece := await loop.sock_recv(stream, _PIECE_BYTES):
        read += piece
        if len(read) > most:
            raise ChildFailed(f"said more than {most:,} bytes")
    return bytes(read)


def _error_class(said: bytes) -> str:
    """Of a traceback: its last line begins with the class; the rest may quote the file."""
    return said.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
