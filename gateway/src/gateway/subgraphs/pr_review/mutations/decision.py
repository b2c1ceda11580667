"""What the press team decides about a press release."""

from datetime import date, time
from typing import cast

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from gateway import idempotency
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.enums import PressReleaseDeclineReason
from gateway.subgraphs.pr_review.mutations.names import NAMES
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.subgraphs.pr_review.wire import number_of, to_day, to_time
from gateway.uploads import upload
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.input(description="Which edited Word document to upload, and of which draft.")
class PressReleaseUploadEditsInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the draft that was edited, the present one, in hexadecimal "
        "digits."
    )
    file: Upload = strawberry.field(
        description="The document, a `.docx` of 20 MiB at most, mostly with tracked changes. What "
        "is wrong with it is an `InvalidFieldError` about `file`, and an earlier copy stays; but a "
        "request of more than 32 MiB is cut off on its way in, with the error `FILE_TOO_LARGE` at "
        "the top and the status 413."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which changes to ask of the maker.")
class PressReleaseRequestChangesInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that was read, in hexadecimal digits."
    )
    words: str = strawberry.field(
        description="Words of one's own for the letter, up to 5,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(
    description="Which press release to approve, and which document and date were read. If either "
    "is another by now, nothing is approved."
)
class PressReleaseApproveInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that was read, in hexadecimal digits."
    )
    release_on: date = strawberry.field(description="The release day that was read.")
    release_at: time | None = strawberry.field(
        default=None, description="The time of the day that was read; none if there was none."
    )
    time_zone: str = strawberry.field(description="The time zone that was read.")
    conditions: list[str] | None = strawberry.field(
        default=None,
        description="What the approval depends on, each up to 500 characters, 20 at most.",
    )
    words: str | None = strawberry.field(
        default=None, description="Words of one's own for the letter, up to 5,000 characters."
    )
    override_reason: str | None = strawberry.field(
        default=None,
        description="Why it is approved although a stakeholder's word is missing or against it, or "
        "issues are open. Only by the lead.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to decline, and why.")
class PressReleaseDeclineInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that was read, in hexadecimal digits."
    )
    reason: PressReleaseDeclineReason = strawberry.field(description="Why.")
    words: str = strawberry.field(
        description="Words of one's own for the letter, up to 5,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release needs no review.")
class PressReleaseMarkNotNeededInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that was read, in hexadecimal digits."
    )
    words: str | None = strawberry.field(
        default=None, description="Words of one's own for the letter, up to 5,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which decision to take back, and why.")
class PressReleaseReopenInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    reason: str = strawberry.field(description="Why, 1 to 2,000 characters; the maker reads it.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Whether to review a press release in less time.")
class PressReleaseDecideExceptionInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    exception: strawberry.ID = strawberry.field(
        description="The request that was read, one of its `exceptions`."
    )
    granted: bool = strawberry.field(description="Whether it is granted.")
    words: str | None = strawberry.field(
        default=None, description="Words of one's own for the letter, up to 5,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of uploading an edited copy.")
class PressReleaseUploadEditsPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its edited copy."
    )


@strawberry.type(description="What came of asking for changes.")
class PressReleaseRequestChangesPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, which waits for its maker."
    )


@strawberry.type(description="What came of approving a press release.")
class PressReleaseApprovePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The approved press release."
    )


@strawberry.type(description="What came of declining a press release.")
class PressReleaseDeclinePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The declined press release."
    )


@strawberry.type(description="What came of marking that no review is needed.")
class PressReleaseMarkNotNeededPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, which needs no review."
    )


@strawberry.type(description="What came of taking a decision back.")
class PressReleaseReopenPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, in review again."
    )


@strawberry.type(description="What came of deciding on a review in less time.")
class PressReleaseDecideExceptionPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with the answer."
    )


@strawberry.type
class DecisionMutation:
    @strawberry.mutation(
        description="Uploads a copy of the present draft with the press team's edits, mostly as "
        "tracked changes. Only staff sees it until changes are requested, which sends it to the "
        "maker; until then the next one takes its place. Of a file that is refused nothing is "
        "kept, and an earlier copy stays.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_upload_edits(
        self, info: Info, input: PressReleaseUploadEditsInput
    ) -> PressReleaseUploadEditsPayload:
        # What the scalar is at run time.
        file = cast("UploadFile", input.file)
        header = pb.UploadEditsRequest.Header(
            name=from_id(input.id, "PressRelease"),
            sha256=input.sha256,
            file_name=file.filename or "",
            request_id=idempotency.current(),
        )
        method = info.context.pr_review.UploadEdits
        edited = await upload(method, pb.UploadEditsRequest, header, file)
        return PressReleaseUploadEditsPayload(press_release=PressRelease.from_proto(edited))

    @strawberry.mutation(
        description="Asks the maker for changes, with a letter and the comments that are meant for "
        "the maker; our clock stands still until the answer.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_request_changes(
        self, info: Info, input: PressReleaseRequestChangesInput
    ) -> PressReleaseRequestChangesPayload:
        request = pb.RequestPressReleaseChangesRequest(
            name=from_id(input.id, "PressRelease"),
            sha256=input.sha256,
            words=input.words,
        )
        changed = await info.context.pr_review.RequestPressReleaseChanges(request)
        return PressReleaseRequestChangesPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Approves a press release: this document, on this day, in this zone.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_approve(
        self, info: Info, input: PressReleaseApproveInput
    ) -> PressReleaseApprovePayload:
        request = pb.ApprovePressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            sha256=input.sha256,
            conditions=input.conditions or (),
            words=input.words or "",
            override_reason=input.override_reason or "",
            release_date=to_day(input.release_on),
            release_time=to_time(input.release_at),
            time_zone=input.time_zone,
        )
        changed = await info.context.pr_review.ApprovePressRelease(request)
        return PressReleaseApprovePayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Declines a press release, with a reason and a letter.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_decline(
        self, info: Info, input: PressReleaseDeclineInput
    ) -> PressReleaseDeclinePayload:
        request = pb.DeclinePressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            sha256=input.sha256,
            reason=number_of(pb.PressRelease.DeclineReason, input.reason),
            words=input.words,
        )
        changed = await info.context.pr_review.DeclinePressRelease(request)
        return PressReleaseDeclinePayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Answers that a press release needs no review. Where the draft mentions the "
        "marketplace, words must say why.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_mark_not_needed(
        self, info: Info, input: PressReleaseMarkNotNeededInput
    ) -> PressReleaseMarkNotNeededPayload:
        request = pb.MarkPressReleaseNotNeededRequest(
            name=from_id(input.id, "PressRelease"),
            sha256=input.sha256,
            words=input.words or "",
        )
        changed = await info.context.pr_review.MarkPressReleaseNotNeeded(request)
        return PressReleaseMarkNotNeededPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Takes a decision back while the day of release is not past.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_reopen(
        self, info: Info, input: PressReleaseReopenInput
    ) -> PressReleaseReopenPayload:
        request = pb.ReopenPressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            reason=input.reason,
        )
        changed = await info.context.pr_review.ReopenPressRelease(request)
        return PressReleaseReopenPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Grants or refuses a review in less than 14 days: at short notice by the "
        "representative or the lead, at very short notice by a lead who does not represent it.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_decide_exception(
        self, info: Info, input: PressReleaseDecideExceptionInput
    ) -> PressReleaseDecideExceptionPayload:
        request = pb.DecidePressReleaseExceptionRequest(
            name=from_id(input.id, "PressRelease"),
            exception=input.exception,
            granted=input.granted,
            words=input.words or "",
        )
        changed = await info.context.pr_review.DecidePressReleaseException(request)
        return PressReleaseDecideExceptionPayload(press_release=PressRelease.from_proto(changed))
