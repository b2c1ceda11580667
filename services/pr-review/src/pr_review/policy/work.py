"""Who gets what, who stands in, and who is told in time: docs/rules.md#who-does-the-work."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from chassis.actors import Actor
from chassis.errors import InvalidRequest, Violation, invalid
from pr_review.domain.problems import NobodyToAssign
from pr_review.domain.release import PressRelease
from pr_review.policy.numbers import Policy
from pr_review.policy.zones import is_country


def least_loaded(
    release: PressRelease,
    team: Iterable[Actor],
    loads: Mapping[str, int],
    away: Collection[str],
) -> Actor:
    """Whoever of the team has the fewest, is there, and had no part in it; by name among equals.

    Fails with `NobodyToAssign`.
    """
    free = [it for it in team if it.subject not in away and not release.has_part(it.subject)]
    if not free:
        raise NobodyToAssign
    return min(free, key=lambda it: (loads.get(it.subject, 0), it.display_name, it.subject))


def ensure_period(start: date, end: date, numbers: Policy) -> None:
    """Fails with `InvalidRequest` unless the calendar can be shown for these days."""
    if not timedelta() <= end - start <= timedelta(days=numbers.planned_days_max):
        raise invalid(
            "end_date",
            "PERIOD_TOO_LONG",
            f"Must be from 0 to {numbers.planned_days_max} days after the first day.",
        )


def ensure_absence(since: datetime, until: datetime, now: datetime, numbers: Policy) -> None:
    """Fails with `InvalidRequest` unless somebody can be away from one until the other."""
    latest = since + timedelta(days=numbers.absence_days_max)
    if until <= max(since, now):
        raise invalid("end_time", "TOO_EARLY", "Must be later than the start, and than now.")
    if until > latest:
        raise invalid(
            "end_time",
            "ABSENCE_TOO_LONG",
            f"Must be {numbers.absence_days_max} days after the start at most.",
        )


def ensure_country(field: str, code: str) -> None:
    """Fails with `InvalidRequest` unless it is a country's code."""
    ensure_codes({field: code})


def ensure_countries(field: str, codes: Sequence[str], numbers: Policy) -> None:
    """Fails with `InvalidRequest` naming every one that is no country's code, or for too many."""
    if len(codes) > numbers.markets_max:
        raise invalid(field, "TOO_MANY_COUNTRIES", f"{numbers.markets_max} at most.")
    ensure_codes({f"{field}[{place}]": code for place, code in enumerate(codes)})


def ensure_codes(codes: Mapping[str, str]) -> None:
    """Fails with `InvalidRequest` naming every field whose value is no country's code."""
    broken = [
        Violation("COUNTRY_MALFORMED", "Must be a country's code, such as `US`.", field)
        for field, code in codes.items()
        if not is_country(code)
    ]
    if broken:
        raise InvalidRequest(broken)
