"""How a press release ends without a decision, or after one."""

from dataclasses import replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from pr_review.domain.release.parts import Publication, Withdrawal
from pr_review.domain.release.refusals import (
    PressReleaseNotSubmitted,
    PressReleaseNotWithdrawn,
    PressReleaseOver,
    PublicationNotApproved,
    PublicationReported,
    ReleaseDatePast,
    UndoTooLate,
)
from pr_review.domain.release.states import WITHDRAWABLE, Action, Occasion, State
from pr_review.domain.release.steps import Steps

_PUBLISHED = frozenset({State.PUBLISHED, State.PUBLISHED_WITHOUT_APPROVAL})


class Closing(Steps):
    """Withdrawal and its undo, and what was published."""

    def withdraw(self, reason: str, until: datetime, occasion: Occasion) -> Self:
        """Takes it back; until a moment that can be undone, as if it had not been.

        What was approved has gone out by its release moment, as far as anybody knows.
        """
        if self.state not in WITHDRAWABLE:
            raise PressReleaseOver(self.state)
        is_past = self.lapses is not None and occasion.moment >= self.lapses
        if self.state is State.APPROVED and is_past:
            raise ReleaseDatePast(self.form.release_on)
        withdrawal = Withdrawal(
            reason=reason,
            by=occasion.somebody,
            moment=occasion.moment,
            until=until,
            before=self.state,
            acknowledge_due=self.acknowledge_due,
            answer_due=self.answer_due,
            answer_left=self.answer_left,
            approval=self.approval,
            ended=self.ended,
            in_time=self.in_time,
        )
        return self._moved(
            State.WITHDRAWN,
            Action.WITHDRAWN,
            occasion,
            text=reason,
            withdrawal=withdrawal,
            acknowledge_due=None,
            answer_due=None,
            answer_left=None,
            approval=None,
            ended=occasion.moment,
        )

    def undo_withdrawal(self, occasion: Occasion) -> Self:
        """Goes on where it was, with the clocks it had; they ran on meanwhile."""
        withdrawal = self.withdrawal
        if self.state is not State.WITHDRAWN or withdrawal is None:
            raise PressReleaseNotWithdrawn(self.state)
        if occasion.moment > withdrawal.until:
            raise UndoTooLate(withdrawal.until)
        return self._moved(
            withdrawal.before,
            Action.WITHDRAWAL_UNDONE,
            occasion,
            withdrawal=None,
            acknowledge_due=withdrawal.acknowledge_due,
            answer_due=withdrawal.answer_due,
            answer_left=withdrawal.answer_left,
            approval=withdrawal.approval,
            ended=withdrawal.ended,
            in_time=withdrawal.in_time,
        )

    def report_published(
        self,
        publication: Publication,
        opens: datetime,
        occasion: Occasion,
        *,
        by_staff: bool = False,
    ) -> Self:
        """Records that it went out. Only staff record that what went out was not approved."""
        if self.submitted is None:
            raise PressReleaseNotSubmitted(self.state)
        if self.state in _PUBLISHED:
            raise PublicationReported(self.state)
        as_approved = self.approves(publication, opens)
        if not as_approved and not by_staff:
            is_early = (
                self.state is State.APPROVED
                and not publication.is_other
                and publication.published < opens
            )
            # Told as the clocks of its own zone show it, in which it was planned.
            told = opens.astimezone(ZoneInfo(self.form.time_zone)) if is_early else None
            raise PublicationNotApproved(self.state, told)
        state = State.PUBLISHED if as_approved else State.PUBLISHED_WITHOUT_APPROVAL
        return self._moved(
            state,
            Action.PUBLISHED if as_approved else Action.PUBLISHED_WITHOUT_APPROVAL,
            occasion,
            text=publication.uri,
            publication=replace(publication, as_approved=as_approved),
            ended=self.ended or occasion.moment,
            acknowledge_due=None,
            answer_due=None,
            answer_left=None,
        )

    def approves(self, publication: Publication, opens: datetime) -> bool:
        """Whether the publication is what the approval is of: its text, and neither before its day
        or hour, which begins at `opens`, nor before it was approved, nor after the approval ended.
        """
        approval = self.approval
        return (
            self.state is State.APPROVED
            and approval is not None
            and not publication.is_other
            and max(opens, approval.created) <= publication.published <= approval.expires
        )
