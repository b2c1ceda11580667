"""Who sees which press releases, and what of them.

What somebody may not see looks to them exactly like what does not exist.
"""

from chassis.access import RoleMissing
from chassis.actors import Actor, acting
from chassis.caller import Caller, Role
from chassis.events import Event
from chassis.makers import Maker
from handmade.access.v1 import access_pb2
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    FOR_STAFF,
    PressRelease,
)
from pr_review.domain.scopes import WRITE
from pr_review.wire import release as wire

STAFF = (Role.PR, Role.PR_LEAD, Role.SUPPORT, Role.ADMIN)
SERVING = (Role.PR, Role.PR_LEAD, Role.SUPPORT)
# What timers tell the staff is no part of a timeline.
_TOLD_BY_TIMERS = frozenset({"reminded", "escalated"})
# What is said of a press release, each an event: the last one where the maker's side reads it too.
COMMENTED, COMMENT_CHANGED, COMMENT_DELETED = "commented", "comment_changed", "comment_deleted"
COMMENT_RESOLVED, COMMENT_DISCUSSED = "comment_resolved", "comment_discussed"
COMMENT_ANSWERED = "comment_answered"
_SAID_AMONG_STAFF = frozenset(
    {COMMENTED, COMMENT_CHANGED, COMMENT_DELETED, COMMENT_RESOLVED, COMMENT_DISCUSSED}
)
_FOR_STAFF = frozenset(
    f"press_release.{it}"
    for it in {action.value for action in FOR_STAFF} | _TOLD_BY_TIMERS | _SAID_AMONG_STAFF
)


def may_see(who: Caller, release: PressRelease, *, is_let: bool) -> bool:
    """Whether somebody sees a press release; `is_let` says that they are or act for its maker."""
    if is_let or who.has(Role.SERVICE):
        return True
    if who.has(*STAFF) and release.submitted is not None:
        return True
    return (who.has(Role.SUPPORT) and release.filer == who.subject) or may_see_as_stakeholder(
        who, release
    )


def may_see_as_stakeholder(who: Caller, release: PressRelease) -> bool:
    """Whether somebody sees it because they are, or were, asked about it."""
    return who.has(Role.STAKEHOLDER) and who.subject in release.asked


def makers_side(release: PressRelease) -> frozenset[str]:
    """The accounts of its maker, of agencies that acted for it, and of those that may."""
    actors = (it.occasion.actor for it in release.timeline)
    acted = {it.subject for it in actors if it is not None and it.acted_for_maker}
    return frozenset({release.maker_subject, *acted, *release.granted} - {""})


def is_insider(who: Caller, release: PressRelease) -> bool:
    """Whether somebody sees all of it: whoever of the staff is not of its maker's side."""
    if who.has(Role.SERVICE):
        return True
    is_staff = who.has(*STAFF) or may_see_as_stakeholder(who, release)
    return is_staff and who.subject not in makers_side(release)


def heard_by(who: Caller, event: Event, full: pb.PressRelease) -> pb.PressRelease | None:
    """What somebody hears of an event whose snapshot is `full`, but for partners' grants."""
    is_own = who.subject in event.parties or _acted(who, full)
    if is_own:
        return told(who, event, full) if who.subject in event.parties else None
    if who.has(Role.SERVICE):
        return full
    if who.has(*STAFF) and full.HasField("submit_time"):
        return full
    if who.has(Role.SUPPORT) and _filed(who, full):
        return full
    if who.has(Role.STAKEHOLDER) and who.subject in wire.asked_of(full):
        return full
    return None


def told(who: Caller, event: Event, full: pb.PressRelease) -> pb.PressRelease | None:
    """What the maker's side hears of an event: nothing of how the staff divide their work."""
    return None if event.type in _FOR_STAFF else wire.for_maker(full, who.subject)


def writers(maker: Maker) -> frozenset[str]:
    """The accounts that the maker lets write press releases."""
    return frozenset(who for who, scopes in maker.grants.items() if WRITE in scopes)


def acting_for(who: Caller, maker: Maker) -> Actor:
    """The caller as the maker, or as somebody acting for it."""
    if maker.subject == who.subject:
        return acting(who, Role.MAKER)
    granted = who.has(Role.PARTNER) and WRITE in maker.grants.get(who.subject, ())
    return acting(who, Role.PARTNER if granted else Role.SUPPORT)


def representing(who: Caller) -> Actor:
    """The caller as a member of the press team."""
    return acting(who, Role.PR_LEAD if who.has(Role.PR_LEAD) else Role.PR)


def serving(who: Caller) -> Actor:
    """The caller as one of the staff who deal with press releases: of the press team before all
    else. Fails with `RoleMissing` for whoever only reads, or is only asked.
    """
    if who.has(Role.PR, Role.PR_LEAD):
        return representing(who)
    if who.has(Role.SUPPORT):
        return acting(who, Role.SUPPORT)
    raise RoleMissing(SERVING)


def _acted(who: Caller, full: pb.PressRelease) -> bool:
    return any(
        it.actor.subject == who.subject and it.actor.role in wire.OUTSIDE for it in full.timeline
    )


def _filed(who: Caller, full: pb.PressRelease) -> bool:
    started = full.timeline[0].actor
    return started.subject == who.subject and started.role == access_pb2.SUPPORT
