"""Tells of changes: each becomes an event and a line of the activity, in its own transaction."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from applications.domain.application import Application
from applications.domain.invitation import Invitation
from applications.domain.maker import Maker
from applications.domain.region_extension import RegionExtension
from applications.policy.version import RULE_VERSION
from applications.service.form import Questionnaires
from applications.service.visibility import parts_of
from applications.wire.application import name_of as application_name
from applications.wire.application import to_application
from applications.wire.invitation import name_of as invitation_name
from applications.wire.maker import name_of as maker_name
from applications.wire.maker import to_maker
from applications.wire.region_extension import name_of as extension_name
from chassis import caller
from chassis.activity import WHOLE, Activity, Deed
from chassis.actors import Actor, acting
from chassis.caller import Role
from chassis.events import Event, Events
from chassis.mongo import Session

# What somebody with several roles acted as, where the thing is not their own.
_ACTING = (Role.REVIEWER, Role.SUPPORT, Role.ADMIN, Role.PARTNER, Role.MAKER, Role.SERVICE)


class News:
    """Writes the events. A snapshot is the whole resource; who sees what of it is decided later."""

    def __init__(
        self,
        events: Events,
        activity: Activity,
        questionnaires: Questionnaires,
        now: Callable[[], datetime],
    ) -> None:
        self._events = events
        self._activity = activity
        self._questionnaires = questionnaires
        self._now = now

    async def of_application(self, what: str, application: Application, session: Session) -> None:
        """Something happened to an application.

        What its timeline says of it last is said of the deed too, if that is what happened.
        """
        full = to_application(application, self._questionnaires.problems(application))
        event = Event(
            type=f"application.{what}",
            resource=application_name(application.id),
            revision=application.revision,
            occurred=self._now(),
            actor=caller.current().subject,
            snapshot=full.SerializeToString(),
            parties=(application.subject,),
            facts=parts_of(application),
        )
        last = application.timeline[-1] if application.timeline else None
        told = last if last is not None and last.action.value == what else None
        await self._events.append(event, session)
        await self._activity.append(
            Deed(
                action=event.type,
                resource=event.resource,
                occurred=event.occurred,
                actor=told.occasion.actor if told else acting_for(application.subject),
                states={WHOLE: application.state.value},
                region=application.region,
                reason=told.said if told else "",
                rule_version=told.occasion.rule_version if told else RULE_VERSION,
                parties=application.applicants,
                for_staff=application.submitted is not None,
            ),
            session,
        )

    async def of_invitation(
        self, what: str, invitation: Invitation, session: Session, reason: str = ""
    ) -> None:
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
        states = {WHOLE: invitation.state.value}
        about = (application_name(invitation.application_id), maker_name(invitation.maker_id))
        await self._tell(event, about, session, states, invitation.region, reason)

    async def of_maker(
        self,
        what: str,
        maker: Maker,
        session: Session,
        reason: str = "",
        region: str = "",
        facts: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Something happened to a maker, of which effects learn in which region.

        Each membership that it moved is a line of its own.
        """
        event = Event(
            type=f"maker.{what}",
            resource=maker_name(maker.id),
            revision=maker.revision,
            occurred=self._now(),
            actor=caller.current().subject,
            snapshot=to_maker(maker).SerializeToString(),
            parties=(maker.subject,),
            facts={**facts, **({"region": region} if region else {})},
        )
        states = {held.region: held.state.value for held in maker.memberships}
        partners = {grant.partner for grant in maker.grants}
        await self._tell(event, (), session, states, reason=reason, partners=partners)

    async def of_extension(
        self, what: str, extension: RegionExtension, session: Session, reason: str = ""
    ) -> None:
        """Something happened to a region extension."""
        event = Event(
            type=f"region_extension.{what}",
            resource=extension_name(extension.id),
            revision=extension.revision,
            occurred=self._now(),
            actor=caller.current().subject,
            parties=(extension.subject,),
            facts={"extension": extension.id},
        )
        states = {WHOLE: extension.state.value}
        about = (maker_name(extension.maker_id),)
        await self._tell(event, about, session, states, extension.region, reason)

    async def _tell(
        self,
        event: Event,
        about: Collection[str],
        session: Session,
        states: Mapping[str, str],
        region: str = "",
        reason: str = "",
        partners: Collection[str] = (),
    ) -> None:
        [owner] = event.parties
        await self._events.append(event, session)
        deed = Deed(
            action=event.type,
            resource=event.resource,
            occurred=event.occurred,
            actor=acting_for(owner),
            states=states,
            region=region,
            reason=reason,
            rule_version=RULE_VERSION,
            parties={owner, *partners},
            about=about,
        )
        await self._activity.append(deed, session)


def acting_for(owner: str) -> Actor | None:
    """Who acts on something of the account `owner`; None where a timer does."""
    who = caller.current()
    if who.is_anonymous:
        return None
    if who.subject == owner:
        return acting(who, Role.MAKER)
    return acting(who, next((role for role in _ACTING if who.has(role)), Role.MAKER))
