"""Two weeks, in days of the release's own zone: docs/rules.md#two-weeks-before-a-press-release."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chassis.errors import Problem
from pr_review.domain.problems import InvalidLocalTime, TooFarAhead
from pr_review.domain.release.parts import Form, Notice, Terms
from pr_review.domain.release.refusals import ReleaseDatePast
from pr_review.domain.release.states import NoticeVerdict
from pr_review.policy import calendar
from pr_review.policy.numbers import Policy
from pr_review.policy.zones import is_time_zone
from pr_review.policy.zones import zone as _zone

_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)


def local_date(moment: datetime, zone: str) -> date:
    """The day it is in the zone."""
    return moment.astimezone(_zone(zone)).date()


def furthest_date(moment: datetime, zones: tuple[str, ...]) -> date:
    """The day it is where the calendar is furthest ahead."""
    return max(local_date(moment, zone) for zone in zones)


def earliest_release(received: date, numbers: Policy) -> date:
    """The first day a release received on a day may go out: calendar days, whole ones."""
    return received + numbers.lead


def day_begins(day: date, zone: str) -> datetime:
    """The moment the day begins in the zone."""
    return datetime.combine(day, time.min, _zone(zone)).astimezone(UTC)


def day_ends(day: date, zone: str) -> datetime:
    """The moment the day is over in the zone."""
    return day_begins(day + timedelta(days=1), zone)


@dataclass(frozen=True)
class LocalTime:
    """What a clock on a wall shows somewhere, on a day."""

    day: date
    at: time
    zone: str

    @property
    def moment(self) -> datetime:
        """When that is; of an hour that comes twice, the first time."""
        local = datetime.combine(self.day, self.at.replace(fold=0), _zone(self.zone))
        return local.astimezone(UTC)

    @property
    def is_skipped(self) -> bool:
        """Whether no clock there ever shows it, since clocks go forward."""
        shown = self.moment.astimezone(_zone(self.zone))
        return (shown.date(), shown.time()) != (self.day, self.at)

    @property
    def comes_twice(self) -> bool:
        """Whether clocks show it once more, since they go back."""
        second = datetime.combine(self.day, self.at.replace(fold=1), _zone(self.zone))
        return not self.is_skipped and second.astimezone(UTC) != self.moment

    @property
    def next_shown(self) -> "LocalTime":
        """The next minute that clocks there show."""
        found = self
        while found.is_skipped:
            later = datetime.combine(found.day, found.at) + _MINUTE
            found = LocalTime(later.date(), later.time(), self.zone)
        return found


def local_time(form: Form) -> LocalTime | None:
    """When it goes out by the clocks of its own zone, if it says a time.

    None on a day too near the calendar's ends for clocks to be compared; nothing goes out then.
    """
    if form.release_on is None or form.release_at is None or not form.time_zone:
        return None
    if form.release_on.year in (date.min.year, date.max.year):
        return None
    return LocalTime(form.release_on, form.release_at, form.time_zone)


def lapses(form: Form) -> datetime:
    """The first moment at which it is too late: its time, if it says one, or the end of its day.

    The day ends first where the calendar is furthest ahead, and it is meant in every market.
    """
    day = _day_of(form)
    ends = [day_ends(day, zone) for zone in form.zones]
    said = local_time(form)
    return min(ends if said is None else [said.moment, *ends])


def opens(form: Form) -> datetime:
    """The first moment at which it may go out: its time, if it says one, else when the day begins
    where the calendar is furthest ahead.
    """
    said = local_time(form)
    day = _day_of(form)
    return said.moment if said is not None else min(day_begins(day, it) for it in form.zones)


def notice(form: Form, received: datetime, numbers: Policy) -> Notice:
    """How much time there is, whatever else stands against the date."""
    day = _day_of(form)
    came = furthest_date(received, form.zones)
    days, working_days = (day - came).days, calendar.between(came, day, numbers)
    if days >= numbers.lead_days:
        verdict = NoticeVerdict.ON_TIME
    elif working_days >= numbers.short_notice_working_days:
        verdict = NoticeVerdict.SHORT_NOTICE
    else:
        verdict = NoticeVerdict.VERY_SHORT_NOTICE
    said = local_time(form)
    return Notice(
        verdict=verdict,
        received=received,
        days=days,
        working_days=working_days,
        last_on_time=day - numbers.lead,
        earliest=earliest_release(came, numbers),
        hour_comes_twice=said is not None and said.comes_twice,
    )


def date_problem(form: Form, now: datetime, numbers: Policy) -> Problem | None:
    """Why nothing could go out then, however much time there is: no such time, past, far off."""
    day = _day_of(form)
    # No zone is more than a day off; further away nothing is counted, for the calendar ends.
    if day > now.date() + numbers.furthest + _A_DAY:
        return TooFarAhead(day, furthest_date(now, form.zones) + numbers.furthest)
    if day < now.date() - _A_DAY:
        return ReleaseDatePast(day)
    said = local_time(form)
    if said is not None and said.is_skipped:
        following = said.next_shown
        return InvalidLocalTime(said.day, said.at, said.zone, following.day, following.at)
    if now >= lapses(form):
        is_hour = said is not None and now < min(day_ends(day, zone) for zone in form.zones)
        return ReleaseDatePast(day, form.release_at if is_hour else None, form.time_zone)
    latest = furthest_date(now, form.zones) + numbers.furthest
    return TooFarAhead(day, latest) if day > latest else None


def terms(form: Form, received: datetime, now: datetime, numbers: Policy) -> Terms:
    """What follows from a date: the notice from when it was received, our targets from now.

    Fails as `date_problem` says.
    """
    problem = date_problem(form, now, numbers)
    if problem is not None:
        raise problem
    return Terms(
        notice=notice(form, received, numbers),
        acknowledge_due=min(
            calendar.after(now, numbers.acknowledge_working_days, numbers), lapses(form)
        ),
        answer_due=answer_due(form, now, numbers),
        lapses=lapses(form),
    )


def answer_due(form: Form, now: datetime, numbers: Policy) -> datetime:
    """Until when we mean to decide on what waits for us from now on.

    Where the days before the release are too few for that, as soon as for a first word; no promise
    is made then.
    """
    latest = _before(form, numbers.answer_before_working_days, numbers)
    soonest = calendar.after(now, numbers.acknowledge_working_days, numbers)
    target = calendar.after(now, numbers.answer_working_days, numbers)
    return min(target, latest if latest > now else soonest, lapses(form))


def stakeholder_due(form: Form, now: datetime, numbers: Policy) -> datetime:
    """Until when a stakeholder is asked to say something, unless somebody says otherwise."""
    latest = _before(form, numbers.stakeholder_before_working_days, numbers)
    target = calendar.after(now, numbers.stakeholder_working_days, numbers)
    return min(target, latest if latest > now else target, lapses(form))


def warnings(form: Form, numbers: Policy) -> list[datetime]:
    """When the team is warned that it is undecided, oldest first: as those days begin."""
    day = _day_of(form)
    return [
        calendar.begin_of(calendar.days_before(day, count, numbers), numbers)
        for count in numbers.warnings
    ]


def approval_expires(release_on: date, zone: str, numbers: Policy) -> datetime:
    """Until when an approval holds: the end of a day some time after the release."""
    return day_ends(release_on + numbers.approval_kept, zone)


def earliest_for(form: Form, now: datetime, numbers: Policy) -> date | None:
    """The first day that would be on time if it were submitted now; None without a zone."""
    zones = tuple(zone for zone in form.zones if is_time_zone(zone))
    return earliest_release(furthest_date(now, zones), numbers) if zones else None


def _before(form: Form, working_days: int, numbers: Policy) -> datetime:
    return calendar.end_of(calendar.days_before(_day_of(form), working_days, numbers), numbers)


def _day_of(form: Form) -> date:
    if form.release_on is None or not form.zones:
        raise ValueError("only a date in a zone can be counted to")
    return form.release_on
