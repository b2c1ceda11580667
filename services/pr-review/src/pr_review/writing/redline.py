"""Two drafts compared by a program of its own, which is ended when it takes too long.

It has so many seconds of the processor; how long it takes on a busy machine is another limit, as
for all children (`chassis.children`).
"""

import asyncio
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import BinaryIO

import structlog

from chassis.turns import Turns
from pr_review.domain.word_out import (
    RedlineFailed,
    RedlineTooLong,
    RedlineUnavailable,
    TooManyWordDocuments,
)
from pr_review.writing.clean import on_one_line
from pr_review.writing.engine import NoEngine, unpacked

log = structlog.get_logger()

# One takes 200 MB and most of a processor.
AT_ONCE = 1
_PIECE_BYTES = 64 * 1024
_MOST_AUTHOR = 200
_PREFIX = "redline-"
_LEFT_AFTER = 3600
# The program that follows ends when whoever started it does, also if that is killed.
_BOUND = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
if os.getppid() == int(sys.argv[1]):
    try:
        os.execv(sys.argv[2], sys.argv[2:])
    except OSError:
        sys.exit(126)
"""
_NOT_STARTED = 126


class Redliner:
    """Runs the comparing program, one pair of drafts after the other."""

    def __init__(
        self,
        folder: Path | None,
        *,
        seconds: float,
        wall_seconds: float,
        memory: int,
        waiting_seconds: float,
        most: int,
        find: Callable[[Path | None], Path] = unpacked,
    ) -> None:
        self._folder = folder
        self._seconds = ceil(seconds)
        self._wall_seconds = wall_seconds
        self._memory = memory
        self._waiting_seconds = waiting_seconds
        self._most = most
        self._find = find
        self._turns = Turns(AT_ONCE)

    async def compared(
        self, old: BinaryIO, new: BinaryIO, *, author: str, at: datetime, whose: str
    ) -> bytes:
        """The newer draft with tracked changes by this author at this time.

        Fails with `RedlineUnavailable`, `RedlineFailed`, `RedlineTooLong` and
        `TooManyWordDocuments`.
        """
        program = await self._program()
        async with self._turn(whose):
            return await self._compared(program, old, new, author, at)

    @asynccontextmanager
    async def _turn(self, whose: str) -> AsyncIterator[None]:
        async with AsyncExitStack() as leaving:
            try:
                async with asyncio.timeout(self._waiting_seconds):
                    await leaving.enter_async_context(self._turns.turn(whose))
            except TimeoutError as error:
                log.warning("no time for a redline", waited=self._waiting_seconds)
                raise TooManyWordDocuments from error
            yield

    async def _program(self) -> Path:
        try:
            return await asyncio.to_thread(self._find, self._folder)
        except NoEngine as error:
            log.error("no redline program", why=str(error))
            raise RedlineUnavailable from error

    async def _compared(
        self, program: Path, old: BinaryIO, new: BinaryIO, author: str, at: datetime
    ) -> bytes:
        await asyncio.to_thread(clear_leftovers, Path(tempfile.gettempdir()), time.time())
        with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as made:
            folder = Path(made)
            await asyncio.to_thread(_write, old, folder / "old.docx")
            await asyncio.to_thread(_write, new, folder / "new.docx")
            command = (
                *(str(program), "old.docx", "new.docx", "redline.docx"),
                f"--author={on_one_line(author)[:_MOST_AUTHOR] or 'Unknown'}",
                f"--date-time={at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                # A no-break space is not a space: the proof knows the difference as well.
                "--no-conflate-spaces",
            )
            await self._run(command, folder)
            return await asyncio.to_thread(self._read, folder / "redline.docx")

    async def _run(self, command: tuple[str, ...], folder: Path) -> None:
        try:
            process = await asyncio.create_subprocess_exec(
                *_bound_to_us(),
                *command,
                cwd=folder,
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=PIPE,
                env=self._environment(folder),
                start_new_session=True,
            )
        except OSError as error:
            log.error("redline program not started", error=type(error).__name__)
            raise RedlineUnavailable from error
        try:
            self._confine(process.pid)
            async with asyncio.timeout(self._wall_seconds):
                said, _ = await asyncio.gather(_said(process.stderr), process.wait())
        except TimeoutError as error:
            log.warning("redline took too long", wall_seconds=self._wall_seconds)
            raise RedlineTooLong from error
        finally:
            await asyncio.shield(_end(process))
        if (status := process.returncode) == -signal.SIGXCPU:
            log.warning("redline took too long", seconds=self._seconds)
            raise RedlineTooLong
        if status == _NOT_STARTED:
            log.error("redline program not started", status=status)
            raise RedlineUnavailable
        if status:
            # What it says may quote the drafts: how much is all that may be told.
            log.error("redline failed", status=status, said=said)
            raise RedlineFailed

    def _environment(self, folder: Path) -> dict[str, str]:
        """Nothing of the service's. The settings are those of .NET, numbers in hexadecimal."""
        return {
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
            "DOTNET_GCHeapHardLimit": f"{self._memory:X}",
            "DOTNET_gcServer": "0",
            "DOTNET_EnableDiagnostics": "0",
            "DOTNET_DbgEnableMiniDump": "0",
        }

    def _confine(self, pid: int) -> None:
        """These end the program even if the service is killed meanwhile."""
        if sys.platform == "linux":
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_CPU, (self._seconds, self._seconds + 1))
                resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))

    def _read(self, file: Path) -> bytes:
        with suppress(FileNotFoundError):
            if 0 < file.stat().st_size <= self._most:
                return file.read_bytes()
            log.error("redline of a wrong size", size=file.stat().st_size)
            raise RedlineFailed
        log.error("redline program wrote nothing")
        raise RedlineFailed


def clear_leftovers(folder: Path, now: float) -> None:
    """Removes what a service that was killed has left of its comparisons, drafts among it.

    None takes nearly so long, so that what is younger may be another service's.
    """
    for left in folder.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):
            about = left.lstat()
            if about.st_uid == os.getuid() and about.st_mtime < now - _LEFT_AFTER:
                shutil.rmtree(left, ignore_errors=True)


def _bound_to_us() -> tuple[str, ...]:
    if sys.platform != "linux":
        return ()
    return (sys.executable, "-I", "-S", "-c", _BOUND, str(os.getpid()))


async def _said(complaint: asyncio.StreamReader | None) -> int:
    """How many bytes it complains in; all are read, lest it waits for a reader."""
    said = 0
    while complaint and (piece := await complaint.read(_PIECE_BYTES)):
        said += len(piece)
    return said


async def _end(process: Process) -> None:
    """Kills the program and all it has started, and returns when it is gone."""
    # The group outlives its leader if that left something behind.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _write(file: BinaryIO, to: Path) -> None:
    file.seek(0)
    with to.open("wb") as written:
        shutil.copyfileobj(file, written)
