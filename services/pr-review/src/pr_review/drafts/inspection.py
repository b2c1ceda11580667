"""Runs the gate in a process of its own: a hostile file costs that process, never the service."""

import json
from typing import BinaryIO

import structlog

from chassis.children import ChildFailed, Children, Overloaded
from pr_review.domain.problems import DraftNotAccepted, TooManyDocuments
from pr_review.drafts.gate import Warnings
from pr_review.drafts.refusals import Refusal, sentence
from pr_review.policy.numbers import Policy

log = structlog.get_logger()

AT_ONCE = 2


class Inspection:
    """Checks documents, a few at once, each within a time limit."""

    def __init__(self, numbers: Policy) -> None:
        self._children = Children(
            "pr_review.drafts",
            at_once=AT_ONCE,
            seconds=numbers.reading_seconds,
            wall_seconds=numbers.reading_wall_seconds,
            waiting_seconds=numbers.reading_waiting_seconds,
        )

    async def ensure_word_document(self, file: BinaryIO, whose: str) -> Warnings:
        """Refuses with `DraftNotAccepted` what the gate does not let through, else answers with
        what it warns of.

        Fails with `TooManyDocuments` when there is no time for the account's document.
        """
        try:
            answer = await self._children.answer(file, whose=whose)
        except Overloaded as error:
            log.warning("no time for a document", why=str(error))
            raise TooManyDocuments from error
        except ChildFailed as error:
            log.error(
                "document not checked", why=error.why, status=error.status, error=error.error_class
            )
            raise refused(Refusal.READER_FAILED) from error
        found = json.loads(answer)
        if "refusal" in found:
            raise refused(Refusal(found["refusal"]), found["what"])
        return tuple((code, text) for code, text in found["warnings"])


def refused(refusal: Refusal, what: str = "") -> DraftNotAccepted:
    """The refusal as clients get it."""
    return DraftNotAccepted(refusal.value, sentence(refusal, what))


def too_large(most: int) -> DraftNotAccepted:
    """The refusal of a file of more than `most` bytes."""
    return refused(Refusal.FILE_TOO_LARGE, f"{most / 1024 / 1024:.4g} MiB")
