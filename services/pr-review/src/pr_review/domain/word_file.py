"""Word documents that we make of drafts."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from chassis.errors import NotFound, Refused


class WordFileState(Enum):
    """Where one is."""

    PREPARING = "PREPARING"
    READY = "READY"
    FAILED = "FAILED"


@dataclass(frozen=True)
class Proven:
    """What reading a made document back showed.

    `exact` and `moved` count the comments of an annotated draft: those at exactly their words, and
    those at the whole paragraph or at the first one.
    """

    accept_equals_new: bool = True
    reject_equals_old: bool = True
    exact: int = 0
    moved: int = 0
    difference: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all of it is as it should be."""
        return self.accept_equals_new and self.reject_equals_old


@dataclass(frozen=True)
class WordFile:
    """One of them. Its id follows from what it is made of, so the same is made once.

    `for_maker` says that nothing in it is the staff's alone. `expires` is until when it can be
    downloaded, or its failure be read.
    """

    id: str
    release: str
    for_maker: bool
    begun: datetime
    expires: datetime
    state: WordFileState = WordFileState.PREPARING
    file_id: str = ""
    file_name: str = ""
    size: int = 0
    sha256: str = ""
    proof: Proven | None = None
    warnings: tuple[str, ...] = ()
    failure: str = ""

    def stands(self, now: datetime, anew_before: datetime) -> bool:
        """Whether it is there, or is being made or failed too lately to be begun anew."""
        if self.state is WordFileState.READY:
            return self.expires > now
        return self.begun >= anew_before


class WordFileNotFound(NotFound):
    """There is no such document, it was not made for the caller, or its time is over.

    Have it made again.
    """

    def __init__(self) -> None:
        super().__init__("There is no such document, or its time is over. Have it made again.")


class DraftNotReadable(Refused):
    """What stands in this draft is not known, and it can't be read anew: it was taken by an earlier
    release, which refused less. The fact `code` names why.

    Download the draft and read it in Word, or ask the maker for a new one.
    """

    def __init__(self, code: str) -> None:
        super().__init__("This draft can't be shown here. Download it instead.", code=code)


class OneDraftOnly(Refused):
    """There is only one draft yet, and nothing to compare it with.

    Wait for the next one.
    """

    def __init__(self) -> None:
        super().__init__("There is only one draft yet; nothing to compare it with.")
