"""What can be done with applications, invitations and partners."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.applications.application import Application
from gateway.subgraphs.applications.enums import ApplicationDeclineReason
from gateway.subgraphs.applications.invitation import Invitation
from gateway.subgraphs.applications.maker import Maker
from gateway.subgraphs.applications.questionnaire import QuestionnaireInput
from handmade.applications.v1 import application_pb2, invitation_pb2, maker_pb2

# The inputs are flatter, and where the contract keeps a time they ask only whether.
_NAMES = {"application": "", "grant": "", "attest_time": "attested"}


@strawberry.input(description="What is answered already.")
class ApplicationStartInput:
    questionnaire: QuestionnaireInput = strawberry.field(
        description="The answers; of these only the country must be given."
    )
    maker: strawberry.ID | None = strawberry.field(
        default=None, description="The maker to act for; a partner must name it."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which answers to change.")
class ApplicationUpdateInput:
    id: strawberry.ID = strawberry.field(description="The draft.")
    questionnaire: QuestionnaireInput = strawberry.field(description="The answers to change.")
    etag: str | None = strawberry.field(
        default=None, description="The etag read last; with a stale one nothing is changed."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which application to submit.")
class ApplicationSubmitInput:
    id: strawberry.ID = strawberry.field(description="The draft.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which application to take for review.")
class ApplicationTakeInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which application to approve.")
class ApplicationApproveInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which application to decline, and why.")
class ApplicationDeclineInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    reason: ApplicationDeclineReason = strawberry.field(description="Why.")
    text: str = strawberry.field(description="What the applicant is told, 1 to 2,000 characters.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="The link to register with.")
class InvitationRedeemInput:
    secret: str = strawberry.field(
        description="The secret from the link in the invitation mail, which is all behind its `#`."
    )
    request_id: strawberry.ID | None = request_id_field()


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


@strawberry.type(description="What came of starting an application.")
class ApplicationStartPayload(Payload):
    application: Application | None = strawberry.field(default=None, description="The draft.")


@strawberry.type(description="What came of changing an application.")
class ApplicationUpdatePayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The changed draft."
    )


@strawberry.type(description="What came of submitting an application.")
class ApplicationSubmitPayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The submitted application."
    )


@strawberry.type(description="What came of taking an application.")
class ApplicationTakePayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application, which the viewer now reviews."
    )


@strawberry.type(description="What came of approving an application.")
class ApplicationApprovePayload(Payload):
    application: Application | None = strawberry.field(
        default=None,
        description="The application, approved or waiting for another reviewer's signature.",
    )


@strawberry.type(description="What came of declining an application.")
class ApplicationDeclinePayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The declined application."
    )


@strawberry.type(description="What came of redeeming an invitation.")
class InvitationRedeemPayload(Payload):
    invitation: Invitation | None = strawberry.field(
        default=None, description="The invitation, with what still stands in the way."
    )


@strawberry.type(description="What came of letting a partner act.")
class PartnerGrantPayload(Payload):
    maker: Maker | None = strawberry.field(default=None, description="The maker with its grants.")


@strawberry.type(description="What came of ending a partner's right.")
class PartnerRevokePayload(Payload):
    maker: Maker | None = strawberry.field(default=None, description="The maker with its grants.")


@strawberry.type(description="What can be done.")
class Mutation:
    @strawberry.mutation(
        description="Starts an application for the region of the country given.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def application_start(
        self, info: Info, input: ApplicationStartInput
    ) -> ApplicationStartPayload:
        request = application_pb2.StartApplicationRequest(
            questionnaire=input.questionnaire.to_proto(),
            maker=from_id(input.maker, "Maker", "maker") if input.maker is not None else "",
        )
        started = await info.context.applications.StartApplication(request)
        return ApplicationStartPayload(application=Application.from_proto(started))

    @strawberry.mutation(
        description="Changes the answers of a draft.", extensions=[ReportsUserErrors(_NAMES)]
    )
    async def application_update(
        self, info: Info, input: ApplicationUpdateInput
    ) -> ApplicationUpdatePayload:
        request = application_pb2.UpdateApplicationRequest(
            application=application_pb2.Application(
                name=from_id(input.id, "Application"),
                questionnaire=input.questionnaire.to_proto(),
                etag=input.etag or "",
            )
        )
        request.update_mask.paths.extend(input.questionnaire.given())
        changed = await info.context.applications.UpdateApplication(request)
        return ApplicationUpdatePayload(application=Application.from_proto(changed))

    @strawberry.mutation(
        description="Submits a draft for review.", extensions=[ReportsUserErrors(_NAMES)]
    )
    async def application_submit(
        self, info: Info, input: ApplicationSubmitInput
    ) -> ApplicationSubmitPayload:
        request = application_pb2.SubmitApplicationRequest(name=from_id(input.id, "Application"))
        submitted = await info.context.applications.SubmitApplication(request)
        return ApplicationSubmitPayload(application=Application.from_proto(submitted))

    @strawberry.mutation(
        description="Takes a submitted application for review.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def application_take(
        self, info: Info, input: ApplicationTakeInput
    ) -> ApplicationTakePayload:
        request = application_pb2.TakeApplicationRequest(name=from_id(input.id, "Application"))
        taken = await info.context.applications.TakeApplication(request)
        return ApplicationTakePayload(application=Application.from_proto(taken))

    @strawberry.mutation(
        description="Approves an application that the viewer has taken, or signs as the second "
        "reviewer; an invitation is mailed.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def application_approve(
        self, info: Info, input: ApplicationApproveInput
    ) -> ApplicationApprovePayload:
        request = application_pb2.ApproveApplicationRequest(name=from_id(input.id, "Application"))
        approved = await info.context.applications.ApproveApplication(request)
        return ApplicationApprovePayload(application=Application.from_proto(approved))

    @strawberry.mutation(
        description="Declines an application that the viewer has taken.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def application_decline(
        self, info: Info, input: ApplicationDeclineInput
    ) -> ApplicationDeclinePayload:
        request = application_pb2.DeclineApplicationRequest(
            name=from_id(input.id, "Application"),
            reason=application_pb2.Application.DeclineReason.Value(input.reason.name),
            text=input.text,
        )
        declined = await info.context.applications.DeclineApplication(request)
        return ApplicationDeclinePayload(application=Application.from_proto(declined))

    @strawberry.mutation(
        description="Registers the viewer with the link of an invitation mail.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def invitation_redeem(
        self, info: Info, input: InvitationRedeemInput
    ) -> InvitationRedeemPayload:
        request = invitation_pb2.RedeemInvitationRequest(secret=input.secret)
        redeemed = await info.context.applications.RedeemInvitation(request)
        return InvitationRedeemPayload(invitation=Invitation.from_proto(redeemed))

    @strawberry.mutation(
        description="Lets a partner act for the viewer, replacing what it was granted before.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def partner_grant(self, info: Info, input: PartnerGrantInput) -> PartnerGrantPayload:
        request = maker_pb2.GrantPartnerRequest(
            grant=maker_pb2.Grant(partner=input.partner, scopes=input.scopes)
        )
        granting = await info.context.applications.GrantPartner(request)
        return PartnerGrantPayload(maker=Maker.from_proto(granting))

    @strawberry.mutation(
        description="Ends a partner's right to act for the viewer.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def partner_revoke(self, info: Info, input: PartnerRevokeInput) -> PartnerRevokePayload:
        request = maker_pb2.RevokePartnerRequest(partner=input.partner)
        maker = await info.context.applications.RevokePartner(request)
        return PartnerRevokePayload(maker=Maker.from_proto(maker))
