"""Work: what waits for somebody, as those who do it ask for it, and how a week of it went."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from pr_review.domain.release.states import NoticeVerdict, ReleaseType, WaitingFor

MOST_CLASHES = 20


class Assigned(Enum):
    """Who has taken it."""

    MINE = "MINE"
    NOBODY = "NOBODY"
    OTHERS = "OTHERS"


@dataclass(frozen=True)
class WorkFilter:
    """Which of what waits somebody asks for; what is not given narrows nothing.

    What `asker` had a part in is never in it: others review that. What is those' for whom the
    asker stands in, `acts_for`, counts as the asker's too. `only_asked` leaves what waits for a
    word of the asker's, as a stakeholder. What lapses before `lapsing_soon` is counted as such.
    """

    asker: str
    now: datetime
    lapsing_soon: datetime
    only_asked: bool = False
    acts_for: frozenset[str] = frozenset()
    waiting_for: tuple[WaitingFor, ...] = ()
    verdicts: tuple[NoticeVerdict, ...] = ()
    countries: tuple[str, ...] = ()
    types: tuple[ReleaseType, ...] = ()
    assigned: Assigned | None = None
    overdue: bool = False
    lapsing_before: datetime | None = None

    @property
    def own(self) -> frozenset[str]:
        """The accounts whose work is the asker's today."""
        return self.acts_for | {self.asker}


@dataclass(frozen=True)
class WorkCounts:
    """How many wait, each of them a part of `all`."""

    all: int = 0
    mine: int = 0
    unassigned: int = 0
    stakeholder: int = 0
    lead: int = 0
    maker: int = 0
    overdue: int = 0
    short_notice: int = 0
    lapsing: int = 0


@dataclass(frozen=True)
class Planned:
    """On which day a release is to go out, or did, and in which countries."""

    id: str
    release_on: date
    countries: frozenset[str]


def clashes(planned: Iterable[Planned]) -> Mapping[str, Sequence[str]]:
    """Of each, by its id, the ids of others on its day in one of its countries, by id.

    Of a day on which nearly everything clashes only so many are named as somebody reads.
    """
    found = list(planned)
    there: dict[tuple[date, str], set[str]] = defaultdict(set)
    for it in found:
        for country in it.countries:
            there[it.release_on, country].add(it.id)
    some = {day: sorted(ids)[: MOST_CLASHES + 1] for day, ids in there.items()}
    named: dict[str, Sequence[str]] = {}
    for it in found:
        others = {other for country in it.countries for other in some[it.release_on, country]}
        named[it.id] = sorted(others - {it.id})[:MOST_CLASHES]
    return named


@dataclass(frozen=True)
class Waits:
    """For how many seconds each maker waited for what came in a week."""

    seconds: tuple[int, ...] = ()

    @property
    def median(self) -> int | None:
        """The median, to the second; None where nobody waited."""
        return int(statistics.median(self.seconds)) if self.seconds else None


@dataclass(frozen=True)
class Decisions(Waits):
    """How long makers waited for decisions, of which so many came when we meant to decide."""

    in_time: int = 0


NO_WAITS = Waits()
NO_DECISIONS = Decisions()


@dataclass(frozen=True)
class Week:
    """How the week went that begins on the Monday `begins`.

    `rounds` has how many rounds each took that was decided on.
    """

    begins: datetime
    received: int = 0
    short_notice: int = 0
    approved: int = 0
    declined: int = 0
    not_needed: int = 0
    withdrawn: int = 0
    lapsed: int = 0
    rounds: tuple[int, ...] = ()
    first_answers: Waits = NO_WAITS
    decisions: Decisions = NO_DECISIONS

    @property
    def average_rounds(self) -> float | None:
        """The rounds of what was decided on; None where nothing was."""
        return statistics.mean(self.rounds) if self.rounds else None
