"""What is to be done next with a press release, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.filters import count, day, moment
from console.pages.press_release.offers import (
    HELD,
    REOPENABLE,
    UNDECIDED,
    Offers,
    Person,
    awaited,
    lacks_authority,
)
from console.words import label

Release = Mapping[str, Any]
NOBODY, MAKER, LEAD = "nobody", "the maker", "the press lead"


@dataclass(frozen=True)
class Step:
    """Who does what next; `is_mine` if that is whoever looks at it."""

    who: str
    what: str
    is_mine: bool = False


def step(release: Release, person: Person, offers: Offers) -> Step:
    """Returns the next step, which is one's own wherever one of one's own is open."""
    own = _own_word(release, offers)
    if own is not None:
        return own
    who, what = _whose(release, person, offers)
    if who == "":
        holder = release["substitute"] or release["representative"]
        name = holder["displayName"] if holder else "somebody of the press team"
        return Step("you", what, True) if offers.represents else Step(name, what)
    is_mine = (who == LEAD and person.leads and not offers.represents) or (
        who == "somebody of the press team" and person.is_team
    )
    return Step("you" if is_mine else who, what, is_mine)


def _own_word(release: Release, offers: Offers) -> Step | None:
    open_ones = [
        one
        for one in offers.own_questions
        if one["state"] in ("OPEN", "OUTDATED") and f"answer-as-stakeholder-{one['id']}" in offers
    ]
    if not open_ones:
        return None
    asked = open_ones[0]
    area = label(asked["area"])
    by = f", until {moment(asked['dueAt'])}" if asked["dueAt"] else ""
    number = release["draft"]["number"] if release["draft"] else 1
    return Step("you", f"say what you think of draft {number} ({area}){by}.", True)


def _whose(release: Release, person: Person, offers: Offers) -> tuple[str, str]:
    """Who, where the representative is nobody by name, and what."""
    state = release["state"]
    if state in UNDECIDED:
        return _undecided(release, state)
    if state == "DRAFT":
        return MAKER, "finish and submit it."
    if state == "APPROVED":
        day_said = day(release["releaseOn"])
        return MAKER, f"let it go out on {day_said}, and say so. Its text and date are approved."
    if state in REOPENABLE:
        return NOBODY, "it is decided. The decision can be taken back until its release."
    if state == "WITHDRAWN" and release["undoExpiresAt"]:
        until = moment(release["undoExpiresAt"])
        return NOBODY, f"its maker withdrew it, and can take that back until {until}."
    if state == "LAPSED" and release["undoExpiresAt"]:
        until = moment(release["undoExpiresAt"])
        return MAKER, f"it lapsed undecided. Give it another date until {until}, or close it."
    return NOBODY, _ENDED.get(state, "it is over.")


_ENDED = {
    "WITHDRAWN": "its maker withdrew it.",
    "LAPSED": "it lapsed undecided, and too long ago for another date.",
    "PUBLISHED": "it went out as it was approved.",
    "PUBLISHED_WITHOUT_APPROVAL": "it went out without an approval.",
}


def _undecided(release: Release, state: str) -> tuple[str, str]:
    refused = _last(release["exceptions"])
    if state != "CHANGES_REQUESTED" and refused and refused["state"] == "REFUSED":
        earliest = day(release["notice"]["earliestReleaseOn"])
        return MAKER, f"move its release to {earliest} or later; shorter notice was refused."
    if state == "CHANGES_REQUESTED":
        return MAKER, _of_maker(release)
    if refused and refused["state"] == "ASKED":
        days = count(release["notice"]["days"], "day")
        what = f"decide whether it is reviewed in {days}, which is less than the two weeks."
        if refused["verdict"] == "VERY_SHORT_NOTICE":
            return LEAD, what
        if state in HELD:
            return "", what
    if state == "SUBMITTED":
        return "somebody of the press team", "take it. Nobody has it yet."
    return _in_review(release)


def _of_maker(release: Release) -> str:
    asked = [letter for letter in release["letters"] if letter["kind"] == "CHANGES"]
    draft = release["draft"]
    if asked and draft and draft["number"] > (asked[-1]["draftNumber"] or 0):
        return f"say that draft {draft['number']} answers the changes we asked for."
    return f"answer the changes we asked for with another draft (round {len(asked)})."


def _in_review(release: Release) -> tuple[str, str]:
    if lacks_authority(release):
        return "support", "record that the maker lets the agency act, or have the maker say so."
    missing = awaited(release)
    if missing:
        names = _listed([f"{one['who']['displayName']} ({label(one['area'])})" for one in missing])
        dues = [one["dueAt"] for one in missing if one["dueAt"]]
        by = f" until {moment(min(dues))}" if dues else ""
        return names, f"say whether draft {release['draft']['number']} may go out{by}."
    if release["openIssues"]:
        issues = count(release["openIssues"], "open issue")
        return "", f"settle {issues} in the draft, then decide."
    if release["approvalObstacles"]:
        return "", "settle what stands against an approval, or decide otherwise."
    number = release["draft"]["number"] if release["draft"] else 1
    return "", f"decide on draft {number}. Nothing stands against an approval."


def _last(items: Sequence[Any]) -> Any:
    return items[-1] if items else None


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
