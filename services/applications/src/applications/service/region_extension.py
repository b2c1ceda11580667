"""Extending a membership to another region."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from applications.domain.maker import Maker, MakerNotFound, SellerAccount
from applications.domain.region_extension import (
    RegionApplicationOpen,
    RegionExtension,
    RegionExtensionNotFound,
)
from applications.policy import region_extension as policy
from applications.policy.numbers import Policy
from applications.service.extensions import Extensions
from applications.service.memberships import ensure_known
from applications.service.news import News
from applications.service.visibility import STAFF
from applications.store.account import Accounts
from applications.store.application import Applications
from applications.store.maker import Makers
from applications.store.region_extension import RegionExtensions
from applications.wire import region_extension as wire
from applications.wire.maker import COLLECTION as MAKERS
from chassis import caller
from chassis.countries import countries, language_name, region_of_each
from chassis.ids import id_in, ids_in, new_id
from chassis.mongo import Session
from chassis.paging import Pages
from chassis.requests import Requests, changing
from handmade.applications.v1 import region_extension_pb2 as pb
from handmade.applications.v1 import region_extension_pb2_grpc


class RegionExtensionService(region_extension_pb2_grpc.RegionExtensionServiceServicer):
    """Answers for region extensions."""

    def __init__(
        self,
        stored: RegionExtensions,
        extensions: Extensions,
        makers: Makers,
        accounts: Accounts,
        applications: Applications,
        numbers: Policy,
        requests: Requests,
        news: News,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._stored = stored
        self._extensions = extensions
        self._makers = makers
        self._accounts = accounts
        self._applications = applications
        self._numbers = numbers
        self._news = news
        self._pages = pages
        self._now = now

    async def GetRegionExtension(
        self, request: pb.GetRegionExtensionRequest, context: Any
    ) -> pb.RegionExtension:
        """One that the caller may see."""
        found = await self._stored.find(id_in(request.name, wire.COLLECTION))
        if found is None or not _may_see(found):
            raise RegionExtensionNotFound
        return (await self._several([found]))[found.id]

    async def ListRegionExtensions(
        self, request: pb.ListRegionExtensionsRequest, context: Any
    ) -> pb.ListRegionExtensionsResponse:
        """A page of the caller's own, for staff of a maker's or of all."""
        page = self._pages.open(request)
        who = caller.current()
        is_staff = who.has(*STAFF)
        wanted = id_in(request.maker, MAKERS, "maker") if request.maker else ""
        if wanted:
            maker = await self._makers.find(wanted)
            if maker is None or not (is_staff or maker.subject == who.subject):
                raise MakerNotFound
        elif request.mine or not is_staff:
            own = await self._makers.of_account(who.subject)
            if own is None:
                return pb.ListRegionExtensionsResponse()
            wanted = own.id
        before = str(page.after[0]) if page.after else ""
        found, has_more = page.cut(await self._stored.page(wanted, before, page.size + 1))
        shown = await self._several(found)
        cursors = [page.token((extension.id,)) for extension in found]
        return pb.ListRegionExtensionsResponse(
            region_extensions=[shown[extension.id] for extension in found],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )

    async def LookupRegionExtensionsByName(
        self, request: pb.LookupRegionExtensionsByNameRequest, context: Any
    ) -> pb.LookupRegionExtensionsByNameResponse:
        """Several at once."""
        ids = ids_in(request.names, wire.COLLECTION)
        known = await self._stored.with_ids(each for each in ids if each)
        seen = await self._several([found for found in known.values() if _may_see(found)])
        result = pb.LookupRegionExtensionsByNameResponse.Result
        return pb.LookupRegionExtensionsByNameResponse(
            results=[result(region_extension=seen.get(each or "")) for each in ids]
        )

    @changing
    async def StartRegionExtension(
        self, request: pb.StartRegionExtensionRequest, session: Session
    ) -> pb.RegionExtension:
        """The first step; there is no new application."""
        now = self._now()
        ensure_known(request.region, now.date())
        known = region_of_each(now.date())
        policy.ensure_in_region(request.primary_country, known, request.region, "primary_country")
        maker = await self._makers.of_account(caller.current().subject, session)
        if maker is None:
            raise MakerNotFound("You are not a maker yet. Apply for a region first.")
        await self._makers.lock(maker.id, session)
        home = policy.home_of(maker, request.region)
        if await self._applications.has_open(maker.id, request.region, session):
            raise RegionApplicationOpen(request.region)
        base = await self._accounts.lock(maker.subject, home, session)
        account = await self._accounts.lock(maker.subject, request.region, session)
        extension = RegionExtension(
            id=new_id(),
            maker_id=maker.id,
            subject=maker.subject,
            region=request.region,
            home_region=home,
            primary_country=request.primary_country,
            email=base.email if base else maker.email,
            created=now,
            updated=now,
            old_refusal=account.refused if account else None,
        )
        started = extension.start(self._extensions.occasion(extension))
        added = await self._stored.add(started, session)
        await self._news.of_extension("started", added, session)
        return self._shown(added, account, maker)

    @changing
    async def RegisterRegionExtension(
        self, request: pb.RegisterRegionExtensionRequest, session: Session
    ) -> pb.RegionExtension:
        """Waits for the marketplace from now on, unless it has spoken already."""
        policy.ensure_registrable(request.account, self._numbers)
        extension, maker = await self._own(request.name, session)
        account = await self._accounts.lock(extension.subject, extension.region, session)
        registered = await self._extensions.store(
            "registered",
            extension.register(
                request.account, request.email, self._extensions.occasion(extension)
            ),
            session,
        )
        settled = await self._extensions.settle(registered, account, maker, session)
        return self._shown(settled.extension, account, settled.maker)

    @changing
    async def OpenCountry(
        self, request: pb.OpenCountryRequest, session: Session
    ) -> pb.RegionExtension:
        """Lets the maker list in a country of the region."""
        extension, maker = await self._own(request.name, session)
        on = self._now().date()
        policy.ensure_in_region(request.country, region_of_each(on), extension.region, "country")
        entry = countries(on)[request.country]
        official = {code: language_name(code) for code in entry.languages}
        policy.ensure_official(request.language, official, entry.spoken)
        occasion = self._extensions.occasion(extension)
        opened = extension.open_country(entry.code, request.language, occasion)
        saved = await self._makers.save(maker.open_country(extension.region, entry.code), session)
        await self._news.of_maker("country_opened", saved, session, region=extension.region)
        stored = await self._extensions.store("country_opened", opened, session)
        account = await self._accounts.lock(extension.subject, extension.region, session)
        return self._shown(stored, account, saved)

    @changing
    async def CancelRegionExtension(
        self, request: pb.CancelRegionExtensionRequest, session: Session
    ) -> pb.RegionExtension:
        """Gives it up."""
        extension, maker = await self._own(request.name, session)
        cancelled = extension.cancel(self._extensions.occasion(extension))
        stored = await self._extensions.store("cancelled", cancelled, session)
        return self._shown(stored, None, maker)

    async def _own(self, name: str, session: Session) -> tuple[RegionExtension, Maker]:
        found = await self._stored.find(id_in(name, wire.COLLECTION), session)
        maker = await self._makers.find(found.maker_id, session) if found else None
        if found is None or maker is None or maker.subject != caller.current().subject:
            raise RegionExtensionNotFound
        return found, maker

    async def _several(
        self, extensions: Sequence[RegionExtension]
    ) -> dict[str, pb.RegionExtension]:
        accounts = await self._accounts.known((it.subject, it.region) for it in extensions)
        makers = await self._makers.with_ids({it.maker_id for it in extensions})
        return {
            it.id: self._shown(it, accounts.get((it.subject, it.region)), makers[it.maker_id])
            for it in extensions
        }

    def _shown(
        self, extension: RegionExtension, account: SellerAccount | None, maker: Maker
    ) -> pb.RegionExtension:
        who = caller.current()
        full = wire.to_extension(
            extension,
            policy.blockers(extension, account, maker),
            account.account if account else "",
            [
                entry
                for entry in countries(self._now().date()).values()
                if entry.region == extension.region
            ],
        )
        is_own = extension.subject == who.subject
        return full if who.has(*STAFF) and not is_own else wire.for_maker(full, who.subject)


def _may_see(extension: RegionExtension) -> bool:
    who = caller.current()
    return who.subject == extension.subject or who.has(*STAFF)
