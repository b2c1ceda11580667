"""Submitting and approving."""

from datetime import UTC, date, datetime

import pytest

from chassis.actors import Actor
from chassis.caller import Role
from pr_review.domain.press_release import PressReleaseNotInReview, PressReleaseTaken
from pr_review.domain.problems import (
    DraftChanged,
    PressReleaseIncomplete,
    ReleaseDatePast,
)
from pr_review.policy import review
from tests.unit.pr_review.builders import (
    NOW,
    NUMBERS,
    RITA,
    SHA,
    a_release,
    in_review,
    without_draft,
)


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
    other = Actor("otto", "Otto", Role.PR)

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
