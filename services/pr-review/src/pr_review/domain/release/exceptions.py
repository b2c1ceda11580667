"""Less than two weeks: who may agree to it, and what becomes of the wish."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from pr_review.domain.release.parts import ExceptionRequest, Form, Notice
from pr_review.domain.release.refusals import (
    ExceptionNotAsked,
    LeadNeeded,
    LeadTimeTooShort,
    PressReleaseNotInReview,
    PressReleaseNotSubmitted,
    PressReleaseTaken,
    SecondPersonNeeded,
)
from pr_review.domain.release.states import (
    UNDECIDED,
    Action,
    ExceptionState,
    NoticeVerdict,
    Occasion,
    Standing,
    State,
)
from pr_review.domain.release.steps import Steps


class Excepting(Steps):
    """What happens to exceptions."""

    def decide_exception(
        self, occasion: Occasion, standing: Standing, *, granted: bool, answer: str = ""
    ) -> Self:
        """Grants or refuses what is asked. A refusal ends nothing: it waits until the maker moves
        the date, and meanwhile our clock stands still.

        Short notice is the representative's to grant, or a lead's; very short notice a lead's who
        neither represents the release nor stands in for who does.
        """
        if self.state not in UNDECIDED:
            raise PressReleaseNotSubmitted(self.state)
        asked = self.exception
        if asked is None or asked.state is not ExceptionState.ASKED:
            raise ExceptionNotAsked
        self._ensure_may_except(asked, occasion, standing)
        decided = replace(
            asked,
            state=ExceptionState.GRANTED if granted else ExceptionState.REFUSED,
            decided_by=occasion.somebody,
            decided=occasion.moment,
            answer=answer,
        )
        moved = self._moved(
            self.state,
            Action.EXCEPTION_GRANTED if granted else Action.EXCEPTION_REFUSED,
            occasion,
            reason=asked.verdict.value,
            text=answer,
            exceptions=(*self.exceptions[:-1], decided),
        )
        if not granted:
            moved = moved._standing_still(occasion)
        return moved._contacted(occasion, answers=not granted)

    def _standing_still(self, occasion: Occasion) -> Self:
        """With our clock stopped, if it runs."""
        if self.answer_due is None:
            return self
        left = max(self.answer_due - occasion.moment, timedelta())
        return replace(self, answer_due=None, answer_left=left)

    def _resumed(self, answer_due: datetime) -> Self:
        """With our clock begun anew, if it stood still for want of another date only."""
        if self.state is State.CHANGES_REQUESTED or self.answer_due is not None:
            return self
        return replace(self, answer_due=answer_due, answer_left=None)

    def _ensure_may_except(
        self, asked: ExceptionRequest, occasion: Occasion, standing: Standing
    ) -> None:
        actor, holder = occasion.somebody, self.representative
        self._ensure_not_of(actor)
        represents = holder is not None and standing.covers(holder.subject, actor)
        if asked.verdict is NoticeVerdict.VERY_SHORT_NOTICE:
            if not standing.leads:
                raise LeadNeeded
            if represents:
                raise SecondPersonNeeded(
                    "who represents it does not grant very short notice for it"
                )
        elif not (represents or standing.leads):
            if holder is None:
                raise PressReleaseNotInReview(self.state)
            raise PressReleaseTaken(holder)

    def _ensure_time_or_reason(self, form: Form, notice: Notice) -> None:
        if form.release_on is not None and not notice.is_on_time and not form.exception_reason:
            received = form.release_on - timedelta(days=notice.days)
            raise LeadTimeTooShort(received, notice.earliest, form.zones, notice.verdict)

    def _asking(self, reason: str, occasion: Occasion) -> Self:
        """With an exception asked for, if the time there is needs one."""
        notice, release_on = self.notice, self.form.release_on
        if notice is None or release_on is None or notice.is_on_time:
            return self
        asked = ExceptionRequest(
            id=str(len(self.exceptions) + 1),
            reason=reason,
            asked_by=occasion.somebody,
            asked=occasion.moment,
            verdict=notice.verdict,
            release_on=release_on,
        )
        return self._moved(
            self.state,
            Action.EXCEPTION_ASKED,
            occasion,
            reason=notice.verdict.value,
            text=reason,
            exceptions=(*self.exceptions, asked),
        )

    def _dropping(self, occasion: Occasion) -> Self:
        """Without the exception of the date there was."""
        asked = self.exception
        if asked is None:
            return self
        dropped = replace(asked, state=ExceptionState.DROPPED)
        return self._moved(
            self.state,
            Action.EXCEPTION_DROPPED,
            occasion,
            exceptions=(*self.exceptions[:-1], dropped),
        )

    def _noticed(self, notice: Notice, occasion: Occasion) -> Self:
        """Under another notice for the same date."""
        asked = self.exception
        noticed = replace(self, notice=notice)
        if asked is None:
            return noticed
        if notice.is_on_time:
            return noticed._dropping(occasion)
        if asked.state is not ExceptionState.ASKED:
            return noticed
        kept = replace(asked, verdict=notice.verdict)
        return replace(noticed, exceptions=(*self.exceptions[:-1], kept))

    def _void(self, occasion: Occasion, answer_due: datetime) -> Self:
        """In review again, since what was approved has changed."""
        voided = self._voided(occasion)
        return voided._moved(
            voided._reviewed,
            Action.APPROVAL_VOIDED,
            occasion,
            answer_due=answer_due,
            answer_left=None,
        )
