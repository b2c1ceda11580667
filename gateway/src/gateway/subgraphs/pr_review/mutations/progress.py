"""What the maker's side does with a press release once it was submitted."""

from datetime import date, datetime, time

import strawberry

from chassis.moments import to_timestamp
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.enums import PressReleaseAnswerKind
from gateway.subgraphs.pr_review.mutations.names import NAMES
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.subgraphs.pr_review.wire import number_of, to_day, to_time
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.input(description="When a submitted press release is to go out instead.")
class PressReleaseChangeDateInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    release_on: date = strawberry.field(description="The new day.")
    release_at: time | None = strawberry.field(
        default=None, description="The time of the day; none: some time that day."
    )
    time_zone: str | None = strawberry.field(
        default=None, description="The zone, an IANA `Region/City` name; as before if left out."
    )
    exception_reason: str | None = strawberry.field(
        default=None,
        description="Why it should be reviewed in less than 14 days, up to 2,000 characters; asks "
        "for that if it must.",
    )
    etag: str | None = strawberry.field(
        default=None, description="The etag read last; with a stale one nothing is changed."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What to answer to requested changes.")
class PressReleaseAnswerInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    kind: PressReleaseAnswerKind = strawberry.field(description="What the answer is.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that is meant, the present one."
    )
    text: str | None = strawberry.field(
        default=None, description="In words, up to 5,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which press release to withdraw.")
class PressReleaseWithdrawInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    reason: str | None = strawberry.field(default=None, description="Why, up to 2,000 characters.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which withdrawal to take back.")
class PressReleaseUndoWithdrawalInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="That a press release went out.")
class PressReleaseReportPublishedInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    published_at: datetime | None = strawberry.field(
        default=None, description="When, not in the future; now if left out."
    )
    url: str | None = strawberry.field(
        default=None, description="Where: an `https` or `http` address of up to 2,000 characters."
    )
    note: str | None = strawberry.field(default=None, description="A note, up to 2,000 characters.")
    without_approval: bool = strawberry.field(
        default=False,
        description="Whether what went out was not approved, or another text. Only by staff.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of changing the date.")
class PressReleaseChangeDatePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release with its new date."
    )


@strawberry.type(description="What came of answering.")
class PressReleaseAnswerPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, in review again."
    )


@strawberry.type(description="What came of withdrawing a press release.")
class PressReleaseWithdrawPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The withdrawn press release."
    )


@strawberry.type(description="What came of taking a withdrawal back.")
class PressReleaseUndoWithdrawalPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, where it was before."
    )


@strawberry.type(description="What came of reporting that a press release went out.")
class PressReleaseReportPublishedPayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, which is out."
    )


@strawberry.type
class ProgressMutation:
    @strawberry.mutation(
        description="Changes when a submitted press release is to go out; the days are counted "
        "anew, and an approval ends. A lapsed one comes back within 30 days.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_change_date(
        self, info: Info, input: PressReleaseChangeDateInput
    ) -> PressReleaseChangeDatePayload:
        request = pb.ChangePressReleaseDateRequest(
            name=from_id(input.id, "PressRelease"),
            release_date=to_day(input.release_on),
            release_time=to_time(input.release_at),
            time_zone=input.time_zone or "",
            exception_reason=input.exception_reason or "",
            etag=input.etag or "",
        )
        changed = await info.context.pr_review.ChangePressReleaseDate(request)
        return PressReleaseChangeDatePayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Answers requested changes with the document that was uploaded since: the "
        "maker agrees to the edits, or edits further.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_answer(
        self, info: Info, input: PressReleaseAnswerInput
    ) -> PressReleaseAnswerPayload:
        request = pb.AnswerPressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            kind=number_of(pb.PressRelease.Answer.Kind, input.kind),
            sha256=input.sha256,
            text=input.text or "",
        )
        changed = await info.context.pr_review.AnswerPressRelease(request)
        return PressReleaseAnswerPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Withdraws a press release before it goes out; for 24 hours that can be "
        "undone.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_withdraw(
        self, info: Info, input: PressReleaseWithdrawInput
    ) -> PressReleaseWithdrawPayload:
        request = pb.WithdrawPressReleaseRequest(
            name=from_id(input.id, "PressRelease"),
            reason=input.reason or "",
        )
        changed = await info.context.pr_review.WithdrawPressRelease(request)
        return PressReleaseWithdrawPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Takes a withdrawal back within 24 hours, with all clocks as they were.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_undo_withdrawal(
        self, info: Info, input: PressReleaseUndoWithdrawalInput
    ) -> PressReleaseUndoWithdrawalPayload:
        request = pb.UndoPressReleaseWithdrawalRequest(
            name=from_id(input.id, "PressRelease"),
        )
        changed = await info.context.pr_review.UndoPressReleaseWithdrawal(request)
        return PressReleaseUndoWithdrawalPayload(press_release=PressRelease.from_proto(changed))

    @strawberry.mutation(
        description="Records that a press release went out: by the maker's side of an approved "
        "one, by the press team and support also of one that was not.",
        extensions=[ReportsUserErrors(NAMES)],
    )
    async def press_release_report_published(
        self, info: Info, input: PressReleaseReportPublishedInput
    ) -> PressReleaseReportPublishedPayload:
        request = pb.ReportPressReleasePublishedRequest(
            name=from_id(input.id, "PressRelease"),
            publish_time=to_timestamp(input.published_at),
            uri=input.url or "",
            note=input.note or "",
            without_approval=input.without_approval,
        )
        changed = await info.context.pr_review.ReportPressReleasePublished(request)
        return PressReleaseReportPublishedPayload(press_release=PressRelease.from_proto(changed))
