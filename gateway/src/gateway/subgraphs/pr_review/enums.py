"""The choices that are about a press release itself, as the contract has them, each described."""

from enum import Enum

import strawberry


def value(name: str, description: str) -> strawberry.types.enum.EnumValueDefinition:
    """Defines a value of an enum with what it means."""
    return strawberry.enum_value(name, description=description)


@strawberry.enum(description="Where a press release is in its life.")
class PressReleaseState(Enum):
    DRAFT = value("DRAFT", "Being prepared; only its maker sees it.")
    SUBMITTED = value("SUBMITTED", "Waits for a representative.")
    IN_REVIEW = value("IN_REVIEW", "A representative has taken it.")
    CHANGES_REQUESTED = value(
        "CHANGES_REQUESTED",
        "Waits for the maker's answer to what the press team asks to change.",
    )
    APPROVED = value("APPROVED", "May go out on its date, as it is.")
    DECLINED = value("DECLINED", "May not go out as it is.")
    NOT_NEEDED = value("NOT_NEEDED", "Needs no review, since it does not mention the marketplace.")
    PUBLISHED = value("PUBLISHED", "Went out as it was approved.")
    PUBLISHED_WITHOUT_APPROVAL = value(
        "PUBLISHED_WITHOUT_APPROVAL", "Went out without an approval, or with another text."
    )
    WITHDRAWN = value("WITHDRAWN", "Withdrawn by its maker.")
    LAPSED = value("LAPSED", "Its day passed before a decision. Silence is no approval.")


@strawberry.enum(description="What kind of announcement a press release is.")
class PressReleaseType(Enum):
    PRESS_RELEASE = value("PRESS_RELEASE", "A release for the press.")
    ANNOUNCEMENT = value("ANNOUNCEMENT", "An announcement to customers or partners.")
    BLOG_POST = value("BLOG_POST", "A post on a blog or a site of one's own.")
    SOCIAL_MEDIA = value("SOCIAL_MEDIA", "A post on social media.")
    EVENT = value("EVENT", "What is said or shown at an event.")
    INTERVIEW = value("INTERVIEW", "What is said in an interview.")


@strawberry.enum(description="How a press release came in.")
class PressReleaseChannel(Enum):
    FROM_MAKER = value("FROM_MAKER", "From its maker.")
    FROM_AGENCY = value("FROM_AGENCY", "From an agency that the maker granted it.")
    FROM_SUPPORT = value("FROM_SUPPORT", "Through support, on the maker's behalf.")


@strawberry.enum(description="Why a press release was declined.")
class PressReleaseDeclineReason(Enum):
    NOT_ACCURATE = value("NOT_ACCURATE", "It says something that is not so.")
    IMPLIES_ENDORSEMENT = value(
        "IMPLIES_ENDORSEMENT", "It reads as if the marketplace endorsed or issued it."
    )
    CONFIDENTIAL = value("CONFIDENTIAL", "It tells what is confidential.")
    LEGAL_RISK = value("LEGAL_RISK", "It is a risk in law.")
    BRAND_MISUSE = value(
        "BRAND_MISUSE", "It uses the marketplace's name or marks in a way that is not allowed."
    )
    TOO_LATE = value("TOO_LATE", "There is not enough time to review it.")
    NEW_TEXT = value(
        "NEW_TEXT",
        "The draft is another text than the one that was submitted; it needs a request of its own.",
    )
    OTHER = value("OTHER", "Another reason, which the letter tells.")


@strawberry.enum(description="What the days between the receipt and the release come to.")
class PressReleaseNoticeVerdict(Enum):
    ON_TIME = value("ON_TIME", "14 days or more.")
    SHORT_NOTICE = value(
        "SHORT_NOTICE",
        "Less, but at least 3 working days between; needs the representative's yes.",
    )
    VERY_SHORT_NOTICE = value("VERY_SHORT_NOTICE", "Less than that; needs the lead's yes.")


@strawberry.enum(description="Where a request to review in less time is.")
class PressReleaseExceptionState(Enum):
    ASKED = value("ASKED", "Waits for an answer.")
    GRANTED = value("GRANTED", "It will be reviewed in less time.")
    REFUSED = value("REFUSED", "It can't be reviewed in time.")
    DROPPED = value("DROPPED", "Ended with the date it was asked for.")


@strawberry.enum(description="What a letter of the press team is about.")
class PressReleaseLetterKind(Enum):
    CHANGES = value("CHANGES", "Changes are requested.")
    APPROVAL = value("APPROVAL", "It is approved.")
    CONDITIONAL_APPROVAL = value("CONDITIONAL_APPROVAL", "It is approved with conditions.")
    DECLINE = value("DECLINE", "It is declined.")
    NO_REVIEW_NEEDED = value("NO_REVIEW_NEEDED", "It needs no review.")
    EXCEPTION_GRANT = value("EXCEPTION_GRANT", "It will be reviewed in less time.")
    EXCEPTION_REFUSAL = value("EXCEPTION_REFUSAL", "It can't be reviewed in time.")
    REOPENING = value("REOPENING", "A decision was taken back.")


@strawberry.enum(description="What a maker says to requested changes.")
class PressReleaseAnswerKind(Enum):
    ACCEPT_EDITS = value("ACCEPT_EDITS", "The edits are accepted; the draft is the final text.")
    COUNTER_EDITS = value("COUNTER_EDITS", "The draft has edits of the maker's own.")


@strawberry.enum(description="What happened to a press release.")
class PressReleaseAction(Enum):
    STARTED = value("STARTED", "It was begun.")
    UPDATED = value("UPDATED", "Its fields were changed.")
    CHANGED = value("CHANGED", "Its fields were changed; the word since version 2 of the rules.")
    DRAFT_UPLOADED = value("DRAFT_UPLOADED", "A Word document was uploaded for it.")
    EDITS_UPLOADED = value("EDITS_UPLOADED", "The press team uploaded its edits of a draft.")
    AUTHORISED = value("AUTHORISED", "An agency was authorised to act for the maker.")
    FIRST_CONTACT_RECORDED = value(
        "FIRST_CONTACT_RECORDED", "When the maker first wrote to support was recorded."
    )
    FIRST_CONTACT_ACCEPTED = value(
        "FIRST_CONTACT_ACCEPTED", "The first contact counts as the receipt from now on."
    )
    SUBMITTED = value("SUBMITTED", "It was handed in.")
    TAKEN = value("TAKEN", "A representative took it.")
    ASSIGNED = value("ASSIGNED", "It was given to a representative; only staff hear it.")
    RELEASED = value("RELEASED", "It was given back to the queue; only staff hear it.")
    HANDED_OVER = value("HANDED_OVER", "Another representative goes on; only staff hear it.")
    NOTED = value("NOTED", "A note for staff was added; only staff hear it.")
    CHANGES_REQUESTED = value("CHANGES_REQUESTED", "The press team asked for changes.")
    ANSWERED = value("ANSWERED", "The maker answered the requested changes.")
    EXCEPTION_ASKED = value("EXCEPTION_ASKED", "A review in less time was asked for.")
    EXCEPTION_GRANTED = value("EXCEPTION_GRANTED", "A review in less time was granted.")
    EXCEPTION_REFUSED = value("EXCEPTION_REFUSED", "A review in less time was refused.")
    EXCEPTION_DROPPED = value(
        "EXCEPTION_DROPPED", "The wish for less time ended with the date it was about."
    )
    DATE_CHANGED = value("DATE_CHANGED", "It is to go out at another time.")
    STAKEHOLDER_ASKED = value(
        "STAKEHOLDER_ASKED", "Somebody of another team was asked; only staff hear it."
    )
    STAKEHOLDER_ANSWERED = value(
        "STAKEHOLDER_ANSWERED", "Somebody of another team answered; only staff hear it."
    )
    STAKEHOLDER_DECLINED = value(
        "STAKEHOLDER_DECLINED", "Somebody of another team won't answer; only staff hear it."
    )
    STAKEHOLDER_DELEGATED = value(
        "STAKEHOLDER_DELEGATED", "A question was passed on to another one; only staff hear it."
    )
    STAKEHOLDER_WAIVED = value(
        "STAKEHOLDER_WAIVED", "It goes on without somebody's word; only staff hear it."
    )
    APPROVED = value("APPROVED", "It may go out on its date, as it is.")
    APPROVAL_VOIDED = value(
        "APPROVAL_VOIDED", "Its approval ended, for it was about another text or date."
    )
    DECLINED = value("DECLINED", "It may not go out as it is.")
    NOT_NEEDED = value("NOT_NEEDED", "It needs no review.")
    REOPENED = value("REOPENED", "The decision was taken back.")
    WITHDRAWN = value("WITHDRAWN", "The maker withdrew it.")
    WITHDRAWAL_UNDONE = value("WITHDRAWAL_UNDONE", "The maker took the withdrawal back.")
    LAPSED = value("LAPSED", "Its day passed before a decision.")
    PUBLISHED = value("PUBLISHED", "It went out as it was approved.")
    PUBLISHED_WITHOUT_APPROVAL = value(
        "PUBLISHED_WITHOUT_APPROVAL", "It went out without an approval, or with another text."
    )
    COMMENTED = value("COMMENTED", "Somebody commented on a draft; only staff hear it.")
    COMMENT_CHANGED = value("COMMENT_CHANGED", "A comment was changed; only staff hear it.")
    COMMENT_DELETED = value("COMMENT_DELETED", "A comment was deleted; only staff hear it.")
    COMMENT_RESOLVED = value("COMMENT_RESOLVED", "An issue was settled; only staff hear it.")
    COMMENT_DISCUSSED = value(
        "COMMENT_DISCUSSED", "Staff replied to a comment among themselves; only staff hear it."
    )
    COMMENT_ANSWERED = value(
        "COMMENT_ANSWERED", "There is a reply to a comment that the maker has read."
    )
    REMINDED = value("REMINDED", "Somebody was reminded of what waits; only staff hear it.")
    ESCALATED = value("ESCALATED", "The lead was told of what waits too long; only staff hear it.")
