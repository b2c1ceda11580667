"""What the press team does with a press release, up to a decision."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from chassis.actors import Actor
from pr_review.domain.release.parts import Answer, ChangeRequest, EditedCopy
from pr_review.domain.release.refusals import (
    AnswerNeedsDraft,
    ChangesNotRequested,
    DraftUnchanged,
    PressReleaseNotInReview,
    PressReleaseNotSubmitted,
    PressReleaseTaken,
    RepresentativeHasPart,
    RepresentativeUnchanged,
    RoundsUsed,
)
from pr_review.domain.release.states import (
    HELD,
    NOBODY_ELSE,
    Action,
    AnswerKind,
    Occasion,
    Standing,
    State,
)
from pr_review.domain.release.steps import Steps


class Reviewing(Steps):
    """Taking, passing on, asking for changes, and the maker's answer."""

    def take(self, occasion: Occasion) -> Self:
        """Makes the actor its representative, which is our first word to the maker."""
        self._ensure_not_of(occasion.somebody)
        if self.state in HELD and self.representative is not None:
            raise PressReleaseTaken(self.representative)
        if self.state is not State.SUBMITTED:
            raise PressReleaseNotSubmitted(self.state)
        taken = self._moved(
            State.IN_REVIEW, Action.TAKEN, occasion, representative=occasion.somebody
        )
        return taken._contacted(occasion, answers=False)

    def assign(
        self,
        colleague: Actor,
        note: str,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
    ) -> Self:
        """Makes a colleague its representative; from another's hands it is handed over.

        Somebody who assigns it to themselves takes it. The note is for colleagues.
        """
        actor = occasion.somebody
        self._ensure_not_of(actor)
        if self.state is State.SUBMITTED:
            if colleague.subject == actor.subject:
                return self.take(occasion)
        elif self.state in HELD:
            self._ensure_held_by(actor, standing, lead_may=True)
        else:
            raise PressReleaseNotInReview(self.state)
        if self.has_part(colleague.subject):
            raise RepresentativeHasPart(colleague)
        holder = self.representative
        if holder is not None and holder.subject == colleague.subject:
            raise RepresentativeUnchanged(holder)
        is_queued = self.state is State.SUBMITTED
        return self._moved(
            State.IN_REVIEW if is_queued else self.state,
            Action.ASSIGNED if is_queued else Action.HANDED_OVER,
            occasion,
            text=note,
            colleague=colleague,
            representative=colleague,
        )

    def release(self, note: str, occasion: Occasion, standing: Standing = NOBODY_ELSE) -> Self:
        """Gives it back to the queue. Our clock runs on."""
        self._ensure_in_review()
        self._ensure_held_by(occasion.somebody, standing, lead_may=True)
        return self._moved(
            State.SUBMITTED, Action.RELEASED, occasion, text=note, representative=None
        )

    def ensure_asks_changes(
        self, actor: Actor, most_rounds: int, standing: Standing = NOBODY_ELSE
    ) -> None:
        """Fails unless the actor may ask the maker for changes now, at most so many times."""
        self.ensure_represented_by(actor, standing)
        if len(self.change_requests) >= most_rounds:
            raise RoundsUsed(most_rounds)

    def keep_edits(
        self,
        copy: EditedCopy,
        most_rounds: int,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
    ) -> Self:
        """Keeps a copy of the present draft with our edits, in the place of one that was not sent.

        It is about the draft whose digest it names, which must be the present one.
        """
        self.ensure_asks_changes(occasion.somebody, most_rounds, standing)
        if self.ensure_present(copy.draft_sha256).sha256 == copy.sha256:
            raise DraftUnchanged(self.drafts_uploaded)
        kept = (it for it in self.edited_copies if not self._is_to_send(it))
        return self._moved(self.state, Action.EDITS_UPLOADED, occasion, edited_copies=(*kept, copy))

    def _is_to_send(self, copy: EditedCopy) -> bool:
        return copy.sent is None and copy.draft_number == self.drafts_uploaded

    def request_changes(
        self,
        letter: str,
        most_rounds: int,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
    ) -> Self:
        """Asks the maker for changes, at most so many times. Meanwhile our clock stands still.

        A copy of the present draft with our edits goes to the maker with it.
        """
        self.ensure_asks_changes(occasion.somebody, most_rounds, standing)
        request = ChangeRequest(
            round=self.round,
            letter=letter,
            by=occasion.somebody,
            moment=occasion.moment,
            draft_number=self.drafts_uploaded,
        )
        left = None if self.answer_due is None else self.answer_due - occasion.moment
        asked = self._moved(
            State.CHANGES_REQUESTED,
            Action.CHANGES_REQUESTED,
            occasion,
            change_requests=(*self.change_requests, request),
            edited_copies=tuple(
                replace(it, sent=occasion.moment) if self._is_to_send(it) else it
                for it in self.edited_copies
            ),
            answer_due=None,
            answer_left=self.answer_left if left is None else max(left, timedelta()),
        )
        return asked._contacted(occasion, answers=True)

    def answer(
        self, kind: AnswerKind, words: str, answer_due: datetime, occasion: Occasion
    ) -> Self:
        """The maker's answer to the changes asked for, with which our clock begins anew, unless
        another date is awaited too.

        It is about a draft uploaded since: with our edits accepted, or with others.
        """
        if self.state is not State.CHANGES_REQUESTED:
            raise ChangesNotRequested(self.state)
        asked = self.change_requests[-1]
        if self.drafts_uploaded == asked.draft_number:
            raise AnswerNeedsDraft
        answer = Answer(kind, words, occasion.somebody, occasion.moment, self.drafts_uploaded)
        answered = replace(asked, answer=answer)
        return self._moved(
            self._reviewed,
            Action.ANSWERED,
            occasion,
            reason=kind.value,
            text=words,
            change_requests=(*self.change_requests[:-1], answered),
            answer_due=None if self.waits_for_date else answer_due,
            answer_left=self.answer_left if self.waits_for_date else None,
        )
