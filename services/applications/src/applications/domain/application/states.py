"""The words in which an application's life is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from chassis.actors import Actor


class State(Enum):
    """Where an application is in its life."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    NEEDS_INFO = "NEEDS_INFO"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.NEEDS_INFO})

_SPOKEN = {
    State.SUBMITTED: "waiting for a reviewer",
    State.NEEDS_INFO: "waiting for the applicant",
    State.DRAFT: "a draft",
}


def spoken(state: State) -> str:
    """The state as a sentence says it: the application is …"""
    return _SPOKEN.get(state) or state.value.lower().replace("_", " ")


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
    FORMER_MAKER = "FORMER_MAKER"
    POSSIBLE_DUPLICATE = "POSSIBLE_DUPLICATE"


class WaitingFor(Enum):
    """For whom something waits."""

    TAKER = "TAKER"
    ASSIGNEE = "ASSIGNEE"
    SECOND_REVIEWER = "SECOND_REVIEWER"
    APPLICANT = "APPLICANT"


class Action(Enum):
    """What can happen to an application, as its timeline says it."""

    STARTED = "started"
    SUBMITTED = "submitted"
    TAKEN = "taken"
    SIGNED = "signed"
    APPROVED = "approved"
    DECLINED = "declined"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    ASKED = "asked"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"


FOR_STAFF = frozenset({Action.SIGNED, Action.RELEASED, Action.HANDED_OVER, Action.NOTED})
"""What applicants and their partners never learn of: how the staff divide their work."""

UNSEEN = frozenset({Action.SIGNED, Action.NOTED})
"""What changes nothing at all that applicants see. Who reviews it, they do."""


@dataclass(frozen=True)
class Occasion:
    """Who acts, when, and under which version of the rules. Nobody acts where a timer does."""

    actor: Actor | None
    moment: datetime
    rule_version: str

    @property
    def somebody(self) -> Actor:
        """Who acts, where it can be no timer."""
        if self.actor is None:
            raise ValueError("a timer does not do what people do")
        return self.actor


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened.

    `reason` says why it was declined, `text` is what the applicant wrote when withdrawing, and
    `colleague` who has it since a hand-over.
    """

    occasion: Occasion
    action: Action
    state: State
    reason: DeclineReason | None = None
    text: str = ""
    colleague: Actor | None = None

    @property
    def said(self) -> str:
        """The one of the three that there is, in a line of all that was done; no account."""
        if self.reason is not None:
            return self.reason.value
        return self.text if self.colleague is None else self.colleague.display_name
