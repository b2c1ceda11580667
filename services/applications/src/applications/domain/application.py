"""Applications: somebody's wish to sell in the programme, in one region."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from applications.domain.questionnaire import Questionnaire
from chassis.actors import Actor
from chassis.errors import NotFound, Refused


class State(Enum):
    """Where an application is in its life."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"


OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.IN_REVIEW})


class DeclineReason(Enum):
    """Why an application was declined."""

    NOT_HANDMADE = "NOT_HANDMADE"
    OUTSOURCED = "OUTSOURCED"
    RESOLD = "RESOLD"
    PROHIBITED_GOODS = "PROHIBITED_GOODS"
    NOT_ENOUGH_SHOWN = "NOT_ENOUGH_SHOWN"
    OTHER_REASON = "OTHER_REASON"


class Flag(Enum):
    """Something a reviewer should look at; never a reason to refuse by itself."""

    LARGE_GROUP = "LARGE_GROUP"
    PRODUCTION_PARTNERS = "PRODUCTION_PARTNERS"
    CASE_BY_CASE = "CASE_BY_CASE"


class Action(Enum):
    """What can happen to an application, as its timeline says it."""

    STARTED = "started"
    SUBMITTED = "submitted"
    TAKEN = "taken"
    SIGNED = "signed"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True)
class Occasion:
    """Who acts, when, and under which version of the rules."""

    actor: Actor
    moment: datetime
    rule_version: str


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened."""

    occasion: Occasion
    action: Action
    state: State
    reason: str = ""


class ApplicationNotFound(NotFound):
    """There is no such application, or the caller may not see it: the two are never told apart.

    Check the name, and with whose token you ask.
    """

    def __init__(self) -> None:
        super().__init__("There is no such application.")


class OpenApplicationExists(Refused):
    """One e-mail address has at most one open application per region.

    Go on with the open application of that region: `ListApplications` or `viewer.applications`
    shows it.
    """

    def __init__(self, region: str) -> None:
        super().__init__(
            f"This e-mail address already has an open application for the region {region}. "
            "Go on with that one.",
            region=region,
        )


class ApplicationNotDraft(Refused):
    """Only a draft can be changed and submitted; the fact `state` says what the application is.

    Wait for the decision. After a decline a new application can be started.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            "The application was submitted already and can't be changed any more.",
            state=state.value,
        )


class ApplicationNotSubmitted(Refused):
    """Only what waits for a reviewer can be taken; the fact `state` says what the application is.

    Read it again and go by its state.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"The application is {_spoken(state)}, not submitted.", state=state.value)


class ApplicationTaken(Refused):
    """Another reviewer has taken the application, and only that one goes on with it.

    Take another one, or speak to the colleague in the fact `reviewer`.
    """

    def __init__(self, reviewer: Actor) -> None:
        super().__init__(
            f"{reviewer.display_name} has taken this application.",
            reviewer=reviewer.display_name,
        )


class ApplicationNotInReview(Refused):
    """Only what a reviewer has taken can be decided on; the fact `state` says what the application
    is.

    Take it first, if it still waits.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"The application is {_spoken(state)}, not in review.", state=state.value)


class OwnApplication(Refused):
    """Nobody reviews an application of their own, or one they handed in for somebody.

    Leave it to another reviewer.
    """

    def __init__(self) -> None:
        super().__init__("This is your own application. Another reviewer must see to it.")


class SecondSignatureMissing(Refused):
    """An artisan type that is not listed needs the signatures of two reviewers, and the caller has
    signed already.

    Ask another reviewer to sign.
    """

    def __init__(self) -> None:
        super().__init__("You have signed already. The second signature is another reviewer's.")


@dataclass(frozen=True)
class Application:
    """One application. Its state moves only by the verbs below."""

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
    submitted: datetime | None = None
    invitation_id: str = ""
    revision: int = field(default=1)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN

    @property
    def needs_two_signatures(self) -> bool:
        """Whether two reviewers must approve it."""
        return Flag.CASE_BY_CASE in self.flags

    def start(self, occasion: Occasion) -> "Application":
        """The draft with the first entry of its timeline."""
        return self._moved(State.DRAFT, Action.STARTED, occasion)

    def answer(self, questionnaire: Questionnaire, region: str, moment: datetime) -> "Application":
        """The draft with other answers. The country may have moved it to another region."""
        self.ensure_draft()
        return replace(self, questionnaire=questionnaire, region=region, updated=moment)

    def submit(self, email: str, flags: tuple[Flag, ...], occasion: Occasion) -> "Application":
        """Hands it in for this address; from now on the answers stay as they are."""
        self.ensure_draft()
        return self._moved(
            State.SUBMITTED,
            Action.SUBMITTED,
            occasion,
            email=email,
            flags=flags,
            submitted=occasion.moment,
        )

    def take(self, occasion: Occasion) -> "Application":
        """Makes the actor its reviewer."""
        self._ensure_not_of(occasion.actor)
        if self.state is State.IN_REVIEW and self.reviewer is not None:
            raise ApplicationTaken(self.reviewer)
        if self.state is not State.SUBMITTED:
            raise ApplicationNotSubmitted(self.state)
        return self._moved(State.IN_REVIEW, Action.TAKEN, occasion, reviewer=occasion.actor)

    def approve(self, invitation_id: str, occasion: Occasion) -> "Application":
        """Signs it. It is approved, with that invitation, unless another reviewer must sign too."""
        self._ensure_in_review()
        self._ensure_not_of(occasion.actor)
        if self.first_signature is None:
            self._ensure_taken_by(occasion.actor)
            if self.needs_two_signatures:
                return self._moved(
                    self.state, Action.SIGNED, occasion, first_signature=occasion.actor
                )
        elif self.first_signature.subject == occasion.actor.subject:
            raise SecondSignatureMissing
        return self._moved(State.APPROVED, Action.APPROVED, occasion, invitation_id=invitation_id)

    def decline(self, reason: DeclineReason, text: str, occasion: Occasion) -> "Application":
        """Turns it down, for a reason and with words for the applicant."""
        self._ensure_in_review()
        self._ensure_not_of(occasion.actor)
        self._ensure_taken_by(occasion.actor)
        return self._moved(
            State.DECLINED,
            Action.DECLINED,
            occasion,
            because=reason.value,
            decline_reason=reason,
            decline_text=text,
        )

    def ensure_draft(self) -> None:
        """Fails with `ApplicationNotDraft` once it was submitted."""
        if self.state is not State.DRAFT:
            raise ApplicationNotDraft(self.state)

    def _ensure_in_review(self) -> None:
        if self.state is not State.IN_REVIEW:
            raise ApplicationNotInReview(self.state)

    def _ensure_taken_by(self, actor: Actor) -> None:
        if self.reviewer is not None and self.reviewer.subject != actor.subject:
            raise ApplicationTaken(self.reviewer)

    def _ensure_not_of(self, actor: Actor) -> None:
        applied = {
            entry.occasion.actor.subject
            for entry in self.timeline
            if entry.action in (Action.STARTED, Action.SUBMITTED)
        }
        if actor.subject in applied | {self.subject}:
            raise OwnApplication

    def _moved(
        self, state: State, action: Action, occasion: Occasion, because: str = "", **changes: Any
    ) -> "Application":
        entry = TimelineEntry(occasion, action, state, because)
        return replace(
            self,
            state=state,
            timeline=(*self.timeline, entry),
            updated=occasion.moment,
            **changes,
        )


def _spoken(state: State) -> str:
    return state.value.lower().replace("_", " ")
