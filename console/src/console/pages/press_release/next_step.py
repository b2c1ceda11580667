"""What is to be done next with a press release, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.filters import count, day
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
# Where the open issues stand: of the address of the draft.
ISSUES = "/draft#open"
NOBODY, MAKER, LEAD = "nobody", "the maker", "the press lead"
TEAM, REPRESENTATIVE = "somebody of the press team", ""


@dataclass(frozen=True)
class Step:
    """Who does what next; `is_mine` if that is whoever looks at it."""

    who: str
    what: str
    is_mine: bool = False
    until: str | None = None
    """Until when, if that is a moment."""
    place: str = ""
    """Where it is done, if that is not on this page: what follows its address."""


@dataclass(frozen=True)
class _Turn:
    """Whose turn it is, by name or `REPRESENTATIVE`, and for what."""

    who: str
    what: str
    until: str | None = None
    place: str = ""


def step(release: Release, person: Person, offers: Offers) -> Step:
    """Returns the next step, which is one's own wherever one of one's own is open."""
    own = _own_word(release, offers)
    if own is not None:
        return own
    turn = _whose(release)
    who, is_mine = turn.who, _is_of(turn.who, person, offers)
    if who == REPRESENTATIVE:
        holder = release["substitute"] or release["representative"]
        who = holder["displayName"] if holder else TEAM
    return Step("you" if is_mine else who, turn.what, is_mine, turn.until, turn.place)


def _is_of(who: str, person: Person, offers: Offers) -> bool:
    if who == REPRESENTATIVE:
        return offers.represents
    return (who == LEAD and person.leads and not offers.represents) or (
        who == TEAM and person.is_team
    )


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
    number = release["draft"]["number"] if release["draft"] else 1
    return Step("you", f"say what you think of draft {number} ({area}).", True, asked["dueAt"])


def _whose(release: Release) -> _Turn:
    state, until = release["state"], release["undoExpiresAt"]
    if state in UNDECIDED:
        return _undecided(release, state)
    if state == "DRAFT":
        return _Turn(MAKER, "finish and submit it.")
    if state == "APPROVED":
        return _Turn(MAKER, _approved(release))
    if state in REOPENABLE:
        return _Turn(NOBODY, f"it is decided. {_undoable(release)}")
    if state == "WITHDRAWN" and until:
        return _Turn(NOBODY, "its maker withdrew it, and can take that back.", until)
    if state == "LAPSED" and until:
        return _Turn(MAKER, "it lapsed undecided. Give it another date, or close it.", until)
    return _Turn(NOBODY, _ENDED.get(state, "it is over."))


_ENDED = {
    "WITHDRAWN": "its maker withdrew it.",
    "LAPSED": "it lapsed undecided, and too long ago for another date.",
    "PUBLISHED": "it went out as it was approved.",
    "PUBLISHED_WITHOUT_APPROVAL": "it went out without an approval.",
}


def _undecided(release: Release, state: str) -> _Turn:
    refused = _last(release["exceptions"])
    if state != "CHANGES_REQUESTED" and refused and refused["state"] == "REFUSED":
        earliest = day(release["notice"]["earliestReleaseOn"])
        return _Turn(MAKER, f"move its release to {earliest} or later; shorter notice was refused.")
    if state == "CHANGES_REQUESTED":
        return _Turn(MAKER, _of_maker(release))
    if refused and refused["state"] == "ASKED":
        days = count(release["notice"]["days"], "day")
        what = f"decide whether it is reviewed in {days}, which is less than the two weeks."
        if refused["verdict"] == "VERY_SHORT_NOTICE":
            return _Turn(LEAD, what)
        if state in HELD:
            return _Turn(REPRESENTATIVE, what)
    if state == "SUBMITTED":
        return _Turn(TEAM, "take it. Nobody has it yet.")
    return _in_review(release)


def _approved(release: Release) -> str:
    conditions = len(release["approval"]["conditions"]) if release["approval"] else 0
    holding = f", if {count(conditions, 'condition')} of ours" if conditions else ""
    holding += " holds" if conditions == 1 else " hold" if conditions else ""
    out = day(release["releaseOn"])
    return (
        f"let it go out on {out}{holding}, and say so. Its text and date are approved. "
        f"{_undoable(release)}"
    )


def _undoable(release: Release) -> str:
    last = release["releaseOn"]
    until = f"the end of {day(last)} ({release['timeZone']})" if last else "its release"
    return f"The decision can be taken back until {until}."


def _of_maker(release: Release) -> str:
    asked = [letter for letter in release["letters"] if letter["kind"] == "CHANGES"]
    draft = release["draft"]
    if asked and draft and draft["number"] > (asked[-1]["draftNumber"] or 0):
        return f"say that draft {draft['number']} answers the changes we asked for."
    return f"answer the changes we asked for with another draft (round {len(asked)})."


def _in_review(release: Release) -> _Turn:
    if lacks_authority(release):
        return _Turn(
            "support", "record that the maker lets the agency act, or have the maker say so."
        )
    missing = awaited(release)
    if missing:
        names = _listed([f"{one['who']['displayName']} ({label(one['area'])})" for one in missing])
        dues = [one["dueAt"] for one in missing if one["dueAt"]]
        what = f"say whether draft {release['draft']['number']} may go out."
        return _Turn(names, what, min(dues, default=None))
    if release["openIssues"]:
        issues = count(release["openIssues"], "open issue")
        return _Turn(REPRESENTATIVE, f"settle {issues} in the draft, then decide.", place=ISSUES)
    if release["approvalObstacles"]:
        return _Turn(REPRESENTATIVE, "settle what stands against an approval, or decide otherwise.")
    number = release["draft"]["number"] if release["draft"] else 1
    return _Turn(REPRESENTATIVE, f"decide on draft {number}. Nothing stands against an approval.")


def _last(items: Sequence[Any]) -> Any:
    return items[-1] if items else None


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
