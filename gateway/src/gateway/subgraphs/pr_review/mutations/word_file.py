"""Word documents that are made of drafts."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.mutations.names import ABOUT_ONE
from gateway.subgraphs.pr_review.word_file import WordFile
from handmade.pr_review.v1 import press_draft_pb2 as pb


@strawberry.input(description="Of which two drafts to make a redline.")
class PressReleaseMakeRedlineInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    from_number: int | None = strawberry.field(
        default=None, description="The earlier draft; the one before the later if left out."
    )
    to_number: int | None = strawberry.field(
        default=None, description="The later draft; the present one if left out."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Of which draft to make a document with our comments.")
class PressReleaseMakeAnnotatedDraftInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    draft_number: int | None = strawberry.field(
        default=None, description="Which draft; the present one if left out."
    )
    for_maker: bool = strawberry.field(
        default=False,
        description="Whether only comments that the maker sees are in it. What makers ask for is "
        "always so.",
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Of which press release to make the record.")
class PressReleaseMakeRecordInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of making a record.")
class PressReleaseMakeRecordPayload(Payload):
    word_file: WordFile | None = strawberry.field(
        default=None, description="The ZIP file, or where it is in its making."
    )


@strawberry.type(description="What came of making a redline.")
class PressReleaseMakeRedlinePayload(Payload):
    word_file: WordFile | None = strawberry.field(
        default=None, description="The document, or where it is in its making."
    )


@strawberry.type(description="What came of making a document with our comments.")
class PressReleaseMakeAnnotatedDraftPayload(Payload):
    word_file: WordFile | None = strawberry.field(
        default=None, description="The document, or where it is in its making."
    )


@strawberry.type
class WordFileMutation:
    @strawberry.mutation(
        description="Makes a Word document that shows the changes from one draft to another as "
        "tracked changes. Ask again while it is being made.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_make_redline(
        self, info: Info, input: PressReleaseMakeRedlineInput
    ) -> PressReleaseMakeRedlinePayload:
        release = from_id(input.id, "PressRelease")
        request = pb.MakeRedlineRequest(
            press_release=release,
            from_number=input.from_number or 0,
            to_number=input.to_number or 0,
        )
        made = await info.context.pr_review.MakeRedline(request)
        file = WordFile.from_proto(made, release, is_redline=True)
        return PressReleaseMakeRedlinePayload(word_file=file)

    @strawberry.mutation(
        description="Makes a Word document of a draft with the comments that the viewer may see as "
        "real Word comments. Ask again while it is being made.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_make_annotated_draft(
        self, info: Info, input: PressReleaseMakeAnnotatedDraftInput
    ) -> PressReleaseMakeAnnotatedDraftPayload:
        release = from_id(input.id, "PressRelease")
        request = pb.MakeAnnotatedDraftRequest(
            press_release=release,
            draft_number=input.draft_number or 0,
            for_maker=input.for_maker,
        )
        made = await info.context.pr_review.MakeAnnotatedDraft(request)
        file = WordFile.from_proto(made, release, is_redline=False)
        return PressReleaseMakeAnnotatedDraftPayload(word_file=file)

    @strawberry.mutation(
        description="Makes the record of a press release, for the inside: a ZIP file with a page "
        "of all that was planned, decided and said, the timeline with its hashes, every draft, and "
        "the last one with our comments. Ask again while it is being made.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_release_make_record(
        self, info: Info, input: PressReleaseMakeRecordInput
    ) -> PressReleaseMakeRecordPayload:
        release = from_id(input.id, "PressRelease")
        made = await info.context.pr_review.MakeRecord(pb.MakeRecordRequest(press_release=release))
        file = WordFile.from_proto(made, release, is_redline=False)
        return PressReleaseMakeRecordPayload(word_file=file)
