"""Dates that were passed, and what went out around them.

It goes out on 2 March 2027 in Los Angeles unless a test says otherwise.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from pr_review.domain.problems import TooFarAhead
from pr_review.domain.release.parts import Form, Market
from pr_review.domain.release.refusals import (
    LeadTimeTooShort,
    NoticeOnTime,
    PublicationNotApproved,
    ReleaseDatePast,
    StakeholderInformed,
)
from pr_review.domain.release.states import (
    Area,
    DeclineReason,
    ExceptionState,
    Need,
    NoticeVerdict,
    StakeholderState,
    State,
    Verdict,
)
from pr_review.policy import dates, submission
from tests.unit.pr_review.builders import BEA, LENA, LEO, NUMBERS, RITA, WHY, Story
from tests.unit.pr_review.stories import STATES, reviewed, submitted

OVER = "2027-03-03T08:00Z"


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def test_what_was_approved_and_never_went_out_is_moved_as_if_it_came_now():
    story = reviewed().approve().at("2027-08-16T20:00Z")

    assert story.release.counts_from(story.now) == story.now
    form = story.release.form
    with pytest.raises(LeadTimeTooShort):
        story.move("2027-08-17")
    story.move("2027-08-17", WHY)

    assert form != story.release.form
    assert story.release.state is State.IN_REVIEW
    assert story.release.received == story.now
    assert story.release.notice.verdict is NoticeVerdict.VERY_SHORT_NOTICE
    assert story.release.exception.state is ExceptionState.ASKED


def test_what_was_approved_and_is_still_to_come_is_counted_from_its_receipt():
    story = reviewed().approve().at("2027-03-01T20:00Z")

    assert story.release.counts_from(story.now) == story.release.received


def test_another_hour_of_the_day_keeps_the_exception_and_its_reason():
    story = Story("2027-02-20T20:00Z").handed_in(WHY).take().except_()

    story.move("2027-03-02", release_at=time(9))

    [exception] = story.release.exceptions
    assert (exception.state, exception.reason) == (ExceptionState.GRANTED, WHY)
    assert story.release.form.exception_reason == WHY
    assert story.release.form.release_at == time(9)


def test_what_was_approved_is_not_withdrawn_once_its_moment_has_passed():
    story = reviewed().approve().at(OVER)

    with pytest.raises(ReleaseDatePast):
        story.withdraw()


def test_what_lapsed_can_be_closed_and_that_undone():
    story = STATES[State.LAPSED]()

    withdrawn = story.withdraw().release.state
    undone = story.undo().release

    assert (withdrawn, undone.state) == (State.WITHDRAWN, State.LAPSED)


def test_the_round_counts_requests_for_changes_also_when_the_time_ran_out_meanwhile():
    story = reviewed().request_changes()
    asked = story.release.round

    story.at(OVER)
    lapsed = story.release.round
    story.move("2027-03-25")

    assert (asked, lapsed, story.release.round) == (1, 1, 2)
    story.request_changes()
    assert [it.round for it in story.release.change_requests] == [1, 2]


@pytest.mark.parametrize(
    ("form", "published", "is_approved"),
    [
        ({}, "2027-03-02T07:59:59Z", False),
        ({}, "2027-03-02T08:00Z", True),
        # It is its day in Tokyo first.
        ({"markets": (Market("JP", "Asia/Tokyo"),)}, "2027-03-01T14:59:59Z", False),
        ({"markets": (Market("JP", "Asia/Tokyo"),)}, "2027-03-01T15:00Z", True),
        # An hour is meant by the clocks of its own zone alone.
        ({"release_at": time(9)}, "2027-03-02T16:59:59Z", False),
        ({"release_at": time(9)}, "2027-03-02T17:00Z", True),
    ],
)
def test_what_goes_out_before_its_day_or_hour_was_not_approved(form, published, is_approved):
    story = Story("2027-02-10T20:00Z").edit(**form).upload().submit().take().approve()
    story.at("2027-03-02T20:00Z")

    if is_approved:
        assert story.report(published=at(published)).release.state is State.PUBLISHED
    else:
        with pytest.raises(PublicationNotApproved):
            story.report(published=at(published))


def test_what_went_out_before_it_was_approved_was_not_approved():
    story = reviewed().at("2027-03-02T20:00Z").approve()
    approved = story.release.approval.created

    with pytest.raises(PublicationNotApproved):
        story.at("2027-03-02T21:00Z").report(published=approved - timedelta(seconds=1))
    assert story.report(published=approved).release.state is State.PUBLISHED


def test_a_report_may_come_late_of_what_went_out_in_time():
    story = reviewed().approve().at("2027-06-20T20:00Z")

    with pytest.raises(PublicationNotApproved):
        story.report()
    story.report(published=at("2027-03-02T20:00Z"))

    assert story.release.state is State.PUBLISHED


def test_what_came_in_time_is_not_declined_as_too_late():
    story = reviewed()
    with pytest.raises(NoticeOnTime):
        story.decline(DeclineReason.TOO_LATE)

    late = Story("2027-02-20T20:00Z").handed_in(WHY).take().decline(DeclineReason.TOO_LATE)

    assert late.release.state is State.DECLINED


def test_a_refused_question_is_replaced_by_the_next_for_the_area():
    story = reviewed().ask()
    story.release = story.release.decline_part("1", "No time.", story.on(LEO))

    story.ask(BEA, need=Need.OPTIONAL).ask(BEA, area=Area.BRAND).ask(LEO)

    assert [(it.id, it.who, it.state) for it in story.release.stakeholders] == [
        ("1", LEO, StakeholderState.OPEN),
        ("2", BEA, StakeholderState.OPEN),
        ("3", BEA, StakeholderState.OPEN),
    ]
    story.say(Verdict.OK).say(Verdict.OK, BEA, "3")
    assert story.approve().release.state is State.APPROVED


def test_whoever_was_ever_asked_may_read_it():
    story = reviewed().ask()
    story.release = story.release.delegate("1", BEA, "", story.on(LEO))
    story.release = story.release.delegate("1", LENA, "", story.on(BEA))

    assert story.release.asked == {"leo", "bea", "lena"}


def test_who_is_told_for_information_gives_no_verdict():
    story = reviewed().ask(need=Need.FOR_INFORMATION)

    with pytest.raises(StakeholderInformed):
        story.say(Verdict.VETO)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("at_", [None, time(0), time(23, 59)])
def test_the_calendars_ends_are_refused_and_not_counted_with(zone, at_):
    now = at("2027-02-10T20:00Z")
    for day, problem in [
        (date.max, TooFarAhead),
        (date.max - timedelta(days=1), TooFarAhead),
        (date.min, ReleaseDatePast),
        (date.min + timedelta(days=1), ReleaseDatePast),
    ]:
        form = Form("Dog mugs", day, zone, release_at=at_)
        assert isinstance(dates.date_problem(form, now, NUMBERS), problem)
    far = Story("2027-02-10T20:00Z").upload().edit(release_on=date.max, release_at=at_)
    with pytest.raises(TooFarAhead):
        submission.ensure_submittable(far.release, far.now, NUMBERS)


def test_a_plan_is_what_an_approval_names():
    story = submitted().take(RITA)

    assert story.release.form.plan.release_on == date(2027, 3, 2)
    assert story.release.form.plan.time_zone == "America/Los_Angeles"
