"""What reviewers can do with applications."""

from datetime import datetime

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


@strawberry.input(description="Which application to give back.")
class ApplicationReleaseInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    note: str | None = strawberry.field(
        default=None, description="Why, for staff, up to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which application to hand over, and to whom.")
class ApplicationHandOverInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    reviewer: strawberry.ID = strawberry.field(
        description="The account of the reviewer who is to go on with it; `applicationReviewers` "
        "names them."
    )
    note: str | None = strawberry.field(
        default=None, description="What the other should know, up to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What to ask the applicant.")
class ApplicationAskForInformationInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    questions: list[str] = strawberry.field(
        description="The questions, 1 to 20, each 1 to 1,000 characters."
    )
    due_at: datetime | None = strawberry.field(
        default=None,
        description="Until when they must be answered, 1 to 60 days from now; 14 days if left out.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What to note of which application.")
class ApplicationAddNoteInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    text: str = strawberry.field(description="What the note says, 1 to 4,000 characters.")
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


@strawberry.type(description="What came of giving an application back.")
class ApplicationReleasePayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application, which waits for a reviewer again."
    )


@strawberry.type(description="What came of handing an application over.")
class ApplicationHandOverPayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application with its new reviewer."
    )


@strawberry.type(description="What came of asking for information.")
class ApplicationAskForInformationPayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application, which waits for the applicant."
    )


@strawberry.type(description="What came of adding a note.")
class ApplicationAddNotePayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application with its notes."
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

    @strawberry.mutation(
        description="Gives an application that the viewer has taken back to the queue; "
        "administrators anybody's.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_release(
        self, info: Info, input: ApplicationReleaseInput
    ) -> ApplicationReleasePayload:
        request = application_pb2.ReleaseApplicationRequest(
            name=from_id(input.id, "Application"), note=input.note or ""
        )
        changed = await info.context.applications.ReleaseApplication(request)
        return ApplicationReleasePayload(application=Application.from_proto(changed))

    @strawberry.mutation(
        description="Hands an application that the viewer has taken to another reviewer; "
        "administrators anybody's.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_hand_over(
        self, info: Info, input: ApplicationHandOverInput
    ) -> ApplicationHandOverPayload:
        request = application_pb2.HandOverApplicationRequest(
            name=from_id(input.id, "Application"), reviewer=input.reviewer, note=input.note or ""
        )
        changed = await info.context.applications.HandOverApplication(request)
        return ApplicationHandOverPayload(application=Application.from_proto(changed))

    @strawberry.mutation(
        description="Asks the applicant of an application that the viewer has taken; the review "
        "goes on when every question is answered, and the application expires when that does not "
        "happen in time.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_ask_for_information(
        self, info: Info, input: ApplicationAskForInformationInput
    ) -> ApplicationAskForInformationPayload:
        request = application_pb2.AskForInformationRequest(
            name=from_id(input.id, "Application"), questions=input.questions
        )
        if input.due_at is not None:
            request.due_time.FromDatetime(input.due_at)
        changed = await info.context.applications.AskForInformation(request)
        return ApplicationAskForInformationPayload(application=Application.from_proto(changed))

    @strawberry.mutation(
        description="Adds a note that only staff sees.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_add_note(
        self, info: Info, input: ApplicationAddNoteInput
    ) -> ApplicationAddNotePayload:
        request = application_pb2.AddApplicationNoteRequest(
            name=from_id(input.id, "Application"), text=input.text
        )
        changed = await info.context.applications.AddApplicationNote(request)
        return ApplicationAddNotePayload(application=Application.from_proto(changed))
