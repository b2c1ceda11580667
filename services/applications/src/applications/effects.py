"""What follows a committed event: an invitation is mailed."""

from collections.abc import Callable
from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from applications.domain.application import Application
from applications.domain.invitation import Invitation, State
from applications.links import Links
from applications.store.application import Applications
from applications.store.invitation import Invitations
from chassis.events import Event
from chassis.mail import Mailer

INVITATION_ISSUED = "invitation.issued"
SUBJECT = "You are invited to Handmade"


class RecordMissing(Exception):
    """An event names something that is not stored, which a transaction makes impossible."""


class InvitationMail:
    """Writes and sends the mail with which somebody registers."""

    def __init__(
        self,
        applications: Applications,
        invitations: Invitations,
        links: Links,
        mailer: Mailer,
        now: Callable[[], datetime],
    ) -> None:
        self._applications = applications
        self._invitations = invitations
        self._links = links
        self._mailer = mailer
        self._now = now
        self._templates = Environment(
            loader=PackageLoader("applications"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def send(self, event: Event) -> None:
        """Mails the invitation, unless it was used or ran out before we came to it."""
        invitation = await self._invitations.find(event.facts["invitation"])
        if invitation is None:
            raise RecordMissing(event.resource)
        if invitation.state_at(self._now()) is not State.ISSUED:
            return
        application = await self._applications.find(invitation.application_id)
        if application is None:
            raise RecordMissing(event.resource)
        facts = self._facts(invitation, application)
        await self._mailer.send(
            event.id,
            to=invitation.email,
            subject=SUBJECT,
            text=self._templates.get_template("invitation.txt").render(facts),
            html=self._templates.get_template("invitation.html").render(facts),
        )

    def _facts(self, invitation: Invitation, application: Application) -> dict[str, str]:
        return {
            "contact_name": application.questionnaire.contact_name,
            "business_name": application.questionnaire.business_name,
            "region": invitation.region,
            "email": invitation.email,
            "link": self._links.address(invitation),
            "expires": f"{invitation.expires:%d %B %Y, %H:%M} UTC",
            "subject": SUBJECT,
        }
