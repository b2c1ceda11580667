"""How the fields of a press release's forms are read, where the form itself says what is needed.

Messages name the field: they stand in the list above the page too.
"""

from datetime import time

from console import days
from console.form import Form, Reader, Unreadable, needed, number, optional, several
from console.moments import moment

# The plan is on the form, and nobody types it: what cannot be read was not made by the page.
_NO_PLAN = "This does not say which plan was read. Read the press release again, then approve it."
_WHY = {
    "CHANGES": "In words: say what must change.",
    "VETO": "In words: say why it must not go out.",
}
_yes_or_no = needed("Choose one of the two.", "yes", "no")


def either(form: Form, name: str) -> bool:
    """A yes or a no, one of which was chosen."""
    return bool(_yes_or_no(form, name) == "yes")


def given(read: Reader, message: str) -> Reader:
    """Returns a reader that wants what the other would also do without."""

    def part(form: Form, name: str) -> object:
        found = read(form, name)
        if found is None:
            raise Unreadable(message)
        return found

    return part


draft = given(number, "Choose a draft.")
"""The number of a draft."""


def when(message: str) -> Reader:
    """Returns the reader of a moment that must be given."""
    return given(moment, message)


def plan(read: Reader) -> Reader:
    """Returns the reader of a part of the plan that must be there."""
    return given(read, _NO_PLAN)


def day(form: Form, name: str) -> str | None:
    """A day; None if it is none."""
    found = days.day(form.one(name))
    return found.isoformat() if found else None


def time_of_day(form: Form, name: str) -> str | None:
    """A time of the day, or nothing for the whole of it."""
    given = optional(form, name)
    try:
        return time.fromisoformat(given).isoformat() if given else None
    except ValueError:
        raise Unreadable(_NO_PLAN) from None


def why(form: Form, name: str) -> str | None:
    """The words beside a verdict, which some verdicts cannot do without."""
    words, missing = optional(form, name), _WHY.get(form.one("verdict"))
    if words is None and missing:
        raise Unreadable(missing)
    return words


def conditions(form: Form, name: str) -> list[str]:
    """The conditions of a verdict, at least one where it depends on any."""
    written = several(form, name)
    if not written and form.one("verdict") == "OK_WITH_CONDITIONS":
        raise Unreadable("Conditions: write at least one, or choose another verdict.")
    return written
