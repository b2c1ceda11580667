"""Two weeks, with examples from real calendars."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from google.type.date_pb2 import Date

from chassis.errors import Problem
from pr_review.domain.release.parts import Market
from pr_review.domain.release.refusals import LeadTimeTooShort
from pr_review.policy import calendar, dates, submission
from pr_review.policy.form import FORM_RULES
from pr_review.policy.zones import is_time_zone
from pr_review.wire import release as wire
from tests.unit.pr_review.builders import NUMBERS, WHY, Story, a_form, moment, planned

# number | received | release, in each of its zones | verdict | last day in time | days | note: the
# working days between where they decide, the next time there is, or which hour is meant
EXAMPLES = """
1|2027-02-16T20:00:00Z|2027-03-02 America/Los_Angeles|ON_TIME|2027-02-16|14|
2|2027-02-17T07:59:59Z|2027-03-02 America/Los_Angeles|ON_TIME|2027-02-16|14|
3|2027-02-17T08:00:00Z|2027-03-02 America/Los_Angeles|SHORT_NOTICE|2027-02-16|13|8
4|2027-02-16T15:30:00Z|2027-03-02 Asia/Tokyo|SHORT_NOTICE|2027-02-16|13|8
5|2027-03-07T18:00:00Z|2027-03-21 09:00 America/New_York|ON_TIME|2027-03-07|14|
6|2027-10-25T03:30:00Z|2027-11-07 00:30 America/New_York|ON_TIME|2027-10-24|14|
7|2027-01-04T12:00:00Z|2027-03-14 02:30 America/New_York|INVALID_LOCAL_TIME|||03:00
8|2027-10-01T12:00:00Z|2027-11-07 01:30 America/New_York|ON_TIME|2027-10-24|37|first
9|2028-02-29T23:00:00Z|2028-03-14 Europe/London|ON_TIME|2028-02-29|14|
10|2027-03-01T09:00:00Z|2027-03-14 Europe/London|SHORT_NOTICE|2027-02-28|13|9
11|2027-01-05T09:00:00Z|2027-02-29 Europe/London|INVALID_DATE|||
12|2027-12-20T10:00:00Z|2028-01-03 Europe/Berlin|ON_TIME|2027-12-20|14|
13|2027-02-27T18:00:00Z|2027-03-02 America/Los_Angeles|VERY_SHORT_NOTICE|2027-02-16|3|1
14|2027-03-02T18:00:00Z|2027-03-02 America/Los_Angeles|VERY_SHORT_NOTICE|2027-02-16|0|0
15|2027-03-02T18:00:00Z|2027-03-02 09:00 America/Los_Angeles|RELEASE_DATE_PAST|2027-02-16|0|
16|2027-03-03T07:59:59Z|2027-03-02 America/Los_Angeles|VERY_SHORT_NOTICE|2027-02-16|0|0
17|2027-03-03T08:00:00Z|2027-03-02 America/Los_Angeles|RELEASE_DATE_PAST|2027-02-16|-1|
18|2027-02-16T11:00:00Z|2027-03-02 Pacific/Kiritimati|SHORT_NOTICE|2027-02-16|13|8
19|2027-02-16T11:00:00Z|2027-03-02 Pacific/Pago_Pago|ON_TIME|2027-02-16|14|
20|2027-02-16T20:00:00Z|2027-03-02 EST|INVALID_TIME_ZONE|||
21|2027-02-16T20:00:00Z|2028-03-20 America/Los_Angeles|TOO_FAR_AHEAD|2028-03-06|398|
22|2027-02-16T15:30:00Z|2027-03-02 America/Los_Angeles + Asia/Tokyo|SHORT_NOTICE|2027-02-16|13|8
"""
ROWS = [line.split("|") for line in EXAMPLES.split("\n") if line]


def judged(received, release):
    """What is said of a release received at a moment: verdict, last day in time, days, note."""
    text, *markets = release.split(" + ")
    year, month, day = map(int, text.split()[0].split("-"))
    if wire.day_of(Date(year=year, month=month, day=day)) is None:
        return wire.no_such_day().rule, "", "", ""
    form, now = planned(text, *markets), moment(received)
    broken = [found for rule in FORM_RULES for found in rule(form, NUMBERS)]
    if broken:
        return broken[0].rule, "", "", "".join(re.findall(r"\d\d:\d\d", broken[0].message))
    problem = dates.date_problem(form, now, NUMBERS)
    found = dates.notice(form, now, NUMBERS)
    verdict = problem.reason if problem else found.verdict.value
    note = "first" if found.hour_comes_twice else ""
    if not (problem or found.is_on_time):
        note += str(found.working_days)
    return verdict, found.last_on_time.isoformat(), str(found.days), note


@pytest.mark.parametrize(
    ("received", "release", "verdict", "last_on_time", "days", "note"),
    [pytest.param(*row[1:], id=row[0]) for row in ROWS],
)
def test_two_weeks_are_counted_in_whole_days_where_the_calendar_is_furthest_ahead(
    received, release, verdict, last_on_time, days, note
):
    assert judged(received, release) == (verdict, last_on_time, days, note)


@pytest.mark.parametrize(
    ("received", "release", "verdict"),
    [
        pytest.param(
            "2027-02-16T20:00:00Z", "2028-02-17 America/Los_Angeles", "ON_TIME",
            id="366 days ahead is the furthest",
        ),
        pytest.param(
            "2027-02-16T20:00:00Z", "2028-02-18 America/Los_Angeles", "TOO_FAR_AHEAD",
            id="367 days ahead is too far",
        ),
        pytest.param(
            "2027-03-02T16:59:59Z", "2027-03-02 09:00 America/Los_Angeles", "VERY_SHORT_NOTICE",
            id="a second before its hour",
        ),
        pytest.param(
            "2027-03-02T17:00:00Z", "2027-03-02 09:00 America/Los_Angeles", "RELEASE_DATE_PAST",
            id="its hour",
        ),
        pytest.param(
            "2027-03-02T14:59:59Z", "2027-03-02 America/Los_Angeles + Asia/Tokyo",
            "VERY_SHORT_NOTICE", id="the last second of the day in Tokyo",
        ),
        pytest.param(
            "2027-03-02T15:00:00Z", "2027-03-02 America/Los_Angeles + Asia/Tokyo",
            "RELEASE_DATE_PAST", id="the day is over in Tokyo, and only begun in Los Angeles",
        ),
        pytest.param(
            "2027-11-01T12:00:00Z", "2028-02-29 Europe/Paris", "ON_TIME", id="29 February, leap",
        ),
        pytest.param(
            "2027-01-17T12:00:00Z", "2027-01-31 Europe/Paris", "ON_TIME", id="the end of a month",
        ),
    ],
)  # fmt: skip
def test_dates_have_their_bounds(received, release, verdict):
    assert judged(received, release)[0] == verdict


def test_a_short_lead_time_is_answered_with_the_earliest_date_and_what_an_exception_needs():
    story = Story("2027-02-17T08:00:00Z").upload()

    with pytest.raises(LeadTimeTooShort) as refused:
        story.submit()

    assert refused.value.facts == {
        "earliest": "2027-03-03",
        "submitted": "2027-02-17",
        "verdict": "SHORT_NOTICE",
    }
    assert "on 3 March 2027 at the earliest" in refused.value.message
    assert "needs 14 days" in refused.value.message
    assert "Submitted on 17 February 2027 in America/Los_Angeles, it" in refused.value.message
    assert "exception" in refused.value.message


def test_of_several_zones_it_is_said_which_one_the_day_of_submission_is_of():
    form = a_form(markets=(Market("JP", "Asia/Tokyo"),))

    refusal = submission.too_short(form, datetime(2027, 2, 17, 20, tzinfo=UTC), NUMBERS)

    assert "Submitted on 18 February 2027 where its calendars are furthest" in refusal.message


def test_with_a_reason_for_an_exception_it_is_taken():
    story = Story("2027-02-17T08:00:00Z").handed_in(WHY)

    assert story.release.notice.verdict.value == "SHORT_NOTICE"
    assert story.release.exception.reason == WHY


def test_the_earliest_date_would_be_accepted():
    now = datetime(2027, 2, 17, 8, tzinfo=UTC)

    earliest = dates.earliest_for(a_form(), now, NUMBERS)

    form = a_form(release_on=earliest)
    assert dates.notice(form, now, NUMBERS).is_on_time
    assert submission.too_short(form, now, NUMBERS) is None


def test_every_accepted_zone_can_be_counted_in():
    zones = [name for name in available_timezones() if is_time_zone(name)]

    for zone in zones:
        assert dates.day_ends(date(2027, 3, 2), zone) > datetime(2027, 3, 2, tzinfo=UTC)
    assert len(zones) > 300


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2027, 3, 14), "America/New_York", 23),
        (date(2027, 11, 7), "America/New_York", 25),
        (date(2027, 3, 2), "America/New_York", 24),
    ],
)
def test_a_day_lasts_until_midnight_however_many_hours_it_has(day, zone, hours):
    assert dates.day_ends(day, zone) - dates.day_begins(day, zone) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "at", "zone", "following"),
    [
        (date(2027, 3, 14), time(2), "America/New_York", time(3)),
        (date(2027, 3, 14), time(2, 59), "America/New_York", time(3)),
        (date(2027, 3, 14), time(1, 59), "America/New_York", None),
        (date(2027, 3, 14), time(3), "America/New_York", None),
        (date(2027, 10, 3), time(2, 15), "Australia/Lord_Howe", time(2, 30)),
        (date(2027, 9, 5), time(0, 30), "America/Santiago", time(1)),
    ],
)
def test_a_time_no_clock_shows_is_told_with_the_next_there_is(day, at, zone, following):
    said = dates.LocalTime(day, at, zone)

    assert said.is_skipped == (following is not None)
    assert said.next_shown.at == (following or at)


def test_an_hour_that_comes_twice_means_the_first():
    said = dates.LocalTime(date(2027, 11, 7), time(1, 30), "America/New_York")

    assert said.comes_twice
    assert said.moment == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_a_time_that_vanished_since_is_refused_at_the_submission_as_well():
    form = a_form(
        release_on=date(2027, 3, 14), release_at=time(2, 30), time_zone="America/New_York"
    )

    problem = dates.date_problem(form, moment("2027-01-04T12:00:00Z"), NUMBERS)

    assert isinstance(problem, Problem)
    assert problem.reason == "INVALID_LOCAL_TIME"
    assert problem.facts == {"next_date": "2027-03-14", "next_time": "03:00"}


@pytest.mark.parametrize(
    ("submitted", "release", "due"),
    [
        pytest.param(
            "2027-02-10T20:00:00Z", "2027-03-02", "2027-02-17T20:00:00Z", id="five working days"
        ),
        pytest.param(
            "2027-02-13T20:00:00Z", "2027-03-02", "2027-02-22T08:00:00Z", id="from Monday on"
        ),
        pytest.param(
            "2027-02-22T20:00:00Z", "2027-03-02", "2027-02-26T08:00:00Z",
            id="three working days before the release at the latest",
        ),
        pytest.param(
            "2027-02-26T20:00:00Z", "2027-03-02", "2027-03-02T20:00:00Z",
            id="too late for that: as soon as for a first word",
        ),
        pytest.param(
            "2027-03-02T20:00:00Z", "2027-03-02", "2027-03-03T08:00:00Z", id="never after its day"
        ),
        pytest.param(
            "2027-03-12T20:00:00Z", "2027-04-12", "2027-03-19T19:00:00Z",
            id="the same hour by the clocks, which went forward meanwhile",
        ),
    ],
)  # fmt: skip
def test_until_when_we_mean_to_decide(submitted, release, due):
    form = a_form(release_on=date.fromisoformat(release))

    assert dates.answer_due(form, moment(submitted), NUMBERS) == moment(due)


def test_the_team_is_warned_five_three_and_one_working_days_before():
    found = dates.warnings(a_form(), NUMBERS)

    assert [calendar_day(it) for it in found] == ["2027-02-23", "2027-02-25", "2027-03-01"]


def calendar_day(at):
    return dates.local_date(at, NUMBERS.team_time_zone).isoformat()


def test_a_word_of_a_stakeholder_is_wanted_a_working_day_before_the_release_at_the_latest():
    form = a_form()

    assert dates.stakeholder_due(form, moment("2027-02-16T20:00Z"), NUMBERS) == moment(
        "2027-02-19T20:00Z"
    )
    assert dates.stakeholder_due(form, moment("2027-02-26T20:00Z"), NUMBERS) == calendar.end_of(
        date(2027, 3, 1), NUMBERS
    )
