"""Who of the press team is away, and who stands in."""

from datetime import datetime

import strawberry

from chassis.moments import to_timestamp
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.subgraphs.pr_review.mutations.names import NAMES
from gateway.subgraphs.pr_review.team import PressAbsence
from handmade.pr_review.v1 import press_release_work_pb2 as pb


@strawberry.input(description="Who is away when, and who stands in.")
class PressAbsenceSetInput:
    substitute: strawberry.ID = strawberry.field(
        description="The account of who stands in; `pressReleaseRepresentatives` names them."
    )
    ends_at: datetime = strawberry.field(description="Until when: later, and at most a year.")
    starts_at: datetime | None = strawberry.field(
        default=None, description="From when; now if left out."
    )
    representative: strawberry.ID | None = strawberry.field(
        default=None,
        description="The account of who is away; the viewer's own if left out. Another's only by "
        "the lead.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Whose absence is over.")
class PressAbsenceEndInput:
    representative: strawberry.ID | None = strawberry.field(
        default=None,
        description="The account of who is back; the viewer's own if left out. Another's only by "
        "the lead.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of saying that somebody is away.")
class PressAbsenceSetPayload(Payload):
    absence: PressAbsence | None = strawberry.field(default=None, description="The absence.")


@strawberry.type(description="What came of ending an absence.")
class PressAbsenceEndPayload(Payload):
    pass


@strawberry.type
class AbsenceMutation:
    @strawberry.mutation(
        description="Says that a representative is away and who stands in: oneself, or anybody for "
        "the lead. Replaces what was said before.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_absence_set(
        self, info: Info, input: PressAbsenceSetInput
    ) -> PressAbsenceSetPayload:
        request = pb.SetPressAbsenceRequest(
            representative=input.representative or "",
            substitute=input.substitute,
            start_time=to_timestamp(input.starts_at),
            end_time=to_timestamp(input.ends_at),
        )
        absence = await info.context.pr_review.SetPressAbsence(request)
        return PressAbsenceSetPayload(absence=PressAbsence.from_proto(absence))

    @strawberry.mutation(
        description="Ends an absence, or takes it back.", extensions=[ReportsUserErrors(NAMES)]
    )
    async def press_absence_end(
        self, info: Info, input: PressAbsenceEndInput
    ) -> PressAbsenceEndPayload:
        request = pb.EndPressAbsenceRequest(representative=input.representative or "")
        await info.context.pr_review.EndPressAbsence(request)
        return PressAbsenceEndPayload()
