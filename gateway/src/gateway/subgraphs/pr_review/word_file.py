"""Word documents that we make of drafts."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.context import Info
from gateway.subgraphs.pr_review.draft import DOCX
from gateway.subgraphs.pr_review.draft_enums import WordFileState
from gateway.subgraphs.pr_review.warning import DraftWarning
from gateway.subgraphs.pr_review.wire import chosen
from gateway.values import File, moment_if_set
from handmade.pr_review.v1 import press_draft_pb2 as pb

ZIP = "application/zip"


@strawberry.type(description="What reading a document of ours back showed, before it is offered.")
class WordFileProof:
    verified: bool = strawberry.field(description="Whether all of it is as it should be.")
    accept_equals_new: bool | None = strawberry.field(
        description="Whether accepting all changes gives the later draft; null but of a redline."
    )
    reject_equals_old: bool | None = strawberry.field(
        description="Whether rejecting all changes gives the earlier draft; null but of a redline."
    )
    exact_comments: int | None = strawberry.field(
        description="How many comments stand at exactly their words; null but of an annotated "
        "draft."
    )
    moved_comments: int | None = strawberry.field(
        description="How many comments stand at the whole paragraph, or at the first one, since "
        "Word has no comments there; null but of an annotated draft."
    )
    difference: str | None = strawberry.field(
        description="The first difference; null if there is none."
    )

    @classmethod
    def from_proto(cls, file: pb.WordFile, *, is_redline: bool) -> Self | None:
        """Reads the proof of a document; None until it is made."""
        if not file.HasField("proof"):
            return None
        proof = file.proof
        return cls(
            verified=proof.verified,
            accept_equals_new=proof.accept_equals_new if is_redline else None,
            reject_equals_old=proof.reject_equals_old if is_redline else None,
            exact_comments=None if is_redline else proof.exact_comments,
            moved_comments=None if is_redline else proof.moved_comments,
            difference=proof.difference or None,
        )


@strawberry.type(
    description="A Word document that we make of a draft, or of two; or a record, a ZIP file."
)
class WordFile:
    id: strawberry.ID = strawberry.field(description="What identifies it within its press release.")
    state: WordFileState = strawberry.field(
        description="Where it is; while it is `PREPARING`, ask again by the same mutation."
    )
    expires_at: datetime | None = strawberry.field(
        description="Until when it is kept; null until it is ready."
    )
    proof: WordFileProof | None = strawberry.field(
        description="What reading it back showed; null until it is ready."
    )
    warnings: list[DraftWarning] = strawberry.field(description="What the reader should know.")
    failure: str | None = strawberry.field(
        description="Why it could not be made, and what to do; null unless it failed."
    )
    release_name: strawberry.Private[str]
    made: strawberry.Private[pb.WordFile]

    @strawberry.field(description="The document itself; null until it is ready.")
    def file(self, info: Info) -> File | None:
        if self.state is not WordFileState.READY:
            return None
        return info.context.file(
            "press_word_file",
            f"{self.release_name}/wordFiles/{self.id}",
            name=self.made.file_name,
            content_type=ZIP if self.made.file_name.endswith(".zip") else DOCX,
            size=self.made.size_bytes,
            sha256=self.made.sha256,
        )

    @classmethod
    def from_proto(cls, file: pb.WordFile, release: str, *, is_redline: bool) -> Self:
        """Reads a document made for the press release with this resource name."""
        return cls(
            id=strawberry.ID(file.id),
            state=chosen(WordFileState, pb.WordFile.State, file.state),
            expires_at=moment_if_set(file, "expire_time"),
            proof=WordFileProof.from_proto(file, is_redline=is_redline),
            warnings=[DraftWarning.from_proto(one) for one in file.warnings],
            failure=file.failure or None,
            release_name=release,
            made=file,
        )
