"""What somebody may do with a press release now, and why not the rest.

The services decide; this only keeps buttons off the page that would be refused. By the names of the
forms on the page, which are the actions' and, of several of a kind, end in a number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console import roles

OVERRIDABLE = frozenset({"REQUIRED_SIGNOFF_MISSING", "STAKEHOLDER_VETO", "OPEN_ISSUES"})
HELD = frozenset({"IN_REVIEW", "CHANGES_REQUESTED"})
UNDECIDED = HELD | {"SUBMITTED"}
REOPENABLE = frozenset({"APPROVED", "DECLINED", "NOT_NEEDED"})
PUBLISHED = frozenset({"PUBLISHED", "PUBLISHED_WITHOUT_APPROVAL"})
_FILES = frozenset({"make-annotated-draft", "make-redline"})


@dataclass(frozen=True)
class Person:
    """Whoever looks at the page."""

    subject: str
    roles: frozenset[str]

    @property
    def is_team(self) -> bool:
        """Whether they review press releases."""
        return bool(self.roles & roles.PRESS)

    @property
    def leads(self) -> bool:
        """Whether they lead those who do."""
        return bool(self.roles & roles.LEAD)

    def is_(self, actor: Mapping[str, Any] | None) -> bool:
        """Whether the actor is them."""
        return actor is not None and actor["id"] == self.subject


@dataclass(frozen=True)
class Offer:
    """Something that might be done; `why` it is not offered, if there is anything to say."""

    name: str
    label: str
    why: str = ""
    is_open: bool = True


class Offers:
    """Everything that might be done with one press release by one person."""

    def __init__(self, release: Mapping[str, Any], person: Person, now: datetime) -> None:
        self._release = release
        self._person = person
        self._now = now
        self._state: str = release["state"]
        self._all = {offer.name: offer for offer in self._made()}

    def __contains__(self, name: str) -> bool:
        offer = self._all.get(name)
        if offer is not None:
            return offer.is_open
        return any(name.startswith(made) for made in _FILES)

    @property
    def explained(self) -> list[Offer]:
        """What is not offered, and would be to this person at another time."""
        return [offer for offer in self._all.values() if not offer.is_open and offer.why]

    @property
    def represents(self) -> bool:
        """Whether they have it, or stand in for whoever has."""
        release, person = self._release, self._person
        return person.is_team and (
            person.is_(release["representative"]) or person.is_(release["substitute"])
        )

    @property
    def overrides(self) -> bool:
        """Whether an approval of theirs would be a lead's, over what colleagues said."""
        codes = {one["code"] for one in self._release["approvalObstacles"]}
        return (
            self._person.leads
            and not self.represents
            and self._state == "IN_REVIEW"
            and bool(codes)
            and codes <= OVERRIDABLE
        )

    @property
    def own_questions(self) -> list[Mapping[str, Any]]:
        """What they are asked about it, whoever they are."""
        return [one for one in self._release["stakeholders"] if self._person.is_(one["who"])]

    def _made(self) -> Iterator[Offer]:
        if self._person.is_team:
            yield from self._holding()
            yield from self._deciding()
            yield from self._team_asking()
            yield Offer("make-record", "")
        if self._person.is_team or "support" in self._person.roles:
            yield from self._intake()
            yield from self._closing()
        if "stakeholder" in self._person.roles:
            for asked in self.own_questions:
                yield from self._answering(asked)

    def _holding(self) -> Iterator[Offer]:
        state = self._state
        for name in ("take", "assign"):
            yield Offer(name, "", is_open=state == "SUBMITTED")
        yield _offer("hand-over", "Hand it over", self._unless_held() or self._unless_mine())
        back = "" if state == "IN_REVIEW" else "Only what is in review goes back to the queue."
        yield _offer("release", "Give it back to the queue", back or self._unless_mine())

    def _deciding(self) -> Iterator[Offer]:
        release = self._release
        mine = self._unless_in_review() or self._unless_represented()
        asked = sum(letter["kind"] == "CHANGES" for letter in release["letters"])
        used = f"Changes were asked for {asked} times, the most there may be."
        unasked = mine or (used if asked >= release["maxRounds"] else "")
        yield _offer("request-changes", "Ask for changes", unasked)
        yield Offer("upload-edits", "", is_open=not unasked)
        yield _offer("approve", "Approve it", self._unless_approvable(mine))
        yield _offer("decline", "Decline it", mine)
        yield _offer("mark-not-needed", "Say that it needs no review", mine)
        if self._state in REOPENABLE:
            past = "Its release is past." if self._is_out else ""
            yield _offer("reopen", "Take the decision back", past or self._unless_mine())

    def _unless_approvable(self, mine: str) -> str:
        if self.overrides:
            return ""
        if mine or not self._release["approvalObstacles"]:
            return mine
        return "First what stands against it has to be settled; it is listed above."

    def _team_asking(self) -> Iterator[Offer]:
        kept = self._unless_held() or self._unless_mine()
        yield _offer("add-stakeholder", "Ask somebody for their word", kept)
        for asked in self._release["stakeholders"]:
            if asked["state"] == "WAIVED":
                continue
            needs_lead = asked["need"] == "REQUIRED" or asked["verdict"] == "VETO"
            lead = "" if self._person.leads or not needs_lead else "Only the press lead waives it."
            yield Offer(f"waive-stakeholder-{asked['id']}", "", is_open=not (kept or lead))
        for exception in self._release["exceptions"]:
            if exception["state"] == "ASKED" and self._state in UNDECIDED:
                why = self._unless_excepting(exception)
                yield _offer("decide-exception", "Decide on the shorter notice", why)

    def _unless_excepting(self, exception: Mapping[str, Any]) -> str:
        if exception["verdict"] == "VERY_SHORT_NOTICE":
            if not self._person.leads:
                return "With so little time the press lead decides."
            if self.represents:
                return "With so little time a lead decides who does not represent it."
            return ""
        if self.represents or self._person.leads:
            return ""
        return "Its representative decides, or the press lead."

    def _intake(self) -> Iterator[Offer]:
        intake = self._release["intake"] or {}
        is_open = self._state in UNDECIDED
        counts = bool(intake.get("acceptedAt"))
        yield Offer("record-first-contact", "", is_open=is_open and not counts)
        yield Offer(
            "accept-first-contact",
            "",
            is_open=(
                is_open and self._person.leads and not counts and bool(intake.get("firstContactAt"))
            ),
        )
        yield Offer(
            "authorise",
            "",
            is_open=is_open and "support" in self._person.roles and lacks_authority(self._release),
        )

    def _closing(self) -> Iterator[Offer]:
        reported = "It was reported before." if self._state in PUBLISHED else ""
        yield _offer("report-published", "Say that it went out", reported)

    def _answering(self, asked: Mapping[str, Any]) -> Iterator[Offer]:
        number = asked["id"]
        awaited = self._state in HELD and asked["state"] not in ("REFUSED", "WAIVED")
        vetoes = asked["verdict"] == "VETO" and asked["state"] in ("ANSWERED", "OUTDATED")
        asks = asked["need"] != "FOR_INFORMATION"
        yield Offer(f"answer-as-stakeholder-{number}", "", is_open=awaited and asks)
        yield Offer(f"delegate-stakeholder-{number}", "", is_open=awaited and not vetoes)
        yield Offer(f"refuse-as-stakeholder-{number}", "", is_open=awaited and not vetoes)

    @property
    def _is_out(self) -> bool:
        """Whether its day is over everywhere; the exact moment is the services' to tell."""
        day = self._release["releaseOn"]
        return day is not None and bool(day < f"{self._now:%Y-%m-%d}")

    def _unless_held(self) -> str:
        if self._state in HELD:
            return ""
        return "Somebody takes it first." if self._state == "SUBMITTED" else _OVER

    def _unless_in_review(self) -> str:
        if self._state == "CHANGES_REQUESTED":
            return "Its maker answers first."
        return "" if self._state == "IN_REVIEW" else self._unless_held()

    def _unless_represented(self) -> str:
        if self.represents:
            return ""
        return f"{_named(self._release['representative'])} has it, and decides."

    def _unless_mine(self) -> str:
        if self.represents or self._person.leads:
            return ""
        return f"{_named(self._release['representative'])} has it, or the press lead does this."


_OVER = "It is not under review any more."


def lacks_authority(release: Mapping[str, Any]) -> bool:
    """Whether an agency acts, and it is not known that it may."""
    intake, authority = release["intake"] or {}, release["authority"]
    by_agency = intake.get("channel") == "FROM_AGENCY" or bool(release["agency"])
    return by_agency and not (authority and authority["givenAt"])


def awaited(release: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The stakeholders whose word is required and missing."""
    return [one for one in _asked(release) if one["need"] == "REQUIRED"]


def _asked(release: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (one for one in release["stakeholders"] if one["state"] in ("OPEN", "OUTDATED"))


def _offer(name: str, label: str, why: str) -> Offer:
    return Offer(name, label, why, is_open=not why)


def _named(actor: Mapping[str, Any] | None) -> str:
    return str(actor["displayName"]) if actor else "Nobody"


__all__ = ["HELD", "UNDECIDED", "Offer", "Offers", "Person", "awaited", "lacks_authority"]
