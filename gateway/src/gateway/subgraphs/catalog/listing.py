"""Listings."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.catalog.customization import Customization
from gateway.subgraphs.catalog.enums import ListingState
from gateway.subgraphs.catalog.references import CustomOrderRequest
from gateway.subgraphs.catalog.retirement import Retirement
from gateway.values import Money, ProductionMethod, moment
from handmade.catalog.v1 import listing_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.catalog.maker import Maker


@strawberry.type(description="The link that opens a private listing.")
class PrivateLink:
    url: str = strawberry.field(description="The whole address, its secret behind the `#`.")
    link_revision: int = strawberry.field(description="Counts the links of this listing.")

    @classmethod
    def from_proto(cls, link: pb.PrivateLink) -> Self:
        """Reads a link."""
        return cls(url=link.url, link_revision=link.link_revision)


@strawberry.type(description="Whom a private listing is for.")
class PrivateAccess:
    buyer: str | None = strawberry.field(
        description="The only buyer who may use the link; null for whoever has it."
    )
    custom_order_request: CustomOrderRequest | None = strawberry.field(
        description="The custom-order request it answers; null for none, and but for its maker "
        "and staff."
    )

    @classmethod
    def from_proto(cls, access: pb.Listing.PrivateAccess) -> Self:
        """Reads whom a listing is for."""
        return cls(
            buyer=access.buyer or None,
            custom_order_request=CustomOrderRequest.stub(access.custom_order_request),
        )


@strawberry.federation.type(keys=["id"], description="Something a maker offers for sale.")
class Listing(Node):
    country: str = strawberry.field(
        description="The country it is offered in, as an ISO 3166-1 code."
    )
    language: str | None = strawberry.field(
        description="The language of its texts, as an ISO 639-1 code; a draft may lack it."
    )
    title: str = strawberry.field(description="The headline shown to buyers.")
    description: str | None = strawberry.field(
        description="What it is, plain text; a draft may lack it."
    )
    category: str | None = strawberry.field(
        description="The category, such as `home-and-kitchen`; a draft may lack it."
    )
    production_method: ProductionMethod | None = strawberry.field(
        description="How it is made; a draft may lack it."
    )
    price: Money | None = strawberry.field(
        description="The price without options; a draft may lack it."
    )
    sku: str | None = strawberry.field(
        description="The maker's own number for it; null but for the maker and staff."
    )
    production_days: int | None = strawberry.field(
        description="Days from order to dispatch, customization included; a draft may lack it."
    )
    quantity: int | None = strawberry.field(
        description="How many can be bought now; a draft may lack it."
    )
    customizations: list[Customization] = strawberry.field(description="What buyers can choose.")
    option_set_version: int = strawberry.field(
        description="Counts the versions of the customizations; an order keeps its own."
    )
    is_private: bool = strawberry.field(
        description="Whether only its link opens it and no search finds it."
    )
    private_access: PrivateAccess | None = strawberry.field(
        description="Whom a private listing is for; null for a public one."
    )
    state: ListingState = strawberry.field(description="Where it is in its life.")
    custom_orders_offered: bool = strawberry.field(
        description="Whether the maker offers custom orders in its country."
    )
    created_at: datetime = strawberry.field(description="When it was created.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    published_at: datetime | None = strawberry.field(
        description="When it was published; null for a draft."
    )
    etag: str = strawberry.field(
        description="Changes with every change; send it back to change only what was read."
    )
    retirement: Retirement | None = strawberry.field(
        description="Why and since when it is `RETIRED`; null in every other state."
    )
    name: strawberry.Private[str]
    maker_name: strawberry.Private[str]

    @strawberry.field(description="Who makes it.")
    def maker(
        self,
    ) -> Annotated["Maker", strawberry.lazy("gateway.subgraphs.catalog.maker")] | None:
        from gateway.subgraphs.catalog.maker import Maker

        return Maker(id=to_id("Maker", self.maker_name))

    @strawberry.field(
        description="The link that opens it; null for a public listing, and but for its maker."
    )
    async def private_link(self, info: Info) -> PrivateLink | None:
        found = await _private_links(info).load(self.name) if self.is_private else None
        return PrivateLink.from_proto(found) if found else None

    @classmethod
    def from_proto(cls, listing: pb.Listing) -> Self:
        """Reads a listing."""
        method = listing.production_method
        is_private = listing.HasField("private_access")
        return cls(
            id=to_id("Listing", listing.name),
            country=listing.country,
            language=listing.language or None,
            title=listing.title,
            description=listing.description or None,
            category=listing.category or None,
            production_method=(
                ProductionMethod[pb.Listing.ProductionMethod.Name(method)] if method else None
            ),
            price=Money.from_proto(listing.price) if listing.HasField("price") else None,
            sku=listing.sku or None,
            production_days=listing.production_days or None,
            quantity=listing.quantity if listing.HasField("quantity") else None,
            customizations=[Customization.from_proto(one) for one in listing.customizations],
            option_set_version=listing.option_set_version,
            is_private=is_private,
            private_access=(
                PrivateAccess.from_proto(listing.private_access) if is_private else None
            ),
            state=ListingState[pb.Listing.State.Name(listing.state)],
            custom_orders_offered=listing.custom_orders_offered,
            created_at=moment(listing.create_time),
            updated_at=moment(listing.update_time),
            published_at=(
                moment(listing.publish_time) if listing.HasField("publish_time") else None
            ),
            etag=listing.etag,
            retirement=(
                Retirement.from_proto(listing.retirement)
                if listing.HasField("retirement")
                else None
            ),
            name=listing.name,
            maker_name=listing.maker,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds a listing for another subgraph."""
        found = await _listings(info).load(from_id(id, "Listing"))
        return cls.from_proto(found) if found else None


def _listings(info: Info) -> DataLoader[str, pb.Listing | None]:
    async def load(names: list[str]) -> list[pb.Listing | None]:
        request = pb.LookupListingsByNameRequest(names=names)
        answer = await info.context.catalog.LookupListingsByName(request)
        return [found.listing if found.HasField("listing") else None for found in answer.results]

    return info.context.loader("listings", load)


def _private_links(info: Info) -> DataLoader[str, pb.PrivateLink | None]:
    async def load(names: list[str]) -> list[pb.PrivateLink | None]:
        request = pb.BatchGetPrivateLinksRequest(names=names)
        answer = await if_visible(info.context.catalog.BatchGetPrivateLinks(request))
        if answer is None:
            return [None] * len(names)
        return [
            found.private_link if found.HasField("private_link") else None
            for found in answer.results
        ]

    return info.context.loader("private links", load)
