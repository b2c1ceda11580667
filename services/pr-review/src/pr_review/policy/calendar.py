"""Working days of the press team: Monday to Friday, less its holidays, in its own zone.

They make our targets. The two weeks are calendar days and know nothing of them. The sources are in
docs/rules.md#the-press-teams-targets.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pr_review.policy.numbers import Policy

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, numbers: Policy) -> bool:
    """Whether the team works that day."""
    return day.weekday() < _SATURDAY and day not in numbers.days_off


def between(first: date, last: date, numbers: Policy) -> int:
    """How many working days lie between two days, neither of them counted."""
    days = (last - first).days
    return sum(is_working_day(first + _DAY * passed, numbers) for passed in range(1, days))


def days_after(day: date, count: int, numbers: Policy) -> date:
    """The working day that is so many after a day."""
    return _stepped(day, count, _DAY, numbers)


def days_before(day: date, count: int, numbers: Policy) -> date:
    """The working day that is so many before a day."""
    return _stepped(day, count, -_DAY, numbers)


def after(moment: datetime, count: int, numbers: Policy) -> datetime:
    """The moment so many working days later: as late in the day, by the team's clocks.

    What comes in on a day off is counted from the beginning of the next working day.
    """
    local = moment.astimezone(ZoneInfo(numbers.team_time_zone))
    begun, at = local.date(), local.time()
    if not is_working_day(begun, numbers):
        begun, at = days_after(begun, 1, numbers), time.min
    return _moment(days_after(begun, count, numbers), at, numbers)


def begin_of(day: date, numbers: Policy) -> datetime:
    """When the day begins where the team is."""
    return _moment(day, time.min, numbers)


def end_of(day: date, numbers: Policy) -> datetime:
    """When the day is over where the team is."""
    return begin_of(day + _DAY, numbers)


def _stepped(day: date, count: int, step: timedelta, numbers: Policy) -> date:
    while count > 0:
        day += step
        count -= is_working_day(day, numbers)
    return day


def _moment(day: date, at: time, numbers: Policy) -> datetime:
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), ZoneInfo(numbers.team_time_zone))
    return local.astimezone(UTC)
