"""Who of the press team reviews a press release."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.mutations.names import NAMES
from gateway.subgraphs.pr_review.press_release import PressRelease
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.input(description="Which press release to take for review.")
class PressReleaseTakeInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="To whom to give a press release that nobody has taken.")
class PressReleaseAssignInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    representative: strawberry.ID | None = strawberry.field(
        default=None,
        description="The account of the representative, whom `pressReleaseRepresentatives` names; "
        "left out, whoever of those who are not away has the fewest.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to hand over, and to whom.")
class PressReleaseHandOverInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    representative: strawberry.ID = strawberry.field(
        description="The account of the new representative; `pressReleaseRepresentatives` names "
        "them."
    )
    note: str | None = strawberry.field(
        default=None,
        description="What the other should know, up to 2,000 characters; only staff sees it.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to give back.")
class PressReleaseReleaseInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    note: str | None = strawberry.field(
        default=None, description="Why, up to 2,000 characters; only staff sees it."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of taking a press release for review.")
class PressReleaseTakePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its representative."
    )


@strawberry.type(description="What came of giving a press release to a representative.")
class PressReleaseAssignPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its representative."
    )


@strawberry.type(description="What came of handing a press release over.")
class PressReleaseHandOverPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its new representative."
    )


@strawberry.type(description="What came of giving a press release back.")
class PressReleaseReleasePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, which waits for a representative again."
    )


@strawberry.type
class AssignmentMutation:
    @strawberry.mutation(
        description="Takes a submitted press release for review; the viewer is its representative.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_take(
        self, info: Info, input: PressReleaseTakeInput
    ) -> PressReleaseTakePayload:
        request = pb.TakePressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
        )
        changed = await info.context.pr_review.TakePressRelease(request)
        return PressReleaseTakePayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Gives a press release that nobody has taken to a representative.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_assign(
        self, info: Info, input: PressReleaseAssignInput
    ) -> PressReleaseAssignPayload:
        request = pb.AssignPressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            representative=input.representative or "",
        )
        changed = await info.context.pr_review.AssignPressRelease(request)
        return PressReleaseAssignPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Makes another one the representative of a press release: by its "
        "representative, a substitute while they are away, or the lead.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_hand_over(
        self, info: Info, input: PressReleaseHandOverInput
    ) -> PressReleaseHandOverPayload:
        request = pb.HandOverPressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            representative=input.representative,
            note=input.note or "",
        )
        changed = await info.context.pr_review.HandOverPressRelease(request)
        return PressReleaseHandOverPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Gives a press release back to the queue; by whoever may hand it over.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_release(
        self, info: Info, input: PressReleaseReleaseInput
    ) -> PressReleaseReleasePayload:
        request = pb.ReleasePressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            note=input.note or "",
        )
        changed = await info.context.pr_review.ReleasePressRelease(request)
        return PressReleaseReleasePayload(press_release=PressRelease.from_proto(changed))
