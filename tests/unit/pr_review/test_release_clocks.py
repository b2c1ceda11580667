"""For whom a press release waits, its clocks and its dates."""

from datetime import time, timedelta

import pytest

from pr_review.domain.release.refusals import (
    LapsedTooLong,
    PublicationNotApproved,
    ReleaseDatePast,
    ReleaseDateUnchanged,
)
from pr_review.domain.release.states import (
    Action,
    Area,
    Need,
    State,
    WaitingFor,
)
from tests.unit.pr_review.builders import (
    BEA,
    LEADS,
    LENA,
    LEO,
    RUTH,
    SAM,
    WHY,
    Story,
    a_form,
    moment,
)
from tests.unit.pr_review.stories import (
    START,
    STATES,
    assign,
    reviewed,
    submitted,
)


@pytest.mark.parametrize(
    ("state", "waiting_for"),
    [
        (State.DRAFT, None),
        (State.SUBMITTED, WaitingFor.TAKER),
        (State.IN_REVIEW, WaitingFor.ASSIGNEE),
        (State.CHANGES_REQUESTED, WaitingFor.MAKER),
        (State.APPROVED, None),
        (State.LAPSED, None),
        (State.WITHDRAWN, None),
    ],
)
def test_for_whom_it_waits(state, waiting_for):
    found = STATES[state]().release

    assert found.waiting_for is waiting_for
    assert (found.waiting_since is None) == (waiting_for is None)
    assert (found.next_due is None) == (waiting_for is None)


def test_it_waits_for_stakeholders_only_while_no_required_one_has_spoken():
    story = reviewed().ask(BEA, Area.BRAND, Need.OPTIONAL)
    assert story.release.waiting_for is WaitingFor.ASSIGNEE

    story.after(hours=1).ask(LEO)
    assert story.release.waiting_for is WaitingFor.STAKEHOLDER
    assert story.release.waiting_since == story.now

    story.ask(BEA, Area.PRIVACY).say(number="2")
    assert story.release.waiting_for is WaitingFor.ASSIGNEE


def test_very_short_notice_waits_for_the_lead():
    story = Story("2027-02-25T20:00Z").handed_in(WHY).take()

    assert story.release.waiting_for is WaitingFor.LEAD
    assert story.except_(LENA, LEADS).release.waiting_for is WaitingFor.ASSIGNEE


def test_what_is_due_next_is_the_first_of_all_clocks():
    story = submitted()
    assert story.release.next_due == story.release.acknowledge_due
    assert story.release.acknowledge_due < story.release.answer_due

    story.take()
    assert story.release.next_due == story.release.answer_due

    story.ask()
    assert story.release.next_due == story.release.stakeholders[0].due

    story.say().request_changes()
    assert story.release.target is None
    assert story.release.next_due == story.release.lapses


def test_our_first_word_ends_the_time_to_acknowledge_and_an_assignment_is_none():
    story = assign(submitted())
    assert story.release.acknowledged is None
    assert story.release.timeline[-1].action is Action.ASSIGNED

    story.after(hours=1).request_changes(RUTH)

    assert story.release.acknowledged == story.now
    assert story.release.first_answered == story.now
    assert story.release.acknowledge_due is None


def test_the_clock_stands_still_with_what_is_left_and_never_less_than_nothing():
    story = reviewed().after(days=1)
    left = story.release.answer_due - story.now

    assert story.request_changes().release.answer_left == left

    late = reviewed().after(days=12).request_changes()
    assert late.release.answer_left == timedelta()


def test_whether_it_was_decided_in_time():
    assert reviewed().approve().release.in_time
    assert not reviewed().after(days=12).approve().release.in_time
    assert reviewed().approve().reopen().release.in_time is None


@pytest.mark.parametrize(
    ("seconds", "is_open"), [(0, True), (30 * 24 * 3600, True), (30 * 24 * 3600 + 1, False)]
)
def test_what_has_lapsed_is_revived_within_thirty_days(seconds, is_open):
    story = STATES[State.LAPSED]().after(seconds=seconds)

    if is_open:
        assert story.move("2027-06-08").release.state is State.IN_REVIEW
        return
    with pytest.raises(LapsedTooLong) as refused:
        story.move("2027-06-08")
    assert refused.value.facts["closes_at"] == "2027-04-02T08:00:00+00:00"


def test_the_date_it_has_is_no_other_date():
    with pytest.raises(ReleaseDateUnchanged):
        submitted().move("2027-03-02")


def test_an_earlier_date_hurries_us_and_a_later_one_gives_no_leave():
    story = submitted()
    due = story.release.answer_due

    assert story.move("2027-03-30").release.answer_due == due
    assert story.move("2027-02-18", WHY).release.answer_due < due


def test_a_lapse_is_told_at_its_moment_whenever_it_is_noticed():
    story = submitted()

    once = story.release.at(moment("2027-03-03T08:00Z"))
    later = story.release.at(moment("2027-05-01T08:00Z"))

    assert once == later
    assert once.at(moment("2027-06-01T08:00Z")) is once


def test_an_undone_withdrawal_does_not_outlive_its_day():
    story = submitted().at("2027-03-03T07:00Z").withdraw().at("2027-03-03T20:00Z")
    assert story.release.state is State.WITHDRAWN

    story.undo().at(story.now)

    assert story.release.state is State.LAPSED
    moments = [it.occasion.moment for it in story.release.timeline]
    assert moments == sorted(moments)


def test_nothing_is_reopened_for_a_day_that_is_past():
    with pytest.raises(ReleaseDatePast):
        reviewed().decline().at("2027-03-03T08:00Z").reopen()
    with pytest.raises(ReleaseDatePast):
        reviewed().approve().at("2027-03-03T08:00Z").upload()


@pytest.mark.parametrize(
    ("day", "is_other", "state"),
    [
        (2, False, State.PUBLISHED),
        (20, False, State.PUBLISHED),
        (1, False, State.PUBLISHED_WITHOUT_APPROVAL),
        (2, True, State.PUBLISHED_WITHOUT_APPROVAL),
    ],
)
def test_what_went_out_is_what_was_approved_or_it_is_not(day, is_other, state):
    story = reviewed().approve().at("2027-03-21T20:00Z")
    published = moment(f"2027-03-{day:02}T20:00Z")

    if state is not State.PUBLISHED:
        with pytest.raises(PublicationNotApproved):
            story.report(published=published, is_other=is_other)
    story.report(SAM, by_staff=True, published=published, is_other=is_other)

    assert story.release.state is state
    assert story.release.publication.as_approved == (state is State.PUBLISHED)


def test_an_approval_is_over_ninety_days_after_the_release():
    story = reviewed().approve()
    assert story.release.approval.expires == moment("2027-06-01T07:00Z")

    with pytest.raises(PublicationNotApproved):
        story.at("2027-06-01T07:00:01Z").report()


def test_a_time_of_the_day_is_part_of_what_is_approved():
    story = Story(START, form=a_form()).handed_in().take().approve()

    story.move("2027-03-02", release_at=time(9))

    assert story.release.state is State.IN_REVIEW
    assert story.release.lapses == moment("2027-03-02T17:00Z")
    assert story.release.past_approvals
