"""What can be read of the catalog."""

import re
from typing import Annotated

import strawberry

from chassis.errors import invalid
from chassis.ids import is_id
from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import from_id
from gateway.subgraphs.catalog.customization import ChoiceInput, ListingConfiguration
from gateway.subgraphs.catalog.listing import Listing
from gateway.subgraphs.catalog.maker import connection
from gateway.subgraphs.catalog.profile import MakerProfile
from handmade.catalog.v1 import listing_pb2 as pb

ListingId = Annotated[strawberry.ID, strawberry.argument(description="The listing's id.")]
LinkSecret = Annotated[
    str | None,
    strawberry.argument(
        description="The secret of a private listing's link, which is all behind its `#`."
    ),
]
# A private link, or what is left of it without its address.
_LINK = re.compile(r"(?:.*/private/)?(?P<id>[^/#]+)#(?P<secret>[^#]+)")


@strawberry.type(description="What can be read.")
class Query:
    @strawberry.field(description="A listing; null if there is none the viewer may see.")
    async def listing(
        self, info: Info, id: ListingId, link_secret: LinkSecret = None
    ) -> Listing | None:
        request = pb.GetListingRequest(name=from_id(id, "Listing"), link_secret=link_secret or "")
        found = await if_visible(info.context.catalog.GetListing(request))
        return Listing.from_proto(found) if found else None

    @strawberry.field(description="The private listing that a link opens; null if it opens none.")
    async def private_listing(
        self,
        info: Info,
        link: Annotated[
            str,
            strawberry.argument(
                description="The whole link as the buyer got it, or only what follows `/private/`."
            ),
        ],
    ) -> Listing | None:
        parts = _LINK.fullmatch(link.strip())
        if parts is None or not is_id(parts["id"]):
            return None
        request = pb.GetListingRequest(name=f"listings/{parts['id']}", link_secret=parts["secret"])
        found = await if_visible(info.context.catalog.GetListing(request))
        return Listing.from_proto(found) if found and found.HasField("private_access") else None

    @strawberry.field(
        description="Searches what is on sale in a country, newest first; never private listings."
    )
    async def listing_search(
        self,
        info: Info,
        country: Annotated[
            str, strawberry.argument(description="The country, as an ISO 3166-1 code.")
        ],
        query: Annotated[
            str,
            strawberry.argument(
                description="Words that must all occur in the title, description or store name, "
                "up to 200 characters; empty finds everything."
            ),
        ] = "",
        first: First = 25,
        after: After = None,
    ) -> Connection[Listing] | None:
        request = pb.SearchListingsRequest(query=query, country=country, **page(first, after))
        return connection(await info.context.catalog.SearchListings(request))

    @strawberry.field(
        description="What a choice of options costs, or why it cannot be bought; null if there is "
        "no such listing the viewer may see."
    )
    async def listing_configure(
        self,
        info: Info,
        id: ListingId,
        choices: Annotated[
            list[ChoiceInput] | None, strawberry.argument(description="What to choose.")
        ] = None,
        quantity: Annotated[int, strawberry.argument(description="How many, 1 to 999.")] = 1,
        link_secret: LinkSecret = None,
    ) -> ListingConfiguration | None:
        if quantity == 0:
            # In the contract this means one.
            raise invalid("quantity", "QUANTITY_OUT_OF_RANGE", "Must be 1 to 999.")
        request = pb.ConfigureListingRequest(
            name=from_id(id, "Listing"),
            choices=[choice.to_proto() for choice in choices or ()],
            quantity=quantity,
            link_secret=link_secret or "",
        )
        found = await if_visible(info.context.catalog.ConfigureListing(request))
        return ListingConfiguration.from_proto(found) if found else None

    @strawberry.field(description="A maker profile; null if there is none the viewer may see.")
    async def profile(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The profile's id.")],
    ) -> MakerProfile | None:
        return await MakerProfile.named(info, from_id(id, "MakerProfile"))
