"""Work: what waits for somebody, as those who do it ask for it, and how a week of it went."""

import statistics
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from applications.domain.application import Flag, WaitingFor
from applications.domain.questionnaire import ArtisanType


class Assigned(Enum):
    """Who has taken it."""

    MINE = "MINE"
    NOBODY = "NOBODY"
    OTHERS = "OTHERS"


@dataclass(frozen=True)
class WorkFilter:
    """Which of what waits somebody asks for; what is not given narrows nothing.

    What `asker` had a part in as an applicant is never in it: others review that.
    """

    asker: str
    asker_reviews: bool
    now: datetime
    regions: tuple[str, ...] = ()
    artisan_types: tuple[ArtisanType, ...] = ()
    flags: tuple[Flag, ...] = ()
    waiting_for: tuple[WaitingFor, ...] = ()
    assigned: Assigned | None = None
    submitted_before: datetime | None = None
    overdue: bool = False


@dataclass(frozen=True)
class WorkCounts:
    """How many wait, each of them a part of `all`."""

    all: int = 0
    mine: int = 0
    unassigned: int = 0
    second_reviewer: int = 0
    applicant: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Waits:
    """For how many seconds each applicant waited for what came in a week."""

    seconds: tuple[int, ...] = ()

    @property
    def median(self) -> int | None:
        """The median, to the second; None where nobody waited."""
        return int(statistics.median(self.seconds)) if self.seconds else None


@dataclass(frozen=True)
class Decisions(Waits):
    """How long applicants waited for decisions, of which so many came when we meant to answer."""

    in_time: int = 0


@dataclass(frozen=True)
class Week:
    """How the week went that begins on the Monday `begins`."""

    begins: datetime
    submitted: int
    approved: int
    declined: int
    withdrawn: int
    expired: int
    first_answers: Waits
    decisions: Decisions
