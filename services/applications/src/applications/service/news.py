"""Tells of changes: each becomes an event in the transaction of the change itself."""

from collections.abc import Callable
from datetime import datetime

from applications.domain.application import Application
from applications.domain.invitation import Invitation
from applications.domain.maker import Maker
from applications.wire.application import name_of as application_name
from applications.wire.application import to_application
from applications.wire.invitation import name_of as invitation_name
from applications.wire.maker import name_of as maker_name
from applications.wire.maker import to_maker
from chassis import caller
from chassis.events import Event, Events
from chassis.mongo import Session


class News:
    """Writes the events. A snapshot is the whole resource; who sees what of it is decided later."""

    def __init__(self, events: Events, now: Callable[[], datetime]) -> None:
        self._events = events
        self._now = now

    async def of_application(self, what: str, application: Application, session: Session) -> None:
        """Something happened to an application."""
        event = Event(
            type=f"application.{what}",
            resource=application_name(application.id),
            revision=application.revision,
            occurred=self._now(),
            actor=caller.current().subject,
            snapshot=to_application(application).SerializeToString(),
            parties=(application.subject,),
        )
        await self._events.append(event, session)

    async def of_invitation(self, what: str, invitation: Invitation, session: Session) -> None:
        """Something happened to an invitation."""
        event = Event(
            type=f"invitation.{what}",
            resource=invitation_name(invitation.id),
            revision=invitation.revision,
            occurred=self._now(),
            actor=caller.current().subject,
            parties=(invitation.subject,),
            facts={"invitation": invitation.id},
        )
        await self._events.append(event, session)

    async def of_maker(self, what: str, maker: Maker, session: Session) -> None:
        """Something happened to a maker."""
        event = Event(
            type=f"maker.{what}",
            resource=maker_name(maker.id),
            revision=maker.revision,
            occurred=self._now(),
            actor=caller.current().subject,
            snapshot=to_maker(maker).SerializeToString(),
            parties=(maker.subject,),
        )
        await self._events.append(event, session)
