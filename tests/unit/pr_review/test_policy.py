"""The rules of press review, with examples from real calendars."""

from datetime import UTC, date, datetime
from zoneinfo import available_timezones

import pytest

from chassis.errors import InvalidRequest, Problem
from pr_review.domain.press_release import Actor, PressReleaseNotInReview, PressReleaseTaken
from pr_review.domain.problems import (
    DraftChanged,
    LeadTimeTooShort,
    PressReleaseIncomplete,
    ReleaseDatePast,
)
from pr_review.policy import dates, form, review
from pr_review.policy.numbers import Policy
from tests.unit.pr_review.builders import (
    NOW,
    RITA,
    SHA,
    a_form,
    a_release,
    in_review,
    without_draft,
)

NUMBERS = Policy()

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


def test_everything_that_is_missing_is_named_together_with_the_date():
    release = without_draft(release_on=date(2027, 2, 20), distribution_plan="", contact="")

    with pytest.raises(PressReleaseIncomplete) as refused:
        review.ensure_submittable(release, NOW, NUMBERS)

    assert [broken.rule for broken in refused.value.violations] == [
        "DISTRIBUTION_PLAN_MISSING",
        "CONTACT_MISSING",
        "DRAFT_MISSING",
        "LEAD_TIME_TOO_SHORT",
    ]
    assert refused.value.facts["earliest"] == "2027-03-02"


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        pytest.param({"release_on": None}, "RELEASE_DATE_MISSING", id="no date"),
        pytest.param({"time_zone": ""}, "TIME_ZONE_MISSING", id="no zone"),
        pytest.param({"distribution_plan": ""}, "DISTRIBUTION_PLAN_MISSING", id="no plan"),
        pytest.param({"contact": ""}, "CONTACT_MISSING", id="no contact"),
    ],
)
def test_a_review_needs_the_whole_form(fields, rule):
    with pytest.raises(PressReleaseIncomplete) as refused:
        review.ensure_submittable(a_release(**fields), NOW, NUMBERS)

    assert [broken.rule for broken in refused.value.violations] == [rule]


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Tokyo"]
)
def test_a_time_zone_is_a_region_and_a_city(zone):
    form.ensure_form(a_form(time_zone=zone))


@pytest.mark.parametrize(
    "zone",
    [
        "EST", "EST5EDT", "CET", "UTC", "GMT", "Z", "Etc/GMT+8", "Etc/UTC", "+02:00", "UTC+2",
        "US/Pacific", "america/new_york", "America/Nowhere", "America", "America/",
        "../../etc/passwd", "America/../../etc/passwd", "America/New_York\x00", "/etc/localtime",
    ],
)  # fmt: skip
def test_abbreviations_offsets_and_inventions_are_no_time_zones(zone):
    with pytest.raises(InvalidRequest) as refused:
        form.ensure_form(a_form(time_zone=zone))

    assert [(v.rule, v.subject) for v in refused.value.violations] == [
        ("INVALID_TIME_ZONE", "press_release.time_zone")
    ]


def test_every_accepted_zone_can_be_counted_in():
    zones = [name for name in available_timezones() if dates.is_time_zone(name)]

    for zone in zones:
        assert dates.day_ends(date(2027, 3, 2), zone) > datetime(2027, 3, 2, tzinfo=UTC)
    assert len(zones) > 300


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        pytest.param({"title": ""}, [("REQUIRED", "title")], id="no title"),
        pytest.param({"title": "a" * 201}, [("TOO_LONG", "title")], id="long title"),
        pytest.param({"contact": "a" * 201}, [("TOO_LONG", "contact")], id="long contact"),
        pytest.param(
            {"distribution_plan": "a" * 2001}, [("TOO_LONG", "distribution_plan")], id="long plan"
        ),
        pytest.param({"title": "a\nb"}, [("CONTROL_CHARACTER", "title")], id="title of two lines"),
        pytest.param(
            {"distribution_plan": "a\0b"}, [("CONTROL_CHARACTER", "distribution_plan")], id="nul"
        ),
        pytest.param({"distribution_plan": "wire\n\tlocal press"}, [], id="plan of two lines"),
        pytest.param(
            {"title": "", "contact": "a" * 201, "time_zone": "EST"},
            [("REQUIRED", "title"), ("TOO_LONG", "contact"), ("INVALID_TIME_ZONE", "time_zone")],
            id="everything at once",
        ),
    ],
)
def test_a_form_keeps_to_its_limits(fields, broken):
    found = []
    try:
        form.ensure_form(a_form(**fields))
    except InvalidRequest as refused:
        found = [(v.rule, v.subject.removeprefix("press_release.")) for v in refused.violations]

    assert found == broken


@pytest.mark.parametrize("name", ["release.docx", "Übersicht 1.DOCX", "a.b.docx", "新聞稿.docx"])
def test_a_file_is_named_like_a_word_document(name):
    form.ensure_file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "release.pdf",
        "release",
        "../a.docx",
        "C:\\a.docx",
        "a\0.docx",
        "a\n.docx",
        "a" * 200 + ".docx",
    ],
)
def test_other_file_names_are_refused(name):
    with pytest.raises(InvalidRequest) as refused:
        form.ensure_file_name(name)

    assert refused.value.violations[0].rule == "FILE_NAME_MALFORMED"


def test_an_approval_binds_the_document_the_day_and_the_zone():
    release = in_review()

    approval = review.approval_of(release, SHA, RITA, NOW, NUMBERS)

    assert (approval.sha256, approval.file_id) == (SHA, "file-1")
    assert (approval.release_on, approval.time_zone) == (date(2027, 3, 2), "America/Los_Angeles")
    assert approval.representative == RITA
    # The end of 31 May in Los Angeles.
    assert approval.expires == datetime(2027, 6, 1, 7, tzinfo=UTC)


def test_an_approval_ends_where_midnight_does_not_exist():
    release = in_review(time_zone="Africa/Cairo", release_on=date(2027, 1, 29))

    approval = review.approval_of(release, SHA, RITA, datetime(2027, 1, 20, tzinfo=UTC), NUMBERS)

    # Clocks go from midnight to one at the end of 29 April.
    assert approval.expires == datetime(2027, 4, 29, 22, tzinfo=UTC)


def test_only_its_representative_approves_a_release():
    other = Actor("otto", "Otto", "PR")

    with pytest.raises(PressReleaseTaken, match="Rita has taken"):
        review.approval_of(in_review(), SHA, other, NOW, NUMBERS)


def test_what_nobody_has_taken_is_not_approved():
    submitted = a_release().submit(RITA, NOW)

    with pytest.raises(PressReleaseNotInReview):
        review.approval_of(submitted, SHA, RITA, NOW, NUMBERS)


def test_another_document_than_the_present_one_is_not_approved():
    with pytest.raises(DraftChanged) as refused:
        review.approval_of(in_review(), "b" * 64, RITA, NOW, NUMBERS)

    assert refused.value.facts == {"sha256": SHA}


@pytest.mark.parametrize(
    ("now", "is_over"),
    [
        pytest.param("2027-03-03T07:59:59+00:00", False, id="the last second of the day"),
        pytest.param("2027-03-03T08:00:00+00:00", True, id="midnight after it"),
    ],
)
def test_nothing_is_approved_once_the_release_day_is_over(now, is_over):
    try:
        review.approval_of(in_review(), SHA, RITA, datetime.fromisoformat(now), NUMBERS)
    except ReleaseDatePast:
        assert is_over
    else:
        assert not is_over


@pytest.mark.parametrize("digest", ["", "abc", "A" * 64, "g" * 64, "a" * 65, "a" * 63 + "\n"])
def test_a_malformed_digest_is_not_a_stale_one(digest):
    with pytest.raises(InvalidRequest):
        form.ensure_sha256(digest)
