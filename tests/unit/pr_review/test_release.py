"""What may happen to a press release in which state, and by whom."""

from datetime import date, time, timedelta

import pytest

from chassis.errors import Problem, Refused
from pr_review.domain.release.parts import Authority
from pr_review.domain.release.refusals import (
    AnswerNeedsDraft,
    DraftChanged,
    DraftUnchanged,
    ExceptionNotAsked,
    FirstContactTooLate,
    LapsedTooLong,
    LeadNeeded,
    OwnPressRelease,
    PressReleaseTaken,
    PublicationNotApproved,
    ReleaseDatePast,
    ReleaseDateUnchanged,
    RepresentativeHasPart,
    RepresentativeUnchanged,
    RoundsUsed,
    SecondPersonNeeded,
    StakeholderAskedBefore,
    StakeholderHasPart,
    StakeholderNotAsked,
    StakeholderOfAnother,
    StakeholderUnknown,
    TextNotNew,
    VetoStands,
)
from pr_review.domain.release.states import (
    FOR_STAFF,
    NOBODY_ELSE,
    UNSEEN,
    Action,
    AnswerKind,
    Area,
    AuthoritySource,
    DecisionKind,
    DeclineReason,
    Need,
    StakeholderState,
    Standing,
    State,
    Verdict,
    WaitingFor,
    spoken,
)
from tests.unit.pr_review.builders import (
    ADA,
    BEA,
    LEADS,
    LENA,
    LEO,
    NUMBERS,
    PAT,
    RITA,
    RUTH,
    SAM,
    WHY,
    Story,
    a_form,
    in_review,
    moment,
    through_agency,
)

START = "2027-02-10T20:00Z"


def draft():
    return Story(START).upload()


def submitted():
    return draft().submit()


def reviewed():
    return submitted().take()


STATES = {
    State.DRAFT: draft,
    State.SUBMITTED: submitted,
    State.IN_REVIEW: reviewed,
    State.CHANGES_REQUESTED: lambda: reviewed().request_changes(),
    State.APPROVED: lambda: reviewed().approve(),
    State.DECLINED: lambda: reviewed().decline(),
    State.NOT_NEEDED: lambda: not_needed(reviewed()),
    State.PUBLISHED: lambda: reviewed().approve().at("2027-03-02T20:00Z").report(),
    State.PUBLISHED_WITHOUT_APPROVAL: lambda: reviewed().report(SAM, by_staff=True),
    State.WITHDRAWN: lambda: reviewed().withdraw(),
    State.LAPSED: lambda: reviewed().at("2027-03-03T08:00Z"),
}


def not_needed(story):
    story.release = story.release.not_needed("No need.", story.on(RITA))
    return story


def assign(story, colleague=RUTH, actor=LENA, standing=LEADS):
    story.release = story.release.assign(colleague, "Yours.", story.on(actor), standing)
    return story


def release(story, actor=RITA, standing=NOBODY_ELSE):
    story.release = story.release.release("Away.", story.on(actor), standing)
    return story


def authorise(story):
    given = Authority(AuthoritySource.MAKER, story.now, ADA)
    story.release = story.release.authorise(given, story.on(ADA))
    return story


MOVES = {
    "edit": (lambda it: it.edit(title="Cat mugs"), {State.DRAFT: State.DRAFT}),
    "upload": (
        lambda it: it.upload(),
        {
            State.DRAFT: State.DRAFT,
            State.SUBMITTED: State.SUBMITTED,
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
            State.APPROVED: State.IN_REVIEW,
        },
    ),
    "submit": (lambda it: it.submit(), {State.DRAFT: State.SUBMITTED}),
    "take": (lambda it: it.take(RUTH), {State.SUBMITTED: State.IN_REVIEW}),
    "assign": (
        assign,
        {
            State.SUBMITTED: State.IN_REVIEW,
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
        },
    ),
    "release": (release, {State.IN_REVIEW: State.SUBMITTED}),
    "request_changes": (
        lambda it: it.request_changes(),
        {State.IN_REVIEW: State.CHANGES_REQUESTED},
    ),
    "answer": (
        lambda it: it.upload().answer(),
        {State.CHANGES_REQUESTED: State.IN_REVIEW},
    ),
    "approve": (lambda it: it.approve(), {State.IN_REVIEW: State.APPROVED}),
    "decline": (lambda it: it.decline(), {State.IN_REVIEW: State.DECLINED}),
    "not_needed": (not_needed, {State.IN_REVIEW: State.NOT_NEEDED}),
    "reopen": (
        lambda it: it.reopen(),
        {
            State.APPROVED: State.IN_REVIEW,
            State.DECLINED: State.IN_REVIEW,
            State.NOT_NEEDED: State.IN_REVIEW,
        },
    ),
    "move": (
        lambda it: it.move("2027-04-08"),
        {
            State.SUBMITTED: State.SUBMITTED,
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
            State.APPROVED: State.IN_REVIEW,
            State.LAPSED: State.IN_REVIEW,
        },
    ),
    "withdraw": (
        lambda it: it.withdraw(),
        {
            State.DRAFT: State.WITHDRAWN,
            State.SUBMITTED: State.WITHDRAWN,
            State.IN_REVIEW: State.WITHDRAWN,
            State.CHANGES_REQUESTED: State.WITHDRAWN,
            State.APPROVED: State.WITHDRAWN,
        },
    ),
    "undo": (lambda it: it.undo(), {State.WITHDRAWN: State.IN_REVIEW}),
    "ask": (
        lambda it: it.ask(),
        {
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
        },
    ),
    "report": (
        lambda it: it.report(SAM, by_staff=True, is_other=True),
        {
            state: State.PUBLISHED_WITHOUT_APPROVAL
            for state in State
            if state not in (State.DRAFT, State.PUBLISHED, State.PUBLISHED_WITHOUT_APPROVAL)
        },
    ),
}


def test_the_stories_are_in_their_states():
    assert {state: story().release.state for state, story in STATES.items()} == {
        state: state for state in State
    }


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", State, ids=lambda it: it.value)
def test_a_release_moves_as_the_table_says_and_no_other_way(state, name):
    move, table = MOVES[name]
    story = STATES[state]()
    before = story.release

    try:
        move(story)
    except Problem:
        assert state not in table
        return

    assert story.release.state is table.get(state)
    assert story.release.timeline[: len(before.timeline)] == before.timeline
    assert len(story.release.timeline) > len(before.timeline)


@pytest.mark.parametrize("state", State, ids=lambda it: it.value)
def test_a_state_can_be_said_in_a_sentence(state):
    assert spoken(state)
    assert "_" not in spoken(state)


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


@pytest.mark.parametrize(
    ("on", "is_other", "state"),
    [
        (date(2027, 3, 2), False, State.PUBLISHED),
        (date(2027, 3, 20), False, State.PUBLISHED),
        (date(2027, 3, 1), False, State.PUBLISHED_WITHOUT_APPROVAL),
        (date(2027, 3, 2), True, State.PUBLISHED_WITHOUT_APPROVAL),
    ],
)
def test_what_went_out_is_what_was_approved_or_it_is_not(on, is_other, state):
    story = reviewed().approve().at("2027-03-21T20:00Z")

    if state is not State.PUBLISHED:
        with pytest.raises(PublicationNotApproved):
            story.report(on=on, is_other=is_other)
    story.report(SAM, by_staff=True, on=on, is_other=is_other)

    assert story.release.state is state
    assert story.release.publication.as_approved == (state is State.PUBLISHED)


def test_an_approval_is_over_ninety_days_after_the_release():
    story = reviewed().approve()
    assert story.release.approval.expires == moment("2027-06-01T07:00Z")

    with pytest.raises(PublicationNotApproved):
        story.at("2027-06-01T07:00:01Z").report()


def test_a_first_contact_lies_before_the_receipt():
    story = submitted().after(days=1)

    with pytest.raises(FirstContactTooLate):
        story.release.record_first_contact(story.now, "Ticket", story.on(SAM))


def test_a_stakeholder_speaks_of_the_present_draft():
    story = reviewed().ask().upload()

    with pytest.raises(DraftChanged) as refused:
        story.say(sha256="a" * 64)
    assert refused.value.facts["draft"] == "2"


def test_a_question_is_asked_once_for_an_area_and_answered_by_who_is_asked():
    story = reviewed().ask().ask(area=Area.PRIVACY)

    with pytest.raises(StakeholderAskedBefore) as refused:
        story.ask()
    assert refused.value.facts["stakeholder"] == "1"
    with pytest.raises(StakeholderOfAnother):
        story.say(who=BEA)
    with pytest.raises(StakeholderUnknown):
        story.say(number="3")


def test_a_question_is_passed_on_with_what_was_asked_and_without_what_was_said():
    story = reviewed().ask().say(Verdict.CHANGES)

    story.release = story.release.delegate("1", BEA, "Yours rather.", story.on(LEO))

    asked = story.release.stakeholders[0]
    assert (asked.who, asked.delegated_from) == (BEA, LEO)
    assert (asked.state, asked.verdict) == (StakeholderState.OPEN, None)
    assert story.release.was_asked("leo")
    assert story.release.was_asked("bea")
    with pytest.raises(StakeholderOfAnother):
        story.say()
    assert story.say(who=BEA).release.stakeholders[0].verdict is Verdict.OK


def test_a_veto_is_neither_passed_on_nor_declined_nor_waived_by_the_representative():
    story = reviewed().ask(need=Need.OPTIONAL).say(Verdict.VETO)

    with pytest.raises(VetoStands):
        story.release.delegate("1", BEA, "", story.on(LEO))
    with pytest.raises(VetoStands):
        story.release.decline_part("1", "No time.", story.on(LEO))
    with pytest.raises(LeadNeeded):
        story.release.waive("1", "He is wrong.", story.on(RITA))


def test_of_a_required_stakeholder_only_a_lead_goes_on_without_a_word():
    story = reviewed().ask()
    story.release = story.release.decline_part("1", "No time.", story.on(LEO))
    assert story.release.stakeholders[0].is_required
    with pytest.raises(StakeholderNotAsked):
        story.say()
    with pytest.raises(LeadNeeded):
        story.release.waive("1", "At sea.", story.on(RITA))

    story.release = story.release.waive("1", "At sea.", story.on(LENA), LEADS)

    assert not story.release.stakeholders[0].is_required
    assert story.approve().release.state is State.APPROVED


def test_what_staff_says_among_itself_changes_nothing_that_makers_see():
    story = reviewed()
    updated = story.release.updated

    story.after(hours=1).ask().after(hours=1).say()
    story.release = story.release.note("Nice mugs.", story.on(RITA))

    assert story.release.updated == updated
    assert {it.action for it in story.release.timeline[-3:]} <= UNSEEN
    assert UNSEEN < FOR_STAFF
    assert [it.text for it in story.release.notes] == ["Nice mugs."]


def test_edits_in_a_row_leave_one_entry():
    story = Story(START).edit(title="One").edit(title="Two")

    assert [it.action for it in story.release.timeline] == [Action.STARTED, Action.CHANGED]
    assert story.release.form.title == "Two"


def test_a_time_of_the_day_is_part_of_what_is_approved():
    story = Story(START, form=a_form()).handed_in().take().approve()

    story.move("2027-03-02", release_at=time(9))

    assert story.release.state is State.IN_REVIEW
    assert story.release.lapses == moment("2027-03-02T17:00Z")
    assert story.release.past_approvals


def test_the_refusals_say_what_to_do():
    with pytest.raises(Refused) as refused:
        in_review().take(RUTH)

    assert refused.value.facts == {"representative": "Rita"}
