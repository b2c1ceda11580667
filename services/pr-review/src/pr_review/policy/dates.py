"""Two weeks, in days of the release's own zone: docs/rules.md#two-weeks-before-a-press-release."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from chassis.errors import Refused
from pr_review.domain.problems import LeadTimeTooShort, ReleaseDatePast, TooFarAhead
from pr_review.policy.numbers import Policy

_REGIONS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)


def local_date(moment: datetime, zone: str) -> date:
    """The day it is in the zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def earliest_release(submitted: date, numbers: Policy) -> date:
    """The first day a release submitted on a day may go out: calendar days, whole ones."""
    return submitted + numbers.lead


def day_ends(day: date, zone: str) -> datetime:
    """The moment the day is over in the zone."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return midnight.astimezone(UTC)


def is_over(day: date, zone: str, now: datetime) -> bool:
    """Whether the day has passed in the zone."""
    return local_date(now, zone) > day


def date_problem(release_on: date, submitted: date, numbers: Policy) -> Refused | None:
    """What is wrong with a release date for something submitted on a day, both in its zone."""
    if release_on < submitted:
        return ReleaseDatePast(release_on)
    if release_on > submitted + numbers.furthest:
        return TooFarAhead(release_on, submitted + numbers.furthest)
    earliest = earliest_release(submitted, numbers)
    if release_on < earliest:
        return LeadTimeTooShort(submitted, earliest)
    return None


def approval_expires(release_on: date, zone: str, numbers: Policy) -> datetime:
    """Until when an approval holds: the end of a day some time after the release."""
    return day_ends(release_on + numbers.approval_kept, zone)


@cache
def _zones() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in _REGIONS)


def is_time_zone(name: str) -> bool:
    """Whether it is a `Region/City` name. Others can't follow the clock changes of a place."""
    return name in _zones()
