"""How it is decided, told and ended."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chassis.actors import Actor
from pr_review.domain.release.states import (
    DecisionKind,
    DeclineReason,
    LetterKind,
    State,
)


@dataclass(frozen=True)
class Decision:
    """How it was decided, and about what exactly."""

    kind: DecisionKind
    by: Actor
    moment: datetime
    letter: str
    draft_number: int = 0
    sha256: str = ""
    release_on: date | None = None
    time_zone: str = ""
    reason: DeclineReason | None = None
    conditions: tuple[str, ...] = ()
    override_reason: str = ""


@dataclass(frozen=True)
class Approval:
    """What exactly was approved: these bytes, on this day, in this zone.

    `voided` is when another draft, date or decision took its place.
    """

    file_id: str
    file_name: str
    sha256: str
    release_on: date
    time_zone: str
    representative: Actor
    created: datetime
    expires: datetime
    draft_number: int = 0
    conditions: tuple[str, ...] = ()
    letter: str = ""
    override_reason: str = ""
    voided: datetime | None = None
    release_at: time | None = None


@dataclass(frozen=True)
class Publication:
    """That it went out: when, and where.

    `is_other` says that what went out was not what was approved, as staff may know. `as_approved`
    is set by the release when it is reported.
    """

    published: datetime
    by: Actor
    reported: datetime
    uri: str = ""
    note: str = ""
    is_other: bool = False
    as_approved: bool = False


@dataclass(frozen=True)
class SentLetter:
    """What was written to the maker, in the maker's language, with what it tells."""

    kind: LetterKind
    text: str
    language: str
    by: Actor
    moment: datetime
    draft_number: int = 0
    reason: DeclineReason | None = None
    conditions: tuple[str, ...] = ()
    override_reason: str = ""


@dataclass(frozen=True)
class Withdrawal:
    """That the maker took it back, and all that an undo brings back."""

    reason: str
    by: Actor
    moment: datetime
    until: datetime
    before: State
    acknowledge_due: datetime | None = None
    answer_due: datetime | None = None
    answer_left: timedelta | None = None
    approval: Approval | None = None
    ended: datetime | None = None
    in_time: bool | None = None
