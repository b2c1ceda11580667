"""What makers, their agencies and support do until a press release is submitted."""

from datetime import date, datetime, time
from typing import Any, cast

import strawberry
from google.protobuf.field_mask_pb2 import FieldMask
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from chassis.moments import to_timestamp
from gateway import idempotency
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.enums import PressReleaseType
from gateway.subgraphs.pr_review.mutations.names import NAMES
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.subgraphs.pr_review.wire import number_of, to_day, to_time
from gateway.uploads import upload
from handmade.pr_review.v1 import press_release_pb2 as pb

_TITLE = "What it is called, 1 to 200 characters."
_TYPE = "What kind of announcement it is; a release for the press if left out."
_RELEASE_ON = "The day it is to go out, in its zone."
_RELEASE_AT = "The time of the day at which it is to go out, in its zone; none: some time that day."
_MARKETS = "The countries it goes out in, each once, 30 at most."
_PLAN = "Where and how it is to go out, up to 2,000 characters."
_CONTACT = "Whom the press team may ask, up to 200 characters."
_REASON = (
    "Why it should be reviewed in less than 14 days, up to 2,000 characters; asks for that if it "
    "must."
)
_AGENCY = (
    "The agency that acts for the maker, up to 200 characters; of a partner its own name if left "
    "out."
)


@strawberry.input(description="A country that a press release goes out in.")
class PressReleaseMarketInput:
    country: str = strawberry.field(description="The country, as an ISO 3166-1 code.")
    time_zone: str | None = strawberry.field(
        default=None,
        description="The zone its day is meant in there, an IANA `Region/City` name; that of a "
        "country of the programme if left out, of any other it must be given.",
    )


@strawberry.input(description="What is known of a press release, all but the title optional.")
class PressReleaseStartInput:
    title: str = strawberry.field(description=_TITLE)
    type: PressReleaseType | None = strawberry.field(default=None, description=_TYPE)
    release_on: date | None = strawberry.field(default=None, description=_RELEASE_ON)
    release_at: time | None = strawberry.field(default=None, description=_RELEASE_AT)
    time_zone: str | None = strawberry.field(
        default=None,
        description="The zone the day is meant in, an IANA `Region/City` name; that of the "
        "maker's country if left out.",
    )
    markets: list[PressReleaseMarketInput] | None = strawberry.field(
        default=None, description=_MARKETS
    )
    distribution_plan: str | None = strawberry.field(default=None, description=_PLAN)
    contact: str | None = strawberry.field(default=None, description=_CONTACT)
    exception_reason: str | None = strawberry.field(default=None, description=_REASON)
    agency: str | None = strawberry.field(default=None, description=_AGENCY)
    maker: strawberry.ID | None = strawberry.field(
        default=None, description="The maker to act for; a partner and support must name it."
    )
    copy_from: strawberry.ID | None = strawberry.field(
        default=None,
        description="A press release of the same maker to copy from what is left out here, without "
        "its documents.",
    )
    first_contact_at: datetime | None = strawberry.field(
        default=None,
        description="When the maker first wrote to support, not in the future. Only by support, "
        "with a reference.",
    )
    reference: str | None = strawberry.field(
        default=None, description="Where that is written down, up to 200 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What to change; what is left out stays, and null takes it back.")
class PressReleaseUpdateInput:
    id: strawberry.ID = strawberry.field(description="The press release, not yet submitted.")
    title: str | None = strawberry.field(default=strawberry.UNSET, description=_TITLE)
    type: PressReleaseType | None = strawberry.field(default=strawberry.UNSET, description=_TYPE)
    release_on: date | None = strawberry.field(default=strawberry.UNSET, description=_RELEASE_ON)
    release_at: time | None = strawberry.field(default=strawberry.UNSET, description=_RELEASE_AT)
    time_zone: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The zone the day is meant in, an IANA `Region/City` name; null means that "
        "of the maker's country.",
    )
    markets: list[PressReleaseMarketInput] | None = strawberry.field(
        default=strawberry.UNSET, description=_MARKETS
    )
    distribution_plan: str | None = strawberry.field(default=strawberry.UNSET, description=_PLAN)
    contact: str | None = strawberry.field(default=strawberry.UNSET, description=_CONTACT)
    exception_reason: str | None = strawberry.field(default=strawberry.UNSET, description=_REASON)
    agency: str | None = strawberry.field(default=strawberry.UNSET, description=_AGENCY)
    etag: str | None = strawberry.field(
        default=None, description="The etag read last; with a stale one nothing is changed."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which Word document to upload, and for what.")
class PressReleaseUploadDraftInput:
    id: strawberry.ID = strawberry.field(description="The press release, not yet out or over.")
    file: Upload = strawberry.field(
        description="The document, a `.docx` of 20 MiB at most; until the press release is "
        "submitted it replaces an earlier one. What is wrong with it is an `InvalidFieldError` "
        "about `file`; but a request of more than 32 MiB is cut off on its way in, with the error "
        "`FILE_TOO_LARGE` at the top and the status 413."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to submit.")
class PressReleaseSubmitInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
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


@strawberry.type
class FilingMutation:
    @strawberry.mutation(
        description="Starts a press release, to be completed until it is submitted; support does "
        "for a maker who wrote to it.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_start(
        self, info: Info, input: PressReleaseStartInput
    ) -> PressReleaseStartPayload:
        request = pb.StartPressReleaseRequest(
            press_release=pb.PressRelease(**_written(input)),
            maker=from_id(input.maker, "Maker", "maker") if input.maker is not None else "",
            copy_from=(
                from_id(input.copy_from, "PressRelease", "copyFrom")
                if input.copy_from is not None
                else ""
            ),
            first_contact_time=to_timestamp(input.first_contact_at),
            reference=input.reference or "",
        )
        started = await info.context.pr_review.StartPressRelease(request)
        return PressReleaseStartPayload(press_release=PressRelease.from_proto(started))

    @strawberry.mutation(
        description="Changes a press release that was not submitted yet.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_update(
        self, info: Info, input: PressReleaseUpdateInput
    ) -> PressReleaseUpdatePayload:
        changed = _written(input)
        request = pb.UpdatePressReleaseRequest(
            press_release=pb.PressRelease(
                name=from_id(input.id, "PressRelease"), etag=input.etag or "", **changed
            ),
            update_mask=FieldMask(paths=list(changed)),
        )
        updated = await info.context.pr_review.UpdatePressRelease(request)
        return PressReleaseUpdatePayload(press_release=PressRelease.from_proto(updated))

    @strawberry.mutation(
        description="Uploads the next Word document of a press release; of a file that is refused "
        "nothing is kept, and nothing else is lost. One that comes after an approval ends it, for "
        "it is about another text.",
        extensions=[ReportsUserErrors(NAMES)],
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
        description="Submits a press release for review, at least 14 days before it goes out, or "
        "with a reason for an exception.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_submit(
        self, info: Info, input: PressReleaseSubmitInput
    ) -> PressReleaseSubmitPayload:
        request = pb.SubmitPressReleaseRequest(name=from_id(input.id, "PressRelease"))
        submitted = await info.context.pr_review.SubmitPressRelease(request)
        return PressReleaseSubmitPayload(press_release=PressRelease.from_proto(submitted))


def _written(input: PressReleaseStartInput | PressReleaseUpdateInput) -> dict[str, Any]:
    """Returns what was given at all, by the contract's names; null is what a field has unset."""
    given: dict[str, Any] = {
        "title": input.title,
        "type": input.type,
        "release_date": input.release_on,
        "release_time": input.release_at,
        "time_zone": input.time_zone,
        "markets": input.markets,
        "distribution_plan": input.distribution_plan,
        "contact": input.contact,
        "exception_reason": input.exception_reason,
        "agency": input.agency,
    }
    return {name: _to_proto(it) for name, it in given.items() if it is not strawberry.UNSET}


def _to_proto(value: Any) -> Any:
    match value:
        case PressReleaseType():
            return number_of(pb.PressRelease.Type, value)
        case date():
            return to_day(value)
        case time():
            return to_time(value)
        case list():
            return [
                pb.PressRelease.Market(country_code=it.country, time_zone=it.time_zone or "")
                for it in value
            ]
        case _:
            return value
