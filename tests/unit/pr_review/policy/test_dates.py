"""Two weeks, with examples from real calendars."""

from datetime import UTC, date, datetime
from zoneinfo import available_timezones

import pytest

from chassis.errors import Problem
from pr_review.domain.problems import (
    LeadTimeTooShort,
)
from pr_review.policy import dates, review
from tests.unit.pr_review.builders import (
    NUMBERS,
    a_release,
)

ON_TIME = "ON_TIME"
SHORT = "LEAD_TIME_TOO_SHORT"
PAST = "RELEASE_DATE_PAST"
FAR = "TOO_FAR_AHEAD"


def verdict(received, release_on, zone):
    release = a_release(release_on=date.fromisoformat(release_on), time_zone=zone)
    try:
        review.ensure_submittable(release, datetime.fromisoformat(received), NUMBERS)
    except Problem as problem:
        return problem.reason
    return ON_TIME


@pytest.mark.parametrize(
    ("received", "release_on", "zone", "expected"),
    [
        pytest.param(
            "2027-02-16T20:00:00Z", "2027-03-02", "America/Los_Angeles", ON_TIME,
            id="exactly 14 calendar days",
        ),
        pytest.param(
            "2027-02-17T07:59:59Z", "2027-03-02", "America/Los_Angeles", ON_TIME,
            id="the last second of the last day there, although the next day in UTC",
        ),
        pytest.param(
            "2027-02-17T08:00:00Z", "2027-03-02", "America/Los_Angeles", SHORT,
            id="one second later it is midnight there",
        ),
        pytest.param(
            "2027-02-16T15:30:00Z", "2027-03-02", "Asia/Tokyo", SHORT,
            id="still the day before in UTC, but not in Tokyo",
        ),
        pytest.param(
            "2027-03-07T18:00:00Z", "2027-03-21", "America/New_York", ON_TIME,
            id="a day of 23 hours between",
        ),
        pytest.param(
            "2027-10-25T03:30:00Z", "2027-11-07", "America/New_York", ON_TIME,
            id="late in the evening, 313 hours before, and still 14 days",
        ),
        pytest.param(
            "2027-10-01T12:00:00Z", "2027-11-07", "America/New_York", ON_TIME,
            id="a day of 25 hours",
        ),
        pytest.param(
            "2028-02-29T23:00:00Z", "2028-03-14", "Europe/London", ON_TIME,
            id="the last day is 29 February in a leap year",
        ),
        pytest.param(
            "2027-03-01T09:00:00Z", "2027-03-14", "Europe/London", SHORT,
            id="the last day is 28 February in a common year",
        ),
        pytest.param(
            "2027-12-20T10:00:00Z", "2028-01-03", "Europe/Berlin", ON_TIME,
            id="holidays do not stretch the two weeks",
        ),
        pytest.param(
            "2027-02-27T18:00:00Z", "2027-03-02", "America/Los_Angeles", SHORT,
            id="Saturday for Tuesday",
        ),
        pytest.param(
            "2027-03-02T18:00:00Z", "2027-03-02", "America/Los_Angeles", SHORT,
            id="on the day itself, which is not over",
        ),
        pytest.param(
            "2027-03-03T07:59:59Z", "2027-03-02", "America/Los_Angeles", SHORT,
            id="in the last second of the day",
        ),
        pytest.param(
            "2027-03-03T08:00:00Z", "2027-03-02", "America/Los_Angeles", PAST,
            id="the day is over",
        ),
        pytest.param(
            "2027-02-16T11:00:00Z", "2027-03-02", "Pacific/Kiritimati", SHORT,
            id="14 hours ahead of UTC it is already tomorrow",
        ),
        pytest.param(
            "2027-02-16T11:00:00Z", "2027-03-02", "Pacific/Pago_Pago", ON_TIME,
            id="11 hours behind UTC the day has just begun",
        ),
        pytest.param(
            "2027-02-16T20:00:00Z", "2028-03-20", "America/Los_Angeles", FAR,
            id="398 days ahead is likely a typing error",
        ),
        pytest.param(
            "2027-02-16T20:00:00Z", "2028-02-17", "America/Los_Angeles", ON_TIME,
            id="366 days ahead is the furthest",
        ),
        pytest.param(
            "2027-02-16T20:00:00Z", "2028-02-18", "America/Los_Angeles", FAR,
            id="367 days ahead is too far",
        ),
    ],
)  # fmt: skip
def test_two_weeks_are_counted_in_whole_days_of_the_releases_zone(
    received, release_on, zone, expected
):
    assert verdict(received, release_on, zone) == expected


def test_a_short_lead_time_is_answered_with_the_earliest_date():
    received = datetime(2027, 2, 17, 8, tzinfo=UTC)

    with pytest.raises(LeadTimeTooShort) as refused:
        review.ensure_submittable(a_release(), received, NUMBERS)

    assert refused.value.facts == {"earliest": "2027-03-03", "submitted": "2027-02-17"}
    assert "on 3 March 2027 at the earliest" in refused.value.message
    assert "needs 14 days" in refused.value.message


def test_the_earliest_date_would_be_accepted():
    received = datetime(2027, 2, 17, 8, tzinfo=UTC)

    earliest = dates.earliest_release(dates.local_date(received, "America/Los_Angeles"), NUMBERS)

    assert verdict(received.isoformat(), earliest.isoformat(), "America/Los_Angeles") == ON_TIME


def test_every_accepted_zone_can_be_counted_in():
    zones = [name for name in available_timezones() if dates.is_time_zone(name)]

    for zone in zones:
        assert dates.day_ends(date(2027, 3, 2), zone) > datetime(2027, 3, 2, tzinfo=UTC)
    assert len(zones) > 300
