"""How makers extend their membership to another region."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.applications.mutations.names import NAMES
from gateway.subgraphs.applications.region_extension import RegionExtension
from handmade.applications.v1 import region_extension_pb2 as pb


@strawberry.input(description="Where to extend the viewer's membership to.")
class RegionExtensionStartInput:
    region: str = strawberry.field(description="The region to open, such as `EU`.")
    primary_country: str = strawberry.field(
        description="The country of the region in which the selling account will be registered, "
        "as an ISO 3166-1 code."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which selling account was registered.")
class RegionExtensionRegisterInput:
    id: strawberry.ID = strawberry.field(description="The extension.")
    account: str = strawberry.field(
        description="The account's number in the marketplace, 1 to 100 characters."
    )
    email: str = strawberry.field(
        description="The e-mail address that it was registered with: the one of the home account."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which extension to give up.")
class RegionExtensionCancelInput:
    id: strawberry.ID = strawberry.field(description="The extension.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which country to open, and in which language.")
class CountryOpenInput:
    id: strawberry.ID = strawberry.field(description="The extension of the country's region.")
    country: str = strawberry.field(description="The country, as an ISO 3166-1 code.")
    language: str = strawberry.field(
        description="The official language in which the viewer begins there, as an ISO 639-1 "
        "code; where a country has several, any of them may be used later."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of starting an extension.")
class RegionExtensionStartPayload(Payload):
    region_extension: RegionExtension | None = strawberry.field(
        default=None, description="The extension, with the e-mail address to register with."
    )


@strawberry.type(description="What came of saying that the account is registered.")
class RegionExtensionRegisterPayload(Payload):
    region_extension: RegionExtension | None = strawberry.field(
        default=None, description="The extension, with what still stands in the way."
    )


@strawberry.type(description="What came of giving an extension up.")
class RegionExtensionCancelPayload(Payload):
    region_extension: RegionExtension | None = strawberry.field(
        default=None, description="The cancelled extension."
    )


@strawberry.type(description="What came of opening a country.")
class CountryOpenPayload(Payload):
    region_extension: RegionExtension | None = strawberry.field(
        default=None, description="The extension with its countries."
    )


@strawberry.type
class RegionExtensionMutation:
    @strawberry.mutation(
        description="Starts to extend the viewer's membership to another region, without a new "
        "application.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def region_extension_start(
        self, info: Info, input: RegionExtensionStartInput
    ) -> RegionExtensionStartPayload:
        request = pb.StartRegionExtensionRequest(
            region=input.region, primary_country=input.primary_country
        )
        started = await info.context.applications.StartRegionExtension(request)
        return RegionExtensionStartPayload(region_extension=RegionExtension.from_proto(started))

    @strawberry.mutation(
        description="Says that the selling account in the new region is registered.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def region_extension_register(
        self, info: Info, input: RegionExtensionRegisterInput
    ) -> RegionExtensionRegisterPayload:
        request = pb.RegisterRegionExtensionRequest(
            name=from_id(input.id, "RegionExtension"), account=input.account, email=input.email
        )
        changed = await info.context.applications.RegisterRegionExtension(request)
        return RegionExtensionRegisterPayload(region_extension=RegionExtension.from_proto(changed))

    @strawberry.mutation(
        description="Gives up an extension that is not approved yet.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def region_extension_cancel(
        self, info: Info, input: RegionExtensionCancelInput
    ) -> RegionExtensionCancelPayload:
        request = pb.CancelRegionExtensionRequest(name=from_id(input.id, "RegionExtension"))
        changed = await info.context.applications.CancelRegionExtension(request)
        return RegionExtensionCancelPayload(region_extension=RegionExtension.from_proto(changed))

    @strawberry.mutation(
        description="Opens a country of a linked region: the viewer can list there from then on, "
        "in any of its official languages.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def country_open(self, info: Info, input: CountryOpenInput) -> CountryOpenPayload:
        request = pb.OpenCountryRequest(
            name=from_id(input.id, "RegionExtension"),
            country=input.country,
            language=input.language,
        )
        changed = await info.context.applications.OpenCountry(request)
        return CountryOpenPayload(region_extension=RegionExtension.from_proto(changed))
