"""What a press release is made of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chassis.actors import Actor
from pr_review.domain.release.states import (
    ASKED,
    AWAITED,
    AnswerKind,
    Area,
    AuthoritySource,
    Channel,
    DecisionKind,
    DeclineReason,
    ExceptionState,
    LetterKind,
    Need,
    NoticeVerdict,
    ReleaseType,
    StakeholderState,
    State,
    Verdict,
)


@dataclass(frozen=True)
class Market:
    """A country it goes out in. Its zone is the country's unless another is said."""

    country: str
    time_zone: str = ""


@dataclass(frozen=True)
class Form:
    """What the maker writes. Anything but the title may be missing until it is submitted.

    `release_at` is a local time in `time_zone`; without one the whole day is meant. Whoever gives
    an `exception_reason` asks for less than two weeks.
    """

    title: str
    release_on: date | None = None
    time_zone: str = ""
    distribution_plan: str = ""
    contact: str = ""
    type: ReleaseType = ReleaseType.PRESS_RELEASE
    release_at: time | None = None
    markets: tuple[Market, ...] = ()
    exception_reason: str = ""
    agency: str = ""

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones whose calendars count: its own, and those of its markets."""
        named = (self.time_zone, *(market.time_zone for market in self.markets))
        return tuple(dict.fromkeys(zone for zone in named if zone))


@dataclass(frozen=True)
class Authority:
    """That an agency may act for the maker: who said so, when, and where it can be read."""

    source: AuthoritySource
    given: datetime
    given_by: Actor | None = None
    reference: str = ""


@dataclass(frozen=True)
class Intake:
    """How it came to us.

    `first_contact` is when the maker first wrote to support, as support recorded it under
    `reference`; once a lead has accepted it, it counts as the moment it was received.
    """

    channel: Channel = Channel.MAKER
    authority: Authority | None = None
    first_contact: datetime | None = None
    reference: str = ""
    recorded_by: Actor | None = None
    accepted_by: Actor | None = None
    accepted: datetime | None = None


FROM_MAKER = Intake()


@dataclass(frozen=True)
class Notice:
    """How much time there is, for one moment of receipt and one release date.

    `days` are calendar days, `working_days` those of the team between the two, neither counted.
    `note` says what had to be settled about the local time.
    """

    verdict: NoticeVerdict
    received: datetime
    days: int
    working_days: int
    last_on_time: date
    earliest: date
    note: str = ""

    @property
    def is_on_time(self) -> bool:
        """Whether nobody has to agree to the time there is."""
        return self.verdict is NoticeVerdict.ON_TIME


@dataclass(frozen=True)
class Terms:
    """What the policy makes of a release date: the notice, our targets, and when it lapses."""

    notice: Notice
    acknowledge_due: datetime
    answer_due: datetime
    lapses: datetime


@dataclass(frozen=True)
class DateChange:
    """A release date it had, or has, since a moment."""

    release_on: date
    release_at: time | None
    time_zone: str
    since: datetime
    by: Actor
    notice: Notice


@dataclass(frozen=True)
class ExceptionRequest:
    """The wish for less than two weeks, for one release date."""

    id: str
    reason: str
    asked_by: Actor
    asked: datetime
    verdict: NoticeVerdict
    release_on: date
    state: ExceptionState = ExceptionState.ASKED
    decided_by: Actor | None = None
    decided: datetime | None = None
    answer: str = ""


@dataclass(frozen=True)
class Draft:
    """A Word document that was accepted. Its bytes never change.

    `similarity` to the text before it lies between 0 and 1; the first has none.
    """

    number: int
    file_id: str
    file_name: str
    size: int
    sha256: str
    uploaded: datetime
    uploader: Actor | None = None
    reading_id: str = ""
    html_id: str = ""
    words: int = 0
    blocks: int = 0
    text_sha256: str = ""
    has_tracked_changes: bool = False
    warnings: tuple[str, ...] = ()
    mention_count: int = 0
    check_errors: int = 0
    check_warnings: int = 0
    check_infos: int = 0
    similarity: float | None = None
    is_new_text: bool = False
    is_small_change: bool = False

    def has_text_of(self, other: "Draft") -> bool:
        """Whether nothing but the format differs."""
        return bool(self.text_sha256) and self.text_sha256 == other.text_sha256


@dataclass(frozen=True)
class Answer:
    """What the maker says to the changes asked for, about the draft it had then."""

    kind: AnswerKind
    words: str
    by: Actor
    moment: datetime
    draft_number: int


@dataclass(frozen=True)
class ChangeRequest:
    """The changes asked for in one round, and what the maker said to them."""

    round: int
    letter: str
    by: Actor
    moment: datetime
    draft_number: int
    answer: Answer | None = None


@dataclass(frozen=True)
class Stakeholder:
    """Somebody asked what they say of the draft, and what they said.

    `who` is the one asked at present, `delegated_from` the one before. `draft_number` is the draft
    the verdict is about.
    """

    id: str
    area: Area
    need: Need
    who: Actor
    question: str
    due: datetime
    asked_by: Actor
    asked: datetime
    state: StakeholderState = StakeholderState.OPEN
    verdict: Verdict | None = None
    words: str = ""
    conditions: tuple[str, ...] = ()
    decided: datetime | None = None
    draft_number: int = 0
    keeps_for_small_changes: bool = False
    waive_reason: str = ""
    delegated_from: Actor | None = None

    @property
    def is_asked(self) -> bool:
        """Whether an answer of theirs still counts."""
        return self.state in ASKED

    @property
    def is_required(self) -> bool:
        """Whether an approval needs their yes."""
        return self.need is Need.REQUIRED and self.state is not StakeholderState.WAIVED

    @property
    def is_awaited(self) -> bool:
        """Whether the release waits for them: required, and no answer that is still good."""
        return self.need is Need.REQUIRED and self.state in AWAITED

    @property
    def vetoes(self) -> bool:
        """Whether their veto stands."""
        return self.state is StakeholderState.ANSWERED and self.verdict is Verdict.VETO


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
    """That it went out: when, on which day of its own zone, and where.

    `is_other` says that what went out was not what was approved, as staff may know. `as_approved`
    is set by the release when it is reported.
    """

    published: datetime
    published_on: date
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


@dataclass(frozen=True)
class Note:
    """A note of staff for staff."""

    author: Actor
    text: str
    created: datetime
