"""What can be done with press releases."""

from datetime import date
from typing import Any, cast

import strawberry
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from gateway import idempotency
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.uploads import upload
from handmade.pr_review.v1 import press_release_pb2 as pb

# The inputs are flat, and call the day what the graph calls it.
_NAMES = {"press_release": "", "release_date": "release_on", "file_name": "file"}


@strawberry.input(description="What is known of a press release, all but the title optional.")
class PressReleaseStartInput:
    title: str = strawberry.field(description="What it is called, 1 to 200 characters.")
    release_on: date | None = strawberry.field(
        default=None, description="The day it is to go out, in its zone."
    )
    time_zone: str | None = strawberry.field(
        default=None,
        description="The zone the day is meant in, an IANA `Region/City` name; that of the "
        "maker's country if left out.",
    )
    distribution_plan: str | None = strawberry.field(
        default=None, description="Where and how it is to go out, up to 2,000 characters."
    )
    contact: str | None = strawberry.field(
        default=None, description="Whom the press team may ask, up to 200 characters."
    )
    maker: strawberry.ID | None = strawberry.field(
        default=None, description="The maker to act for; a partner must name it."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What to change; what is left out stays, and null takes it back.")
class PressReleaseUpdateInput:
    id: strawberry.ID = strawberry.field(description="The press release, not yet submitted.")
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="What it is called, 1 to 200 characters."
    )
    release_on: date | None = strawberry.field(
        default=strawberry.UNSET, description="The day it is to go out, in its zone."
    )
    time_zone: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The zone the day is meant in, an IANA `Region/City` name; null means that "
        "of the maker's country.",
    )
    distribution_plan: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where and how it is to go out, up to 2,000 characters.",
    )
    contact: str | None = strawberry.field(
        default=strawberry.UNSET, description="Whom the press team may ask, up to 200 characters."
    )
    etag: str | None = strawberry.field(
        default=None, description="The etag read last; with a stale one nothing is changed."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which Word document to upload, and for what.")
class PressReleaseUploadDraftInput:
    id: strawberry.ID = strawberry.field(description="The press release, not yet submitted.")
    file: Upload = strawberry.field(
        description="The document, a `.docx` of 20 MiB at most; it replaces an earlier one."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to submit.")
class PressReleaseSubmitInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to take for review.")
class PressReleaseTakeInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to approve, and which document was read.")
class PressReleaseApproveInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that was read, in hexadecimal digits."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of starting a press release.")
class PressReleaseStartPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The new press release."
    )


@strawberry.type(description="What came of changing a press release.")
class PressReleaseUpdatePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The changed press release."
    )


@strawberry.type(description="What came of uploading a document.")
class PressReleaseUploadDraftPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its document."
    )


@strawberry.type(description="What came of submitting a press release.")
class PressReleaseSubmitPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The submitted press release."
    )


@strawberry.type(description="What came of taking a press release for review.")
class PressReleaseTakePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its representative."
    )


@strawberry.type(description="What came of approving a press release.")
class PressReleaseApprovePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The approved press release."
    )


@strawberry.type(description="What can be done.")
class Mutation:
    @strawberry.mutation(
        description="Starts a press release, to be completed until it is submitted.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def press_release_start(
        self, info: Info, input: PressReleaseStartInput
    ) -> PressReleaseStartPayload:
        release, _ = _written(input)
        request = pb.StartPressReleaseRequest(
            press_release=release,
            maker=from_id(input.maker, "Maker", "maker") if input.maker is not None else "",
        )
        started = await info.context.pr_review.StartPressRelease(request)
        return PressReleaseStartPayload(press_release=PressRelease.from_proto(started))

    @strawberry.mutation(
        description="Changes a press release that was not submitted yet.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def press_release_update(
        self, info: Info, input: PressReleaseUpdateInput
    ) -> PressReleaseUpdatePayload:
        release, changed = _written(input)
        release.name, release.etag = from_id(input.id, "PressRelease"), input.etag or ""
        request = pb.UpdatePressReleaseRequest(
            press_release=release, update_mask=FieldMask(paths=changed)
        )
        updated = await info.context.pr_review.UpdatePressRelease(request)
        return PressReleaseUpdatePayload(press_release=PressRelease.from_proto(updated))

    @strawberry.mutation(
        description="Uploads the Word document of a press release that was not submitted yet; of "
        "a file that is refused nothing is kept, and nothing else is lost.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def press_release_upload_draft(
        self, info: Info, input: PressReleaseUploadDraftInput
    ) -> PressReleaseUploadDraftPayload:
        # What the scalar is at run time.
        file = cast("UploadFile", input.file)
        header = pb.UploadDraftRequest.Header(
            name=from_id(input.id, "PressRelease"),
            file_name=file.filename or "",
            request_id=idempotency.current(),
        )
        method = info.context.pr_review.UploadDraft
        uploaded = await upload(method, pb.UploadDraftRequest, header, file)
        return PressReleaseUploadDraftPayload(press_release=PressRelease.from_proto(uploaded))

    @strawberry.mutation(
        description="Submits a press release for review, at least 14 days before it goes out.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def press_release_submit(
        self, info: Info, input: PressReleaseSubmitInput
    ) -> PressReleaseSubmitPayload:
        request = pb.SubmitPressReleaseRequest(name=from_id(input.id, "PressRelease"))
        submitted = await info.context.pr_review.SubmitPressRelease(request)
        return PressReleaseSubmitPayload(press_release=PressRelease.from_proto(submitted))

    @strawberry.mutation(
        description="Takes a submitted press release for review; the viewer is its representative.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def press_release_take(
        self, info: Info, input: PressReleaseTakeInput
    ) -> PressReleaseTakePayload:
        request = pb.TakePressReleaseRequest(name=from_id(input.id, "PressRelease"))
        taken = await info.context.pr_review.TakePressRelease(request)
        return PressReleaseTakePayload(press_release=PressRelease.from_proto(taken))

    @strawberry.mutation(
        description="Approves a press release: this document, on its day, in its zone.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def press_release_approve(
        self, info: Info, input: PressReleaseApproveInput
    ) -> PressReleaseApprovePayload:
        request = pb.ApprovePressReleaseRequest(
            name=from_id(input.id, "PressRelease"), sha256=input.sha256
        )
        approved = await info.context.pr_review.ApprovePressRelease(request)
        return PressReleaseApprovePayload(press_release=PressRelease.from_proto(approved))


def _written(
    input: PressReleaseStartInput | PressReleaseUpdateInput,
) -> tuple[pb.PressRelease, list[str]]:
    """Returns what the maker wrote, and the names of the fields that were given at all."""
    given: dict[str, Any] = {
        "title": input.title,
        "release_date": input.release_on,
        "time_zone": input.time_zone,
        "distribution_plan": input.distribution_plan,
        "contact": input.contact,
    }
    changed = {name: value for name, value in given.items() if value is not strawberry.UNSET}
    return pb.PressRelease(**{name: _to_proto(it) for name, it in changed.items()}), list(changed)


def _to_proto(value: Any) -> Any:
    if isinstance(value, date):
        return Date(year=value.year, month=value.month, day=value.day)
    return value
