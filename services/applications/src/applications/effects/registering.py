"""The mails about invitations."""

from applications.domain.application import Application
from applications.domain.invitation import Invitation, State
from applications.effects.applying import to_applicant
from applications.links import Links
from applications.mails.words import Words
from applications.store.application import Applications
from applications.store.invitation import Invitations
from applications.store.maker import Makers
from chassis.dispatch import Effect
from chassis.events import Event
from chassis.mails.post import Post, RecordMissing
from chassis.mails.writer import Fact, Typed


class InvitationMails:
    """The link with which somebody registers, and what becomes of it."""

    def __init__(
        self,
        invitations: Invitations,
        applications: Applications,
        makers: Makers,
        links: Links,
        post: Post[Words],
    ) -> None:
        self._invitations = invitations
        self._applications = applications
        self._makers = makers
        self._links = links
        self._post = post

    def effects(self) -> dict[str, Effect]:
        """What follows which event."""
        return {
            "invitation.issued": self.issued,
            "invitation.revoked": self.revoked,
            "invitation.confirmed": self.confirmed,
        }

    async def issued(self, event: Event) -> None:
        """Mails the link, unless it was used or died before we came to it."""
        invitation, application = await self._about(event)
        if invitation.state_at(self._post.now()) is not State.ISSUED:
            return
        words = self._post.words(to_applicant(application))
        country = application.questionnaire.country
        await self._send(
            event,
            "invitation_reissued" if invitation.replaces else "invitation",
            application,
            {
                "link": self._links.address(invitation),
                "expires": words.moment(invitation.expires, country),
            },
        )

    async def revoked(self, event: Event) -> None:
        """Says that the invitation was taken back, and why."""
        invitation, application = await self._about(event)
        text = Typed(invitation.revoke_reason)
        await self._send(event, "invitation_revoked", application, {"text": text})

    async def confirmed(self, event: Event) -> None:
        """Says that the registration is complete, and what may be listed where."""
        invitation, application = await self._about(event)
        maker = await self._makers.find(invitation.maker_id)
        if maker is None:
            raise RecordMissing(event.resource)
        if not maker.is_active_in(invitation.region):
            return
        held = maker.membership(invitation.region)
        words = self._post.words(to_applicant(application))
        ready = held.ready_countries if held else ()
        countries = words.listing_countries(ready, self._post.now())
        await self._send(event, "registration_confirmed", application, {"countries": countries})

    async def _send(
        self, event: Event, mail: str, application: Application, facts: dict[str, Fact]
    ) -> None:
        to = to_applicant(application)
        region = self._post.words(to).region(application.region)
        await self._post.send(event.id, mail, to, {"region": region, **facts})

    async def _about(self, event: Event) -> tuple[Invitation, Application]:
        invitation = await self._invitations.find(event.facts["invitation"])
        if invitation is None:
            raise RecordMissing(event.resource)
        application = await self._applications.find(invitation.application_id)
        if application is None:
            raise RecordMissing(event.resource)
        return invitation, application
