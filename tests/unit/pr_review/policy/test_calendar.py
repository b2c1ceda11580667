"""Working days of the press team."""

from datetime import date

import pytest
from pydantic import ValidationError

from pr_review.policy import calendar
from pr_review.policy.numbers import Policy
from tests.unit.pr_review.builders import NUMBERS, moment

XMAS = Policy(holidays="2027-12-24 2027-12-27")
FRIDAY, SATURDAY, MONDAY = date(2027, 2, 26), date(2027, 2, 27), date(2027, 3, 1)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (FRIDAY, MONDAY, 0),
        (SATURDAY, MONDAY, 0),
        (SATURDAY, date(2027, 3, 2), 1),
        (date(2027, 2, 25), date(2027, 3, 2), 2),
        (date(2027, 2, 24), date(2027, 3, 2), 3),
        (MONDAY, MONDAY, 0),
        (MONDAY, FRIDAY, 0),
    ],
)
def test_neither_day_counts_of_the_working_days_between(first, last, count):
    assert calendar.between(first, last, NUMBERS) == count


def test_holidays_of_the_team_are_no_working_days():
    first, last = date(2027, 12, 23), date(2027, 12, 29)

    assert calendar.between(first, last, NUMBERS) == 3
    assert calendar.between(first, last, XMAS) == 1


@pytest.mark.parametrize(
    ("came", "count", "due"),
    [
        pytest.param("2027-02-26T20:00Z", 1, "2027-03-01T20:00Z", id="over the weekend"),
        pytest.param("2027-02-27T20:00Z", 1, "2027-03-02T08:00Z", id="from Monday on"),
        pytest.param("2027-02-27T07:59Z", 1, "2027-03-02T07:59Z", id="Friday still"),
        pytest.param("2027-11-05T20:00Z", 1, "2027-11-08T21:00Z", id="clocks go back"),
        pytest.param("2027-12-23T20:00Z", 1, "2027-12-28T20:00Z", id="over holidays"),
    ],
)  # fmt: skip
def test_a_target_is_as_late_in_the_day_so_many_working_days_on(came, count, due):
    assert calendar.after(moment(came), count, XMAS) == moment(due)


@pytest.mark.parametrize(
    "given",
    [
        {"holidays": "24.12.2027"},
        {"holidays": "2027-02-30"},
        {"team_time_zone": "America/Nowhere"},
        {"warning_working_days": "five"},
    ],
)
def test_what_is_no_calendar_is_no_setting(given):
    with pytest.raises(ValidationError):
        Policy(**given)
