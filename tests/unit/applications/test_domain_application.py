"""How an application may change, and that it changes in no other way."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from applications.domain.application import (
    Action,
    ApplicationNotDraft,
    ApplicationNotInReview,
    ApplicationNotSubmitted,
    ApplicationTaken,
    DeclineReason,
    Flag,
    OwnApplication,
    SecondSignatureMissing,
    State,
)
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
    in_review,
    some_answers,
)


def test_a_draft_takes_other_answers_and_another_region():
    german = some_answers(country="DE")

    answered = an_application().answer(german, "EU", by(ANA, NOON + timedelta(hours=1)))

    assert (answered.questionnaire, answered.region) == (german, "EU")
    assert answered.updated == NOON + timedelta(hours=1)


def test_what_was_submitted_keeps_its_answers():
    submitted = an_application().submit("ana@example.com", (), by(ANA))

    with pytest.raises(ApplicationNotDraft):
        submitted.answer(some_answers(), "NA", by(ANA))
    with pytest.raises(ApplicationNotDraft):
        submitted.submit("ana@example.com", (), by(ANA))


def test_only_what_waits_for_a_reviewer_is_taken():
    with pytest.raises(ApplicationNotSubmitted, match="draft"):
        an_application().take(by(RITA))


def test_a_second_reviewer_hears_who_has_it():
    with pytest.raises(ApplicationTaken, match="Rita has taken"):
        in_review().take(by(RUTH))


DECISIONS = pytest.mark.parametrize(
    "decide",
    [
        pytest.param(lambda it, who: it.approve("i1", by(who)), id="approve"),
        pytest.param(
            lambda it, who: it.decline(DeclineReason.RESOLD, "Bought.", by(who)), id="decline"
        ),
    ],
)


@DECISIONS
def test_only_the_reviewer_who_took_it_decides(decide):
    with pytest.raises(ApplicationTaken, match="Rita"):
        decide(in_review(), RUTH)


@DECISIONS
def test_only_what_was_taken_is_decided_on(decide):
    submitted = an_application().submit("ana@example.com", (), by(ANA))

    with pytest.raises(ApplicationNotInReview):
        decide(submitted, RITA)


def test_nobody_reviews_an_application_of_their_own():
    own = an_application(subject=RITA.subject).submit("ana@example.com", (), by(RITA))

    with pytest.raises(OwnApplication):
        own.take(by(RITA))


def test_one_signature_approves():
    approved = in_review().approve("i1", by(RITA))

    assert approved.state is State.APPROVED
    assert approved.invitation_id == "i1"
    assert approved.first_signature is None


def test_a_group_that_is_not_listed_needs_two_signatures():
    signed = in_review(flags=[Flag.CASE_BY_CASE]).approve("i1", by(RITA))

    assert signed.state is State.IN_REVIEW
    assert signed.first_signature == RITA
    assert signed.invitation_id == ""
    with pytest.raises(SecondSignatureMissing):
        signed.approve("i1", by(RITA))
    assert signed.approve("i2", by(RUTH)).state is State.APPROVED
    assert signed.approve("i2", by(RUTH)).invitation_id == "i2"


def test_the_first_signature_is_the_takers():
    with pytest.raises(ApplicationTaken):
        in_review(flags=[Flag.CASE_BY_CASE]).approve("i1", by(RUTH))


def test_the_applicant_signs_neither_first_nor_second():
    signed = in_review(flags=[Flag.CASE_BY_CASE]).approve("i1", by(RITA))

    with pytest.raises(OwnApplication):
        signed.approve("i1", by(Actor(signed.subject, "Ana", Role.REVIEWER)))


def test_who_has_signed_may_still_decline():
    signed = in_review(flags=[Flag.CASE_BY_CASE]).approve("i1", by(RITA))

    declined = signed.decline(DeclineReason.OTHER_REASON, "On second thoughts.", by(RITA))

    assert declined.state is State.DECLINED
    assert declined.timeline[-1].reason is DeclineReason.OTHER_REASON


def test_the_timeline_says_who_did_what_when_and_under_which_rules():
    approved = an_application().start(by(ANA)).submit("ana@example.com", (), by(ANA)).take(by(RITA))
    later = NOON + timedelta(days=2)

    entry = approved.approve("i1", by(RITA, later)).timeline[-1]

    assert [it.action for it in approved.timeline] == [
        Action.STARTED,
        Action.SUBMITTED,
        Action.TAKEN,
    ]
    assert (entry.occasion.actor, entry.occasion.moment) == (RITA, later)
    assert (entry.action, entry.state) == (Action.APPROVED, State.APPROVED)
    assert entry.occasion.rule_version == "1"


LEGAL = {
    State.DRAFT: {State.SUBMITTED},
    State.SUBMITTED: {State.IN_REVIEW},
    State.IN_REVIEW: {State.IN_REVIEW, State.APPROVED, State.DECLINED},
    State.APPROVED: set(),
    State.DECLINED: set(),
}
ACTORS = st.sampled_from([ANA, RITA, RUTH, Actor("ana", "Ana", Role.REVIEWER)])


class ApplicationLife(RuleBasedStateMachine):
    """Anybody may try anything at any time."""

    @initialize(flags=st.sets(st.sampled_from(list(Flag))))
    def start(self, flags):
        self.flags = tuple(flags)
        self.application = an_application().start(by(ANA))
        self.moment = NOON

    def attempt(self, change):
        before, self.moment = self.application, self.moment + timedelta(minutes=1)
        try:
            after = change(before)
        except Refused:
            return
        if len(after.timeline) > len(before.timeline):
            assert after.state in LEGAL[before.state]
            assert after.timeline[:-1] == before.timeline
            assert after.timeline[-1].state is after.state
        else:
            assert after.state is before.state is State.DRAFT
        is_signed = after.first_signature != before.first_signature
        assert after.updated == (before.updated if is_signed else self.moment)
        self.application = after

    @rule()
    def answer(self):
        answers = some_answers(tools="A kiln.")
        self.attempt(lambda it: it.answer(answers, "NA", by(ANA, self.moment)))

    @rule()
    def submit(self):
        self.attempt(lambda it: it.submit("ana@example.com", self.flags, by(ANA, self.moment)))

    @rule(actor=ACTORS)
    def take(self, actor):
        self.attempt(lambda it: it.take(by(actor, self.moment)))

    @rule(actor=ACTORS)
    def approve(self, actor):
        self.attempt(lambda it: it.approve("i1", by(actor, self.moment)))

    @rule(actor=ACTORS)
    def decline(self, actor):
        self.attempt(lambda it: it.decline(DeclineReason.RESOLD, "No.", by(actor, self.moment)))

    @invariant()
    def an_invitation_comes_with_the_approval_and_only_with_it(self):
        assert bool(self.application.invitation_id) == (self.application.state is State.APPROVED)

    @invariant()
    def the_applicant_never_reviews(self):
        staff = [self.application.reviewer, self.application.first_signature]
        assert all(actor is None or actor.subject != "ana" for actor in staff)

    @invariant()
    def case_by_case_means_two_reviewers(self):
        if self.application.state is State.APPROVED and Flag.CASE_BY_CASE in self.flags:
            signers = {
                entry.occasion.actor.subject
                for entry in self.application.timeline
                if entry.action in (Action.SIGNED, Action.APPROVED)
            }
            assert len(signers) == 2

    @invariant()
    def a_reason_stands_with_what_was_declined(self):
        is_declined = self.application.state is State.DECLINED
        assert is_declined == (self.application.decline_reason is not None)
        assert is_declined == bool(self.application.decline_text)


TestApplicationLife = ApplicationLife.TestCase
TestApplicationLife.pytestmark = [pytest.mark.fuzz]
