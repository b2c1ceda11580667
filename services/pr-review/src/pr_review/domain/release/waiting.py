"""For whom a press release waits, since when, and until when."""

from datetime import datetime

from pr_review.domain.release.parts import Stakeholder
from pr_review.domain.release.record import Record
from pr_review.domain.release.states import (
    AWAITED,
    HELD,
    Action,
    ExceptionState,
    Need,
    NoticeVerdict,
    State,
    WaitingFor,
)

# With what somebody begins to wait for each of them.
_BEGINNINGS = {
    WaitingFor.TAKER: {
        Action.SUBMITTED,
        Action.RELEASED,
        Action.DATE_CHANGED,
        Action.EXCEPTION_DROPPED,
    },
    WaitingFor.ASSIGNEE: {
        Action.TAKEN,
        Action.ASSIGNED,
        Action.HANDED_OVER,
        Action.ANSWERED,
        Action.APPROVAL_VOIDED,
        Action.REOPENED,
        Action.EXCEPTION_DROPPED,
        Action.STAKEHOLDER_ANSWERED,
    },
    WaitingFor.STAKEHOLDER: {
        Action.STAKEHOLDER_ASKED,
        Action.STAKEHOLDER_DELEGATED,
        Action.DRAFT_UPLOADED,
    },
    WaitingFor.LEAD: {Action.EXCEPTION_ASKED},
    WaitingFor.MAKER: {Action.CHANGES_REQUESTED, Action.EXCEPTION_REFUSED},
}


class Waiting(Record):
    """What a queue is made of."""

    @property
    def waits_for_lead(self) -> bool:
        """Whether only a lead can say yes to the time there is, and has not said anything."""
        asked = self.exception
        return (
            asked is not None
            and asked.state is ExceptionState.ASKED
            and asked.verdict is NoticeVerdict.VERY_SHORT_NOTICE
        )

    @property
    def waiting_for(self) -> WaitingFor | None:
        """For whom it waits; for nobody that concerns staff while it is a draft, or over."""
        if not self.is_undecided:
            return None
        if self.state is State.CHANGES_REQUESTED or self.waits_for_date:
            return WaitingFor.MAKER
        if self.waits_for_lead:
            return WaitingFor.LEAD
        if self.state is State.SUBMITTED:
            return WaitingFor.TAKER
        required = [it for it in self.stakeholders if it.is_required]
        all_awaited = bool(required) and all(it.is_awaited for it in required)
        return WaitingFor.STAKEHOLDER if all_awaited else WaitingFor.ASSIGNEE

    @property
    def waiting_since(self) -> datetime | None:
        """Since when it waits for them."""
        if self.waiting_for is None:
            return None
        begins = _BEGINNINGS[self.waiting_for]
        moments = (it.occasion.moment for it in reversed(self.timeline) if it.action in begins)
        return next(moments, self.submitted)

    @property
    def open_questions(self) -> tuple[Stakeholder, ...]:
        """The stakeholders who can still say something that was asked for, required or welcome."""
        if self.state not in HELD:
            return ()
        asked = (it for it in self.stakeholders if it.state in AWAITED)
        return tuple(it for it in asked if it.need is not Need.FOR_INFORMATION)

    @property
    def due(self) -> datetime | None:
        """When it ends by itself if nothing happens."""
        return self.lapses if self.is_undecided else None

    @property
    def target(self) -> datetime | None:
        """Until when we mean to do the next thing: to be heard from, to decide, to say a word of
        a stakeholder's. None while it waits for the maker."""
        if self.waiting_for in (None, WaitingFor.MAKER):
            return None
        asked = (it.due for it in self.stakeholders if it.is_awaited)
        return _earliest(self.answer_due, self.acknowledge_due, *asked)

    @property
    def next_due(self) -> datetime | None:
        """The earlier of its target and its end."""
        return _earliest(self.target, self.due)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((it for it in moments if it is not None), default=None)
