"""Makes applicants known as makers, and invites the approved ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from applications.domain.application import Application
from applications.domain.invitation import Invitation
from applications.domain.maker import Maker, MakerNotFound
from applications.domain.membership import MembershipReason
from applications.domain.questionnaire import Questionnaire
from applications.domain.region_extension import RegionExtensionExists
from applications.links import Links
from applications.policy.numbers import Policy
from applications.policy.registration import expiry
from applications.service.news import News
from applications.store.invitation import Invitations
from applications.store.maker import Makers
from applications.store.region_extension import RegionExtensions
from chassis.caller import Caller
from chassis.countries import country
from chassis.ids import new_id
from chassis.languages import language_of
from chassis.mongo import Session


class Admissions:
    """What applying and approving do to the maker."""

    def __init__(
        self,
        makers: Makers,
        invitations: Invitations,
        extensions: RegionExtensions,
        links: Links,
        numbers: Policy,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self._makers = makers
        self._invitations = invitations
        self._extensions = extensions
        self._links = links
        self._numbers = numbers
        self._news = news
        self._now = now

    async def introduce(
        self,
        known: Maker | None,
        who: Caller,
        email: str,
        answers: Questionnaire,
        session: Session,
    ) -> Maker:
        """The maker, going by the answers; the first application makes one of the caller."""
        now = self._now()
        language = language_of(answers.language, _spoken(answers.country, now.date()))
        if known is None:
            return await self._met(
                Maker(
                    id=new_id(),
                    subject=who.subject,
                    email=email,
                    display_name=answers.business_name or who.name,
                    country=answers.country,
                    created=now,
                    language=language,
                    contact_name=answers.contact_name,
                ),
                session,
            )
        introduced = known.introduce(answers.business_name, answers.country, email, language)
        person = answers.contact_name or known.contact_name
        changed = replace(introduced, contact_name=person)
        if changed == known:
            return known
        saved = await self._makers.save(changed, session)
        await self._news.of_maker("changed", saved, session)
        return saved

    async def meet(self, who: Caller, session: Session) -> Maker:
        """The maker of somebody who has not applied yet, and so has said no country."""
        now = self._now()
        return await self._met(
            Maker(
                id=new_id(),
                subject=who.subject,
                email=who.email,
                display_name=who.name,
                country="",
                created=now,
                language=language_of(who.locale[:2].lower()),
            ),
            session,
        )

    async def ensure_none_yet(self, maker_id: str, region: str, session: Session) -> None:
        """Fails with `AlreadyAdmitted` for a maker in the programme of the region, and with
        `RegionExtensionExists` for one on the way there.
        """
        await self._makers.lock(maker_id, session)
        (await self._find(maker_id, session)).ensure_not_admitted(region)
        if any(it.region == region for it in await self._extensions.live_of(maker_id, session)):
            raise RegionExtensionExists(region)

    async def invite(self, application: Application, session: Session) -> None:
        """Grants the membership and issues the invitation of an approved application."""
        now = self._now()
        maker = await self._find(application.maker_id, session)
        admitted = await self._makers.save(maker.admit(application.region, now), session)
        await self._news.of_maker("granted", admitted, session)
        await self._issue(
            Invitation(
                id=application.invitation_id,
                application_id=application.id,
                maker_id=application.maker_id,
                subject=application.subject,
                email=application.email,
                region=application.region,
                nonce="",
                digest="",
                created=now,
                expires=expiry(now, self._numbers),
            ),
            session,
        )

    async def reissue(
        self, superseded: Invitation, identity_check: str, session: Session
    ) -> Invitation:
        """Issues the invitation that takes the place of one whose link is dead."""
        now = self._now()
        return await self._issue(
            Invitation(
                id=superseded.superseded_by,
                application_id=superseded.application_id,
                maker_id=superseded.maker_id,
                subject=superseded.subject,
                email=superseded.email,
                region=superseded.region,
                nonce="",
                digest="",
                created=now,
                expires=expiry(now, self._numbers),
                replaces=superseded.id,
                identity_check=identity_check,
            ),
            session,
        )

    async def take_back(self, revoked: Invitation, session: Session) -> None:
        """Ends the membership that a revoked invitation was to open."""
        maker = await self._find(revoked.maker_id, session)
        ended = maker.take_back(revoked.region, revoked.revoke_reason, self._now())
        saved = await self._makers.save(ended, session)
        await self._news.of_maker(
            "approval_revoked",
            saved,
            session,
            MembershipReason.INVITATION_REVOKED.value,
            revoked.region,
        )

    async def _issue(self, invitation: Invitation, session: Session) -> Invitation:
        nonce = self._links.new_nonce()
        digest = self._links.digest(invitation.id, nonce)
        issued = replace(invitation, nonce=nonce, digest=digest)
        await self._invitations.add(issued, session)
        await self._news.of_invitation("issued", issued, session)
        return issued

    async def _met(self, maker: Maker, session: Session) -> Maker:
        await self._makers.add(maker, session)
        await self._news.of_maker("created", maker, session)
        return maker

    async def _find(self, maker_id: str, session: Session) -> Maker:
        maker = await self._makers.find(maker_id, session)
        if maker is None:
            raise MakerNotFound
        return maker


def _spoken(code: str, on: date) -> tuple[str, ...]:
    entry = country(code, on)
    return entry.languages if entry else ()
