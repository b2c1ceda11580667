"""Moves region extensions on: by what the marketplace reports, and by where their maker stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from applications.domain.application import Occasion
from applications.domain.maker import Maker, SellerAccount
from applications.domain.region_extension import RegionExtension, State
from applications.policy import region_extension as policy
from applications.policy.region_extension import Step
from applications.policy.version import RULE_VERSION
from applications.service.news import News, acting_for
from applications.store.account import Accounts
from applications.store.maker import Makers
from applications.store.region_extension import RegionExtensions
from chassis.mongo import Session

_ADMITTED = frozenset({State.APPROVED_UNLINKED, State.LINKED})


@dataclass(frozen=True)
class Settled:
    """An extension after everything that follows by itself, with its maker as that is then."""

    extension: RegionExtension
    maker: Maker


class Extensions:
    """What happens to extensions besides what their makers do with them."""

    def __init__(
        self,
        extensions: RegionExtensions,
        makers: Makers,
        accounts: Accounts,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self._extensions = extensions
        self._makers = makers
        self._accounts = accounts
        self._news = news
        self._now = now

    def occasion(self, extension: RegionExtension) -> Occasion:
        """Who acts on an extension, and when."""
        return Occasion(acting_for(extension.subject), self._now(), RULE_VERSION)

    async def settle(
        self,
        extension: RegionExtension,
        account: SellerAccount | None,
        maker: Maker,
        session: Session,
    ) -> Settled:
        """Takes every step that follows. Lock the account first, in the same transaction."""
        settled = Settled(extension, maker)
        if account is None:
            return settled
        while step := policy.next_step(settled.extension, account, settled.maker):
            settled = await self._taken(step, settled, account, session)
        return settled

    async def hear(
        self, known: SellerAccount | None, account: SellerAccount, session: Session
    ) -> None:
        """Moves what a report moves, and tells where it changes what stands in the way.

        The report is of the new account of an extension, or of the home account, whose address
        the new one must have.
        """
        maker = await self._makers.of_account(account.subject, session)
        if maker is None:
            return
        for extension in await self._extensions.live_of(maker.id, session):
            if extension.region == account.region:
                maker = await self._heard(extension, known, account, maker, session)
            elif extension.home_region == account.region:
                maker = await self._followed(extension, account.email, maker, session)

    async def resume(self, maker: Maker, session: Session) -> Maker:
        """Goes on with what waited for the home membership, which is active again."""
        for extension in await self._extensions.live_of(maker.id, session):
            account = await self._accounts.lock(maker.subject, extension.region, session)
            maker = (await self.settle(extension, account, maker, session)).maker
        return maker

    async def end(self, maker: Maker, session: Session) -> None:
        """Ends the extensions whose home membership has ended, or the one that they led to."""
        for extension in await self._extensions.live_of(maker.id, session):
            if maker.was_in(extension.home_region) or (
                extension.state in _ADMITTED and maker.was_in(extension.region)
            ):
                await self.store("ended", extension.end(self.occasion(extension)), session)

    async def store(
        self, what: str, extension: RegionExtension, session: Session, reason: str = ""
    ) -> RegionExtension:
        """Stores a change and tells of it."""
        saved = await self._extensions.save(extension, session)
        await self._news.of_extension(what, saved, session, reason)
        return saved

    async def _heard(
        self,
        extension: RegionExtension,
        known: SellerAccount | None,
        account: SellerAccount,
        maker: Maker,
        session: Session,
    ) -> Maker:
        settled = await self.settle(extension, account, maker, session)
        if settled.extension is extension and policy.blockers(
            extension, known, maker
        ) != policy.blockers(extension, account, maker):
            await self.store("blockers_changed", extension, session)
        return settled.maker

    async def _followed(
        self, extension: RegionExtension, email: str, maker: Maker, session: Session
    ) -> Maker:
        if extension.state is State.LINKED or extension.email == email:
            return maker
        follows = extension.follow(email, self._now())
        saved = await self.store("email_changed", follows, session)
        account = await self._accounts.lock(maker.subject, extension.region, session)
        return (await self.settle(saved, account, maker, session)).maker

    async def _taken(
        self, step: Step, settled: Settled, account: SellerAccount, session: Session
    ) -> Settled:
        extension, maker = settled.extension, settled.maker
        occasion = self.occasion(extension)
        match step:
            case Step.REFUSE:
                refused = extension.refuse(account.refuse_reason, occasion)
                return Settled(await self.store("refused", refused, session), maker)
            case Step.APPROVE:
                extension = extension.approve(account.account, occasion)
                maker = maker.extend(extension.region, extension.home_region, occasion.moment)
                what, happened = "approved", "extended"
            case Step.LINK:
                extension = extension.link(occasion)
                maker = maker.activate(extension.region, (), occasion.moment)
                what, happened = "linked", "activated"
        saved = await self._makers.save(maker, session)
        await self._news.of_maker(happened, saved, session, region=extension.region)
        return Settled(await self.store(what, extension, session), saved)
