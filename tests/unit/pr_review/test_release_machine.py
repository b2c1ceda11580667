"""Whatever anybody does in whatever order, some things hold of a press release."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.errors import Problem
from pr_review.domain.release.states import (
    Action,
    Area,
    ExceptionState,
    Need,
    NoticeVerdict,
    State,
    Verdict,
)
from tests.unit.pr_review.builders import (
    BEA,
    LEADS,
    LENA,
    LEO,
    RITA,
    RUTH,
    SAM,
    WHY,
    Story,
)

S = State
_REVIEW = {S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED}
_STEPS = {
    S.DRAFT: {S.DRAFT, S.SUBMITTED, S.WITHDRAWN},
    S.SUBMITTED: {*_REVIEW, S.WITHDRAWN, S.LAPSED, S.PUBLISHED_WITHOUT_APPROVAL},
    S.IN_REVIEW: {
        *_REVIEW,
        S.APPROVED,
        S.DECLINED,
        S.NOT_NEEDED,
        S.WITHDRAWN,
        S.LAPSED,
        S.PUBLISHED_WITHOUT_APPROVAL,
    },
    S.CHANGES_REQUESTED: {
        S.CHANGES_REQUESTED,
        S.IN_REVIEW,
        S.WITHDRAWN,
        S.LAPSED,
        S.PUBLISHED_WITHOUT_APPROVAL,
    },
    # Between an upload, or another date, and what follows from it, it still says approved.
    S.APPROVED: {
        S.APPROVED,
        S.IN_REVIEW,
        S.WITHDRAWN,
        S.PUBLISHED,
        S.PUBLISHED_WITHOUT_APPROVAL,
    },
    S.DECLINED: {S.IN_REVIEW, S.PUBLISHED_WITHOUT_APPROVAL},
    S.NOT_NEEDED: {S.IN_REVIEW, S.PUBLISHED_WITHOUT_APPROVAL},
    S.PUBLISHED: set(),
    S.PUBLISHED_WITHOUT_APPROVAL: set(),
    S.WITHDRAWN: {S.DRAFT, *_REVIEW, S.APPROVED, S.LAPSED, S.PUBLISHED_WITHOUT_APPROVAL},
    S.LAPSED: {S.SUBMITTED, S.IN_REVIEW, S.WITHDRAWN, S.PUBLISHED_WITHOUT_APPROVAL},
}
_DAYS = ("2027-02-16", "2027-02-24", "2027-03-02", "2027-03-20", "2027-04-20")
_TEAM = st.sampled_from([RITA, RUTH, LENA])


class Life(RuleBasedStateMachine):
    """Everybody tries everything. What is refused leaves the release as it was."""

    @initialize(day=st.sampled_from(_DAYS))
    def filed(self, day):
        self.story = Story("2027-02-10T20:00Z").upload()
        try:
            self.story.edit(
                release_on=type(self.story.release.form.release_on).fromisoformat(day),
                exception_reason=WHY,
            ).submit()
        except Problem:
            pytest.fail("these dates can all be asked for")
        self.seen = self.story.release.timeline

    def tried(self, verb):
        before = self.story.release
        try:
            verb(self.story)
        except Problem:
            assert self.story.release is before

    def standing(self, actor):
        return LEADS if actor == LENA else replace(LEADS, leads=False)

    @rule(hours=st.integers(1, 240))
    def time_passes(self, hours):
        self.story.after(hours=hours)

    @rule(actor=_TEAM)
    def somebody_takes_it(self, actor):
        self.tried(lambda it: it.take(actor))

    @rule(actor=_TEAM, colleague=_TEAM)
    def it_is_passed_on(self, actor, colleague):
        def pass_on(it):
            it.release = it.release.assign(colleague, "", it.on(actor), self.standing(actor))

        self.tried(pass_on)

    @rule(actor=_TEAM)
    def it_is_given_back(self, actor):
        def give_back(it):
            it.release = it.release.release("", it.on(actor), self.standing(actor))

        self.tried(give_back)

    @rule(new=st.booleans(), small=st.booleans())
    def another_draft_comes(self, new, small):
        self.tried(lambda it: it.upload(is_new_text=new, little_changed=range(99) if small else ()))

    @rule(actor=_TEAM)
    def changes_are_asked_for(self, actor):
        self.tried(lambda it: it.request_changes(actor))

    @rule()
    def the_maker_answers(self):
        self.tried(
            lambda it: it.upload().answer() if it.release.state is S.CHANGES_REQUESTED else it
        )

    @rule(actor=_TEAM, override=st.sampled_from(["", "I answer for it."]))
    def somebody_approves(self, actor, override):
        self.tried(lambda it: it.approve(actor, self.standing(actor), override))

    @rule(actor=_TEAM)
    def somebody_declines(self, actor):
        self.tried(lambda it: it.decline(actor=actor))

    @rule(actor=_TEAM)
    def somebody_reopens_it(self, actor):
        self.tried(lambda it: it.reopen(actor, self.standing(actor)))

    @rule(actor=_TEAM, granted=st.booleans())
    def an_exception_is_decided(self, actor, granted):
        self.tried(lambda it: it.except_(actor, self.standing(actor), granted=granted))

    @rule(day=st.sampled_from(_DAYS), reason=st.sampled_from(["", WHY]))
    def the_date_moves(self, day, reason):
        self.tried(lambda it: it.move(day, reason))

    @rule()
    def it_is_withdrawn(self):
        self.tried(lambda it: it.withdraw())

    @rule()
    def that_is_undone(self):
        self.tried(lambda it: it.undo())

    @rule(actor=_TEAM, who=st.sampled_from([LEO, BEA]), need=st.sampled_from(Need))
    def a_stakeholder_is_asked(self, actor, who, need):
        self.tried(lambda it: it.ask(who, Area.LEGAL, need, actor))

    @rule(who=st.sampled_from([LEO, BEA]), verdict=st.sampled_from(Verdict))
    def a_stakeholder_speaks(self, who, verdict):
        for it in self.story.release.stakeholders:
            self.tried(lambda story, asked=it: story.say(verdict, who, asked.id))

    @rule(by_staff=st.booleans(), is_other=st.booleans())
    def it_goes_out(self, by_staff, is_other):
        self.tried(lambda it: it.report(SAM, by_staff=by_staff, is_other=is_other))

    @invariant()
    def the_timeline_only_grows_and_every_step_is_one_there_is(self):
        self.story.at(self.story.now)
        timeline = self.story.release.timeline
        assert timeline[: len(self.seen)] == self.seen
        self.seen = timeline
        moments = [it.occasion.moment for it in timeline]
        assert moments == sorted(moments)
        states = [it.state for it in timeline]
        assert states[-1] is self.story.release.state
        for before, after in pairwise(states):
            assert after in _STEPS[before], f"{before} to {after}"

    @invariant()
    def what_is_approved_was_agreed_to_by_all_whose_yes_it_needs(self):
        release = self.story.release
        if release.state is not S.APPROVED:
            assert release.approval is None or release.state is S.PUBLISHED or _published(release)
            return
        approval, form = release.approval, release.form
        assert approval.sha256 == release.draft.sha256
        assert (approval.release_on, approval.time_zone) == (form.release_on, form.time_zone)
        assert approval.created < release.lapses
        if not release.notice.is_on_time:
            assert release.exception.state is ExceptionState.GRANTED
        if release.notice.verdict is NoticeVerdict.VERY_SHORT_NOTICE:
            assert release.exception.decided_by == LENA != approval.representative
        if not approval.override_reason:
            assert not any(it.vetoes or it.is_awaited for it in release.stakeholders)

    @invariant()
    def nothing_waits_beyond_its_day(self):
        release = self.story.release
        if release.is_undecided:
            assert self.story.now < release.lapses
        if release.state is S.LAPSED:
            assert self.story.now >= release.lapses
            assert release.answer_due is None

    @invariant()
    def the_clock_runs_for_us_or_stands_still_for_the_maker(self):
        release = self.story.release
        assert release.answer_left is None or release.answer_left >= timedelta()
        is_ours = release.state in (S.SUBMITTED, S.IN_REVIEW)
        runs = is_ours and not release.waits_for_date
        assert (release.answer_due is not None) == runs
        if runs:
            assert release.answer_due <= release.lapses
        if runs or release.state is S.CHANGES_REQUESTED:
            assert (release.answer_left is None) == runs

    @invariant()
    def who_has_it_took_no_part(self):
        release = self.story.release
        if release.state in (S.IN_REVIEW, S.CHANGES_REQUESTED):
            assert release.representative is not None
            assert not release.has_part(release.representative.subject)


def _published(release):
    return release.timeline[-1].action is Action.PUBLISHED_WITHOUT_APPROVAL


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=120,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
