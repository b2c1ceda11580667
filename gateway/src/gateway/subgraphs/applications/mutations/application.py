"""What applicants can do with their applications."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.applications.application import Application
from gateway.subgraphs.applications.mutations.names import NAMES
from gateway.subgraphs.applications.questionnaire import QuestionnaireInput
from handmade.applications.v1 import application_pb2


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


@strawberry.input(description="One answer to a reviewer's question.")
class InformationAnswerInput:
    question: strawberry.ID = strawberry.field(description="The question's id.")
    text: str = strawberry.field(description="The answer, 1 to 5,000 characters.")


@strawberry.input(description="What a reviewer asked, answered.")
class ApplicationAnswerInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    answers: list[InformationAnswerInput] = strawberry.field(
        description="The answers, to all questions or some; an earlier one to the same question "
        "is replaced."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which application to withdraw.")
class ApplicationWithdrawInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    reason: str | None = strawberry.field(default=None, description="Why, up to 2,000 characters.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which application to reopen.")
class ApplicationReopenInput:
    id: strawberry.ID = strawberry.field(description="The application.")
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


@strawberry.type(description="What came of answering.")
class ApplicationAnswerPayload(Payload):
    application: Application | None = strawberry.field(default=None, description="The application.")


@strawberry.type(description="What came of withdrawing an application.")
class ApplicationWithdrawPayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The withdrawn application."
    )


@strawberry.type(description="What came of reopening an application.")
class ApplicationReopenPayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application, open once more."
    )


@strawberry.type
class ApplicationMutation:
    @strawberry.mutation(
        description="Starts an application for the region of the country given.",
        extensions=[ReportsUserErrors(NAMES)],
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
        description="Changes the answers of a draft.", extensions=[ReportsUserErrors(NAMES)]
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
        description="Submits a draft for review.", extensions=[ReportsUserErrors(NAMES)]
    )
    async def application_submit(
        self, info: Info, input: ApplicationSubmitInput
    ) -> ApplicationSubmitPayload:
        request = application_pb2.SubmitApplicationRequest(name=from_id(input.id, "Application"))
        submitted = await info.context.applications.SubmitApplication(request)
        return ApplicationSubmitPayload(application=Application.from_proto(submitted))

    @strawberry.mutation(
        description="Answers what a reviewer asked. Answers are kept one by one; with the last "
        "one the review goes on.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_answer(
        self, info: Info, input: ApplicationAnswerInput
    ) -> ApplicationAnswerPayload:
        request = application_pb2.AnswerInformationRequestRequest(
            name=from_id(input.id, "Application"),
            answers=[
                application_pb2.AnswerInformationRequestRequest.Answer(
                    question=each.question, text=each.text
                )
                for each in input.answers
            ],
        )
        changed = await info.context.applications.AnswerInformationRequest(request)
        return ApplicationAnswerPayload(application=Application.from_proto(changed))

    @strawberry.mutation(
        description="Takes an open application back.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_withdraw(
        self, info: Info, input: ApplicationWithdrawInput
    ) -> ApplicationWithdrawPayload:
        request = application_pb2.WithdrawApplicationRequest(
            name=from_id(input.id, "Application"), reason=input.reason or ""
        )
        changed = await info.context.applications.WithdrawApplication(request)
        return ApplicationWithdrawPayload(application=Application.from_proto(changed))

    @strawberry.mutation(
        description="Opens an expired application once more, with a new deadline for the same "
        "questions.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def application_reopen(
        self, info: Info, input: ApplicationReopenInput
    ) -> ApplicationReopenPayload:
        request = application_pb2.ReopenApplicationRequest(name=from_id(input.id, "Application"))
        changed = await info.context.applications.ReopenApplication(request)
        return ApplicationReopenPayload(application=Application.from_proto(changed))
