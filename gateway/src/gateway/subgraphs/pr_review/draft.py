"""The Word documents of a press release, to get, to read and to compare."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Self, TypeVar

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.errors import if_visible
from gateway.limits import priced
from gateway.subgraphs.pr_review.reading import DraftReading
from gateway.subgraphs.pr_review.warning import DraftWarning
from gateway.values import Actor, File, moment, moment_if_set
from handmade.pr_review.v1 import press_draft_pb2, press_release_pb2

K = TypeVar("K")
V = TypeVar("V")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@strawberry.type(description="What changed from one draft to another.")
class DraftComparison:
    from_number: int = strawberry.field(
        description="The draft compared from: the one asked for by `with`, be it earlier or later."
    )
    to_number: int = strawberry.field(description="The draft compared to: this one.")
    html: str = strawberry.field(
        description="Both as safe HTML: a `p` for each block, with `data-old` and `data-new` for "
        "its ids in the drafts and one of the classes `same`, `changed`, `inserted`, `deleted`; "
        "`ins` and `del` within. Blocks that are the same are also `near` a change or `far` from "
        "any, to be folded."
    )
    same_text: bool = strawberry.field(description="Whether the words are the same.")
    similarity: float = strawberry.field(description="How alike the words are, 0 to 1.")
    changed_blocks: int = strawberry.field(description="How many blocks changed.")
    inserted_blocks: int = strawberry.field(description="How many blocks are new.")
    deleted_blocks: int = strawberry.field(description="How many blocks are gone.")
    warnings: list[DraftWarning] = strawberry.field(
        description="What the reader should know, such as that tracked changes were accepted first."
    )

    @classmethod
    def from_proto(cls, comparison: press_draft_pb2.DraftComparison) -> Self:
        """Reads what changed."""
        return cls(
            from_number=comparison.from_number,
            to_number=comparison.to_number,
            html=comparison.html,
            same_text=comparison.same_text,
            similarity=comparison.similarity,
            changed_blocks=comparison.changed_blocks,
            inserted_blocks=comparison.inserted_blocks,
            deleted_blocks=comparison.deleted_blocks,
            warnings=[DraftWarning.from_proto(one) for one in comparison.warnings],
        )


@strawberry.type(description="A Word document of a press release.")
class PressReleaseDraft:
    number: int = strawberry.field(description="Counts the documents uploaded, from 1.")
    uploaded_at: datetime = strawberry.field(description="When its last byte was received.")
    uploader: Actor | None = strawberry.field(
        description="Who uploaded it; null where that was not kept."
    )
    word_count: int = strawberry.field(
        description="How many words it has once its tracked changes are accepted."
    )
    mention_count: int = strawberry.field(description="How often it mentions the marketplace.")
    has_tracked_changes: bool = strawberry.field(description="Whether it has tracked changes.")
    warnings: list[DraftWarning] = strawberry.field(
        description="What is odd about it, but no reason to refuse it."
    )
    similarity: float | None = strawberry.field(
        description="How alike its text is to that of the draft before, 0 to 1; null for the first."
    )
    is_new_text: bool = strawberry.field(
        description="Whether it is so unlike the draft before that it may be another text "
        "altogether."
    )
    release_name: strawberry.Private[str]
    document: strawberry.Private[press_release_pb2.PressRelease.Draft]

    @strawberry.field(description="The document itself, bytes unchanged.")
    def file(self, info: Info) -> File:
        return _file(info, self.release_name, self.document)

    @strawberry.field(
        description="What stands in it. Each draft is asked for by itself, at a cost of 200. Null "
        "where nothing was kept of it, such as a draft that another replaced before it was "
        "submitted.",
        metadata=priced(200),
    )
    async def reading(self, info: Info) -> DraftReading | None:
        return await if_visible(_readings(info).load((self.release_name, self.number)))

    @strawberry.field(
        description="What changed from another draft to this one, tracked changes of both "
        "accepted. Each is compared by itself, at a cost of 300. Null where there is no other one.",
        metadata=priced(300),
    )
    async def comparison(
        self,
        info: Info,
        with_: Annotated[
            int | None,
            strawberry.argument(
                name="with", description="The number of the other one; the one before if left out."
            ),
        ] = None,
    ) -> DraftComparison | None:
        if with_ == self.number or (with_ is None and self.number == 1):
            return None
        wanted = (self.release_name, with_ or 0, self.number)
        return await if_visible(_comparisons(info).load(wanted))

    @classmethod
    def from_proto(cls, draft: press_release_pb2.PressRelease.Draft, release: str) -> Self:
        """Reads a document of the press release with this resource name."""
        return cls(
            number=draft.number,
            uploaded_at=moment(draft.upload_time),
            uploader=Actor.from_proto(draft.uploader),
            word_count=draft.word_count,
            mention_count=draft.mention_count,
            has_tracked_changes=draft.has_tracked_changes,
            warnings=[DraftWarning.from_proto(one) for one in draft.warnings],
            similarity=draft.similarity if draft.HasField("similarity") else None,
            is_new_text=draft.new_text,
            release_name=release,
            document=draft,
        )


@strawberry.type(
    description="A copy of a draft with the press team's edits, mostly as tracked changes."
)
class PressReleaseEditedCopy:
    draft_number: int = strawberry.field(description="The draft that was edited.")
    draft_sha256: str = strawberry.field(
        description="The SHA-256 of that draft, in hexadecimal digits."
    )
    uploaded_at: datetime = strawberry.field(description="When its last byte was received.")
    uploader: Actor | None = strawberry.field(description="Who uploaded it.")
    sent_at: datetime | None = strawberry.field(
        description="When changes were requested with it; null before, when only staff sees it."
    )
    release_name: strawberry.Private[str]
    document: strawberry.Private[press_release_pb2.PressRelease.EditedCopy]

    @strawberry.field(description="The document itself, bytes unchanged.")
    def file(self, info: Info) -> File:
        return _file(info, self.release_name, self.document)

    @classmethod
    def from_proto(cls, copy: press_release_pb2.PressRelease.EditedCopy, release: str) -> Self:
        """Reads an edited copy of the press release with this resource name."""
        return cls(
            draft_number=copy.draft_number,
            draft_sha256=copy.draft_sha256,
            uploaded_at=moment(copy.upload_time),
            uploader=Actor.from_proto(copy.uploader),
            sent_at=moment_if_set(copy, "send_time"),
            release_name=release,
            document=copy,
        )


def _readings(info: Info) -> DataLoader[tuple[str, int], DraftReading]:
    async def read(wanted: tuple[str, int]) -> DraftReading:
        release, number = wanted
        request = press_draft_pb2.GetDraftReadingRequest(press_release=release, draft_number=number)
        return DraftReading.from_proto(await info.context.pr_review.GetDraftReading(request))

    return info.context.loader("draft readings", _each(read))


def _comparisons(info: Info) -> DataLoader[tuple[str, int, int], DraftComparison]:
    async def compare(wanted: tuple[str, int, int]) -> DraftComparison:
        release, earlier, later = wanted
        request = press_draft_pb2.CompareDraftsRequest(
            press_release=release, from_number=earlier, to_number=later
        )
        return DraftComparison.from_proto(await info.context.pr_review.CompareDrafts(request))

    return info.context.loader("draft comparisons", _each(compare))


def _each(
    find: Callable[[K], Awaitable[V]],
) -> Callable[[list[K]], Awaitable[list[Any]]]:
    """What loads things one by one, of which some may fail: each is asked for once a request."""

    async def load(wanted: list[K]) -> list[Any]:
        return await asyncio.gather(*map(find, wanted), return_exceptions=True)

    return load


def _file(
    info: Info,
    release_name: str,
    document: press_release_pb2.PressRelease.Draft | press_release_pb2.PressRelease.EditedCopy,
) -> File:
    return info.context.file(
        "pr_review",
        release_name,
        name=document.file_name,
        content_type=DOCX,
        size=document.size_bytes,
        sha256=document.sha256,
    )
