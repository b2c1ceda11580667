"""Who sees what of applications, invitations and makers.

What somebody may not see is None here, and to them looks exactly like what does not exist.
"""

import json

from applications.domain.application import FOR_STAFF, Application
from applications.domain.invitation import Invitation
from applications.domain.maker import Maker
from applications.wire.application import for_applicant
from applications.wire.maker import for_everybody, for_partner, to_maker
from chassis.caller import Caller, Role
from chassis.events import Event
from handmade.access.v1 import access_pb2
from handmade.applications.v1 import application_pb2, maker_pb2

STAFF = (Role.REVIEWER, Role.SUPPORT, Role.ADMIN)
EVENTS_SCOPE = "events:read"

_APPLICANTS = "applicants"
_TOLD_LAST = "told_last"
_FOR_STAFF = frozenset(f"application.{action.value}" for action in FOR_STAFF)
_OUTSIDE = (access_pb2.MAKER, access_pb2.PARTNER)


def may_see_application(who: Caller, application: Application, is_let: bool = False) -> bool:
    """Whether somebody sees an application: staff does so from its submission on.

    `is_let` says that its maker lets the caller, a partner.
    """
    if is_let or who.subject == application.subject or who.has(Role.SERVICE):
        return True
    return who.has(*STAFF) and application.submitted is not None


def shown_application(
    who: Caller, full: application_pb2.Application, *, is_own: bool
) -> application_pb2.Application:
    """What of an application somebody sees who may see it."""
    if is_insider(who) and not is_own:
        return full
    return for_applicant(full, who.subject)


def parts_of(application: Application) -> dict[str, str]:
    """The fact of an event that says who applied, and so hears of it as an applicant does."""
    return {_APPLICANTS: json.dumps(sorted(application.applicants))}


def application_in(
    who: Caller, event: Event, full: application_pb2.Application, *, listens: bool = False
) -> application_pb2.Application | None:
    """What somebody hears of an event about an application, whose snapshot is `full`.

    `listens` says that its maker lets the caller, a partner, hear of events.
    """
    is_own = who.subject in event.parties or _acted(who, event, full)
    was_submitted = full.HasField("submit_time")
    if not is_own and (who.has(Role.SERVICE) or (who.has(*STAFF) and was_submitted)):
        return full
    is_let = who.subject in event.parties or listens or (who.has(*STAFF) and was_submitted)
    is_told = is_let and event.type not in _FOR_STAFF
    return for_applicant(full, who.subject) if is_told else None


def _acted(who: Caller, event: Event, full: application_pb2.Application) -> bool:
    """Whether somebody acted for the applicant, and so is none of the staff here.

    Events of earlier releases say so by the timeline alone.
    """
    if who.subject in json.loads(event.facts.get(_APPLICANTS, "[]")):
        return True
    return any(
        entry.actor.subject == who.subject and entry.actor.role in _OUTSIDE
        for entry in full.timeline
    )


def may_see_invitation(who: Caller, invitation: Invitation) -> bool:
    """Whether somebody sees an invitation: whom it invites, and staff."""
    return who.subject == invitation.subject or who.has(*STAFF, Role.SERVICE)


def maker_for(who: Caller, maker: Maker) -> maker_pb2.Maker | None:
    """What of a maker somebody sees: everybody sees the active ones, less what is private."""
    if is_insider(who) or who.subject == maker.subject:
        return to_maker(maker)
    if who.has(Role.PARTNER) and maker.is_granted(who.subject):
        return for_partner(to_maker(maker), who.subject)
    return for_everybody(to_maker(maker)) if maker.is_active else None


def no_longer_listening(before: Maker, after: Maker, partner: str) -> dict[str, str]:
    """The fact of an event with which a partner's right to hear of the maker ends, if it does."""
    listened = before.is_granted(partner, EVENTS_SCOPE)
    ends = listened and not after.is_granted(partner, EVENTS_SCOPE)
    return {_TOLD_LAST: partner} if ends else {}


def is_told_last(who: Caller, event: Event) -> bool:
    """Whether the event ends what the partner hears of the maker, and is still told for that."""
    return who.has(Role.PARTNER) and event.facts.get(_TOLD_LAST) == who.subject


def maker_in(who: Caller, event: Event) -> maker_pb2.Maker | None:
    """What of a maker's change somebody hears: oneself, insiders, partners it lets listen.

    Of the change by which it no longer does, a partner hears which maker it is and nothing else.
    """
    if not event.type.startswith("maker."):
        return None
    full = maker_pb2.Maker.FromString(event.snapshot)
    if is_insider(who) or who.subject in event.parties:
        return full
    if is_told_last(who, event):
        return maker_pb2.Maker(name=full.name, revision=full.revision)
    listens = who.has(Role.PARTNER) and any(
        grant.partner == who.subject and EVENTS_SCOPE in grant.scopes for grant in full.grants
    )
    return for_partner(full, who.subject) if listens else None


def is_insider(who: Caller) -> bool:
    """Whether somebody sees every maker: staff, and the services that keep a copy."""
    return who.has(*STAFF, Role.SERVICE)
