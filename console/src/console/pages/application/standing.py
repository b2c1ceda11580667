"""Where an application stands: what is next and whose it is, and what whoever looks may do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console import filters
from console.session import Session

# What somebody does for the maker; whoever did has no part in reviewing it.
_OF_THE_MAKER = frozenset({"STARTED", "CHANGED", "SUBMITTED", "WITHDRAWN", "ANSWERED", "REOPENED"})
_HELD = frozenset({"IN_REVIEW", "NEEDS_INFO"})
_REPLACEABLE = frozenset({"ISSUED", "EXPIRED"})
_REVOCABLE = frozenset({"ISSUED", "EXPIRED", "REDEEMED"})

_DID = {
    "STARTED": "began it",
    "CHANGED": "changed its answers",
    "SUBMITTED": "handed it in",
    "WITHDRAWN": "withdrew it",
    "TAKEN": "took it",
    "RELEASED": "gave it back to the queue",
    "HANDED_OVER": "handed it over",
    "NOTED": "added a note",
    "ASKED": "asked the applicant for information",
    "ANSWERED": "answered the questions",
    "REOPENED": "reopened it",
    "SIGNED": "signed it first",
    "APPROVED": "approved it",
    "DECLINED": "declined it",
}
_AFTER_APPROVAL = {
    "ISSUED": "The maker has been invited, and has not used the invitation yet.",
    "REDEEMED": "The maker has used the invitation; the registration is not complete yet.",
    "CONFIRMED": "The maker is registered. Nothing is left to do.",
    "EXPIRED": "The invitation has expired. Support can issue another one.",
    "SUPERSEDED": "Another invitation was issued in the place of this one.",
    "REVOKED": "The invitation was taken back.",
}


@dataclass(frozen=True)
class Standing:
    """What is next, in a sentence, and who may do what about it."""

    next: str
    is_mine: bool
    """Whether whoever looks is the one who goes on with it."""
    offered: frozenset[str]
    """Names of the actions that the person and the state allow."""
    refused: tuple[str, ...]
    """Why what is not offered is not, in sentences."""

    def allows(self, name: str) -> bool:
        """Whether the action of this name is offered."""
        return name in self.offered


def standing(application: Mapping[str, Any], me: Session) -> Standing:
    """Returns where it stands, as seen by whoever looks."""
    seen = _Seen(application, me)
    return Standing(
        next=seen.next(),
        is_mine=seen.is_mine(),
        offered=frozenset(seen.offered()),
        refused=tuple(seen.refused()),
    )


def newest(application: Mapping[str, Any], me: Session, now: datetime) -> str | None:
    """Returns who did what to it last, in a sentence. A note is not worth one, as it moves nothing.

    For whoever came too late.
    """
    entries = [entry for entry in application["timeline"] if entry["action"] != "NOTED"]
    if not entries:
        return None
    entry = entries[-1]
    when = filters.relative(entry["createdAt"], now)
    when = "just now" if when == "now" else when
    if entry["action"] == "EXPIRED":
        return f"It expired {when}: what was asked for was not answered in time."
    who = _name(entry["actor"], me) if entry["actor"] else "A timer"
    to = f" to {_name(entry['colleague'], me).lower()}" if _is(entry["colleague"], me) else ""
    if entry["colleague"] and not to:
        to = f" to {_name(entry['colleague'], me)}"
    return f"{who} {_DID.get(entry['action'], 'changed it')}{to} {when}."


def _is(actor: Mapping[str, Any] | None, me: Session) -> bool:
    return actor is not None and actor["id"] == me.subject


def _name(actor: Mapping[str, Any] | None, me: Session) -> str:
    if actor is None:
        return "Somebody"
    return "You" if _is(actor, me) else str(actor["displayName"])


class _Seen:
    """An application as somebody sees it, with what both come to."""

    def __init__(self, application: Mapping[str, Any], me: Session) -> None:
        self._it = application
        self._me = me
        self._state = application["state"]
        self._invitation = application["invitation"]
        self._signed = application["firstSignature"]
        self._holds = _is(application["reviewer"], me) and self._state in _HELD
        self._is_reviewer = "reviewer" in me.roles
        self._is_admin = "admin" in me.roles
        self._has_part = any(
            _is(entry["actor"], me) and entry["action"] in _OF_THE_MAKER
            for entry in application["timeline"]
        )

    @property
    def _reviewer(self) -> str:
        return _name(self._it["reviewer"], self._me)

    @property
    def _may_sign_second(self) -> bool:
        if self._signed is None or self._state != "IN_REVIEW" or not self._is_reviewer:
            return False
        return not _is(self._signed, self._me) and not self._has_part

    def is_mine(self) -> bool:
        """Whether whoever looks is the one to go on."""
        if self._state == "SUBMITTED":
            return "take" in set(self.offered())
        if self._state != "IN_REVIEW":
            return False
        if self._signed is not None:
            return self._may_sign_second
        return self._holds

    def offered(self) -> Iterable[str]:
        """Names of the actions there are for whoever looks."""
        if self._it["submittedAt"] and not self._has_part:
            if self._me.roles & {"reviewer", "support", "admin"}:
                yield "add-note"
            yield from self._reviewing()
        yield from self._inviting()

    def _reviewing(self) -> Iterable[str]:
        is_held_by_me = self._is_reviewer and self._holds
        may_pass_on = self._state in _HELD and (is_held_by_me or self._is_admin)
        if self._state == "SUBMITTED" and self._is_reviewer:
            yield "take"
        if may_pass_on:
            yield "hand-over"
        if self._state != "IN_REVIEW":
            return
        if may_pass_on:
            yield "release"
        if is_held_by_me:
            yield "ask-for-information"
        if self._may_sign_second or (is_held_by_me and self._signed is None):
            yield "approve"
        if is_held_by_me or (self._signed is not None and self._is_reviewer):
            yield "decline"

    def _inviting(self) -> Iterable[str]:
        state = self._invitation["state"] if self._invitation else None
        if state in _REPLACEABLE and self._me.roles & {"support", "admin"}:
            yield "reissue-invitation"
        if state in _REVOCABLE and self._me.roles & {"reviewer", "admin"}:
            yield "revoke-invitation"

    def next(self) -> str:
        """What is to be done next, and by whom."""
        match self._state:
            case "SUBMITTED":
                return self._next_of_submitted()
            case "IN_REVIEW":
                return self._next_of_review()
            case "NEEDS_INFO":
                asked = self._it["informationRequests"][-1]["questions"]
                told = filters.count(len(asked), "question")
                return f"It waits for the applicant, who is to answer {told}."
            case "APPROVED":
                state = self._invitation["state"] if self._invitation else ""
                return f"It is approved. {_AFTER_APPROVAL.get(state, '')}".strip()
            case "DECLINED":
                return "It is declined, and the applicant was told why. Nothing is left to do."
            case "WITHDRAWN":
                return "The applicant withdrew it. Nothing is left to do."
            case "EXPIRED" if self._it["reopenUntil"]:
                return (
                    "It expired, as the applicant did not answer in time. Only the applicant can "
                    f"reopen it, until {filters.moment(self._it['reopenUntil'])}."
                )
            case "EXPIRED":
                return "It expired, as the applicant did not answer in time. Nothing is left to do."
        return "It is with the applicant, who has not handed it in."

    def _next_of_submitted(self) -> str:
        signed = f" {_name(self._signed, self._me)} signed it first." if self._signed else ""
        if self._is_reviewer and not self._has_part:
            return f"Nobody reviews it yet. Take it to go on with it.{signed}"
        return f"It waits for a reviewer to take it.{signed}"

    def _next_of_review(self) -> str:
        two = "CASE_BY_CASE" in self._it["flags"]
        if self._may_sign_second:
            return (
                f"{_name(self._signed, self._me)} signed it first. It waits for a second signature "
                "or a decline, which may be yours."
            )
        if _is(self._signed, self._me):
            return "You signed it first. It waits for the second signature of another reviewer."
        if self._signed is not None:
            return (
                f"{_name(self._signed, self._me)} signed it first. It waits for the second "
                "signature of another reviewer."
            )
        if not self._holds:
            return f"{self._reviewer} reviews it, and is to decide or to ask."
        if two:
            return "You review it. Two must sign: approve it first, decline it, or ask."
        return "You review it: approve it, decline it, or ask for what is missing."

    def refused(self) -> Iterable[str]:
        """Why what is not offered is not."""
        if self._has_part:
            yield "You had a part in this application, so another reviewer must see to it."
            return
        if self._state == "NEEDS_INFO":
            yield "While it waits for the applicant, nothing is decided."
        elif self._state in ("APPROVED", "DECLINED", "WITHDRAWN", "EXPIRED"):
            yield "It is over, so nothing is decided any more. Notes can still be added."
        elif not self._is_reviewer:
            yield "Taking it, asking and deciding are for reviewers."
        if self._state in _HELD:
            yield from self._refused_to_others()
        yield from self._refused_to_invite()

    def _refused_to_others(self) -> Iterable[str]:
        if self._state == "IN_REVIEW" and _is(self._signed, self._me):
            yield "You have signed already. The second signature is another reviewer's."
        if self._holds or not self._is_reviewer:
            return
        only = "asks the applicant" if self._signed else "asks the applicant and decides"
        if self._state == "NEEDS_INFO":
            yield f"{self._reviewer} has taken it."
        elif self._is_admin:
            yield f"{self._reviewer} has taken it: only {self._reviewer} {only}."
        else:
            yield (
                f"{self._reviewer} has taken it: only {self._reviewer} {only}, and can release it "
                "or hand it over to you."
            )

    def _refused_to_invite(self) -> Iterable[str]:
        state = self._invitation["state"] if self._invitation else None
        if state in _REPLACEABLE and not self._me.roles & {"support", "admin"}:
            yield "Another invitation is issued by support."
        elif state in _REVOCABLE and not self._me.roles & {"reviewer", "admin"}:
            yield "The invitation is taken back by reviewers."
