"""Tells of changes: each becomes an event and a line of the activity, in its own transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime

from chassis.activity import WHOLE, Activity, Deed
from chassis.actors import Actor
from chassis.events import Event, Events
from chassis.mongo import Session
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    PressRelease,
)
from pr_review.policy.version import RULE_VERSION
from pr_review.service.visibility import makers_side

DRAFT_DOWNLOADED = "press_release.draft_downloaded"
WORD_FILE_DOWNLOADED = "press_release.word_file_downloaded"


class News:
    """Writes the events. A snapshot is the whole press release; who sees what of it is decided
    later.
    """

    def __init__(self, events: Events, activity: Activity, now: Callable[[], datetime]) -> None:
        self._events = events
        self._activity = activity
        self._now = now

    async def of_release(
        self, what: str, release: PressRelease, full: pb.PressRelease, session: Session
    ) -> None:
        """Something happened to a press release, of which `full` is all there is.

        What its timeline says of it last is said of the deed too, if that is what happened.
        """
        entries = (it for it in reversed(release.timeline) if it.action.value == what)
        told = next(entries, release.timeline[-1])
        actor = told.occasion.actor
        event = Event(
            type=f"press_release.{what}",
            resource=release.name,
            revision=release.revision,
            occurred=self._now(),
            actor=actor.subject if actor else "",
            snapshot=full.SerializeToString(),
            parties=(release.maker_subject,),
        )
        await self._events.append(event, session)
        await self._activity.append(
            Deed(
                action=event.type,
                resource=event.resource,
                occurred=event.occurred,
                actor=actor,
                states={WHOLE: release.state.value},
                reason=told.said if told.action.value == what else "",
                rule_version=told.occasion.rule_version,
                parties=makers_side(release),
                countries={market.country for market in release.form.markets},
                for_staff=release.submitted is not None,
            ),
            session,
        )

    async def of_reminder(
        self,
        what: str,
        release: PressRelease,
        full: pb.PressRelease,
        facts: Mapping[str, str],
        session: Session,
    ) -> None:
        """A timer told the staff of something; nothing changed, and its maker is told nothing."""
        event = Event(
            type=f"press_release.{what}",
            resource=release.name,
            revision=release.revision,
            occurred=self._now(),
            actor="",
            snapshot=full.SerializeToString(),
            facts=facts,
        )
        await self._events.append(event, session)
        await self._activity.append(
            Deed(
                action=event.type,
                resource=event.resource,
                occurred=event.occurred,
                actor=None,
                reason=facts["kind"],
                rule_version=RULE_VERSION,
                parties=makers_side(release),
            ),
            session,
        )

    async def of_comment(
        self,
        what: str,
        release: PressRelease,
        full: pb.PressRelease,
        actor: Actor,
        session: Session,
    ) -> None:
        """Something was said of a press release. What was said is in no event."""
        event = Event(
            type=f"press_release.{what}",
            resource=release.name,
            revision=release.revision,
            occurred=self._now(),
            actor=actor.subject,
            snapshot=full.SerializeToString(),
            parties=(release.maker_subject,),
        )
        deed = Deed(
            action=event.type,
            resource=event.resource,
            occurred=event.occurred,
            actor=actor,
            states={WHOLE: release.state.value},
            rule_version=RULE_VERSION,
            parties=makers_side(release),
        )
        await self._events.append(event, session)
        await self._activity.append(deed, session)

    async def of_download(
        self, what: str, release: PressRelease, actor: Actor, session: Session
    ) -> None:
        """Somebody of the staff took a document home. Its maker is told nothing of it."""
        await self._activity.append(
            Deed(
                action=what,
                resource=release.name,
                occurred=self._now(),
                actor=actor,
                rule_version=RULE_VERSION,
                parties=makers_side(release),
            ),
            session,
        )
