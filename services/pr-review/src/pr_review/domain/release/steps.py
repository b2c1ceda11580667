"""What every verb on a press release rests on: who may act, and how it moves."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from chassis.actors import Actor
from pr_review.domain.release.chain import chained
from pr_review.domain.release.parts import Draft
from pr_review.domain.release.record import Record
from pr_review.domain.release.refusals import (
    DraftChanged,
    OwnPressRelease,
    PressReleaseNotDraft,
    PressReleaseNotInReview,
    PressReleaseTaken,
    ReleaseDatePast,
)
from pr_review.domain.release.states import (
    HELD,
    NOBODY_ELSE,
    UNSEEN,
    Action,
    Occasion,
    Standing,
    State,
    TimelineEntry,
)


@dataclass(frozen=True)
class Steps(Record):
    """A press release that can move."""

    def at(self, moment: datetime) -> Self:
        """The release as it stands at a moment: lapsed, if its time passed undecided."""
        if not self.is_undecided or self.lapses is None or moment < self.lapses:
            return self
        return self._lapsed()

    def ensure_draft(self) -> None:
        """Fails with `PressReleaseNotDraft` once it was submitted."""
        if self.state is not State.DRAFT:
            raise PressReleaseNotDraft(self.state)

    def ensure_represented_by(self, actor: Actor, standing: Standing = NOBODY_ELSE) -> None:
        """Fails unless it is in review, and the actor's or that of somebody they stand in for."""
        self._ensure_in_review()
        self._ensure_held_by(actor, standing)

    def ensure_present(self, sha256: str) -> Draft:
        """The present draft. Fails with `DraftChanged` if it has another digest."""
        draft = self.draft
        if draft is None or draft.sha256 != sha256:
            raise DraftChanged(draft.sha256 if draft else "", draft.number if draft else 0)
        return draft

    def _ensure_in_review(self) -> None:
        if self.state is State.LAPSED:
            raise ReleaseDatePast(self.form.release_on)
        if self.state is not State.IN_REVIEW:
            raise PressReleaseNotInReview(self.state)

    def _ensure_held(self) -> None:
        if self.state not in HELD:
            raise PressReleaseNotInReview(self.state)

    def _ensure_held_by(self, actor: Actor, standing: Standing, *, lead_may: bool = False) -> None:
        self._ensure_not_of(actor)
        holder = self.representative
        if (
            holder is None
            or standing.covers(holder.subject, actor)
            or (lead_may and standing.leads)
        ):
            return
        raise PressReleaseTaken(holder)

    def _ensure_not_of(self, actor: Actor) -> None:
        if self.has_part(actor.subject):
            raise OwnPressRelease

    def _moved(
        self,
        state: State,
        action: Action,
        occasion: Occasion,
        *,
        reason: str = "",
        text: str = "",
        colleague: Actor | None = None,
        **changes: Any,
    ) -> Self:
        form, drafts = changes.get("form", self.form), changes.get("drafts", self.drafts)
        entry = TimelineEntry(
            occasion,
            action,
            state,
            reason,
            text,
            colleague,
            drafts[-1].number if drafts else 0,
            form.release_on,
        )
        entry = chained(entry, self)
        return replace(
            self,
            state=state,
            timeline=(*self.timeline, entry),
            timeline_hash=entry.hash,
            updated=self.updated if action in UNSEEN else occasion.moment,
            **changes,
        )

    def _contacted(self, occasion: Occasion, *, answers: bool) -> Self:
        """With the first word of ours to the maker, from which on nothing is to be acknowledged."""
        return replace(
            self,
            acknowledged=self.acknowledged or occasion.moment,
            acknowledge_due=None,
            first_answered=self.first_answered or (occasion.moment if answers else None),
        )

    def _voided(self, occasion: Occasion) -> Self:
        """Without its approval, which stays among the past ones."""
        if self.approval is None:
            return self
        past = replace(self.approval, voided=occasion.moment)
        decided = () if self.decision is None else (self.decision,)
        return replace(
            self,
            approval=None,
            decision=None,
            past_approvals=(*self.past_approvals, past),
            past_decisions=(*self.past_decisions, *decided),
            ended=None,
            in_time=None,
        )

    @property
    def _reviewed(self) -> State:
        """Where it goes on: with its representative, or in the queue."""
        return State.SUBMITTED if self.representative is None else State.IN_REVIEW

    def _lapsed(self) -> Self:
        # It lapses at its release moment, whenever that is noticed; only an undone withdrawal may
        # have come after it.
        last = self.timeline[-1].occasion
        moment = max(self.lapses or last.moment, last.moment)
        return self._moved(
            State.LAPSED,
            Action.LAPSED,
            Occasion(None, moment, last.rule_version),
            lapsed=moment,
            ended=moment,
            acknowledge_due=None,
            answer_due=None,
            answer_left=None,
        )
