"""Figures by weeks, which begin with Mondays in UTC."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chassis.errors import invalid

USUAL = 12
MOST = 104


def asked_for(request: Any) -> int:
    """How many `weeks` a request asks for. Fails with `InvalidRequest` for too many."""
    weeks: int = request.weeks if request.HasField("weeks") else USUAL
    if not 1 <= weeks <= MOST:
        raise invalid("weeks", "WEEKS_OUT_OF_RANGE", f"Must be 1 to {MOST}.")
    return weeks


def mondays_until(moment: datetime, count: int) -> list[datetime]:
    """The beginnings of so many weeks, oldest first; the moment, in UTC, is in the last."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    last = midnight - timedelta(days=midnight.weekday())
    return [last - timedelta(weeks=back) for back in reversed(range(count))]


def week_of(moment: str) -> dict[str, Any]:
    """The expression for the Monday with which the week of a field's moment begins."""
    return {"$dateTrunc": {"date": moment, "unit": "week", "startOfWeek": "monday"}}


def waited(row: Mapping[str, Any]) -> tuple[int, ...]:
    """The seconds in a group's row whose `waited` has differences of moments."""
    return tuple(each // 1000 for each in row["waited"])
