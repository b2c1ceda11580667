"""The choices of those who review: comments, stakeholders, and for whom something waits."""

from enum import Enum

import strawberry

from gateway.subgraphs.pr_review.enums import value


@strawberry.enum(description="Who sees a comment.")
class PressCommentVisibility(Enum):
    INTERNAL = value("INTERNAL", "Staff only.")
    MAKER = value("MAKER", "The maker and their agency too, once it is sent.")


@strawberry.enum(description="Whether something must be done about a comment.")
class PressCommentIssue(Enum):
    NONE = value("NONE", "Nothing must.")
    OPEN = value("OPEN", "Something must, before an approval.")
    FIXED = value("FIXED", "It was.")
    DROPPED = value("DROPPED", "It need not be any more.")


@strawberry.enum(description="What a stakeholder looks after.")
class StakeholderArea(Enum):
    LEGAL = value("LEGAL", "The law.")
    BRAND = value("BRAND", "The brand.")
    CATEGORY = value("CATEGORY", "A category of goods.")
    REGIONAL_PR = value("REGIONAL_PR", "The press in a region.")
    EXECUTIVE_COMMUNICATIONS = value("EXECUTIVE_COMMUNICATIONS", "What executives say.")
    PRIVACY = value("PRIVACY", "Privacy.")
    OTHER = value("OTHER", "Something else.")


@strawberry.enum(description="How much a stakeholder's word counts.")
class StakeholderNeed(Enum):
    REQUIRED = value("REQUIRED", "No approval without it.")
    OPTIONAL = value("OPTIONAL", "It is welcome.")
    FOR_INFORMATION = value("FOR_INFORMATION", "They are told, and asked nothing.")


@strawberry.enum(description="What a stakeholder says.")
class StakeholderVerdict(Enum):
    OK = value("OK", "It is fine.")
    OK_WITH_CONDITIONS = value("OK_WITH_CONDITIONS", "It is fine if something holds.")
    CHANGES = value("CHANGES", "Something must change.")
    VETO = value(
        "VETO",
        "It must not go out. Stays over new drafts, until they say otherwise or the lead "
        "overrides it.",
    )
    NOT_RELEVANT = value("NOT_RELEVANT", "It does not concern them.")


@strawberry.enum(description="Where the question to a stakeholder is.")
class StakeholderState(Enum):
    OPEN = value("OPEN", "Waits for their word.")
    ANSWERED = value("ANSWERED", "They have said theirs.")
    OUTDATED = value("OUTDATED", "They have said theirs, to a draft whose text has changed since.")
    REFUSED = value("REFUSED", "They have declined to say anything.")
    WAIVED = value("WAIVED", "Their word is not needed any more.")
    INFORMED = value("INFORMED", "They are told for their information, and nothing waits.")


@strawberry.enum(description="For whom a press release waits.")
class PressReleaseWaitingFor(Enum):
    TAKER = value("TAKER", "For a representative to take it.")
    ASSIGNEE = value("ASSIGNEE", "For the representative who took it.")
    STAKEHOLDER = value("STAKEHOLDER", "For a stakeholder whose word is required.")
    LEAD = value("LEAD", "For the lead, who decides on an exception, be it taken or not.")
    MAKER = value(
        "MAKER", "For the maker: an answer, or another date once an exception was refused."
    )
