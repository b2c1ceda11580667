"""Decisions, and what takes them back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

from pr_review.domain.release.parts import Approval, Decision
from pr_review.domain.release.refusals import (
    LeadNeeded,
    MentionsFound,
    NoticeOnTime,
    PressReleaseNotDecided,
    ReleaseDatePast,
    SecondPersonNeeded,
    TextNotNew,
)
from pr_review.domain.release.states import (
    NOBODY_ELSE,
    REOPENABLE,
    Action,
    DecisionKind,
    DeclineReason,
    NoticeVerdict,
    Occasion,
    Standing,
    State,
)
from pr_review.domain.release.steps import Steps


class Deciding(Steps):
    """The representative's decisions. `policy.review` says what stands against an approval."""

    def ensure_decided_by(
        self, occasion: Occasion, standing: Standing = NOBODY_ELSE, *, overrides: bool = False
    ) -> None:
        """Fails unless the actor may decide on it now.

        To override what stands against it is a lead's who does not represent it. Nobody approves
        who granted very short notice for it.
        """
        actor = occasion.somebody
        self._ensure_in_review()
        self._ensure_held_by(actor, standing, lead_may=overrides)
        holder = self.representative
        if overrides and not standing.leads:
            raise LeadNeeded
        if overrides and holder is not None and standing.covers(holder.subject, actor):
            raise SecondPersonNeeded("who represents it does not override what stands against it")

    def ensure_second_person(self, occasion: Occasion) -> None:
        """Fails if the actor granted the very short notice that an approval would rest on."""
        excepted = self.exception
        if (
            excepted is not None
            and excepted.verdict is NoticeVerdict.VERY_SHORT_NOTICE
            and excepted.decided_by is not None
            and excepted.decided_by.subject == occasion.somebody.subject
        ):
            raise SecondPersonNeeded("who granted very short notice for it does not approve it")

    def approve(
        self,
        letter: str,
        conditions: Sequence[str],
        expires: datetime,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
        *,
        override_reason: str = "",
    ) -> Self:
        """Lets the present draft go out on its day, in its zone; `policy.review` says if it may."""
        self.ensure_decided_by(occasion, standing, overrides=bool(override_reason))
        self.ensure_second_person(occasion)
        draft, form = self.draft, self.form
        is_past = self.lapses is not None and occasion.moment >= self.lapses
        if form.release_on is None or draft is None or is_past:
            raise ReleaseDatePast(form.release_on)
        approval = Approval(
            file_id=draft.file_id,
            file_name=draft.file_name,
            sha256=draft.sha256,
            release_on=form.release_on,
            time_zone=form.time_zone,
            representative=occasion.somebody,
            created=occasion.moment,
            expires=expires,
            draft_number=draft.number,
            conditions=tuple(conditions),
            letter=letter,
            override_reason=override_reason,
            release_at=form.release_at,
        )
        decision = self._decision(
            DecisionKind.APPROVED,
            letter,
            occasion,
            conditions=tuple(conditions),
            override_reason=override_reason,
        )
        return replace(self, approval=approval)._decided(
            State.APPROVED, Action.APPROVED, decision, occasion
        )

    def decline(
        self,
        reason: DeclineReason,
        letter: str,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
    ) -> Self:
        """Says no, for a reason. As a new text it is filed as a request of its own."""
        self.ensure_decided_by(occasion, standing)
        if reason is DeclineReason.NEW_TEXT and not (self.draft and self.draft.is_new_text):
            raise TextNotNew
        if reason is DeclineReason.TOO_LATE and self.notice and self.notice.is_on_time:
            raise NoticeOnTime
        decision = self._decision(DecisionKind.DECLINED, letter, occasion, reason=reason)
        return self._decided(State.DECLINED, Action.DECLINED, decision, occasion)

    def ensure_needs_no_review(self, words: str) -> None:
        """Fails if the present draft mentions us, and no word says why that needs no review."""
        if self.draft is not None and self.draft.mention_count and not words:
            raise MentionsFound(self.draft.mention_count)

    def not_needed(self, letter: str, occasion: Occasion, standing: Standing = NOBODY_ELSE) -> Self:
        """Answers that the text needs no review of ours."""
        self.ensure_decided_by(occasion, standing)
        decision = self._decision(DecisionKind.NOT_NEEDED, letter, occasion)
        return self._decided(State.NOT_NEEDED, Action.NOT_NEEDED, decision, occasion)

    def reopen(
        self,
        reason: str,
        answer_due: datetime,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
    ) -> Self:
        """Takes a decision back, for a reason, while the day is still to come."""
        if self.state not in REOPENABLE:
            raise PressReleaseNotDecided(self.state)
        self._ensure_held_by(occasion.somebody, standing, lead_may=True)
        if self.lapses is not None and occasion.moment >= self.lapses:
            raise ReleaseDatePast(self.form.release_on)
        reopened = self._voided(occasion)
        decided = () if reopened.decision is None else (reopened.decision,)
        return reopened._moved(
            State.IN_REVIEW,
            Action.REOPENED,
            occasion,
            text=reason,
            decision=None,
            past_decisions=(*reopened.past_decisions, *decided),
            ended=None,
            in_time=None,
            answer_due=None if self.waits_for_date else answer_due,
        )

    def _decision(
        self,
        kind: DecisionKind,
        letter: str,
        occasion: Occasion,
        *,
        reason: DeclineReason | None = None,
        conditions: tuple[str, ...] = (),
        override_reason: str = "",
    ) -> Decision:
        draft = self.draft
        return Decision(
            kind=kind,
            by=occasion.somebody,
            moment=occasion.moment,
            letter=letter,
            draft_number=draft.number if draft else 0,
            sha256=draft.sha256 if draft else "",
            release_on=self.form.release_on,
            time_zone=self.form.time_zone,
            reason=reason,
            conditions=conditions,
            override_reason=override_reason,
        )

    def _decided(
        self, state: State, action: Action, decision: Decision, occasion: Occasion
    ) -> Self:
        in_time = self.answer_due is None or occasion.moment <= self.answer_due
        decided = self._moved(
            state,
            action,
            occasion,
            reason="" if decision.reason is None else decision.reason.value,
            text=decision.override_reason,
            decision=decision,
            ended=occasion.moment,
            in_time=in_time,
            answer_due=None,
            answer_left=None,
        )
        return decided._contacted(occasion, answers=True)
