"""Every move of an application tried in every state, and the moments at which clocks turn."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications.domain.application import (
    Action,
    ApplicationOver,
    ApplicationReopenedBefore,
    ApplicationTaken,
    DeclineReason,
    Flag,
    InformationTooLate,
    Occasion,
    OwnApplication,
    OwnReview,
    ReopeningTooLate,
    ReviewerHasPart,
    ReviewerUnchanged,
    State,
    WaitingFor,
)
from applications.domain.photo import Photo, PhotoKind, TooManyPhotos
from chassis.actors import Actor
from chassis.caller import Role
from chassis.errors import Refused
from tests.unit.applications.builders import (
    ANA,
    NOON,
    RITA,
    RUTH,
    an_application,
    by,
    some_answers,
)

DAY = timedelta(days=1)
DUE = NOON + 14 * DAY
LATE = DUE + timedelta(milliseconds=1)
PAT = Actor("pat", "Pat", Role.PARTNER)
ADMIN = Actor("alva", "Alva", Role.ADMIN)


def submitted(flags=()):
    draft = an_application().start(by(ANA))
    return draft.submit("ana@example.com", tuple(flags), by(ANA), NOON + 5 * DAY)


def taken(flags=()):
    return submitted(flags).take(by(RITA))


def asked(flags=()):
    return taken(flags).ask(["How?", "Where?"], DUE, by(RITA))


def expired():
    return asked().expire(Occasion(None, LATE, "1"), LATE + 90 * DAY)


IN = {
    State.DRAFT: lambda: an_application().start(by(ANA)),
    State.SUBMITTED: submitted,
    State.IN_REVIEW: taken,
    State.NEEDS_INFO: asked,
    State.APPROVED: lambda: taken().approve("i1", by(RITA)),
    State.DECLINED: lambda: taken().decline(DeclineReason.RESOLD, "No.", by(RITA)),
    State.WITHDRAWN: lambda: taken().withdraw("", by(ANA)),
    State.EXPIRED: expired,
}

MOVES = {
    "answer": (lambda it: it.answer(some_answers(), "NA", by(ANA)), {State.DRAFT: State.DRAFT}),
    "submit": (
        lambda it: it.submit("ana@example.com", (), by(ANA)),
        {State.DRAFT: State.SUBMITTED},
    ),
    "take": (lambda it: it.take(by(RITA)), {State.SUBMITTED: State.IN_REVIEW}),
    "release": (lambda it: it.release("", by(RITA)), {State.IN_REVIEW: State.SUBMITTED}),
    "hand over": (
        lambda it: it.hand_over(RUTH, "", by(RITA)),
        {State.IN_REVIEW: State.IN_REVIEW, State.NEEDS_INFO: State.NEEDS_INFO},
    ),
    "ask": (lambda it: it.ask(["How?"], DUE, by(RITA)), {State.IN_REVIEW: State.NEEDS_INFO}),
    "answer in part": (
        lambda it: it.respond({"1-1": "So."}, by(ANA)),
        {State.NEEDS_INFO: State.NEEDS_INFO},
    ),
    "answer all": (
        lambda it: it.respond({"1-1": "So.", "1-2": "There."}, by(ANA)),
        {State.NEEDS_INFO: State.IN_REVIEW},
    ),
    "expire": (
        lambda it: it.expire(Occasion(None, LATE, "1"), LATE),
        {State.NEEDS_INFO: State.EXPIRED},
    ),
    "reopen": (lambda it: it.reopen(DUE, by(ANA)), {State.EXPIRED: State.NEEDS_INFO}),
    "withdraw": (
        lambda it: it.withdraw("Later.", by(ANA)),
        dict.fromkeys(
            (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.NEEDS_INFO), State.WITHDRAWN
        ),
    ),
    "approve": (lambda it: it.approve("i1", by(RITA)), {State.IN_REVIEW: State.APPROVED}),
    "decline": (
        lambda it: it.decline(DeclineReason.RESOLD, "No.", by(RITA)),
        {State.IN_REVIEW: State.DECLINED},
    ),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_made_in_its_states_and_refused_in_every_other(move, state):
    make, allowed = MOVES[move]
    before = IN[state]()
    assert before.state is state

    if state not in allowed:
        with pytest.raises(Refused) as refused:
            make(before)
        assert refused.value.facts, "a refusal says what the matter is"
        return
    after = make(before)

    assert after.state is allowed[state]
    assert after.timeline[: len(before.timeline)] == before.timeline
    assert after.timeline[-1].state is after.state


@pytest.mark.parametrize("state", [it for it in State if it is not State.DRAFT])
def test_a_note_is_added_in_every_state_and_moves_nothing(state):
    before = IN[state]()

    after = before.note("Look at the glaze.", by(RITA, LATE + DAY))

    assert (after.state, after.reviewer, after.next_due) == (
        before.state,
        before.reviewer,
        before.next_due,
    )
    assert (after.waiting_since, after.updated) == (before.waiting_since, before.updated)
    assert after.notes[-1].text == "Look at the glaze."
    assert after.timeline[-1].action is Action.NOTED


def test_what_is_released_waits_for_somebody_else_and_keeps_its_first_signature():
    signed = taken([Flag.CASE_BY_CASE]).approve("i1", by(RITA))
    assert signed.waiting_for is WaitingFor.SECOND_REVIEWER

    released = signed.release("I am away.", by(RITA))

    assert (released.state, released.reviewer) == (State.SUBMITTED, None)
    assert released.waiting_for is WaitingFor.TAKER
    assert released.first_signature == RITA
    assert released.notes[-1].text == "I am away."
    assert released.take(by(RUTH)).approve("i2", by(RUTH)).state is State.APPROVED


def test_another_reviewer_neither_releases_nor_asks_nor_hands_over():
    for act in (
        lambda: taken().release("", by(RUTH)),
        lambda: taken().ask(["How?"], DUE, by(RUTH)),
        lambda: taken().hand_over(RUTH, "", by(RUTH)),
    ):
        with pytest.raises(ApplicationTaken, match="Rita"):
            act()


def test_an_administrator_takes_it_from_whoever_has_it():
    assert taken().release("", by(ADMIN), may_overrule=True).reviewer is None
    assert taken().hand_over(RUTH, "", by(ADMIN), may_overrule=True).reviewer == RUTH


def test_an_application_is_not_handed_to_who_has_it_or_who_has_a_part_in_it():
    by_partner = an_application().start(by(PAT)).submit("ana@example.com", (), by(ANA))
    held = by_partner.take(by(RITA))

    with pytest.raises(ReviewerUnchanged):
        held.hand_over(RITA, "", by(RITA))
    for party in (ANA, PAT):
        with pytest.raises(ReviewerHasPart):
            held.hand_over(replace(party, role=Role.REVIEWER), "", by(RITA))


def test_who_handed_it_in_for_a_maker_does_nothing_as_a_reviewer():
    by_partner = an_application().start(by(PAT)).submit("ana@example.com", (), by(ANA))
    pat = by(replace(PAT, role=Role.REVIEWER))

    for act in (
        lambda: by_partner.take(pat),
        lambda: by_partner.note("Good.", pat),
        lambda: by_partner.take(by(RITA)).release("", pat, may_overrule=True),
        lambda: by_partner.take(by(RITA)).decline(DeclineReason.RESOLD, "No.", pat),
    ):
        with pytest.raises(OwnApplication):
            act()


@pytest.mark.parametrize(
    "write",
    [
        lambda it, who: it.answer(some_answers(tools="A kiln."), "NA", who),
        lambda it, who: it.add_photo(a_photo("2"), 10, who),
        lambda it, who: it.remove_photo("1", who),
    ],
)
def test_who_wrote_in_a_makers_draft_does_not_review_it(write):
    draft = IN[State.DRAFT]().add_photo(a_photo(), 10, by(ANA))

    written = write(draft, by(PAT)).submit("ana@example.com", (), by(ANA))

    assert written.applicants == {"ana", "pat"}
    assert written.timeline[1:] == submitted().timeline[1:], "the timeline does not tell of it"
    with pytest.raises(OwnApplication):
        written.take(by(replace(PAT, role=Role.REVIEWER)))
    with pytest.raises(ReviewerHasPart):
        written.take(by(RITA)).hand_over(replace(PAT, role=Role.REVIEWER), "", by(RITA))


def test_who_answered_in_part_does_not_go_on_to_review_it():
    half = asked().respond({"1-1": "So."}, by(PAT))

    assert half.timeline == asked().timeline
    with pytest.raises(ReviewerHasPart):
        half.hand_over(replace(PAT, role=Role.REVIEWER), "", by(RITA))


@pytest.mark.parametrize("hands", ["take it", "sign it first"])
def test_who_reviews_it_does_not_act_for_its_maker(hands):
    signed = taken([Flag.CASE_BY_CASE]).approve("i1", by(RITA))
    before = taken() if hands == "take it" else signed.hand_over(RUTH, "", by(RITA))
    rita = by(replace(RITA, role=Role.PARTNER))
    waiting = before.ask(["How?"], DUE, by(before.reviewer))
    late = waiting.expire(Occasion(None, LATE, "1"), LATE + 90 * DAY)

    for act in (
        lambda: waiting.respond({"1-1": "So."}, rita),
        lambda: waiting.add_photo(a_photo(kind=PhotoKind.EVIDENCE), 10, rita),
        lambda: before.withdraw("", rita),
        lambda: late.reopen(LATE + DAY, rita),
    ):
        with pytest.raises(OwnReview):
            act()
    assert waiting.respond({"1-1": "So."}, by(PAT)).state is State.IN_REVIEW


def test_a_first_signature_falls_with_the_answers_that_come_after_it():
    signed = taken([Flag.CASE_BY_CASE]).approve("i1", by(RITA))
    waiting = signed.ask(["How?", "Where?"], DUE, by(RITA))
    half = waiting.respond({"1-1": "So."}, by(ANA))
    assert half.first_signature == RITA

    back = half.respond({"1-2": "There."}, by(ANA))

    assert (back.first_signature, back.waiting_for) == (None, WaitingFor.ASSIGNEE)
    with pytest.raises(ApplicationTaken):
        back.approve("i2", by(RUTH))
    again = back.approve("i2", by(RITA))
    assert again.state is State.IN_REVIEW
    assert again.approve("i3", by(RUTH)).state is State.APPROVED


def test_once_one_has_signed_any_other_may_decline():
    with pytest.raises(ApplicationTaken):
        taken().decline(DeclineReason.RESOLD, "No.", by(RUTH))
    signed = taken([Flag.CASE_BY_CASE]).approve("i1", by(RITA))

    assert signed.decline(DeclineReason.RESOLD, "No.", by(RUTH)).state is State.DECLINED


def test_who_takes_over_goes_on_with_the_answers():
    handed_over = asked().hand_over(RUTH, "", by(RITA))

    back = handed_over.respond({"1-1": "So.", "1-2": "There."}, by(ANA))

    assert (back.state, back.reviewer) == (State.IN_REVIEW, RUTH)
    assert back.information_requests[0].reviewer == RITA


def test_answers_are_kept_one_by_one_and_the_last_one_leads_back_to_the_review():
    first = asked().respond({"1-2": "Here."}, by(ANA, NOON + DAY))
    again = first.respond({"1-2": "There."}, by(ANA, NOON + 2 * DAY))
    assert again.state is State.NEEDS_INFO
    assert again.timeline == asked().timeline

    last = again.respond({"1-1": "So."}, by(ANA, NOON + 3 * DAY))

    [request] = last.information_requests
    assert [it.answer for it in request.questions] == ["So.", "There."]
    assert [it.answered for it in request.questions] == [NOON + 3 * DAY, NOON + 2 * DAY]
    assert request.answered == NOON + 3 * DAY
    assert last.timeline[-1].action is Action.ANSWERED


def test_questions_of_a_second_round_have_names_of_their_own():
    again = asked().respond({"1-1": "So.", "1-2": "There."}, by(ANA)).ask(["And?"], DUE, by(RITA))

    assert [q.id for it in again.information_requests for q in it.questions] == [
        "1-1",
        "1-2",
        "2-1",
    ]


def test_an_answer_at_the_very_deadline_counts_and_none_after_it():
    answers = {"1-1": "So.", "1-2": "There."}

    assert asked().respond(answers, by(ANA, DUE)).state is State.IN_REVIEW
    with pytest.raises(InformationTooLate) as refused:
        asked().respond(answers, by(ANA, LATE))
    assert refused.value.facts["closes_at"] == DUE.isoformat()
    with pytest.raises(InformationTooLate):
        expired().respond(answers, by(ANA, LATE))


def test_nothing_expires_at_the_deadline_but_after_it():
    with pytest.raises(Refused):
        asked().expire(Occasion(None, DUE, "1"), DUE)

    entry = asked().expire(Occasion(None, LATE, "1"), LATE).timeline[-1]

    assert (entry.action, entry.state) == (Action.EXPIRED, State.EXPIRED)
    assert entry.occasion.actor is None


def test_an_expired_application_is_reopened_once_and_in_time():
    last = LATE + 90 * DAY
    assert expired().reopen_until == last

    reopened = expired().reopen(last + 14 * DAY, by(ANA, last))

    assert (reopened.state, reopened.due, reopened.ended) == (
        State.NEEDS_INFO,
        last + 14 * DAY,
        None,
    )
    assert reopened.reviewer == RITA
    assert (expired().in_time, reopened.in_time) == (True, None)
    with pytest.raises(ReopeningTooLate):
        expired().reopen(DUE, by(ANA, last + timedelta(milliseconds=1)))
    again = reopened.expire(Occasion(None, last + 15 * DAY, "1"), last + 99 * DAY)
    assert again.reopen_until is None
    with pytest.raises(ApplicationReopenedBefore):
        again.reopen(DUE, by(ANA, last + 15 * DAY))


def test_the_clock_of_our_answer_stands_still_while_the_applicant_is_asked():
    assert taken().answer_due == NOON + 5 * DAY
    question = taken().ask(["How?"], NOON + 16 * DAY, by(RITA, NOON + 2 * DAY))
    assert (question.answer_due, question.next_due) == (None, NOON + 16 * DAY)

    back = question.respond({"1-1": "So."}, by(ANA, NOON + 12 * DAY))

    assert back.answer_due == back.next_due == NOON + 15 * DAY
    assert back.due is None


def test_the_clock_stands_still_through_an_expiry_too():
    reopened = expired().reopen(NOON + 60 * DAY, by(ANA, NOON + 40 * DAY))
    back = reopened.respond({"1-1": "So.", "1-2": "There."}, by(ANA, NOON + 50 * DAY))

    assert back.answer_due == NOON + 55 * DAY


def test_what_was_submitted_before_there_was_a_clock_has_none():
    old = an_application().submit("ana@example.com", (), by(ANA)).take(by(RITA))

    back = old.ask(["How?"], DUE, by(RITA)).respond({"1-1": "So."}, by(ANA))

    assert back.answer_due is None


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED, State.WITHDRAWN, State.EXPIRED])
def test_what_is_over_waits_for_nobody(state):
    over = IN[state]()

    assert not over.is_open
    assert over.ended == over.timeline[-1].occasion.moment
    assert (over.waiting_for, over.waiting_since, over.next_due) == (None, None, None)


def test_whom_it_waits_for_and_since_when():
    moments = [NOON + n * DAY for n in range(5)]
    waits = submitted()
    assert (waits.waiting_for, waits.waiting_since) == (WaitingFor.TAKER, moments[0])
    waits = waits.take(by(RITA, moments[1]))
    assert (waits.waiting_for, waits.waiting_since) == (WaitingFor.ASSIGNEE, moments[1])
    waits = waits.ask(["How?"], DUE, by(RITA, moments[2]))
    assert (waits.waiting_for, waits.waiting_since) == (WaitingFor.APPLICANT, moments[2])
    waits = waits.respond({"1-1": "So."}, by(ANA, moments[3]))
    assert (waits.waiting_for, waits.waiting_since) == (WaitingFor.ASSIGNEE, moments[3])


def test_a_hand_over_makes_nobody_wait_anew_but_who_waits_for_the_colleague():
    later = by(RITA, NOON + 3 * DAY)
    signed = taken([Flag.CASE_BY_CASE]).approve("i1", by(RITA, NOON + DAY))

    assert asked().hand_over(RUTH, "", later).waiting_since == NOON
    assert signed.hand_over(RUTH, "", later).waiting_since == NOON + DAY
    assert taken().hand_over(RUTH, "", later).waiting_since == NOON + 3 * DAY
    again = signed.release("", later).take(by(RUTH, NOON + 4 * DAY))
    assert (again.waiting_for, again.waiting_since) == (
        WaitingFor.SECOND_REVIEWER,
        NOON + 4 * DAY,
    )


def test_a_hand_over_is_told_by_the_colleague_and_not_by_an_account():
    entry = taken().hand_over(RUTH, "", by(RITA)).timeline[-1]

    assert (entry.reason, entry.text, entry.colleague) == (None, "", RUTH)
    assert entry.said == "Ruth"


def test_a_withdrawal_keeps_the_applicants_words():
    withdrawn = submitted().withdraw("I moved.", by(ANA))

    assert withdrawn.timeline[-1].text == "I moved."
    with pytest.raises(ApplicationOver):
        withdrawn.withdraw("", by(ANA))


def a_photo(name="1", kind=PhotoKind.PRODUCT, moment=NOON):
    return Photo(
        id=name, kind=kind, file_name="mug.jpg", content_type="image/jpeg", size=9, sha256=name,
        width=9, height=9, created=moment, file_id=name, thumbnail_id=name,
        original_sha256=name, look="0" * 16,
    )  # fmt: skip


def test_photos_of_products_belong_to_a_draft_and_evidence_to_what_is_asked():
    draft, evidence = IN[State.DRAFT](), a_photo(kind=PhotoKind.EVIDENCE)

    assert draft.add_photo(a_photo(), 10, by(ANA)).photos == (a_photo(),)
    assert asked().add_photo(evidence, 10, by(ANA)).photos == (evidence,)
    for act in (
        lambda: draft.add_photo(evidence, 10, by(ANA)),
        lambda: asked().add_photo(a_photo(), 10, by(ANA)),
        lambda: asked().add_photo(evidence, 10, by(ANA, LATE)),
        lambda: submitted().add_photo(a_photo(), 10, by(ANA)),
    ):
        with pytest.raises(Refused):
            act()


def test_the_same_photo_is_kept_once_of_each_kind_and_there_are_only_so_many():
    draft = IN[State.DRAFT]().add_photo(a_photo(), 1, by(ANA))

    assert draft.add_photo(replace(a_photo(), id="2"), 1, by(ANA)) is draft
    assert len(draft.add_photo(a_photo(kind=PhotoKind.WORKSPACE), 1, by(ANA)).photos) == 2
    with pytest.raises(TooManyPhotos):
        draft.add_photo(a_photo("2"), 1, by(ANA))
    assert draft.remove_photo("1", by(ANA)).photos == ()
