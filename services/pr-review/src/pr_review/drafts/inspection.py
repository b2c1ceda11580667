"""Runs the gate in a process of its own: a hostile file costs that process, never the service."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from typing import BinaryIO

import structlog

from pr_review.domain.problems import DraftNotAccepted
from pr_review.drafts.refusals import Refusal, sentence

log = structlog.get_logger()

AT_ONCE = 4
# `-I` keeps the working directory and the environment out of it; what the service knows is no
# business of a process that reads strangers' files.
_COMMAND = (sys.executable, "-I", "-m", "pr_review.drafts")


class Inspection:
    """Checks documents, a few at once, each within a time limit."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._free = asyncio.Semaphore(AT_ONCE)

    async def ensure_word_document(self, file: BinaryIO) -> None:
        """Refuses with `DraftNotAccepted` what the gate does not let through."""
        async with self._free:
            process = await asyncio.create_subprocess_exec(
                *_COMMAND, stdin=file, stdout=PIPE, stderr=PIPE, env={}
            )
            try:
                found = await self._answer(process)
            finally:
                await asyncio.shield(_ended(process))
        if found:
            raise refused(Refusal(found["refusal"]), found["what"])

    async def _answer(self, process: Process) -> dict[str, str]:
        try:
            async with asyncio.timeout(self._seconds):
                answer, said = await process.communicate()
        except TimeoutError as error:
            log.error("document not checked in time", seconds=self._seconds)
            raise refused(Refusal.READER_FAILED) from error
        if process.returncode != 0:
            # The last line of a traceback begins with the error's class; the rest may quote a text.
            error_class = (
                said.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
            )
            log.error("document check failed", status=process.returncode, error=error_class)
            raise refused(Refusal.READER_FAILED)
        found: dict[str, str] = json.loads(answer)
        return found


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


def refused(refusal: Refusal, what: str = "") -> DraftNotAccepted:
    """The refusal as clients get it."""
    return DraftNotAccepted(refusal.value, sentence(refusal, what))
