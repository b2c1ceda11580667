"""How values of the graph are told on pages. Moments are told in UTC: a script makes them local."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from console.typed import in_words
from console.words import field, label

Moment: TypeAlias = datetime | str | None
SOON = timedelta(hours=24)
_MINUTE, _HOUR, _DAY = 60, 60 * 60, 24 * 60 * 60
_STEPS = (
    (2 * _HOUR, _MINUTE, "minute"),
    (2 * _DAY, _HOUR, "hour"),
    (60 * _DAY, _DAY, "day"),
    (730 * _DAY, 30 * _DAY, "month"),
)
_UNITS = ("bytes", "kB", "MB", "GB")


def iso(value: Moment) -> str:
    """A moment for `datetime` of a `<time>`; nothing for none."""
    found = _moment(value)
    return f"{found:%Y-%m-%dT%H:%M:%SZ}" if found else ""


def moment(value: Moment) -> str:
    """`12 Mar 2026, 14:05 UTC`; nothing for none."""
    found = _moment(value)
    return f"{found.day} {found:%b %Y, %H:%M} UTC" if found else ""


def day(value: date | Moment) -> str:
    """`12 March 2026`, of a date or a moment; nothing for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        value = _aware(value).date()
    return f"{value.day} {value:%B %Y}"


def relative(value: Moment, now: datetime) -> str:
    """`in 3 hours`, `2 days ago`, `now`: never more than is left. `times.js` tells the same."""
    found = _moment(value)
    if not found:
        return ""
    seconds = (found - now).total_seconds()
    away = abs(seconds)
    if away < _MINUTE:
        return "now"
    size, unit = next(
        ((size, unit) for limit, size, unit in _STEPS if away < limit), (365 * _DAY, "year")
    )
    told = count(int(away // size), unit)
    return f"in {told}" if seconds > 0 else f"{told} ago"


def nearness(value: Moment, now: datetime) -> str:
    """`overdue`, `soon` within a day, else `later`; nothing for none."""
    found = _moment(value)
    if not found:
        return ""
    if found <= now:
        return "overdue"
    return "soon" if found - now <= SOON else "later"


def urlid(value: str) -> str:
    """A global id as one segment of a path, or in a query."""
    return quote(value, safe="")


def path_of(link: str | None) -> str:
    """The path and query of an absolute link of ours, so that it leads to where the page is from.

    Nothing for what is no such link: a page can never be made to lead elsewhere with it.
    """
    try:
        parts = urlsplit((link or "").strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "") or not parts.path.startswith("/"):
        return ""
    # Browsers read two slashes, of either kind, as the beginning of a host's name.
    path = "/" + parts.path.lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path


def is_web(link: str | None) -> bool:
    """Whether a link that somebody gave us leads to a page, and may be one that is followed."""
    try:
        parts = urlsplit((link or "").strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def words(value: str | None, kind: str = "") -> str:
    """What an enum's value is called; `kind` is the enum, where values of two mean different."""
    return label(value, kind) if value else ""


def size(value: int) -> str:
    """`1.4 MB`: in thousands, as a browser tells a download."""
    amount, unit = float(value), 0
    while amount >= 999.5 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    if unit == 0:
        return count(value, "byte")
    return f"{amount:.1f} {_UNITS[unit]}" if amount < 9.95 else f"{amount:.0f} {_UNITS[unit]}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 photo`, `2 photos`, `1,200 photos`; `many` where an s does not do it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


FILTERS: Mapping[str, Callable[..., object]] = {
    "count": count,
    "day": day,
    "field": field,
    "in_words": in_words,
    "is_web": is_web,
    "iso": iso,
    "moment": moment,
    "nearness": nearness,
    "path_of": path_of,
    "relative": relative,
    "size": size,
    "urlid": urlid,
    "words": words,
}
"""What templates know them as. `count` takes the place of Jinja's own, which is `length`."""


def _moment(value: Moment) -> datetime | None:
    if value is None or value == "":
        return None
    return _aware(datetime.fromisoformat(value) if isinstance(value, str) else value)


def _aware(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
