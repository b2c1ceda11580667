"""How a press release came in, and who may speak for its maker."""

from datetime import datetime

import strawberry

from chassis.moments import to_timestamp
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.mutations.names import NAMES
from gateway.subgraphs.pr_review.press_release import PressRelease
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.input(description="When the maker of a press release first wrote to support.")
class PressReleaseRecordFirstContactInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    first_contact_at: datetime = strawberry.field(
        description="When the maker first wrote: not in the future, and not after the receipt."
    )
    reference: str = strawberry.field(
        description="Where that is written down, such as a ticket, 1 to 200 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Of which press release the first contact is to count, and why.")
class PressReleaseAcceptFirstContactInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    reason: str = strawberry.field(description="Why, 1 to 2,000 characters.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which agency may act for the maker of a press release.")
class PressReleaseAuthoriseInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    agency: str = strawberry.field(description="The agency, 1 to 200 characters.")
    reference: str | None = strawberry.field(
        default=None,
        description="Where it is written down, up to 200 characters; support must say.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of recording a first contact.")
class PressReleaseRecordFirstContactPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its first contact."
    )


@strawberry.type(description="What came of accepting a first contact.")
class PressReleaseAcceptFirstContactPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, its days counted anew."
    )


@strawberry.type(description="What came of authorising an agency.")
class PressReleaseAuthorisePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its agency."
    )


@strawberry.type
class IntakeMutation:
    @strawberry.mutation(
        description="Records that the maker wrote to support before the press release reached the "
        "press team. It is shown; whether it counts the lead decides.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_record_first_contact(
        self, info: Info, input: PressReleaseRecordFirstContactInput
    ) -> PressReleaseRecordFirstContactPayload:
        request = pb.RecordPressReleaseFirstContactRequest(
            name=from_id(input.id, "PressRelease"),
            first_contact_time=to_timestamp(input.first_contact_at),
            reference=input.reference,
        )
        changed = await info.context.pr_review.RecordPressReleaseFirstContact(request)
        return PressReleaseRecordFirstContactPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Lets the first contact count as the moment a press release was received, and "
        "counts the days anew; for the lead only.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_accept_first_contact(
        self, info: Info, input: PressReleaseAcceptFirstContactInput
    ) -> PressReleaseAcceptFirstContactPayload:
        request = pb.AcceptPressReleaseFirstContactRequest(
            name=from_id(input.id, "PressRelease"),
            reason=input.reason,
        )
        changed = await info.context.pr_review.AcceptPressReleaseFirstContact(request)
        return PressReleaseAcceptFirstContactPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Records that an agency may act for the maker, by the maker, or by support "
        "with a reference. An agency that the maker granted `press:write` has it already.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_authorise(
        self, info: Info, input: PressReleaseAuthoriseInput
    ) -> PressReleaseAuthorisePayload:
        request = pb.AuthorisePressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            agency=input.agency,
            reference=input.reference or "",
        )
        changed = await info.context.pr_review.AuthorisePressRelease(request)
        return PressReleaseAuthorisePayload(press_release=PressRelease.from_proto(changed))
