"""Strangers' files are read in a process of their own: a hostile one costs that process only."""

import asyncio
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import BinaryIO

MEBIBYTE = 1024 * 1024


class ChildFailed(Exception):
    """There is no answer: the child died, took too long or said too much.

    `error_class` names what it died of, if it said so, and nothing of the file's content.
    """

    def __init__(self, why: str, *, status: int | None = None, error_class: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.error_class = error_class


class NoRoom(Exception):
    """The children there may be are all busy, and stayed so for as long as was waited."""


class Children:
    """Runs a module on one file after the other, a few at once, each within a time limit.

    The module reads the file as its standard input, from wherever it likes, and answers on its
    standard output. It is started with `-I` and without an environment: what the service knows is
    no business of a process that reads strangers' files. Memory it has to limit itself, since
    nothing may run between fork and exec in a process with threads.
    """

    def __init__(
        self,
        module: str,
        *,
        at_once: int,
        seconds: float,
        waiting_seconds: float | None = None,
    ) -> None:
        self._command = (sys.executable, "-I", "-m", module)
        self._free = asyncio.Semaphore(at_once)
        self._seconds = seconds
        self._waiting_seconds = waiting_seconds

    async def answer(self, file: BinaryIO, *arguments: str, most: int = MEBIBYTE) -> bytes:
        """What the child says of the file, in `most` bytes.

        Fails with `ChildFailed` and `NoRoom`.
        """
        async with self._room():
            process = await asyncio.create_subprocess_exec(
                *self._command, *arguments, stdin=file, stdout=PIPE, stderr=PIPE, env={}
            )
            try:
                return await self._answer(process, most)
            finally:
                await asyncio.shield(_ended(process))

    @asynccontextmanager
    async def _room(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._waiting_seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise NoRoom from error
        try:
            yield
        finally:
            self._free.release()

    async def _answer(self, process: Process, most: int) -> bytes:
        answer, said = _pipes(process)
        reading = (
            asyncio.create_task(_read(answer, most)),
            asyncio.create_task(_read(said, MEBIBYTE)),
        )
        try:
            async with asyncio.timeout(self._seconds):
                answered, complaint = await asyncio.gather(*reading)
                status = await process.wait()
        except TimeoutError as error:
            raise ChildFailed(f"took longer than {self._seconds:g} s") from error
        finally:
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)
        if status != 0:
            raise ChildFailed("died", status=status, error_class=_error_class(complaint))
        return answered


async def _read(stream: StreamReader, most: int) -> bytes:
    read = bytearray()
    while piece := await stream.read(MEBIBYTE):
        read += piece
        if len(read) > most:
            raise ChildFailed(f"said more than {most:,} bytes")
    return bytes(read)


def _error_class(said: bytes) -> str:
    """Of a traceback: its last line begins with the class; the rest may quote the file."""
    return said.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    # A pipe that was not read to its end is not closed either.
    for stream in _pipes(process):
        while await stream.read(MEBIBYTE):
            pass
    await process.wait()


def _pipes(process: Process) -> tuple[StreamReader, StreamReader]:
    if process.stdout is None or process.stderr is None:
        raise RuntimeError("a child without pipes")
    return process.stdout, process.stderr
