"""What is known of an application, and what all its verbs rest on."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from applications.domain.application.questions import InformationRequest, Note
from applications.domain.application.refusals import (
    ApplicationNotDraft,
    ApplicationNotInReview,
    ApplicationTaken,
    InformationNotAsked,
    InformationTooLate,
    OwnApplication,
    OwnReview,
)
from applications.domain.application.states import (
    OPEN,
    UNSEEN,
    Action,
    DeclineReason,
    Flag,
    Occasion,
    State,
    TimelineEntry,
    WaitingFor,
)
from applications.domain.photo import Photo
from applications.domain.questionnaire import Questionnaire
from chassis.actors import Actor

# With what somebody begins to wait for each of them. A hand-over hurries no applicant.
_BEGINNINGS = {
    WaitingFor.TAKER: {Action.SUBMITTED, Action.RELEASED},
    WaitingFor.ASSIGNEE: {Action.TAKEN, Action.HANDED_OVER, Action.ANSWERED},
    WaitingFor.SECOND_REVIEWER: {Action.SIGNED, Action.TAKEN},
    WaitingFor.APPLICANT: {Action.ASKED, Action.REOPENED},
}


@dataclass(frozen=True)
class Record:
    """One application, before its verbs.

    `updated` is when something last changed that applicants see too. `writers` are the accounts
    that changed what the timeline does not tell of: answers and photos.

    `answer_due` is until when we mean to answer. It is set while an application waits for us; while
    it waits for the applicant the clock stands still with `answer_left` on it.
    """

    id: str
    maker_id: str
    subject: str
    email: str
    region: str
    questionnaire: Questionnaire
    questionnaire_version: str
    created: datetime
    updated: datetime
    state: State = State.DRAFT
    flags: tuple[Flag, ...] = ()
    reviewer: Actor | None = None
    first_signature: Actor | None = None
    decline_reason: DeclineReason | None = None
    decline_text: str = ""
    timeline: tuple[TimelineEntry, ...] = ()
    writers: frozenset[str] = frozenset()
    submitted: datetime | None = None
    invitation_id: str = ""
    revision: int = field(default=1)
    photos: tuple[Photo, ...] = ()
    information_requests: tuple[InformationRequest, ...] = ()
    notes: tuple[Note, ...] = ()
    answer_due: datetime | None = None
    answer_left: timedelta | None = None
    first_answered: datetime | None = None
    ended: datetime | None = None
    reapply_from: datetime | None = None
    reopen_until: datetime | None = None
    reopened: datetime | None = None
    in_time: bool | None = None
    """Whether it was over before we meant to answer; None until it is over."""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN

    @property
    def needs_two_signatures(self) -> bool:
        """Whether two reviewers must approve it."""
        return Flag.CASE_BY_CASE in self.flags

    @property
    def open_request(self) -> InformationRequest | None:
        """What the applicant is asked at present."""
        return self.information_requests[-1] if self.state is State.NEEDS_INFO else None

    @property
    def waiting_for(self) -> WaitingFor | None:
        """For whom it waits; for nobody that concerns staff while it is a draft, or over."""
        if self.state is State.SUBMITTED:
            return WaitingFor.TAKER
        if self.state is State.NEEDS_INFO:
            return WaitingFor.APPLICANT
        if self.state is not State.IN_REVIEW:
            return None
        return WaitingFor.SECOND_REVIEWER if self.first_signature else WaitingFor.ASSIGNEE

    @property
    def waiting_since(self) -> datetime | None:
        """Since when it waits for them."""
        if self.waiting_for is None:
            return None
        begins = _BEGINNINGS[self.waiting_for]
        moments = (it.occasion.moment for it in reversed(self.timeline) if it.action in begins)
        return next(moments, self.submitted)

    @property
    def due(self) -> datetime | None:
        """When it ends by itself if nothing happens."""
        return self.open_request.due if self.open_request else None

    @property
    def next_due(self) -> datetime | None:
        """The earlier of its two dues."""
        return min((it for it in (self.due, self.answer_due) if it is not None), default=None)

    def is_late(self, moment: datetime) -> bool:
        """Whether the applicant's time is over; the due moment itself is still in time."""
        return self.due is not None and moment > self.due

    @property
    def applicants(self) -> frozenset[str]:
        """The accounts that applied: the maker's, and those that acted for it."""
        actors = (it.occasion.actor for it in self.timeline)
        acted = {it.subject for it in actors if it is not None and it.acted_for_maker}
        return self.writers | {self.subject, *acted}

    def has_part(self, subject: str) -> bool:
        """Whether the account applied, or acted for the maker who did."""
        return subject in self.applicants

    def ensure_draft(self) -> None:
        """Fails with `ApplicationNotDraft` once it was submitted."""
        if self.state is not State.DRAFT:
            raise ApplicationNotDraft(self.state)

    def ensure_asked(self, moment: datetime) -> InformationRequest:
        """What is asked. Fails with `InformationNotAsked`, and too late `InformationTooLate`."""
        request = self.open_request
        if self.state is State.EXPIRED or self.is_late(moment):
            raise self._too_late(moment)
        if request is None:
            raise InformationNotAsked(self.state)
        return request

    def _too_late(self, moment: datetime) -> InformationTooLate:
        # Until it is stored that it has expired, the way back is open and its end not yet known.
        until = self.reopen_until
        can_reopen = self.reopened is None and (until is None or moment <= until)
        return InformationTooLate(
            self.information_requests[-1].due, can_reopen=can_reopen, reopen_until=until
        )

    def _ensure_in_review(self) -> None:
        if self.state is not State.IN_REVIEW:
            raise ApplicationNotInReview(self.state)

    def _ensure_taken_by(self, actor: Actor) -> None:
        if self.reviewer is not None and self.reviewer.subject != actor.subject:
            raise ApplicationTaken(self.reviewer)

    def _ensure_not_of(self, actor: Actor) -> None:
        if self.has_part(actor.subject):
            raise OwnApplication

    def _ensure_not_reviewed_by(self, occasion: Occasion) -> None:
        staff = {it.subject for it in (self.reviewer, self.first_signature) if it is not None}
        if occasion.actor is not None and occasion.actor.subject in staff:
            raise OwnReview

    def _written(self, occasion: Occasion, **changes: Any) -> Self:
        """With what the applicant, or somebody in the applicant's place, changed."""
        writers = self.writers | {occasion.somebody.subject}
        return replace(self, writers=writers, updated=occasion.moment, **changes)

    def _moved(
        self,
        state: State,
        action: Action,
        occasion: Occasion,
        *,
        reason: DeclineReason | None = None,
        text: str = "",
        colleague: Actor | None = None,
        **changes: Any,
    ) -> Self:
        entry = TimelineEntry(occasion, action, state, reason, text, colleague)
        return replace(
            self,
            state=state,
            timeline=(*self.timeline, entry),
            updated=self.updated if action in UNSEEN else occasion.moment,
            **changes,
        )

    def _over(self, state: State, action: Action, occasion: Occasion, **changes: Any) -> Self:
        return self._moved(
            state,
            action,
            occasion,
            ended=occasion.moment,
            in_time=self.answer_due is None or occasion.moment <= self.answer_due,
            answer_due=None,
            answer_left=None,
            **changes,
        )
