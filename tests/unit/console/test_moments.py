"""A deadline is typed by the clocks of whoever types it."""

import pytest

from console.form import Form, Unreadable
from console.moments import moment


def typed(value, zone=""):
    return moment(Form({"dueAt": [value], "dueAtZone": [zone]}), "dueAt")


@pytest.mark.parametrize(
    ("value", "zone", "read"),
    [
        ("", "Europe/Berlin", None),
        ("2026-03-24T12:00", "Europe/Berlin", "2026-03-24T12:00:00+01:00"),
        ("2026-07-24T12:00", "Europe/Berlin", "2026-07-24T12:00:00+02:00"),
        ("2026-07-24T12:00", "Asia/Kolkata", "2026-07-24T12:00:00+05:30"),
        ("2026-07-24T12:00", "", "2026-07-24T12:00:00+00:00"),
        # Shown twice by clocks there: the first of the two.
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T02:30:00+02:00"),
    ],
)
def test_a_moment_is_read_in_the_zone_it_was_typed_in(value, zone, read):
    assert typed(value, zone) == read


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        ("tomorrow", "UTC"),
        ("2026-02-30T12:00", "UTC"),
        ("2026-03-24T12:00", "Middle/Earth"),
        ("2026-03-24T12:00", "../../etc/passwd"),
        ("2026-03-24T12:00", "\x00"),
    ],
)
def test_what_is_no_moment_is_not_sent(value, zone):
    with pytest.raises(Unreadable):
        typed(value, zone)
