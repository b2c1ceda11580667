"""What reviewers can do with applications."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.applications.application import Application
from gateway.subgraphs.applications.enums import ApplicationDeclineReason
from gateway.subgraphs.applications.mutations.names import NAMES
from handmade.applications.v1 import application_pb2


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


@strawberry.type
class ReviewMutation:
    @strawberry.mutation(
        description="Takes a submitted application for review.",
        extensions=[ReportsUserErrors(NAMES)],
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
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_approve(
        self, info: Info, input: ApplicationApproveInput
    ) -> ApplicationApprovePayload:
        request = application_pb2.ApproveApplicationRequest(name=from_id(input.id, "Application"))
        approved = await info.context.applications.ApproveApplication(request)
        return ApplicationApprovePayload(application=Application.from_proto(approved))

    @strawberry.mutation(
        description="Declines an application that the viewer has taken.",
        extensions=[ReportsUserErrors(NAMES)],
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
