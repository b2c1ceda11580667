"""What reviewers do with an application."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

from applications.domain.application.questions import InformationRequest, Note, Question
from applications.domain.application.record import Record
from applications.domain.application.refusals import (
    ApplicationNotInReview,
    ApplicationNotSubmitted,
    ApplicationTaken,
    ReviewerHasPart,
    ReviewerUnchanged,
    SecondSignatureMissing,
)
from applications.domain.application.states import Action, DeclineReason, Occasion, State
from chassis.actors import Actor

_HELD = (State.IN_REVIEW, State.NEEDS_INFO)


class Reviewing(Record):
    """The reviewers' verbs. With `may_overrule` somebody acts on what another has taken."""

    def take(self, occasion: Occasion) -> Self:
        """Makes the actor its reviewer."""
        self._ensure_not_of(occasion.somebody)
        if self.state in _HELD and self.reviewer is not None:
            raise ApplicationTaken(self.reviewer)
        if self.state is not State.SUBMITTED:
            raise ApplicationNotSubmitted(self.state)
        return self._moved(State.IN_REVIEW, Action.TAKEN, occasion, reviewer=occasion.somebody)

    def release(self, note: str, occasion: Occasion, *, may_overrule: bool = False) -> Self:
        """Gives it back to the queue. A first signature stays: what was signed has not changed."""
        self._ensure_in_review()
        self._ensure_held_by(occasion.somebody, may_overrule)
        noted = self._with_note(note, occasion)
        return noted._moved(State.SUBMITTED, Action.RELEASED, occasion, reviewer=None)

    def hand_over(
        self, reviewer: Actor, note: str, occasion: Occasion, *, may_overrule: bool = False
    ) -> Self:
        """Makes another its reviewer, also while it waits for the applicant."""
        if self.state not in _HELD:
            raise ApplicationNotInReview(self.state)
        self._ensure_held_by(occasion.somebody, may_overrule)
        if self.reviewer is not None and self.reviewer.subject == reviewer.subject:
            raise ReviewerUnchanged(self.reviewer)
        if self.has_part(reviewer.subject):
            raise ReviewerHasPart(reviewer)
        noted = self._with_note(note, occasion)
        return noted._moved(
            self.state, Action.HANDED_OVER, occasion, colleague=reviewer, reviewer=reviewer
        )

    def ask(self, questions: Sequence[str], due: datetime, occasion: Occasion) -> Self:
        """Asks the applicant, who has until `due`. Meanwhile the clock of our answer stands."""
        self._ensure_in_review()
        self._ensure_held_by(occasion.somebody)
        number = len(self.information_requests) + 1
        request = InformationRequest(
            id=str(number),
            questions=tuple(
                Question(f"{number}-{place}", text) for place, text in enumerate(questions, 1)
            ),
            reviewer=occasion.somebody,
            created=occasion.moment,
            due=due,
        )
        left = None if self.answer_due is None else self.answer_due - occasion.moment
        return self._moved(
            State.NEEDS_INFO,
            Action.ASKED,
            occasion,
            information_requests=(*self.information_requests, request),
            answer_due=None,
            answer_left=left,
            first_answered=self.first_answered or occasion.moment,
        )

    def note(self, text: str, occasion: Occasion) -> Self:
        """Adds a note, which only staff sees. It moves nothing."""
        self._ensure_not_of(occasion.somebody)
        if self.submitted is None:
            raise ApplicationNotSubmitted(self.state)
        return self._with_note(text, occasion)._moved(self.state, Action.NOTED, occasion)

    def approve(self, invitation_id: str, occasion: Occasion) -> Self:
        """Signs it. It is approved, with that invitation, unless another reviewer must sign too."""
        self._ensure_in_review()
        actor = occasion.somebody
        self._ensure_not_of(actor)
        if self.first_signature is None:
            self._ensure_taken_by(actor)
            if self.needs_two_signatures:
                return self._moved(self.state, Action.SIGNED, occasion, first_signature=actor)
        elif self.first_signature.subject == actor.subject:
            raise SecondSignatureMissing
        return self._over(
            State.APPROVED,
            Action.APPROVED,
            occasion,
            invitation_id=invitation_id,
            first_answered=self.first_answered or occasion.moment,
        )

    def decline(
        self,
        reason: DeclineReason,
        text: str,
        occasion: Occasion,
        reapply_from: datetime | None = None,
    ) -> Self:
        """Turns it down, for a reason and with words for the applicant.

        Where one has signed, the other who could sign can decline as well.
        """
        self._ensure_in_review()
        self._ensure_not_of(occasion.somebody)
        if self.first_signature is None:
            self._ensure_taken_by(occasion.somebody)
        return self._over(
            State.DECLINED,
            Action.DECLINED,
            occasion,
            reason=reason,
            decline_reason=reason,
            decline_text=text,
            reapply_from=reapply_from,
            first_answered=self.first_answered or occasion.moment,
        )

    def _ensure_held_by(self, actor: Actor, may_overrule: bool = False) -> None:
        self._ensure_not_of(actor)
        if not may_overrule:
            self._ensure_taken_by(actor)

    def _with_note(self, text: str, occasion: Occasion) -> Self:
        if not text:
            return self
        note = Note(occasion.somebody, text, occasion.moment)
        return replace(self, notes=(*self.notes, note))
