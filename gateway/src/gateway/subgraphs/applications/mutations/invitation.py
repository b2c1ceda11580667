"""What can be done with invitations."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.applications.invitation import Invitation
from gateway.subgraphs.applications.mutations.names import NAMES
from handmade.applications.v1 import invitation_pb2


@strawberry.input(description="The link to register with.")
class InvitationRedeemInput:
    secret: str = strawberry.field(
        description="The link in the invitation mail, or its secret, which is all behind its `#`."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which invitation to replace.")
class InvitationReissueInput:
    id: strawberry.ID = strawberry.field(description="The invitation.")
    identity_check: str = strawberry.field(
        description="How it was made sure that the applicant asks, 1 to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which invitation to take back, and why.")
class InvitationRevokeInput:
    id: strawberry.ID = strawberry.field(description="The invitation.")
    reason: str = strawberry.field(description="Why, for the applicant, 1 to 2,000 characters.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of redeeming an invitation.")
class InvitationRedeemPayload(Payload):
    invitation: Invitation | None = strawberry.field(
        default=None, description="The invitation, with what still stands in the way."
    )


@strawberry.type(description="What came of issuing another invitation.")
class InvitationReissuePayload(Payload):
    invitation: Invitation | None = strawberry.field(
        default=None, description="The new invitation, which is mailed to the same address."
    )


@strawberry.type(description="What came of taking an invitation back.")
class InvitationRevokePayload(Payload):
    invitation: Invitation | None = strawberry.field(
        default=None, description="The revoked invitation."
    )


@strawberry.type
class InvitationMutation:
    @strawberry.mutation(
        description="Registers the viewer with the link of an invitation mail.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def invitation_redeem(
        self, info: Info, input: InvitationRedeemInput
    ) -> InvitationRedeemPayload:
        request = invitation_pb2.RedeemInvitationRequest(secret=input.secret)
        redeemed = await info.context.applications.RedeemInvitation(request)
        return InvitationRedeemPayload(invitation=Invitation.from_proto(redeemed))

    @strawberry.mutation(
        description="Issues another invitation in the place of one that was not used, whose link "
        "is dead from then on.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def invitation_reissue(
        self, info: Info, input: InvitationReissueInput
    ) -> InvitationReissuePayload:
        request = invitation_pb2.ReissueInvitationRequest(
            name=from_id(input.id, "Invitation"), identity_check=input.identity_check
        )
        changed = await info.context.applications.ReissueInvitation(request)
        return InvitationReissuePayload(invitation=Invitation.from_proto(changed))

    @strawberry.mutation(
        description="Takes an invitation back that is not confirmed yet; the approval of the "
        "region ends with it.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def invitation_revoke(
        self, info: Info, input: InvitationRevokeInput
    ) -> InvitationRevokePayload:
        request = invitation_pb2.RevokeInvitationRequest(
            name=from_id(input.id, "Invitation"), reason=input.reason
        )
        changed = await info.context.applications.RevokeInvitation(request)
        return InvitationRevokePayload(invitation=Invitation.from_proto(changed))
