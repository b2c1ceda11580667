"""What waits for whom when there is little time, and when another draft comes."""

from datetime import timedelta

import pytest

from chassis.errors import Refused
from pr_review.domain.release.refusals import StakeholderInformed
from pr_review.domain.release.states import Need, StakeholderState, State, Verdict, WaitingFor
from pr_review.policy import dates, review
from tests.unit.pr_review.builders import (
    BEA,
    LEADS,
    LENA,
    LEO,
    RITA,
    WHY,
    Story,
    a_draft,
    a_form,
    moment,
)
from tests.unit.pr_review.stories import reviewed

SHORT = "2027-02-18T20:00Z"
VERY_SHORT = "2027-02-26T20:00Z"


def short(at=SHORT):
    return Story(at, form=a_form()).handed_in(WHY)


def test_a_refused_exception_waits_for_the_maker_until_the_date_moves():
    # given a release for which there is no time, as its representative says
    story = short().take()
    due = story.release.answer_due
    story.after(hours=1).except_(granted=False)

    # then it waits for the maker and our clock stands
    release = story.release
    assert (release.state, release.waiting_for) == (State.IN_REVIEW, WaitingFor.MAKER)
    assert (release.answer_due, release.answer_left) == (None, due - story.now)
    assert release.waiting_since == story.now
    assert (release.target, release.next_due) == (None, release.lapses)

    # and once the date moves it waits for us, counted anew
    story.after(days=1).move("2027-03-20")
    assert story.release.waiting_for is WaitingFor.ASSIGNEE
    assert (story.release.answer_due, story.release.answer_left) == (story.answer_due, None)
    assert story.release.waiting_since == story.now


def test_what_is_refused_waits_for_the_maker_in_every_round():
    story = short().take().except_(granted=False).request_changes()
    assert story.release.waiting_for is WaitingFor.MAKER

    story.upload().answer()

    assert (story.release.waiting_for, story.release.answer_due) == (WaitingFor.MAKER, None)


def test_a_date_that_moves_while_changes_are_asked_for_starts_no_clock():
    story = short().take().except_(granted=False).request_changes().move("2027-03-20")

    assert (story.release.waiting_for, story.release.answer_due) == (WaitingFor.MAKER, None)


def test_another_hour_of_a_day_that_was_refused_changes_nothing():
    story = short().take().except_(granted=False)

    story.move("2027-03-02", release_at=moment("2027-03-02T15:00Z").time())

    assert (story.release.waiting_for, story.release.answer_due) == (WaitingFor.MAKER, None)


def test_a_first_contact_that_heals_what_was_refused_starts_the_clock_again():
    story = short().take().except_(granted=False)
    early = moment("2027-02-10T20:00Z")
    story.release = story.release.record_first_contact(early, "T-1", story.on(RITA))

    story.release = story.release.accept_first_contact(
        dates.terms(story.release.form, early, story.now, story.numbers),
        "They did write.",
        story.on(LENA),
        LEADS,
    )

    assert story.release.waiting_for is WaitingFor.ASSIGNEE
    assert story.release.answer_due == story.answer_due


def test_what_is_reopened_after_a_refusal_still_waits_for_its_date():
    story = short().take().except_(granted=False).decline().reopen()

    assert (story.release.waiting_for, story.release.answer_due) == (WaitingFor.MAKER, None)


def test_very_short_notice_waits_for_a_lead_before_anybody_takes_it():
    story = short(VERY_SHORT)
    assert (story.release.state, story.release.waiting_for) == (State.SUBMITTED, WaitingFor.LEAD)

    story.except_(LENA, LEADS)

    assert story.release.waiting_for is WaitingFor.TAKER


def test_who_is_told_for_their_information_owes_nothing():
    story = reviewed().ask(need=Need.FOR_INFORMATION)
    [told] = story.release.stakeholders

    assert (told.state, told.due) == (StakeholderState.INFORMED, None)
    assert story.release.open_questions == ()
    with pytest.raises(StakeholderInformed):
        story.say(Verdict.VETO)
    with pytest.raises(StakeholderInformed):
        story.release.decline_part("1", "No.", story.on(LEO))
    passed = story.release.delegate("1", BEA, "", story.on(LEO)).stakeholders[0]
    assert (passed.who, passed.state, passed.due) == (BEA, StakeholderState.INFORMED, None)
    assert story.upload().release.stakeholders[0].state is StakeholderState.INFORMED
    story.ensure_approvable()


def test_whose_word_falls_is_asked_anew_until_another_time():
    story = reviewed().ask().say().after(days=4)
    due = story.now + timedelta(hours=5)

    draft = a_draft(2, uploaded=story.now)
    release = story.release.attach(draft, story.on(RITA), story.answer_due, stakeholder_due=due)

    [asked] = release.stakeholders
    assert asked.state is StakeholderState.OUTDATED
    assert (asked.due, asked.outdated) == (due, story.now)


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict.OK, "Leo agreed to draft 1, not to draft 2; wait for their word on it, or waive"),
        (Verdict.CHANGES, "Leo spoke of draft 1, not of draft 2; wait for their word on it, or"),
    ],
)
def test_what_is_missing_says_which_draft_somebody_spoke_of(verdict, told):
    story = reviewed().ask().say(verdict).upload()

    with pytest.raises(Refused) as refused:
        story.ensure_approvable()

    [missing] = refused.value.violations
    assert (missing.rule, missing.message.startswith(told)) == ("REQUIRED_SIGNOFF_MISSING", True)


def test_the_conditions_of_an_approval_are_those_given_and_those_of_stakeholders_each_once():
    story = reviewed().ask()
    story.release = story.release.say(
        "1",
        Verdict.OK_WITH_CONDITIONS,
        "",
        ("Only in the US.", "With a date."),
        story.release.draft.sha256,
        story.on(LEO),
    )

    found = review.with_conditions_of_stakeholders(story.release, ["With a date."])

    assert found == ("With a date.", "Only in the US.")
