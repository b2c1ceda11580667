"""What is filed, and how much time there is."""

from dataclasses import dataclass
from datetime import date, datetime, time

from chassis.actors import Actor
from pr_review.domain.release.states import (
    AuthoritySource,
    Channel,
    ExceptionState,
    NoticeVerdict,
    ReleaseType,
)


@dataclass(frozen=True)
class Market:
    """A country it goes out in. Its zone is the country's unless another is said."""

    country: str
    time_zone: str = ""


@dataclass(frozen=True)
class Plan:
    """When it is to go out, as somebody reads it."""

    release_on: date | None
    release_at: time | None
    time_zone: str


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

    @property
    def plan(self) -> Plan:
        """When it is to go out."""
        return Plan(self.release_on, self.release_at, self.time_zone)

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
    agency: str = ""
    authority: Authority | None = None
    first_contact: datetime | None = None
    reference: str = ""
    recorded_by: Actor | None = None
    accepted_by: Actor | None = None
    accepted: datetime | None = None

    @property
    def needs_authority(self) -> bool:
        """Whether an agency acts, of which the maker has not said that it may."""
        is_by_agency = self.channel is Channel.AGENCY or bool(self.agency)
        return is_by_agency and self.authority is None


FROM_MAKER = Intake()


@dataclass(frozen=True)
class Notice:
    """How much time there is, for one moment of receipt and one release date.

    `days` are calendar days, `working_days` those of the team between the two, neither counted.
    `hour_comes_twice` says that clocks go back over its hour; the first one is meant.
    """

    verdict: NoticeVerdict
    received: datetime
    days: int
    working_days: int
    last_on_time: date
    earliest: date
    hour_comes_twice: bool = False

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
