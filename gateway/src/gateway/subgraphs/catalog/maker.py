"""What the catalog adds to makers: their profiles and listings."""

from collections.abc import Iterable
from typing import Annotated

import strawberry
from strawberry.dataloader import DataLoader

from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.ids import Node, from_id
from gateway.subgraphs.catalog.listing import Listing
from gateway.subgraphs.catalog.profile import MakerProfile
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2


@strawberry.federation.type(keys=["id"], description="Somebody who makes and sells, or applies to.")
class Maker(Node):
    @strawberry.field(
        description="The maker's profile for buyers of a country; null if there is none the viewer "
        "may see."
    )
    async def profile(
        self,
        info: Info,
        country: Annotated[
            str, strawberry.argument(description="The country, as an ISO 3166-1 code.")
        ],
    ) -> MakerProfile | None:
        found = await _profiles(info).load(from_id(self.id, "Maker"))
        return next((MakerProfile.from_proto(one) for one in found if one.country == country), None)

    @strawberry.field(
        description="The maker's profiles that the viewer may see, one for each country."
    )
    async def profiles(self, info: Info) -> list[MakerProfile] | None:
        found = await _profiles(info).load(from_id(self.id, "Maker"))
        return [MakerProfile.from_proto(one) for one in found]

    @strawberry.field(
        description="The maker's listings that the viewer may see, newest first; private ones and "
        "drafts only for the maker and staff."
    )
    async def listings(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[Listing] | None:
        name, wanted = from_id(self.id, "Maker"), page(first, after)
        if after:
            request = listing_pb2.ListListingsRequest(maker=name, **wanted)
            return connection(await info.context.catalog.ListListings(request))
        return connection(await _first_listings(info, first).load(name))


def connection(
    answer: listing_pb2.ListListingsResponse | listing_pb2.SearchListingsResponse,
) -> Connection[Listing]:
    """Reads a page of listings."""
    return Connection[Listing].of(
        map(Listing.from_proto, answer.listings), answer.cursors, answer.next_page_token
    )


def _first_listings(info: Info, first: int) -> DataLoader[str, listing_pb2.ListListingsResponse]:
    async def load(names: list[str]) -> list[listing_pb2.ListListingsResponse]:
        request = listing_pb2.BatchListListingsRequest(makers=names, page_size=first)
        return list((await info.context.catalog.BatchListListings(request)).results)

    return info.context.loader(f"first {first} listings of makers", load)


def _profiles(info: Info) -> DataLoader[str, Iterable[maker_profile_pb2.MakerProfile]]:
    async def load(names: list[str]) -> list[Iterable[maker_profile_pb2.MakerProfile]]:
        request = maker_profile_pb2.BatchGetMakerProfilesRequest(makers=names)
        answer = await info.context.catalog.BatchGetMakerProfiles(request)
        return [found.profiles for found in answer.results]

    return info.context.loader("profiles of makers", load)
