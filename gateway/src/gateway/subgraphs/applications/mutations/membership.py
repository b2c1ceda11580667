"""What staff and makers do with memberships."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.applications.enums import MembershipReason
from gateway.subgraphs.applications.maker import Maker
from gateway.subgraphs.applications.mutations.names import NAMES
from handmade.applications.v1 import maker_pb2

_REGION = "The region of the membership, such as `NA`."
_TOLD = "What the maker is told, 1 to 2,000 characters."
_STAFFS = (
    "Why: `NOT_HANDMADE`, `COMMUNICATION_RULES`, `POLICY_BREACH`, `PERFORMANCE` or `OTHER_REASON`."
)


@strawberry.input(description="Which membership to suspend, and why.")
class MembershipSuspendInput:
    maker: strawberry.ID = strawberry.field(description="The maker.")
    region: str = strawberry.field(description=_REGION)
    reason: MembershipReason = strawberry.field(description=_STAFFS)
    text: str = strawberry.field(description=_TOLD)
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which membership to reinstate.")
class MembershipReinstateInput:
    maker: strawberry.ID = strawberry.field(description="The maker.")
    region: str = strawberry.field(description=_REGION)
    text: str = strawberry.field(description=_TOLD)
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Whom to put out of the programme, and why.")
class MembershipRemoveInput:
    maker: strawberry.ID = strawberry.field(description="The maker.")
    region: str = strawberry.field(description=_REGION)
    reason: MembershipReason = strawberry.field(description=_STAFFS)
    text: str = strawberry.field(description=_TOLD)
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which programme to leave, and why.")
class ProgrammeLeaveInput:
    region: str = strawberry.field(description=_REGION)
    reason: MembershipReason = strawberry.field(
        description="Why: `CLOSING`, `SELLING_ELSEWHERE`, `COSTS` or `OTHER_REASON`."
    )
    text: str | None = strawberry.field(
        default=None,
        description="What there is to say about it, up to 2,000 characters; needed for another "
        "reason.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of suspending a membership.")
class MembershipSuspendPayload(Payload):
    maker: Maker | None = strawberry.field(
        default=None, description="The maker with its memberships."
    )


@strawberry.type(description="What came of reinstating a membership.")
class MembershipReinstatePayload(Payload):
    maker: Maker | None = strawberry.field(
        default=None, description="The maker with its memberships."
    )


@strawberry.type(description="What came of putting a maker out of the programme.")
class MembershipRemovePayload(Payload):
    maker: Maker | None = strawberry.field(
        default=None, description="The maker with its memberships."
    )


@strawberry.type(description="What came of leaving the programme.")
class ProgrammeLeavePayload(Payload):
    maker: Maker | None = strawberry.field(
        default=None, description="The maker with its memberships."
    )


@strawberry.type
class MembershipMutation:
    @strawberry.mutation(
        description="Suspends an active membership, and those extended from it: nothing of the "
        "maker can be bought in the region until it is reinstated.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def membership_suspend(
        self, info: Info, input: MembershipSuspendInput
    ) -> MembershipSuspendPayload:
        request = maker_pb2.SuspendMembershipRequest(
            maker=from_id(input.maker, "Maker", "maker"),
            region=input.region,
            reason=maker_pb2.Membership.Reason.Value(input.reason.name),
            text=input.text,
        )
        changed = await info.context.applications.SuspendMembership(request)
        return MembershipSuspendPayload(maker=Maker.from_proto(changed))

    @strawberry.mutation(
        description="Reinstates a suspended membership, and those that were suspended with it.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def membership_reinstate(
        self, info: Info, input: MembershipReinstateInput
    ) -> MembershipReinstatePayload:
        request = maker_pb2.ReinstateMembershipRequest(
            maker=from_id(input.maker, "Maker", "maker"), region=input.region, text=input.text
        )
        changed = await info.context.applications.ReinstateMembership(request)
        return MembershipReinstatePayload(maker=Maker.from_proto(changed))

    @strawberry.mutation(
        description="Puts a maker whose membership is suspended out of the programme of the "
        "region, and of those extended from it.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def membership_remove(
        self, info: Info, input: MembershipRemoveInput
    ) -> MembershipRemovePayload:
        request = maker_pb2.RemoveMembershipRequest(
            maker=from_id(input.maker, "Maker", "maker"),
            region=input.region,
            reason=maker_pb2.Membership.Reason.Value(input.reason.name),
            text=input.text,
        )
        changed = await info.context.applications.RemoveMembership(request)
        return MembershipRemovePayload(maker=Maker.from_proto(changed))

    @strawberry.mutation(
        description="Leaves the programme of a region, and of those extended from it, at once: "
        "listings and profiles are removed, open orders are still to be served.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def programme_leave(
        self, info: Info, input: ProgrammeLeaveInput
    ) -> ProgrammeLeavePayload:
        request = maker_pb2.LeaveProgrammeRequest(
            region=input.region,
            reason=maker_pb2.Membership.Reason.Value(input.reason.name),
            text=input.text or "",
        )
        changed = await info.context.applications.LeaveProgramme(request)
        return ProgrammeLeavePayload(maker=Maker.from_proto(changed))
