"""Two drafts compared by a program of its own, which is ended when it takes too long."""

import asyncio
import os
import resource
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
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
_COMPLAINT_BYTES = 64 * 1024
_MOST_AUTHOR = 200


class Redliner:
    """Runs the comparing program, one pair of drafts after the other."""

    def __init__(
        self,
        folder: Path | None,
        *,
        seconds: float,
        memory: int,
        waiting_seconds: float,
        most: int,
        find: Callable[[Path | None], Path] = unpacked,
    ) -> None:
        self._folder = folder
        self._seconds = seconds
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
        turn = self._turns.turn(whose)
        try:
            async with asyncio.timeout(self._waiting_seconds):
                await turn.__aenter__()
        except TimeoutError as error:
            log.warning("no time for a redline", waited=self._waiting_seconds)
            raise TooManyWordDocuments from error
        try:
            return await self._compared(program, old, new, author, at)
        finally:
            await turn.__aexit__(None, None, None)

    async def _program(self) -> Path:
        try:
            return await asyncio.to_thread(self._find, self._folder)
        except NoEngine as error:
            log.error("no redline program", why=str(error))
            raise RedlineUnavailable from error

    async def _compared(
        self, program: Path, old: BinaryIO, new: BinaryIO, author: str, at: datetime
    ) -> bytes:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="redline-"))
        try:
            await asyncio.to_thread(_write, old, folder / "old.docx")
            await asyncio.to_thread(_write, new, folder / "new.docx")
            command = (
                *(str(program), "old.docx", "new.docx", "redline.docx"),
                f"--author={on_one_line(author)[:_MOST_AUTHOR] or 'Unknown'}",
                f"--date-time={at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                # Else a space that became a no-break space is lost without a trace.
                "--no-conflate-spaces",
            )
            await self._run(command, folder)
            return await asyncio.to_thread(self._read, folder / "redline.docx")
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    async def _run(self, command: tuple[str, ...], folder: Path) -> None:
        try:
            process = await asyncio.create_subprocess_exec(
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
            async with asyncio.timeout(self._seconds):
                complaint = await _complaint(process)
                status = await process.wait()
        except TimeoutError as error:
            log.warning("redline took too long", seconds=self._seconds)
            raise RedlineTooLong from error
        finally:
            await asyncio.shield(_end(process))
        if status == -signal.SIGXCPU:
            log.warning("redline took too long", seconds=self._seconds)
            raise RedlineTooLong
        if status:
            # What it says may quote the drafts: how much is all that may be told.
            log.error("redline failed", status=status, said=len(complaint))
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
        """Should the service be killed meanwhile, these end the program all the same."""
        if sys.platform == "linux":
            seconds = ceil(self._seconds) * 2
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
                resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))

    def _read(self, file: Path) -> bytes:
        with suppress(FileNotFoundError):
            if 0 < file.stat().st_size <= self._most:
                return file.read_bytes()
            log.error("redline of a wrong size", size=file.stat().st_size)
            raise RedlineFailed
        log.error("redline program wrote nothing")
        raise RedlineFailed


async def _complaint(process: Process) -> bytes:
    """The beginning of what it says; the rest is read too, lest it waits for a reader."""
    assert process.stderr is not None
    said = bytearray()
    while piece := await process.stderr.read(_COMPLAINT_BYTES):
        said += piece[: _COMPLAINT_BYTES - len(said)]
    return bytes(said)


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
