"""Whom mails go to: the maker's side, and staff who are known from their visits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chassis.actors import Actor
from chassis.caller import Role
from chassis.mails.post import Addressee
from chassis.makers import Maker, Makers
from chassis.signing import digest
from chassis.staff import Colleague, Staff
from pr_review.domain.release import PressRelease
from pr_review.domain.scopes import WRITE
from pr_review.store.absence import Absences

_TEAM = (Role.PR, Role.PR_LEAD)
_MARK = 16


class AddressUnknown(Exception):
    """The copy of makers has no address for a maker yet; it comes with the next listing."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a mail, and what tells it from others' mails about the same event."""

    mark: str
    addressee: Addressee

    def mail_id(self, event_id: str) -> str:
        """The id of this one's mail about an event."""
        return f"{event_id}.{self.mark}" if self.mark else event_id


class People:
    """Finds those that mails go to."""

    def __init__(
        self, makers: Makers, staff: Staff, absences: Absences, now: Callable[[], datetime]
    ) -> None:
        self._makers = makers
        self._staff = staff
        self._absences = absences
        self._now = now

    async def makers_side(self, release: PressRelease, language: str = "") -> list[Recipient]:
        """The maker, and the agency that acted last, as long as the maker lets it.

        They are written to in the `language`, else each in their own.
        """
        maker = await self._makers.find(release.maker)
        if maker is None or not maker.email:
            raise AddressUnknown(release.maker)
        return [_maker(maker, language), *await self._agency(release, maker, language)]

    async def representative(self, release: PressRelease) -> list[Recipient]:
        """Who represents it, or stands in for them; nobody while nobody has taken it."""
        if release.representative is None:
            return []
        subject = release.representative.subject
        substitute = await self._absences.substitute_of(subject, self._now())
        return await self._known(substitute.subject if substitute else subject, *_TEAM)

    async def leads(self, release: PressRelease) -> list[Recipient]:
        """The leads of the press team, but for those who have a part in it."""
        leads = await self._staff.having(Role.PR_LEAD)
        return _recipients(it for it in leads if not release.has_part(it.subject))

    async def stakeholder(self, who: Actor) -> list[Recipient]:
        """Somebody who was asked."""
        return await self._known(who.subject, Role.STAKEHOLDER, *_TEAM)

    async def _agency(self, release: PressRelease, maker: Maker, language: str) -> list[Recipient]:
        actors = (it.occasion.actor for it in reversed(release.timeline))
        last = next((it for it in actors if it is not None and it.role is Role.PARTNER), None)
        if last is None or WRITE not in maker.grants.get(last.subject, ()):
            return []
        known = await self._staff.find(last.subject, Role.PARTNER)
        return _recipients([known] if known else [], language or maker.language)

    async def _known(self, subject: str, *roles: Role) -> list[Recipient]:
        found = [await self._staff.find(subject, role) for role in roles]
        return _recipients([it for it in found if it is not None][:1])


def distinct(recipients: Iterable[Recipient]) -> list[Recipient]:
    """Each once."""
    return list({it.mark: it for it in recipients}.values())


def _maker(maker: Maker, language: str) -> Recipient:
    to = Addressee(
        name="",
        business=maker.display_name,
        email=maker.email,
        country=maker.country,
        language=language or maker.language,
    )
    return Recipient("", to)


def _recipients(colleagues: Iterable[Colleague], language: str = "") -> list[Recipient]:
    return [
        Recipient(
            digest(it.subject)[:_MARK],
            Addressee(
                name=it.display_name,
                business="",
                email=it.email,
                country="",
                language=language or it.language,
            ),
        )
        for it in colleagues
        if it.email
    ]
