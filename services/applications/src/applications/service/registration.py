"""Completes registrations: a redeemed invitation without blockers makes its maker active."""

from collections.abc import Callable
from datetime import datetime

from applications.domain.invitation import Invitation, State
from applications.domain.maker import MakerNotFound, SellerAccount
from applications.policy import registration as policy
from applications.service.news import News
from applications.store.invitation import Invitations
from applications.store.maker import Makers
from chassis.countries import in_region
from chassis.mongo import Session


class Registration:
    """What a redemption and a report of a selling account both may lead to."""

    def __init__(
        self, invitations: Invitations, makers: Makers, news: News, now: Callable[[], datetime]
    ) -> None:
        self._invitations = invitations
        self._makers = makers
        self._news = news
        self._now = now

    async def settle(
        self, invitation: Invitation, account: SellerAccount | None, session: Session
    ) -> Invitation:
        """Stores a redeemed invitation, confirmed if nothing stands in the way any more."""
        standing = policy.blockers(account, invitation.email)
        settled = await self._invitations.save(invitation.settle(standing, self._now()), session)
        await self._news.of_invitation(settled.state.value.lower(), settled, session)
        if settled.state is State.CONFIRMED:
            await self._activate(settled, session)
        return settled

    async def hear(
        self, known: SellerAccount | None, account: SellerAccount, session: Session
    ) -> None:
        """Confirms what a report completes, and tells where it changes what stands in the way."""
        for invitation in await self._invitations.unconfirmed_of(
            account.subject, account.region, session
        ):
            standing = policy.blockers(account, invitation.email)
            if invitation.state is State.REDEEMED and not standing:
                await self.settle(invitation, account, session)
            elif standing != policy.blockers(known, invitation.email):
                saved = await self._invitations.save(invitation, session)
                await self._news.of_invitation("blockers_changed", saved, session)

    async def _activate(self, invitation: Invitation, session: Session) -> None:
        maker = await self._makers.find(invitation.maker_id, session)
        if maker is None:
            raise MakerNotFound
        now = self._now()
        countries = in_region(invitation.region, now.date())
        active = await self._makers.save(maker.activate(invitation.region, countries, now), session)
        await self._news.of_maker("activated", active, session)
