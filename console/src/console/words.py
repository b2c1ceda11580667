"""What the graph's enum values are called on pages, where the value in words would not be clear."""

import re
from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "ACCEPT_EDITS": "The maker accepted our edits",
    "AIR_PLANT_WITH_POT": "Air plant with a pot",
    "ALT_TEXT": "Alternative text",
    "APPROVAL_VOIDED": "Approval ended",
    "ASKED": "Asked for information",
    "AUTHORISED": "Authority of the agency recorded",
    "CASE_BY_CASE": "Case by case: two reviewers",
    "CHANGES": "Changes wanted",
    "CONDITIONAL_APPROVAL": "Approval with conditions",
    "COOPERATIVE": "Co-operative",
    "COUNTER_EDITS": "The maker answered with edits of their own",
    "DIGITAL": "Digital goods",
    "EXCEPTION_ASKED": "Shorter notice asked for",
    "EXCEPTION_DROPPED": "Shorter notice no longer needed",
    "EXCEPTION_GRANTED": "Shorter notice granted",
    "EXCEPTION_REFUSED": "Shorter notice refused",
    "FORMER_MAKER": "Was in the programme before",
    "FROM_AGENCY": "From an agency",
    "FROM_BOUGHT_KIT": "Made from a bought kit",
    "FROM_MAKER": "From the maker",
    "IMPLIES_ENDORSEMENT": "Reads as if we endorse it",
    "LARGE_GROUP": "More than 20 people",
    "LINK_TARGET": "Target of a link",
    "LOOK_ALIKE": "Look-alike letters",
    "NEEDS_INFO": "Waiting for information",
    "NEW_TEXT": "A new text, not a revision",
    "NON_GOVERNMENTAL": "Non-governmental organisation",
    "NON_PROFIT": "Non-profit",
    "NOT_NEEDED": "No review needed",
    "OK": "OK",
    "ODD_FORM": "Odd spelling",
    "OK_WITH_CONDITIONS": "OK with conditions",
    "ONE": "1 person",
    "OTHER_REASON": "Another reason",
    "OUTDATED": "Asked again: the draft changed",
    "OUTSOURCED": "Made by others",
    "OVER_TWENTY": "More than 20 people",
    "RUBY": "Above the words",
    "SHOP_URL": "Shop address",
    "SIX_TO_TWENTY": "6 to 20 people",
    "SMALL": "Smaller than we ask for",
    "SOLO": "One artisan",
    "SUPPLIES_ALTERED": "Supplies, altered by hand",
    "SUPPLIES_BOUGHT": "Supplies, bought",
    "SUPPLIES_IN_KIT": "Supplies in a kit",
    "SUPPLIES_MADE": "Supplies, made by hand",
    "TWO_TO_FIVE": "2 to 5 people",
    "WHITE": "As pale as the paper",
    "WORD_ART": "WordArt",
    "WARN": "Warning",
}

OF_KIND: Mapping[str, Mapping[str, str]] = {
    "ApplicationFlag": {"LARGE_GROUP": "Large group"},
    "Assigned": {"NOBODY": "Nobody's", "OTHERS": "Somebody else's"},
    "Language": {
        "de": "German",
        "en": "English",
        "es": "Spanish",
        "fr": "French",
        "it": "Italian",
    },
    "DraftMentionFlag": {"LINK": "In a link", "PICTURE": "In a picture"},
    "DraftPlace": {"BODY": "Text", "CELL": "Table", "COMMENT": "Word comment"},
    "PressCommentIssue": {"NONE": "Remark", "OPEN": "Must be fixed"},
    "PressCommentVisibility": {"INTERNAL": "Only the staff", "MAKER": "The maker too"},
    "PressReleaseAction": {
        "ANSWERED": "Answered by the maker",
        "CHANGED": "Plan changed",
    },
    "PressReleaseExceptionState": {"ASKED": "Asked for"},
    "PressReleaseWaitingFor": {
        "ASSIGNEE": "Representative",
        "LEAD": "Press lead",
        "TAKER": "Somebody to take it",
    },
    "Region": {"EU": "Europe", "NA": "North America"},
    "SellerPlan": {"NO_ACCOUNT": "No selling account yet"},
    "StakeholderNeed": {"REQUIRED": "Must agree", "OPTIONAL": "May say something"},
    "WaitingFor": {
        "ASSIGNEE": "Reviewer",
        "COLLEAGUE": "Second signature",
        "TAKER": "Somebody to take it",
    },
}
"""What a value is called only where it is of that enum."""

_FIELDS = {
    "colleague": "To whom",
    "dueAt": "Until when",
    "endsAt": "Last day",
    "firstContactAt": "First contact",
    "identityCheck": "How you made sure that the applicant asks",
    "isIssue": "Must be fixed before an approval",
    "overrideReason": "Why it is approved all the same",
    "publishedAt": "When it went out",
    "question": "What you ask them",
    "representative": "Who",
    "reviewer": "To whom",
    "startsAt": "First day",
    "substitute": "Stands in",
    "text": "In words",
    "verdict": "Your verdict",
    "visibility": "Who reads it",
    "withoutApproval": "What went out was not approved, or is another text",
    "words": "Your words in the letter",
}

_CODE = re.compile(r"[A-Z]{2,}[A-Z0-9]*(_[A-Z0-9]+)*")
_LETTERS = {"id": "ID", "pr": "PR", "sha256": "SHA-256", "url": "URL"}


def label(value: str, kind: str = "") -> str:
    """What a value is called: `OF_KIND`, else `WORDS`, else the value in words."""
    return OF_KIND.get(kind, {}).get(value) or WORDS.get(value) or spelled(value)


def field(name: str) -> str:
    """What a field of a form is called, where its form is not on the page."""
    apart = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name)
    return _FIELDS.get(name) or label(apart)


def told(reason: str | None) -> str | None:
    """A reason in words: it is a code, or words already."""
    return label(reason) if reason and _CODE.fullmatch(reason) else reason


def spelled(value: str) -> str:
    """A value in words, such as `In review` for `IN_REVIEW`."""
    words = value.replace("_", " ").replace("-", " ").lower().split()
    said = " ".join(_LETTERS.get(word, word) for word in words)
    return said[:1].upper() + said[1:]
