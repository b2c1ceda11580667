"""A moment that somebody types, by the clocks of where they are."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.form import Form, Unreadable


def moment(form: Form, name: str) -> str | None:
    """A date and a time in the zone that the field `<name>Zone` names; nothing for none.

    A time that a clock shows twice is the first of the two.
    """
    typed = form.one(name).strip()
    if not typed:
        return None
    try:
        wanted = datetime.fromisoformat(typed)
    except ValueError:
        raise Unreadable("Choose a date and a time, such as 24 March 2026, 12:00.") from None
    return wanted.replace(tzinfo=zone(form.one(f"{name}Zone"))).isoformat()


def zone(name: str) -> ZoneInfo:
    """Returns the zone that a browser names; UTC where it names none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable("The time zone of this browser is not known. Set it to UTC.") from None
