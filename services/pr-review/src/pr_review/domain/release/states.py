"""The words in which the life of a press release is told."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from chassis.actors import Actor


class State(Enum):
    """Where a press release is in its life."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    NOT_NEEDED = "NOT_NEEDED"
    PUBLISHED = "PUBLISHED"
    PUBLISHED_WITHOUT_APPROVAL = "PUBLISHED_WITHOUT_APPROVAL"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"


UNDECIDED = frozenset({State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED})
"""Handed in, and nothing said that would end it. Only these lapse."""

HELD = frozenset({State.IN_REVIEW, State.CHANGES_REQUESTED})
"""Somebody's of the press team."""

REOPENABLE = frozenset({State.DECLINED, State.NOT_NEEDED, State.APPROVED})

WITHDRAWABLE = UNDECIDED | {State.DRAFT, State.APPROVED}

_SPOKEN = {
    State.DRAFT: "a draft",
    State.SUBMITTED: "waiting for a representative",
    State.CHANGES_REQUESTED: "waiting for the maker",
    State.NOT_NEEDED: "one that needs no review",
    State.LAPSED: "undecided past its release date",
}


def spoken(state: Enum) -> str:
    """The state as a sentence says it: the press release is …"""
    known = _SPOKEN.get(state) if isinstance(state, State) else None
    return known or str(state.value).lower().replace("_", " ")


class ReleaseType(Enum):
    """What is to go out."""

    PRESS_RELEASE = "PRESS_RELEASE"
    ANNOUNCEMENT = "ANNOUNCEMENT"
    BLOG_POST = "BLOG_POST"
    SOCIAL_MEDIA = "SOCIAL_MEDIA"
    EVENT = "EVENT"
    INTERVIEW = "INTERVIEW"


class Channel(Enum):
    """How it came to us."""

    MAKER = "MAKER"
    AGENCY = "AGENCY"
    SUPPORT = "SUPPORT"


class AuthoritySource(Enum):
    """What an agency's authority to act for the maker rests on."""

    GRANT = "GRANT"
    MAKER = "MAKER"
    SUPPORT = "SUPPORT"


class NoticeVerdict(Enum):
    """Whether it was received two weeks ahead."""

    ON_TIME = "ON_TIME"
    SHORT_NOTICE = "SHORT_NOTICE"
    VERY_SHORT_NOTICE = "VERY_SHORT_NOTICE"


class ExceptionState(Enum):
    """What became of the wish for less than two weeks."""

    ASKED = "ASKED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    DROPPED = "DROPPED"


class Area(Enum):
    """What a stakeholder answers for."""

    LEGAL = "LEGAL"
    BRAND = "BRAND"
    CATEGORY = "CATEGORY"
    REGIONAL_PR = "REGIONAL_PR"
    EXECUTIVE = "EXECUTIVE"
    PRIVACY = "PRIVACY"
    OTHER = "OTHER"


class Need(Enum):
    """What hangs on a stakeholder's answer."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    FOR_INFORMATION = "FOR_INFORMATION"


class Verdict(Enum):
    """What a stakeholder says of a draft."""

    OK = "OK"
    OK_WITH_CONDITIONS = "OK_WITH_CONDITIONS"
    CHANGES = "CHANGES"
    VETO = "VETO"
    NOT_RELEVANT = "NOT_RELEVANT"


PASSING = frozenset({Verdict.OK, Verdict.OK_WITH_CONDITIONS, Verdict.NOT_RELEVANT})
"""What of a required stakeholder lets a release be approved."""


class StakeholderState(Enum):
    """What became of the question to a stakeholder."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    OUTDATED = "OUTDATED"
    DECLINED = "DECLINED"
    WAIVED = "WAIVED"


ASKED = frozenset({StakeholderState.OPEN, StakeholderState.ANSWERED, StakeholderState.OUTDATED})
"""Still expected to say something, or free to say something else."""

AWAITED = frozenset({StakeholderState.OPEN, StakeholderState.OUTDATED})


class AnswerKind(Enum):
    """What the maker says to the changes asked for."""

    ACCEPT_EDITS = "ACCEPT_EDITS"
    COUNTER_EDITS = "COUNTER_EDITS"


class DecisionKind(Enum):
    """How the press team decides."""

    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    NOT_NEEDED = "NOT_NEEDED"


class DeclineReason(Enum):
    """Why a press release was declined."""

    NOT_ACCURATE = "NOT_ACCURATE"
    IMPLIES_ENDORSEMENT = "IMPLIES_ENDORSEMENT"
    CONFIDENTIAL = "CONFIDENTIAL"
    LEGAL_RISK = "LEGAL_RISK"
    BRAND_MISUSE = "BRAND_MISUSE"
    TOO_LATE = "TOO_LATE"
    NEW_TEXT = "NEW_TEXT"
    OTHER = "OTHER"


class LetterKind(Enum):
    """What a letter to the maker is about."""

    CHANGES = "CHANGES"
    APPROVAL = "APPROVAL"
    CONDITIONAL_APPROVAL = "CONDITIONAL_APPROVAL"
    DECLINE = "DECLINE"
    NO_REVIEW_NEEDED = "NO_REVIEW_NEEDED"
    EXCEPTION_GRANT = "EXCEPTION_GRANT"
    EXCEPTION_REFUSAL = "EXCEPTION_REFUSAL"
    REOPENING = "REOPENING"


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
    AUTHORISED = "authorised"
    FIRST_CONTACT_RECORDED = "first_contact_recorded"
    FIRST_CONTACT_ACCEPTED = "first_contact_accepted"
    SUBMITTED = "submitted"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    NOTED = "noted"
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
        Action.NOTED,
        Action.STAKEHOLDER_ASKED,
        Action.STAKEHOLDER_ANSWERED,
        Action.STAKEHOLDER_DECLINED,
        Action.STAKEHOLDER_DELEGATED,
        Action.STAKEHOLDER_WAIVED,
    }
)
"""What makers and their agencies never learn of: how the staff divide their work."""

UNSEEN = FOR_STAFF - {Action.ASSIGNED, Action.RELEASED, Action.HANDED_OVER}
"""What changes nothing at all that makers see. Who represents it, they do."""


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
    """

    occasion: Occasion
    action: Action
    state: State
    reason: str = ""
    text: str = ""
    colleague: Actor | None = None
    draft_number: int = 0
    release_on: date | None = None

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
