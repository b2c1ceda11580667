"""Serves listings."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from catalog.domain.listing import Listing
from catalog.policy import listing as policy
from catalog.policy.numbers import Policy
from catalog.policy.purchase import configuration
from catalog.service.news import News
from catalog.service.rights import Rights, ensure_orderable
from catalog.service.shelf import Shelf
from catalog.service.turns import Turns
from catalog.service.watching import Watching
from catalog.store.listings import Listings, SkuTaken
from catalog.store.profiles import Profiles
from catalog.wire.listing import from_listing, to_configuration, to_listing
from catalog.wire.values import from_choices
from chassis.errors import InvalidRequest, Violation
from chassis.fields import ensure_current, merge
from chassis.ids import id_in, ids_in, new_id
from chassis.links import PrivateLinks
from chassis.makers import Maker, Makers
from chassis.mongo import Session
from chassis.requests import Requests, changing
from handmade.catalog.v1 import listing_pb2 as pb
from handmade.catalog.v1 import listing_pb2_grpc

_IMMUTABLE = ("country", "sku")


class ListingService(listing_pb2_grpc.ListingServiceServicer):
    """The methods of `ListingService`."""

    def __init__(
        self,
        listings: Listings,
        profiles: Profiles,
        makers: Makers,
        rights: Rights,
        shelf: Shelf,
        watching: Watching,
        links: PrivateLinks,
        numbers: Policy,
        requests: Requests,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self._listings = listings
        self._profiles = profiles
        self._makers = makers
        self._rights = rights
        self._shelf = shelf
        self._watching = watching
        self._links = links
        self._numbers = numbers
        self.requests = requests
        self._news = news
        self._now = now
        self._turns = Turns()

    async def GetListing(self, request: pb.GetListingRequest, context: Any) -> pb.Listing:
        """Gets a listing that the caller may see, with its link's secret if it is private."""
        found = await self._listings.find(id_in(request.name, "listings"))
        seen = await self._rights.seen(found, request.link_secret)
        return to_listing(seen.listing, is_inside=seen.is_inside)

    async def ListListings(
        self, request: pb.ListListingsRequest, context: Any
    ) -> pb.ListListingsResponse:
        """Lists a maker's listings."""
        return await self._shelf.list(request)

    async def BatchListListings(
        self, request: pb.BatchListListingsRequest, context: Any
    ) -> pb.BatchListListingsResponse:
        """Lists the first listings of several makers."""
        return await self._shelf.batch(request)

    async def LookupListingsByName(
        self, request: pb.LookupListingsByNameRequest, context: Any
    ) -> pb.LookupListingsByNameResponse:
        """Looks listings up in two commands, however many."""
        ids = ids_in(request.names, "listings")
        found = await self._listings.find_many(ids)
        makers = await self._makers.named([listing.maker for listing in found.values()])
        seen = {
            key: self._rights.sees(listing, makers.get(listing.maker))
            for key, listing in found.items()
        }
        result = pb.LookupListingsByNameResponse.Result
        return pb.LookupListingsByNameResponse(
            results=[
                result(listing=to_listing(its.listing, is_inside=its.is_inside))
                if (its := seen.get(key or ""))
                else result()
                for key in ids
            ]
        )

    async def SearchListings(
        self, request: pb.SearchListingsRequest, context: Any
    ) -> pb.SearchListingsResponse:
        """Searches public listings on sale."""
        return await self._shelf.search(request)

    async def ConfigureListing(
        self, request: pb.ConfigureListingRequest, context: Any
    ) -> pb.ListingConfiguration:
        """Prices a choice, or says everything that is against it."""
        quantity = request.quantity or 1
        ensure_orderable(quantity, request.choices, self._numbers)
        found = await self._listings.find(id_in(request.name, "listings"))
        seen = await self._rights.seen(found, request.link_secret)
        chosen = configuration(
            seen.listing,
            from_choices(request.choices),
            quantity,
            maker_is_active=self._rights.sells(seen.listing, seen.maker),
        )
        return to_configuration(seen.listing, chosen.choices, chosen.price, chosen.problems)

    async def CreateListing(self, request: pb.CreateListingRequest, context: Any) -> pb.Listing:
        """Creates a draft. The unique index on SKUs has the last word."""
        async with self._turns.on(await self._rights.whose_turn(request.maker)):
            return await self._create(request, context)

    @changing
    async def _create(self, request: pb.CreateListingRequest, session: Session) -> pb.Listing:
        message = request.listing
        maker = await self._rights.acting(request.maker, session)
        storefront = await self._profiles.storefront_to_follow(maker.name, session)
        listing = Listing.drafted(
            new_id(), message.country, message.sku, from_listing(message), storefront, self._now()
        )
        market = self._rights.market(message.country, maker)
        broken = policy.broken(policy.DRAFTING, listing, market, self._numbers)
        if await self._listings.is_sku_used(maker.name, listing.sku, session):
            broken.append(policy.sku_used(listing.sku))
        if broken:
            raise policy.ListingNotAccepted(broken)
        try:
            await self._listings.add(listing, session)
        except SkuTaken as error:
            raise policy.ListingNotAccepted([policy.sku_used(listing.sku)]) from error
        await self._news.of_listing("created", listing, session)
        return to_listing(listing, is_inside=True)

    @changing
    async def UpdateListing(self, request: pb.UpdateListingRequest, session: Session) -> pb.Listing:
        """Changes what the maker says of a listing. On sale it must stay fit for sale."""
        before, _ = await self._kept(request.listing.name, session, "listing.name")
        ensure_current(request.listing.etag, before.revision)
        merged = merge(to_listing(before, is_inside=True), request.listing, request.update_mask)
        _ensure_same(before, merged)
        after = before.edit(from_listing(merged), self._now())
        market = self._rights.market(after.country, None)
        policy.ensure(policy.edited(after), after, market, self._numbers)
        return await self._saved("updated", before, after, session)

    @changing
    async def PublishListing(
        self, request: pb.PublishListingRequest, session: Session
    ) -> pb.Listing:
        """Puts a draft on sale; search finds it as soon as this is committed."""
        before, maker = await self._kept(request.name, session)
        after = before.publish(self._now())
        profiles = await self._profiles.of_maker(maker.name, session)
        market = self._rights.market(before.country, maker, profiles.get(before.country))
        policy.ensure(policy.PUBLISHING, after, market, self._numbers)
        return await self._saved("published", before, after, session)

    async def GetPrivateLink(
        self, request: pb.GetPrivateLinkRequest, context: Any
    ) -> pb.PrivateLink:
        """Gets the present link of a private listing."""
        found = await self._listings.find(id_in(request.name, "listings"))
        listing, _ = await self._rights.owned(found, None)
        listing.ensure_private()
        return self._link(listing)

    async def BatchGetPrivateLinks(
        self, request: pb.BatchGetPrivateLinksRequest, context: Any
    ) -> pb.BatchGetPrivateLinksResponse:
        """Gets the links of several listings in two commands."""
        ids = ids_in(request.names, "listings")
        found = await self._listings.find_many(ids)
        makers = await self._makers.named([listing.maker for listing in found.values()])
        links = {
            key: self._link(listing)
            for key, listing in found.items()
            if listing.is_private and self._rights.may_change(makers.get(listing.maker))
        }
        result = pb.BatchGetPrivateLinksResponse.Result
        return pb.BatchGetPrivateLinksResponse(
            results=[result(private_link=links.get(key or "")) for key in ids]
        )

    async def RotatePrivateLink(
        self, request: pb.RotatePrivateLinkRequest, context: Any
    ) -> pb.PrivateLink:
        """Replaces the link; the old one is dead once this is committed."""
        rotated = await self._rotate(request, context)
        rotated.url = self._links.url(rotated.listing, rotated.link_revision)
        return rotated

    @changing
    async def _rotate(
        self, request: pb.RotatePrivateLinkRequest, session: Session
    ) -> pb.PrivateLink:
        # Without the address, since answers are kept for repeats and secrets are not.
        before, _ = await self._kept(request.name, session)
        after = before.rotate_link(self._now())
        await self._saved("link_rotated", before, after, session)
        return pb.PrivateLink(listing=after.name, link_revision=after.link_revision)

    async def WatchListings(
        self, request: pb.WatchListingsRequest, context: Any
    ) -> AsyncIterator[pb.WatchListingsResponse]:
        """Streams changes."""
        async for response in self._watching.follow(request.resume_token):
            yield response

    async def _kept(
        self, name: str, session: Session, field: str = "name"
    ) -> tuple[Listing, Maker]:
        found = await self._listings.find(id_in(name, "listings", field), session)
        return await self._rights.kept(found, session)

    async def _saved(
        self, what: str, before: Listing, after: Listing, session: Session
    ) -> pb.Listing:
        saved = await self._listings.save(before, after, session)
        await self._news.of_listing(what, saved, session)
        return to_listing(saved, is_inside=True)

    def _link(self, listing: Listing) -> pb.PrivateLink:
        return pb.PrivateLink(
            listing=listing.name,
            url=self._links.url(listing.name, listing.link_revision),
            link_revision=listing.link_revision,
        )


def _ensure_same(before: Listing, merged: pb.Listing) -> None:
    broken = [
        Violation(
            "FIELD_IMMUTABLE", "This can't be changed. Make another listing.", f"listing.{field}"
        )
        for field in _IMMUTABLE
        if getattr(merged, field) != getattr(before, field)
    ]
    if broken:
        raise InvalidRequest(broken)
