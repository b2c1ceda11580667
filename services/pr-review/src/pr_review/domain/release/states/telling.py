"""Who does something, and how it is told."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from chassis.actors import Actor
from pr_review.domain.release.states.lives import (
    State,
)


class WaitingFor(Enum):
    """For whom it waits. For the lead, where only a lead can agree to the time there is."""

    TAKER = "TAKER"
    ASSIGNEE = "ASSIGNEE"
    STAKEHOLDER = "STAKEHOLDER"
    LEAD = "LEAD"
    MAKER = "MAKER"


class Action(Enum):
    """What can happen to a press release, as its timeline says it."""

    STARTED = "started"
    CHANGED = "changed"
    DRAFT_UPLOADED = "draft_uploaded"
    EDITS_UPLOADED = "edits_uploaded"
    AUTHORISED = "authorised"
    FIRST_CONTACT_RECORDED = "first_contact_recorded"
    FIRST_CONTACT_ACCEPTED = "first_contact_accepted"
    SUBMITTED = "submitted"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    CHANGES_REQUESTED = "changes_requested"
    ANSWERED = "answered"
    EXCEPTION_ASKED = "exception_asked"
    EXCEPTION_GRANTED = "exception_granted"
    EXCEPTION_REFUSED = "exception_refused"
    EXCEPTION_DROPPED = "exception_dropped"
    DATE_CHANGED = "date_changed"
    STAKEHOLDER_ASKED = "stakeholder_asked"
    STAKEHOLDER_ANSWERED = "stakeholder_answered"
    STAKEHOLDER_DECLINED = "stakeholder_declined"
    STAKEHOLDER_DELEGATED = "stakeholder_delegated"
    STAKEHOLDER_WAIVED = "stakeholder_waived"
    APPROVED = "approved"
    APPROVAL_VOIDED = "approval_voided"
    DECLINED = "declined"
    NOT_NEEDED = "not_needed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_UNDONE = "withdrawal_undone"
    LAPSED = "lapsed"
    PUBLISHED = "published"
    PUBLISHED_WITHOUT_APPROVAL = "published_without_approval"


FOR_STAFF = frozenset(
    {
        Action.ASSIGNED,
        Action.RELEASED,
        Action.HANDED_OVER,
        Action.EDITS_UPLOADED,
        Action.STAKEHOLDER_ASKED,
        Action.STAKEHOLDER_ANSWERED,
        Action.STAKEHOLDER_DECLINED,
        Action.STAKEHOLDER_DELEGATED,
        Action.STAKEHOLDER_WAIVED,
    }
)
"""What makers and their agencies never learn of: how the staff divide and prepare their work."""


UNSEEN = FOR_STAFF - {Action.ASSIGNED, Action.RELEASED, Action.HANDED_OVER}
"""What changes nothing at all that makers see. Who represents it, they do."""


ASKING = frozenset({Action.STAKEHOLDER_ASKED, Action.STAKEHOLDER_DELEGATED})
"""By which somebody is asked for a word, and from then on may read what it is about."""


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
    """Something that happened. Nothing is ever taken from a timeline.

    `reason` is why, in a word of one of the enumerations; `text` why, in somebody's own words;
    `colleague` who has it since, or was asked; `draft_number` and `release_on` which they were.
    `number` counts from 1, and `hash` chains it to the entry before (`chain.py`); an earlier
    release wrote neither.
    """

    occasion: Occasion
    action: Action
    state: State
    reason: str = ""
    text: str = ""
    colleague: Actor | None = None
    draft_number: int = 0
    release_on: date | None = None
    number: int = 0
    hash: str = ""

    @property
    def said(self) -> str:
        """What there is to say beside the action, in a line of all that was done; no account."""
        if self.colleague is not None:
            return self.colleague.display_name
        return self.reason or self.text


@dataclass(frozen=True)
class Standing:
    """What somebody of the press team may beside what they have taken themselves.

    `acts_for` has the accounts of the absent for whom they stand in today; `leads` says whether
    they have the lead's role.
    """

    acts_for: frozenset[str] = frozenset()
    leads: bool = False

    def covers(self, subject: str, actor: Actor) -> bool:
        """Whether the actor may do what is that account's to do."""
        return subject == actor.subject or subject in self.acts_for


NOBODY_ELSE = Standing()
