"""Who the makers are, whom they let act for them, and what is reported of their accounts."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any

from applications.domain.maker import Maker, MakerNotFound
from applications.policy import partner as partner_policy
from applications.policy import registration as registration_policy
from applications.policy.application import ensure_reachable
from applications.policy.numbers import Policy
from applications.service.admissions import Admissions
from applications.service.extensions import Extensions
from applications.service.listeners import Listeners
from applications.service.memberships import Memberships, ensure_known
from applications.service.news import News
from applications.service.registration import Registration
from applications.service.visibility import (
    is_insider,
    is_told_last,
    maker_for,
    maker_in,
    no_longer_listening,
)
from applications.store.account import Accounts
from applications.store.maker import Makers
from applications.wire import maker as wire
from chassis import caller
from chassis.events import Event
from chassis.feeds import Feed
from chassis.ids import id_in, ids_in
from chassis.mongo import Session
from chassis.paging import Pages
from chassis.requests import Requests, changing
from handmade.applications.v1 import maker_pb2 as pb
from handmade.applications.v1 import maker_pb2_grpc

WATCH = "makers"


class MakerService(maker_pb2_grpc.MakerServiceServicer):
    """Answers for makers."""

    def __init__(
        self,
        makers: Makers,
        accounts: Accounts,
        admissions: Admissions,
        registration: Registration,
        memberships: Memberships,
        extensions: Extensions,
        numbers: Policy,
        requests: Requests,
        news: News,
        feed: Feed,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._makers = makers
        self._accounts = accounts
        self._admissions = admissions
        self._registration = registration
        self._memberships = memberships
        self._extensions = extensions
        self._numbers = numbers
        self._news = news
        self._feed = feed
        self._pages = pages
        self._now = now
        self._listeners = Listeners(makers)

    async def GetMaker(self, request: pb.GetMakerRequest, context: Any) -> pb.Maker:
        """One that the caller may see."""
        found = await self._makers.find(id_in(request.name, wire.COLLECTION))
        shown = maker_for(caller.current(), found) if found else None
        if shown is None:
            raise MakerNotFound
        return shown

    async def GetOwnMaker(self, request: pb.GetOwnMakerRequest, context: Any) -> pb.Maker:
        """The caller's own."""
        return wire.to_maker(await self._own())

    async def ListMakers(
        self, request: pb.ListMakersRequest, context: Any
    ) -> pb.ListMakersResponse:
        """A page of all makers, or of those who have granted the partner something."""
        who, page = caller.current(), self._pages.open(request)
        after = str(page.after[0]) if page.after else ""
        partner = "" if is_insider(who) else who.subject
        found, has_more = page.cut(await self._makers.page(after, page.size + 1, partner))
        cursors = [page.token((maker.id,)) for maker in found]
        return pb.ListMakersResponse(
            makers=[shown for maker in found if (shown := maker_for(who, maker))],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )

    async def LookupMakersByName(
        self, request: pb.LookupMakersByNameRequest, context: Any
    ) -> pb.LookupMakersByNameResponse:
        """Several at once."""
        ids = ids_in(request.names, wire.COLLECTION)
        known = await self._makers.with_ids(each for each in ids if each)
        who = caller.current()
        found = [known.get(each or "") for each in ids]
        return pb.LookupMakersByNameResponse(
            results=[
                pb.LookupMakersByNameResponse.Result(maker=maker_for(who, maker) if maker else None)
                for maker in found
            ]
        )

    @changing
    async def GrantPartner(self, request: pb.GrantPartnerRequest, session: Session) -> pb.Maker:
        """Lets a partner act for the caller, who may have it file the first application."""
        who, partner = caller.current(), request.grant.partner
        scopes = tuple(dict.fromkeys(request.grant.scopes))
        partner_policy.ensure_grantable(partner, scopes, who.subject, self._numbers)
        maker = await self._makers.of_account(who.subject, session)
        if maker is None:
            ensure_reachable(who.email, who.email_verified)
            maker = await self._admissions.meet(who, session)
        granting = maker.grant(partner, scopes, self._numbers.partners_max, self._now())
        facts = no_longer_listening(maker, granting, partner)
        return await self._saved("partner_granted", granting, session, facts)

    @changing
    async def RevokePartner(self, request: pb.RevokePartnerRequest, session: Session) -> pb.Maker:
        """Ends a partner's right to act for the caller."""
        maker = await self._own(session)
        revoking = maker.revoke(request.partner)
        facts = no_longer_listening(maker, revoking, request.partner)
        return await self._saved("partner_revoked", revoking, session, facts)

    @changing
    async def SuspendMembership(
        self, request: pb.SuspendMembershipRequest, session: Session
    ) -> pb.Maker:
        """Stops a maker's selling in a region for now."""
        return wire.to_maker(await self._memberships.suspend(request, session))

    @changing
    async def ReinstateMembership(
        self, request: pb.ReinstateMembershipRequest, session: Session
    ) -> pb.Maker:
        """Lets a suspended maker sell again."""
        return wire.to_maker(await self._memberships.reinstate(request, session))

    @changing
    async def RemoveMembership(
        self, request: pb.RemoveMembershipRequest, session: Session
    ) -> pb.Maker:
        """Puts a suspended maker out of the programme."""
        return wire.to_maker(await self._memberships.remove(request, session))

    @changing
    async def LeaveProgramme(self, request: pb.LeaveProgrammeRequest, session: Session) -> pb.Maker:
        """Lets the caller go from the programme of a region."""
        maker = await self._own(session)
        return wire.to_maker(await self._memberships.leave(maker, request, session))

    @changing
    async def ReportSellerAccount(
        self, request: pb.ReportSellerAccountRequest, session: Session
    ) -> pb.SellerAccount:
        """Keeps what is newer, which may complete a registration."""
        account = wire.from_account(request.seller_account)
        ensure_known(account.region, self._now().date(), "seller_account.region")
        registration_policy.ensure_reportable(account, self._numbers)
        known = await self._accounts.lock(account.subject, account.region, session)
        if known is not None and known.version >= account.version:
            return wire.to_account(known)
        await self._accounts.put(account, session)
        await self._registration.hear(known, account, session)
        await self._extensions.hear(known, account, session)
        return wire.to_account(account)

    async def WatchMakers(
        self, request: pb.WatchMakersRequest, context: Any
    ) -> AsyncIterator[pb.WatchMakersResponse]:
        """Every change that the caller may hear of."""
        async for entry in self._feed.follow(WATCH, request.resume_token, self._heard):
            yield entry.fill(pb.WatchMakersResponse(), "maker")

    async def _heard(self, event: Event) -> pb.Maker | None:
        who = caller.current()
        shown = maker_in(who, event)
        if shown is None or shown.subject or is_told_last(who, event):
            return shown
        # Without what is private it is told to a partner, whose grant may have ended since the
        # event.
        return shown if await self._listeners.may_hear(who, event, shown.name) else None

    async def _own(self, session: Session | None = None) -> Maker:
        found = await self._makers.of_account(caller.current().subject, session)
        if found is None:
            raise MakerNotFound
        return found

    async def _saved(
        self, what: str, maker: Maker, session: Session, facts: Mapping[str, str]
    ) -> pb.Maker:
        saved = await self._makers.save(maker, session)
        await self._news.of_maker(what, saved, session, facts=facts)
        return wire.to_maker(saved)
