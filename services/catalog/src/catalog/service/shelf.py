"""Answers lists of listings: one maker's, several makers', search."""

from datetime import datetime

from catalog import words
from catalog.domain.listing import Listing
from catalog.policy.numbers import Policy
from catalog.service.rights import Rights, ensure_country, ensure_makers, is_service, viewer
from catalog.store.listings import Listings
from catalog.wire.listing import from_states, to_listing
from chassis.errors import InvalidRequest, invalid
from chassis.ids import is_name, malformed
from chassis.makers import Makers
from chassis.paging import Key, Page, Pages
from handmade.catalog.v1 import listing_pb2 as pb


class Shelf:
    """Reads pages of listings as the current caller may see them."""

    def __init__(
        self, listings: Listings, makers: Makers, rights: Rights, pages: Pages, numbers: Policy
    ) -> None:
        self._listings = listings
        self._makers = makers
        self._rights = rights
        self._pages = pages
        self._numbers = numbers

    async def list(self, request: pb.ListListingsRequest) -> pb.ListListingsResponse:
        """A page of one maker's listings, or for services of all."""
        page = self._pages.open(request)
        states, after, limit = from_states(request.states), _id_in(page.after), page.size + 1
        if not request.maker:
            if not is_service():
                raise invalid("maker", "REQUIRED", "Say whose listings: `makers/<id>`.")
            return _listed(page, await self._listings.all(states, after, limit), is_inside=True)
        if not is_name(request.maker, "makers"):
            raise InvalidRequest([malformed("maker", "makers")])
        maker = await self._makers.find(request.maker)
        is_inside = self._rights.is_inside(maker)
        shown_in = None if is_inside else self._rights.shown_since(maker)
        found = await self._listings.of_maker(request.maker, states, shown_in, after, limit)
        return _listed(page, found, is_inside=is_inside)

    async def batch(self, request: pb.BatchListListingsRequest) -> pb.BatchListListingsResponse:
        """The first page of each maker's listings, in one command."""
        names = ensure_makers(request.makers)
        pages = [
            self._pages.open(pb.ListListingsRequest(maker=name, page_size=request.page_size))
            for name in names
        ]
        found = await self._listings.first_of_each(
            names, viewer(), self._rights.regions(), max(page.size for page in pages) + 1
        )
        return pb.BatchListListingsResponse(
            results=[
                _listed(page, found[name].listings, is_inside=found[name].is_inside)
                if name in found
                else pb.ListListingsResponse()
                for name, page in zip(names, pages, strict=True)
            ]
        )

    async def search(self, request: pb.SearchListingsRequest) -> pb.SearchListingsResponse:
        """A page of what the words find in a country."""
        page = self._pages.open(request)
        market = self._rights.market(request.country, None)
        ensure_country(request.country, market)
        if len(request.query) > self._numbers.query_max:
            limit = self._numbers.query_max
            raise invalid("query", "QUERY_TOO_LONG", f"At most {limit} characters.")
        sought = words.sought(request.query)
        if request.query.strip() and not sought:
            return pb.SearchListingsResponse()
        found = await self._listings.search(
            request.country, market.region, sought, _place_in(page.after), page.size + 1
        )
        shown, more = page.cut(found)
        cursors = [page.token((_published(listing), listing.id)) for listing in shown]
        return pb.SearchListingsResponse(
            listings=[to_listing(listing, is_inside=False) for listing in shown],
            cursors=cursors,
            next_page_token=cursors[-1] if more else "",
        )


def _listed(page: Page, found: list[Listing], *, is_inside: bool) -> pb.ListListingsResponse:
    shown, more = page.cut(found)
    cursors = [page.token((listing.id,)) for listing in shown]
    return pb.ListListingsResponse(
        listings=[to_listing(listing, is_inside=is_inside) for listing in shown],
        cursors=cursors,
        next_page_token=cursors[-1] if more else "",
    )


def _id_in(after: Key | None) -> str | None:
    return None if after is None else str(after[0])


def _place_in(after: Key | None) -> tuple[datetime, str] | None:
    match after:
        case (datetime() as published, str() as id):
            return published, id
    return None


def _published(listing: Listing) -> datetime:
    # Search finds only what was published; the other arm is for the type alone.
    return listing.published or listing.created
