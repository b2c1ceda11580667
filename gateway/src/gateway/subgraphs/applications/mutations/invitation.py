"""What can be done with invitations."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.subgraphs.applications.invitation import Invitation
from gateway.subgraphs.applications.mutations.names import NAMES
from handmade.applications.v1 import invitation_pb2


@strawberry.input(description="The link to register with.")
class InvitationRedeemInput:
    secret: str = strawberry.field(
        description="The secret from the link in the invitation mail, which is all behind its `#`."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of redeeming an invitation.")
class InvitationRedeemPayload(Payload):
    invitation: Invitation | None = strawberry.field(
        default=None, description="The invitation, with what still stands in the way."
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
