"""Drafts are checked and read in a process of their own: a hostile one costs that process only."""

import signal
from typing import BinaryIO, NoReturn, Protocol

import structlog

from chassis.children import ChildFailed, Children, Overloaded
from pr_review.domain.problems import DraftNotAccepted, TooManyDocuments
from pr_review.drafts.refusals import Refusal, sentence
from pr_review.policy.numbers import Policy
from pr_review.reading.found import Found, Refused, understood

__all__ = ["AT_ONCE", "Inspected", "Inspection", "Study", "too_large"]

log = structlog.get_logger()

AT_ONCE = 2
_MOST_TOLD = 32 * 1024 * 1024

Inspected = Found
"""What there is of an accepted draft."""


class Study(Protocol):
    """Where drafts go that our own reader fails at."""

    async def keep(self, file: BinaryIO, account: str, press_release: str, error: str) -> None:
        """Keeps one for whoever mends the reader."""


class Inspection:
    """Checks drafts and reads them, a few at once, each within limits of time and memory."""

    def __init__(self, numbers: Policy, study: Study) -> None:
        self._study = study
        self._children = Children(
            "pr_review.reading",
            at_once=AT_ONCE,
            seconds=numbers.reading_seconds,
            wall_seconds=numbers.reading_wall_seconds,
            waiting_seconds=numbers.reading_waiting_seconds,
        )

    async def read(self, file: BinaryIO, whose: str, press_release: str) -> Inspected:
        """What stands in a draft, its preview and the mentions in it.

        Fails with `DraftNotAccepted` where the gate does not let the draft through, or where our
        own reader fails at it; then the file is kept for study.
        Fails with `TooManyDocuments` when there is no time for the account's document.
        """
        try:
            answer = await self._children.answer(file, most=_MOST_TOLD, whose=whose)
        except Overloaded as error:
            log.warning("no time for a document", why=str(error))
            raise TooManyDocuments from error
        except ChildFailed as error:
            log.error(
                "document not read", why=error.why, status=error.status, error=error.error_class
            )
            # A press release needs a fraction of that: the draft is too much.
            if error.status == -signal.SIGXCPU:
                raise refused(Refusal.TOO_MANY_ELEMENTS) from error
            await self._failed(file, whose, press_release, error.error_class or error.why)
        found = understood(answer)
        if isinstance(found, Refused):
            if found.refusal == Refusal.READER_FAILED.value:
                log.error("document not read", why="the reader failed", error=found.error_class)
                await self._failed(file, whose, press_release, found.error_class)
            raise refused(Refusal(found.refusal), found.what)
        return found

    async def _failed(self, file: BinaryIO, whose: str, press_release: str, error: str) -> NoReturn:
        """The draft may be sound, and only our reader could not read it."""
        await self._study.keep(file, whose, press_release, error)
        raise refused(Refusal.READER_FAILED)


def refused(refusal: Refusal, what: str = "") -> DraftNotAccepted:
    """The refusal as clients get it."""
    return DraftNotAccepted(refusal.value, sentence(refusal, what))


def too_large(most: int) -> DraftNotAccepted:
    """The refusal of a file of more than `most` bytes."""
    return refused(Refusal.FILE_TOO_LARGE, f"{most / 1024 / 1024:.4g} MiB")
