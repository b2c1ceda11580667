"""What happens to a press release as days pass: histories A to P, each as it was agreed upon.

Unless a history says otherwise it goes out on 2 March 2027 in Los Angeles, so that 16 February is
the last day in time.
"""

from dataclasses import replace
from datetime import date

import pytest

from pr_review.domain.problems import PressReleaseIncomplete
from pr_review.domain.release.obstacles import (
    ExceptionNotGranted,
    RequiredSignoffMissing,
)
from pr_review.domain.release.parts import Market
from pr_review.domain.release.refusals import (
    LeadNeeded,
    LeadTimeTooShort,
    ReleaseDatePast,
    UndoTooLate,
)
from pr_review.domain.release.states import (
    Action,
    AuthoritySource,
    Channel,
    ExceptionState,
    NoticeVerdict,
    State,
)
from pr_review.policy import dates
from pr_review.policy.numbers import Policy
from tests.unit.pr_review.builders import (
    LEADS,
    LENA,
    NUMBERS,
    PAT,
    RITA,
    RUTH,
    SAM,
    WHY,
    Story,
    a_form,
    moment,
    through_agency,
)

ON_TIME = NoticeVerdict.ON_TIME
SHORT = NoticeVerdict.SHORT_NOTICE
VERY_SHORT = NoticeVerdict.VERY_SHORT_NOTICE


def verdict(story):
    return story.release.notice.verdict


def actions(story):
    return [it.action for it in story.release.timeline]


def test_history_a_a_saved_form_starts_no_clock():
    story = Story("2027-02-10T20:00Z")

    story.at("2027-02-18T20:00Z").handed_in(WHY)

    assert verdict(story) is SHORT
    assert story.release.received == moment("2027-02-18T20:00Z")


def test_history_b_a_refused_file_starts_no_clock_and_a_lead_may_accept_the_first_contact():
    story = Story("2027-02-15T20:00Z")
    story.at("2027-02-17T20:00Z").handed_in(WHY)
    assert verdict(story) is SHORT

    first = moment("2027-02-15T20:00Z")
    story.release = story.release.record_first_contact(first, "Ticket 7", story.on(SAM))

    assert verdict(story) is SHORT
    terms = dates.terms(story.release.form, first, story.now, NUMBERS)
    with pytest.raises(LeadNeeded):
        story.release.accept_first_contact(
            terms, "Ticket 7", story.on(RITA), replace(LEADS, leads=False)
        )

    due = story.release.answer_due
    story.release = story.release.accept_first_contact(terms, "Seen.", story.on(LENA), LEADS)

    assert verdict(story) is ON_TIME
    assert story.release.received == first
    assert story.release.exceptions[0].state is ExceptionState.DROPPED
    assert story.release.intake.accepted_by == LENA
    assert story.release.answer_due == due


def test_history_c_a_new_draft_keeps_the_verdict_and_our_clock_stands_still_meanwhile():
    story = Story("2027-02-15T20:00Z").handed_in()
    story.take()
    story.at("2027-02-20T07:00Z").request_changes()
    assert story.release.answer_due is None

    story.at("2027-02-26T20:00Z").upload().answer()

    assert verdict(story) is ON_TIME
    assert story.release.state is State.IN_REVIEW
    assert story.release.received == moment("2027-02-15T20:00Z")
    assert story.release.answer_due == dates.answer_due(story.release.form, story.now, NUMBERS)
    assert story.release.answer_due > story.now
    assert story.release.answer_left is None
    assert story.release.round == 2


def test_history_d_a_later_date_heals_short_notice_and_drops_the_exception():
    story = Story("2027-02-18T20:00Z").handed_in(WHY)
    assert verdict(story) is SHORT

    story.at("2027-02-19T20:00Z").move("2027-03-05")

    assert verdict(story) is ON_TIME
    assert story.release.notice.last_on_time == date(2027, 2, 19)
    assert story.release.received == moment("2027-02-18T20:00Z")
    assert story.release.exception is None
    assert [it.state for it in story.release.exceptions] == [ExceptionState.DROPPED]
    assert [it.release_on for it in story.release.dates] == [date(2027, 3, 2), date(2027, 3, 5)]


def test_history_e_an_earlier_date_voids_the_approval_and_needs_an_exception():
    story = Story("2027-02-10T20:00Z").handed_in().take().at("2027-02-15T20:00Z").approve()
    story.at("2027-02-16T20:00Z")

    with pytest.raises(LeadTimeTooShort) as refused:
        story.move("2027-02-22")
    assert refused.value.facts["earliest"] == "2027-02-24"

    story.move("2027-02-22", WHY)

    assert verdict(story) is SHORT
    assert story.release.notice.days == 12
    assert story.release.state is State.IN_REVIEW
    assert story.release.approval is None
    assert story.release.past_approvals[0].release_on == date(2027, 3, 2)
    assert story.release.exception.state is ExceptionState.ASKED
    with pytest.raises(ExceptionNotGranted):
        story.approve()


def test_history_f_an_approval_is_of_one_draft_and_stays_in_the_record():
    story = Story("2027-02-10T20:00Z").handed_in().take().approve()
    approved = story.release.approval

    story.at("2027-02-12T20:00Z").upload()

    assert story.release.approval is None
    assert story.release.past_approvals == (replace(approved, voided=story.now),)
    assert story.release.past_approvals[0].draft_number == 1
    assert story.release.state is State.IN_REVIEW
    assert story.release.draft.number == 2
    assert story.release.answer_due > story.now


def test_history_g_what_nobody_decides_lapses_and_is_never_approved():
    story = Story("2027-02-10T20:00Z").handed_in().take()

    assert story.at("2027-03-03T07:59:59Z").release.state is State.IN_REVIEW
    story.at("2027-03-03T08:00Z")

    assert story.release.state is State.LAPSED
    assert story.release.timeline[-1].occasion.actor is None
    assert story.release.lapsed == moment("2027-03-03T08:00Z")
    with pytest.raises(ReleaseDatePast):
        story.approve()


@pytest.mark.parametrize(("is_taken", "state"), [(True, State.IN_REVIEW), (False, State.SUBMITTED)])
def test_history_h_a_new_date_revives_it_and_counts_from_that_moment(is_taken, state):
    story = Story("2027-02-10T20:00Z").handed_in()
    if is_taken:
        story.take()
    story.at("2027-03-04T20:00Z")

    story.move("2027-03-18")

    assert verdict(story) is ON_TIME
    assert story.release.notice.days == 14
    assert story.release.received == moment("2027-03-04T20:00Z")
    assert story.release.state is state
    assert story.release.lapsed is None
    assert story.release.answer_due > story.now


def test_history_i_a_new_date_too_soon_needs_an_exception_as_ever():
    story = Story("2027-02-10T20:00Z").handed_in().at("2027-03-04T20:00Z")

    with pytest.raises(LeadTimeTooShort):
        story.move("2027-03-17")
    story.move("2027-03-17", WHY)

    assert verdict(story) is SHORT


def test_history_j_with_two_working_days_between_the_lead_must_agree():
    story = Story("2027-02-25T20:00Z").handed_in(WHY).take()

    assert verdict(story) is VERY_SHORT
    assert story.release.notice.working_days == 2
    with pytest.raises(LeadNeeded):
        story.except_()
    story.except_(LENA, LEADS).approve()

    assert story.release.state is State.APPROVED


def test_history_k_a_moved_date_takes_the_granted_exception_along():
    story = Story("2027-02-20T20:00Z").handed_in(WHY).take()
    story.at("2027-02-21T20:00Z").except_()

    story.at("2027-02-22T20:00Z").move("2027-03-01", WHY)

    states = [it.state for it in story.release.exceptions]
    assert states == [ExceptionState.DROPPED, ExceptionState.ASKED]
    with pytest.raises(ExceptionNotGranted):
        story.approve()


def test_history_l_an_undone_withdrawal_keeps_the_clocks():
    story = Story("2027-02-12T20:00Z").handed_in()
    before = story.release

    story.at("2027-02-13T10:00Z").withdraw()
    assert story.release.state is State.WITHDRAWN
    assert story.release.next_due is None
    story.after(hours=5).undo()

    clocks = ("state", "received", "notice", "acknowledge_due", "answer_due", "lapses", "ended")
    for name in clocks:
        assert getattr(story.release, name) == getattr(before, name)


def test_history_l_after_a_day_it_stays_withdrawn():
    story = Story("2027-02-12T20:00Z").handed_in().withdraw().after(hours=24)
    assert replace_undo(story).release.state is State.SUBMITTED

    with pytest.raises(UndoTooLate) as refused:
        story.after(seconds=1).undo()

    assert refused.value.facts["closes_at"] == "2027-02-13T20:00:00+00:00"


def replace_undo(story):
    tried = Story(story.now)
    tried.release, tried.now = story.release, story.now
    return tried.undo()


def test_history_m_a_copy_of_what_was_withdrawn_is_received_anew():
    first = Story("2027-02-12T20:00Z").handed_in().at("2027-02-13T20:00Z").withdraw()

    form = replace(first.release.form, exception_reason=WHY)
    copy = Story("2027-02-17T20:00Z", form=form).upload().submit()

    assert verdict(copy) is SHORT
    assert copy.release.received == moment("2027-02-17T20:00Z")


def test_history_n_an_agencys_release_is_received_once_its_authority_is_known():
    story = Story("2027-02-12T20:00Z", actor=PAT, intake=through_agency()).upload(PAT)

    with pytest.raises(PressReleaseIncomplete) as refused:
        story.submit(PAT)
    assert [it.rule for it in refused.value.violations] == ["AUTHORITY_MISSING"]

    story.at("2027-02-17T20:00Z").authorise()
    with pytest.raises(LeadTimeTooShort):
        story.submit(PAT)
    story.edit(exception_reason=WHY).submit(PAT)

    assert verdict(story) is SHORT
    assert story.release.received == moment("2027-02-17T20:00Z")


def test_history_n_unless_the_policy_lets_it_follow():
    may_follow = Policy(authority_may_follow=True)
    intake = through_agency()
    story = Story("2027-02-12T20:00Z", numbers=may_follow, actor=PAT, intake=intake)
    story.upload(PAT).submit(PAT).take()

    assert verdict(story) is ON_TIME
    with pytest.raises(Exception, match="authority"):
        story.approve()
    story.at("2027-02-17T20:00Z").authorise(AuthoritySource.SUPPORT, SAM).approve()

    assert story.release.state is State.APPROVED
    assert story.release.received == moment("2027-02-12T20:00Z")
    assert story.release.intake.channel is Channel.AGENCY


def test_history_o_of_several_markets_the_one_furthest_ahead_counts():
    markets = (Market("US", "America/Los_Angeles"), Market("JP", "Asia/Tokyo"))
    story = Story("2027-02-16T15:30Z", form=a_form(markets=markets)).upload()

    with pytest.raises(LeadTimeTooShort) as refused:
        story.submit()
    story.edit(exception_reason=WHY).submit()

    assert refused.value.facts["submitted"] == "2027-02-17"
    assert verdict(story) is SHORT


def test_history_p_a_required_stakeholder_who_has_not_answered_stands_against_an_approval():
    story = Story("2027-02-12T20:00Z").handed_in().take().ask()

    with pytest.raises(RequiredSignoffMissing) as refused:
        story.approve()
    assert [it.subject for it in refused.value.violations] == ["stakeholders.1"]

    story.approve(LENA, LEADS, override_reason="Legal is at sea; I answer for it.")

    assert story.release.state is State.APPROVED
    assert story.release.decision.override_reason.startswith("Legal")
    assert story.release.representative == RITA
    assert actions(story)[-1] is Action.APPROVED


def test_a_substitute_decides_while_the_representative_is_away():
    story = Story("2027-02-12T20:00Z").handed_in().take()
    standing = replace(LEADS, leads=False, acts_for=frozenset({"rita"}))

    story.approve(RUTH, standing)

    assert story.release.approval.representative == RUTH
    assert story.release.representative == RITA
