"""Whom a maker lets act."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.subgraphs.applications.maker import Maker
from gateway.subgraphs.applications.mutations.names import NAMES
from handmade.applications.v1 import maker_pb2


@strawberry.input(description="Whom to let act for you, and how far.")
class PartnerGrantInput:
    partner: str = strawberry.field(description="The partner's subject.")
    scopes: list[str] = strawberry.field(
        description="How far it reaches: `applications:write`, `catalog:write`, "
        "`messages:write`, `press:write`, `events:read`."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Whose right to act for you ends.")
class PartnerRevokeInput:
    partner: str = strawberry.field(description="The partner's subject.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of letting a partner act.")
class PartnerGrantPayload(Payload):
    maker: Maker | None = strawberry.field(default=None, description="The maker with its grants.")


@strawberry.type(description="What came of ending a partner's right.")
class PartnerRevokePayload(Payload):
    maker: Maker | None = strawberry.field(default=None, description="The maker with its grants.")


@strawberry.type
class PartnerMutation:
    @strawberry.mutation(
        description="Lets a partner act for the viewer, replacing what it was granted before.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def partner_grant(self, info: Info, input: PartnerGrantInput) -> PartnerGrantPayload:
        request = maker_pb2.GrantPartnerRequest(
            grant=maker_pb2.Grant(partner=input.partner, scopes=input.scopes)
        )
        granting = await info.context.applications.GrantPartner(request)
        return PartnerGrantPayload(maker=Maker.from_proto(granting))

    @strawberry.mutation(
        description="Ends a partner's right to act for the viewer.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def partner_revoke(self, info: Info, input: PartnerRevokeInput) -> PartnerRevokePayload:
        request = maker_pb2.RevokePartnerRequest(partner=input.partner)
        maker = await info.context.applications.RevokePartner(request)
        return PartnerRevokePayload(maker=Maker.from_proto(maker))
