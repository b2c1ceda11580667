"""Where a press release, and what belongs to it, can be."""

from enum import Enum


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


WITHDRAWABLE = UNDECIDED | {State.DRAFT, State.APPROVED, State.LAPSED}
"""What its maker can close. What has lapsed might go on for a while; closed, it does not."""


_SPOKEN = {
    State.DRAFT: "a draft",
    State.SUBMITTED: "waiting for a representative",
    State.CHANGES_REQUESTED: "waiting for the maker",
    State.NOT_NEEDED: "one that needs no review",
}


def spoken(state: Enum) -> str:
    """The state as a sentence says it: the press release is …"""
    known = _SPOKEN.get(state) if isinstance(state, State) else None
    return known or str(state.value).lower().replace("_", " ")


def told(state: Enum) -> str:
    """Where it is, as a sentence says it: the press release …"""
    return "has lapsed" if state is State.LAPSED else f"is {spoken(state)}"


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
    INFORMED = "INFORMED"


ASKED = frozenset(
    {
        StakeholderState.OPEN,
        StakeholderState.ANSWERED,
        StakeholderState.OUTDATED,
        StakeholderState.INFORMED,
    }
)
"""Told of it, still expected to say something, or free to say something else."""


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
