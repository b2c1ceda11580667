"""What the service asks for Word documents: everything that reads a draft runs elsewhere."""

import asyncio
import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import structlog

from chassis.children import ChildFailed, Children, Overloaded
from pr_review.domain.word_out import AnnotationFailed, RedlineFailed, TooManyWordDocuments
from pr_review.policy.numbers import Policy
from pr_review.writing import codec
from pr_review.writing.bundle import bundle
from pr_review.writing.notes import Annotated, Caution, Note, Redline
from pr_review.writing.redline import Redliner

log = structlog.get_logger()

AT_ONCE = 2
MOST_BYTES = 40 * 1024 * 1024
"""Of a document that is made: a draft's most, and as much again."""


class WordOut:
    """Makes Word documents, a few at once, each within limits of time and memory."""

    def __init__(self, numbers: Policy, redline_folder: Path | None = None) -> None:
        """`redline_folder` is where the comparing program is or will be unpacked."""
        self._children = Children(
            "pr_review.writing",
            at_once=AT_ONCE,
            seconds=numbers.writing_seconds,
            wall_seconds=numbers.writing_wall_seconds,
            waiting_seconds=numbers.writing_waiting_seconds,
        )
        self._redliner = Redliner(
            redline_folder,
            seconds=numbers.redline_seconds,
            wall_seconds=numbers.redline_wall_seconds,
            memory=numbers.redline_memory,
            waiting_seconds=numbers.writing_waiting_seconds,
            most=MOST_BYTES,
        )

    async def annotated(self, draft: BinaryIO, notes: Iterable[Note], *, whose: str) -> Annotated:
        """A copy of the draft with the notes as comments, its text unchanged.

        `whose` is the account that asks. Fails with `AnnotationFailed`, `TooManyWordDocuments`.
        """
        told = io.BytesIO(codec.written_notes(notes))
        try:
            answer = await self._child((told, draft), "annotate", whose)
        except ChildFailed as error:
            _log("draft not annotated", error)
            raise AnnotationFailed from error
        return codec.read_annotated(answer)

    async def redline(
        self, old: BinaryIO, new: BinaryIO, *, author: str, at: datetime, whose: str
    ) -> Redline:
        """What leads from one draft to the other, as tracked changes by this author at this time.

        Fails with `RedlineUnavailable`, `RedlineFailed`, `RedlineTooLong` and
        `TooManyWordDocuments`. A redline that could not be proven is given with its warning.
        """
        content = await self._redliner.compared(old, new, author=author, at=at, whose=whose)
        try:
            answer = await self._child((old, new, io.BytesIO(content)), "prove", whose)
        except ChildFailed as error:
            _log("redline not proven", error)
            raise RedlineFailed from error
        proof, warnings = codec.read_proof(answer)
        if not (proof.accept_equals_new and proof.reject_equals_old):
            log.warning(
                "redline is not true",
                accept=proof.accept_equals_new,
                reject=proof.reject_equals_old,
            )
            warnings = tuple(dict.fromkeys((*warnings, Caution.NOT_PROVEN)))
        return Redline(content, proof, warnings)

    async def _child(self, files: Sequence[BinaryIO], task: str, whose: str) -> bytes:
        try:
            with tempfile.TemporaryFile() as file:
                await asyncio.to_thread(bundle, files, file)
                return await self._children.answer(file, task, most=MOST_BYTES, whose=whose)
        except Overloaded as error:
            log.warning("no time for a Word document", task=task, why=str(error))
            raise TooManyWordDocuments from error


def _log(what: str, error: ChildFailed) -> None:
    log.error(what, why=error.why, status=error.status, error=error.error_class)
