"""What is asked of other teams about a press release, and what they say."""

from datetime import datetime

import strawberry

from chassis.moments import to_timestamp
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.mutations.names import ABOUT_ONE
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.subgraphs.pr_review.review_enums import (
    StakeholderArea,
    StakeholderNeed,
    StakeholderVerdict,
)
from gateway.subgraphs.pr_review.wire import number_of
from handmade.pr_review.v1 import press_review_pb2 as pb
from handmade.pr_review.v1.press_release_pb2 import Stakeholder


@strawberry.input(description="Whom to ask about a press release.")
class PressReleaseAddStakeholderInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    who: strawberry.ID = strawberry.field(
        description="The account of the stakeholder; `pressReleaseStakeholders` names them."
    )
    area: StakeholderArea = strawberry.field(description="What they look after.")
    need: StakeholderNeed = strawberry.field(description="How much their word counts.")
    question: str | None = strawberry.field(
        default=None, description="What they are asked, up to 2,000 characters."
    )
    due_at: datetime | None = strawberry.field(
        default=None,
        description="Until when, in the future; left out, 3 working days, and at the latest a "
        "working day before the release.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What a stakeholder says.")
class PressReleaseAnswerAsStakeholderInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    stakeholder: strawberry.ID = strawberry.field(
        description="The question, one of its `stakeholders`."
    )
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that was read, in hexadecimal digits."
    )
    verdict: StakeholderVerdict = strawberry.field(description="What they say.")
    text: str | None = strawberry.field(
        default=None,
        description="In words, up to 5,000 characters; for changes and a veto they must say.",
    )
    conditions: list[str] | None = strawberry.field(
        default=None,
        description="The conditions, each up to 500 characters, 20 at most; with "
        "`OK_WITH_CONDITIONS` at least one.",
    )
    keeps_for_small_changes: bool = strawberry.field(
        default=False, description="Whether it stays when a new draft changes little."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="To whom to pass a question on.")
class PressReleaseDelegateStakeholderInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    stakeholder: strawberry.ID = strawberry.field(
        description="The question, one of its `stakeholders`."
    )
    who: strawberry.ID = strawberry.field(
        description="The account of the other one, known from visits."
    )
    note: str | None = strawberry.field(
        default=None, description="A note for them, up to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which question not to answer, and why.")
class PressReleaseRefuseAsStakeholderInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    stakeholder: strawberry.ID = strawberry.field(
        description="The question, one of its `stakeholders`."
    )
    reason: str = strawberry.field(description="Why, 1 to 2,000 characters.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Whose word is not needed, and why.")
class PressReleaseWaiveStakeholderInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    stakeholder: strawberry.ID = strawberry.field(
        description="The question, one of its `stakeholders`."
    )
    reason: str = strawberry.field(description="Why, 1 to 2,000 characters.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of asking a stakeholder.")
class PressReleaseAddStakeholderPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its stakeholders."
    )


@strawberry.type(description="What came of a stakeholder's answer.")
class PressReleaseAnswerAsStakeholderPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with the answer."
    )


@strawberry.type(description="What came of passing a question on.")
class PressReleaseDelegateStakeholderPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its stakeholders."
    )


@strawberry.type(description="What came of declining to say anything.")
class PressReleaseRefuseAsStakeholderPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its stakeholders."
    )


@strawberry.type(description="What came of going on without somebody's word.")
class PressReleaseWaiveStakeholderPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its stakeholders."
    )


@strawberry.type
class StakeholderMutation:
    @strawberry.mutation(
        description="Asks somebody of another team to look at a press release.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_add_stakeholder(
        self, info: Info, input: PressReleaseAddStakeholderInput
    ) -> PressReleaseAddStakeholderPayload:
        request = pb.AddStakeholderRequest(
            press_release=from_id(input.id, "PressRelease"),
            who=input.who,
            area=number_of(Stakeholder.Area, input.area),
            need=number_of(Stakeholder.Need, input.need),
            question=input.question or "",
            due_time=to_timestamp(input.due_at),
        )
        changed = await info.context.pr_review.AddStakeholder(request)
        return PressReleaseAddStakeholderPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Says what a stakeholder thinks of the present draft, or thinks now.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_answer_as_stakeholder(
        self, info: Info, input: PressReleaseAnswerAsStakeholderInput
    ) -> PressReleaseAnswerAsStakeholderPayload:
        request = pb.AnswerAsStakeholderRequest(
            press_release=from_id(input.id, "PressRelease"),
            stakeholder=input.stakeholder,
            sha256=input.sha256,
            verdict=number_of(Stakeholder.Verdict, input.verdict),
            text=input.text or "",
            conditions=input.conditions or (),
            keeps_for_small_changes=input.keeps_for_small_changes,
        )
        changed = await info.context.pr_review.AnswerAsStakeholder(request)
        return PressReleaseAnswerAsStakeholderPayload(
            press_release=PressRelease.from_proto(changed)
        )

    @strawberry.mutation(
        description="Passes a question on to somebody of the same team.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_delegate_stakeholder(
        self, info: Info, input: PressReleaseDelegateStakeholderInput
    ) -> PressReleaseDelegateStakeholderPayload:
        request = pb.DelegateStakeholderRequest(
            press_release=from_id(input.id, "PressRelease"),
            stakeholder=input.stakeholder,
            who=input.who,
            note=input.note or "",
        )
        changed = await info.context.pr_review.DelegateStakeholder(request)
        return PressReleaseDelegateStakeholderPayload(
            press_release=PressRelease.from_proto(changed)
        )

    @strawberry.mutation(
        description="Declines to say anything, with a reason.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_refuse_as_stakeholder(
        self, info: Info, input: PressReleaseRefuseAsStakeholderInput
    ) -> PressReleaseRefuseAsStakeholderPayload:
        request = pb.RefuseAsStakeholderRequest(
            press_release=from_id(input.id, "PressRelease"),
            stakeholder=input.stakeholder,
            reason=input.reason,
        )
        changed = await info.context.pr_review.RefuseAsStakeholder(request)
        return PressReleaseRefuseAsStakeholderPayload(
            press_release=PressRelease.from_proto(changed)
        )

    @strawberry.mutation(
        description="Goes on without somebody's word, with a reason; of a required one only the "
        "lead does.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_waive_stakeholder(
        self, info: Info, input: PressReleaseWaiveStakeholderInput
    ) -> PressReleaseWaiveStakeholderPayload:
        request = pb.WaiveStakeholderRequest(
            press_release=from_id(input.id, "PressRelease"),
            stakeholder=input.stakeholder,
            reason=input.reason,
        )
        changed = await info.context.pr_review.WaiveStakeholder(request)
        return PressReleaseWaiveStakeholderPayload(press_release=PressRelease.from_proto(changed))
