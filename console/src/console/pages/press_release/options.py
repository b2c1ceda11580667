"""What is chosen from, and what drafts are called."""

from collections.abc import Iterable, Mapping
from typing import Any

from console.filters import count, day
from console.words import label

REASONS = (
    "NOT_ACCURATE",
    "IMPLIES_ENDORSEMENT",
    "CONFIDENTIAL",
    "LEGAL_RISK",
    "BRAND_MISUSE",
    "TOO_LATE",
    "NEW_TEXT",
    "OTHER",
)
AREAS = (
    "LEGAL",
    "BRAND",
    "CATEGORY",
    "REGIONAL_PR",
    "EXECUTIVE_COMMUNICATIONS",
    "PRIVACY",
    "OTHER",
)
NEEDS = {
    "REQUIRED": "They must agree",
    "OPTIONAL": "They may say something",
    "FOR_INFORMATION": "They are only told",
}
VERDICTS = {
    "OK": "It is OK",
    "OK_WITH_CONDITIONS": "OK, if the conditions below hold",
    "CHANGES": "Something must change",
    "VETO": "It must not go out; this stays over new drafts",
    "NOT_RELEVANT": "It does not concern me",
}


def options_of(people: Iterable[Mapping[str, Any]], but: str = "") -> list[tuple[str, str]]:
    """People to choose from, with what speaks for or against each, but for one account."""
    return [
        (one["who"]["id"], _described(one))
        for one in people
        if one["who"]["id"] and one["who"]["id"] != but
    ]


def reasons_of(release: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The reasons to decline it for: what came in time is not too late, nor an edit a new text."""
    impossible = set()
    if not (release["draft"] and release["draft"]["isNewText"]):
        impossible.add("NEW_TEXT")
    if release["notice"] and release["notice"]["verdict"] == "ON_TIME":
        impossible.add("TOO_LATE")
    return [(one, label(one)) for one in REASONS if one not in impossible]


def numbers_of(release: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Its drafts to choose from."""
    return [(one["number"], f"Draft {one['number']}") for one in release["drafts"]]


def called(release: Mapping[str, Any], sha256: str) -> str:
    """What a document is called: by its number, if it is one of the drafts."""
    numbers = [one["number"] for one in release["drafts"] if one["file"]["sha256"] == sha256]
    return f"draft {numbers[-1]}" if numbers else "a document that is not kept"


def _described(one: Mapping[str, Any]) -> str:
    said = [str(one["who"]["displayName"])]
    if "openItems" in one:
        said.append(f"has {count(one['openItems'], 'press release')}")
    if one.get("absence"):
        said.append(f"away until {day(one['absence']['endsAt'])}")
    return ", ".join(said)
