"""Who may do what with a press release, and what stays of it."""

import pytest

from chassis.errors import Refused
from pr_review.domain.release.refusals import (
    AnswerNeedsDraft,
    DraftUnchanged,
    ExceptionNotAsked,
    FirstContactTooLate,
    LeadNeeded,
    OwnPressRelease,
    PressReleaseTaken,
    RepresentativeHasPart,
    RepresentativeUnchanged,
    RoundsUsed,
    SecondPersonNeeded,
    StakeholderHasPart,
    TextNotNew,
)
from pr_review.domain.release.states import (
    FOR_STAFF,
    NOBODY_ELSE,
    UNSEEN,
    Action,
    AnswerKind,
    DecisionKind,
    DeclineReason,
    Standing,
    State,
)
from tests.unit.pr_review.builders import (
    ADA,
    LEADS,
    LENA,
    NUMBERS,
    PAT,
    RITA,
    RUTH,
    SAM,
    WHY,
    Story,
    in_review,
    through_agency,
)
from tests.unit.pr_review.stories import START, assign, draft, release, reviewed, submitted


def test_changes_are_asked_for_in_as_many_rounds_as_there_are():
    story = reviewed()
    for _ in range(NUMBERS.max_rounds):
        story.request_changes().upload().answer(AnswerKind.COUNTER_EDITS, "Ours.")

    with pytest.raises(RoundsUsed):
        story.request_changes()
    assert story.release.round == 3
    assert [it.round for it in story.release.change_requests] == [1, 2]
    assert story.approve().release.state is State.APPROVED


def test_changes_are_answered_with_another_draft():
    story = reviewed().request_changes()

    with pytest.raises(AnswerNeedsDraft):
        story.answer()


def test_before_the_submission_a_draft_takes_the_place_of_the_one_before():
    story = draft().upload()

    assert [it.number for it in story.release.drafts] == [2]
    assert [it.number for it in story.submit().upload().release.drafts] == [2, 3]


def test_the_same_file_is_no_new_draft_once_submitted():
    same = {"sha256": submitted().release.draft.sha256}

    with pytest.raises(DraftUnchanged):
        submitted().upload(**same)
    assert draft().upload(**same).release.draft.number == 2


@pytest.mark.parametrize("colleague", [ADA, SAM, PAT])
def test_nobody_reviews_what_they_filed(colleague):
    story = Story(START, actor=PAT, intake=through_agency()).upload(SAM).authorise().submit(PAT)

    with pytest.raises(OwnPressRelease):
        story.take(colleague)
    with pytest.raises(RepresentativeHasPart):
        assign(story, colleague)
    with pytest.raises(StakeholderHasPart):
        story.take().ask(colleague)


def test_what_another_has_taken_is_the_others_but_a_lead_passes_it_on():
    story = reviewed()

    for decide in (
        lambda: story.approve(RUTH),
        lambda: story.request_changes(RUTH),
        lambda: story.approve(LENA, LEADS),
        lambda: story.ask(actor=RUTH),
        lambda: release(story, RUTH),
        lambda: assign(story, RUTH, RUTH, NOBODY_ELSE),
    ):
        with pytest.raises(PressReleaseTaken):
            decide()
    with pytest.raises(RepresentativeUnchanged):
        assign(story, RITA)
    assert assign(story).release.representative == RUTH
    assert release(story, LENA, LEADS).release.representative is None


def test_who_represents_it_neither_grants_very_short_notice_nor_overrides():
    story = Story("2027-02-25T20:00Z").handed_in(WHY).take(LENA)

    with pytest.raises(SecondPersonNeeded):
        story.except_(LENA, LEADS)
    with pytest.raises(SecondPersonNeeded):
        story.approve(LENA, LEADS, override_reason="I know best.")


def test_only_a_lead_overrides():
    story = reviewed().ask()

    with pytest.raises(LeadNeeded):
        story.approve(RITA, override_reason="I know best.")


def test_who_granted_very_short_notice_does_not_approve():
    story = Story("2027-02-25T20:00Z").handed_in(WHY).take().except_(LENA, LEADS)
    assign(story, LENA)

    with pytest.raises(SecondPersonNeeded):
        story.approve(LENA, LEADS)


def test_who_stands_in_for_the_representative_is_no_second_person():
    story = Story("2027-02-25T20:00Z").handed_in(WHY).take()
    stands_in = Standing(frozenset({"rita"}), leads=True)

    with pytest.raises(SecondPersonNeeded):
        story.except_(LENA, stands_in)


def test_an_exception_is_decided_once():
    story = Story("2027-02-18T20:00Z").handed_in(WHY).take().except_()

    with pytest.raises(ExceptionNotAsked):
        story.except_()


def test_a_reopened_decision_stays_in_the_record():
    story = reviewed().decline().reopen()

    assert story.release.decision is None
    assert [it.kind for it in story.release.past_decisions] == [DecisionKind.DECLINED]
    assert story.release.representative == RITA


def test_only_what_has_little_of_the_draft_before_is_another_text():
    with pytest.raises(TextNotNew):
        reviewed().decline(DeclineReason.NEW_TEXT)

    story = reviewed().upload(is_new_text=True).decline(DeclineReason.NEW_TEXT)
    assert story.release.decision.reason is DeclineReason.NEW_TEXT


def test_a_first_contact_lies_before_the_receipt():
    story = submitted().after(days=1)

    with pytest.raises(FirstContactTooLate):
        story.release.record_first_contact(story.now, "Ticket", story.on(SAM))


def test_what_staff_says_among_itself_changes_nothing_that_makers_see():
    story = reviewed()
    updated = story.release.updated

    story.after(hours=1).ask().after(hours=1).say()

    assert story.release.updated == updated
    assert {it.action for it in story.release.timeline[-2:]} <= UNSEEN
    assert UNSEEN < FOR_STAFF


def test_edits_in_a_row_leave_one_entry():
    story = Story(START).edit(title="One").edit(title="Two")

    assert [it.action for it in story.release.timeline] == [Action.STARTED, Action.CHANGED]
    assert story.release.form.title == "Two"


def test_the_refusals_say_what_to_do():
    with pytest.raises(Refused) as refused:
        in_review().take(RUTH)

    assert refused.value.facts == {"representative": "Rita"}
