"""What makers can do in the catalog."""

from typing import Any

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.catalog.inputs import ListingChangesInput, ListingInput, MakerProfileInput
from gateway.subgraphs.catalog.listing import Listing, PrivateLink
from gateway.subgraphs.catalog.profile import MakerProfile
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2


def _acting_field() -> Any:
    return strawberry.field(
        default=None, description="The maker to act for; a partner must name it."
    )


@strawberry.input(description="The profile to publish.")
class ProfilePublishInput:
    profile: MakerProfileInput = strawberry.field(
        description="The profile; it replaces the one there may be for its country."
    )
    maker: strawberry.ID | None = _acting_field()
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="The listing to create.")
class ListingCreateInput:
    listing: ListingInput = strawberry.field(
        description="What is known already: at least country, title and SKU."
    )
    maker: strawberry.ID | None = _acting_field()
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which listing to change, and how.")
class ListingUpdateInput:
    id: strawberry.ID = strawberry.field(description="The listing.")
    listing: ListingChangesInput = strawberry.field(description="What to change.")
    etag: str | None = strawberry.field(
        default=None, description="The etag read last; with a stale one nothing is changed."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which listing to publish.")
class ListingPublishInput:
    id: strawberry.ID = strawberry.field(description="The draft.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Whose link to replace.")
class ListingRotateLinkInput:
    id: strawberry.ID = strawberry.field(description="The private listing.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of publishing a profile.")
class ProfilePublishPayload(Payload):
    profile: MakerProfile | None = strawberry.field(
        default=None, description="The published profile."
    )


@strawberry.type(description="What came of creating a listing.")
class ListingCreatePayload(Payload):
    listing: Listing | None = strawberry.field(default=None, description="The draft.")


@strawberry.type(description="What came of changing a listing.")
class ListingUpdatePayload(Payload):
    listing: Listing | None = strawberry.field(default=None, description="The changed listing.")


@strawberry.type(description="What came of publishing a listing.")
class ListingPublishPayload(Payload):
    listing: Listing | None = strawberry.field(default=None, description="The published listing.")


@strawberry.type(description="What came of replacing a link.")
class ListingRotateLinkPayload(Payload):
    private_link: PrivateLink | None = strawberry.field(
        default=None, description="The new link; the old one is dead."
    )


@strawberry.type(description="What can be done.")
class Mutation:
    @strawberry.mutation(
        description="Publishes the maker's profile in a country, or replaces it.",
        extensions=[ReportsUserErrors()],
    )
    async def profile_publish(
        self, info: Info, input: ProfilePublishInput
    ) -> ProfilePublishPayload:
        request = maker_profile_pb2.PublishMakerProfileRequest(
            profile=input.profile.to_proto(), maker=_acting(input.maker)
        )
        published = await info.context.catalog.PublishMakerProfile(request)
        return ProfilePublishPayload(profile=MakerProfile.from_proto(published))

    @strawberry.mutation(
        description="Creates a listing as a draft, which only its maker sees.",
        extensions=[ReportsUserErrors()],
    )
    async def listing_create(self, info: Info, input: ListingCreateInput) -> ListingCreatePayload:
        request = listing_pb2.CreateListingRequest(
            listing=listing_pb2.Listing(**input.listing.fields()), maker=_acting(input.maker)
        )
        created = await info.context.catalog.CreateListing(request)
        return ListingCreatePayload(listing=Listing.from_proto(created))

    @strawberry.mutation(
        description="Changes a listing; one on sale must stay fit for sale.",
        extensions=[ReportsUserErrors()],
    )
    async def listing_update(self, info: Info, input: ListingUpdateInput) -> ListingUpdatePayload:
        request = listing_pb2.UpdateListingRequest(
            listing=listing_pb2.Listing(
                name=from_id(input.id, "Listing"), etag=input.etag or "", **input.listing.fields()
            )
        )
        request.update_mask.paths.extend(input.listing.fields())
        updated = await info.context.catalog.UpdateListing(request)
        return ListingUpdatePayload(listing=Listing.from_proto(updated))

    @strawberry.mutation(
        description="Puts a draft listing on sale.", extensions=[ReportsUserErrors()]
    )
    async def listing_publish(
        self, info: Info, input: ListingPublishInput
    ) -> ListingPublishPayload:
        request = listing_pb2.PublishListingRequest(name=from_id(input.id, "Listing"))
        published = await info.context.catalog.PublishListing(request)
        return ListingPublishPayload(listing=Listing.from_proto(published))

    @strawberry.mutation(
        description="Replaces the link of a private listing; the old one is dead at once.",
        extensions=[ReportsUserErrors()],
    )
    async def listing_rotate_link(
        self, info: Info, input: ListingRotateLinkInput
    ) -> ListingRotateLinkPayload:
        request = listing_pb2.RotatePrivateLinkRequest(name=from_id(input.id, "Listing"))
        rotated = await info.context.catalog.RotatePrivateLink(request)
        return ListingRotateLinkPayload(private_link=PrivateLink.from_proto(rotated))


def _acting(maker: strawberry.ID | None) -> str:
    return from_id(maker, "Maker", "maker") if maker is not None else ""
