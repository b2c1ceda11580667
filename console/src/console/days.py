"""Days as a browser's forms send them; in filters they are UTC's."""

import re
from datetime import UTC, date, datetime, time

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day(typed: str) -> date | None:
    """Returns the day that was typed; None if that is none."""
    if not _DAY.fullmatch(typed.strip()):
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def midnight(of: date) -> str:
    """Returns the moment at which a day begins."""
    return datetime.combine(of, time(), UTC).isoformat()
