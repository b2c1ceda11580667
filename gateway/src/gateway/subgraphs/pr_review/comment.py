"""What is said on the drafts of a press release."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.connections import Connection, page
from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import to_id
from gateway.subgraphs.pr_review.review_enums import PressCommentIssue, PressCommentVisibility
from gateway.subgraphs.pr_review.wire import chosen, number_of
from gateway.values import Actor, moment
from handmade.pr_review.v1 import press_review_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.pr_review.press_release import PressRelease

Issues = Annotated[
    list[PressCommentIssue] | None,
    strawberry.argument(description="Only those whose issue is one of these; all if left out."),
]
SeenBy = Annotated[
    PressCommentVisibility | None,
    strawberry.argument(description="Only those that these see; all if left out."),
]


@strawberry.type(description="Where a comment stands in a draft.")
class PressCommentAnchor:
    draft_number: int = strawberry.field(description="The draft.")
    block: strawberry.ID | None = strawberry.field(
        description="The block, such as `b17`; null where it is outdated."
    )
    start: int = strawberry.field(
        description="Where in the block it begins, in code points of all that is shown of the "
        "block."
    )
    end: int = strawberry.field(description="Where it ends; both are 0 for the whole block.")
    is_outdated: bool = strawberry.field(
        description="Whether its words are not in that draft any more."
    )

    @classmethod
    def from_proto(cls, anchor: pb.PressComment.Anchor) -> Self:
        """Reads where it stands."""
        return cls(
            draft_number=anchor.draft_number,
            block=strawberry.ID(anchor.block) if anchor.block else None,
            start=anchor.start,
            end=anchor.end,
            is_outdated=anchor.outdated,
        )


@strawberry.type(description="A reply to a comment.")
class PressCommentReply:
    author: Actor | None = strawberry.field(description="Who wrote it.")
    text: str = strawberry.field(description="What it says.")
    visibility: PressCommentVisibility = strawberry.field(description="Who sees it.")
    created_at: datetime = strawberry.field(description="When it was written.")

    @classmethod
    def from_proto(cls, reply: pb.PressComment.Reply) -> Self:
        """Reads a reply."""
        return cls(
            author=Actor.from_proto(reply.author),
            text=reply.text,
            visibility=_visibility(reply.visibility),
            created_at=moment(reply.create_time),
        )


@strawberry.type(description="A comment on a draft of a press release.")
class PressComment:
    id: strawberry.ID = strawberry.field(
        description="The id, unique among all types. Opaque: never take it apart."
    )
    draft_number: int = strawberry.field(description="The draft it was made on.")
    block: strawberry.ID = strawberry.field(description="The block it was made on.")
    start: int = strawberry.field(
        description="Where in the block it begins, in code points of all that is shown of the "
        "block."
    )
    end: int = strawberry.field(description="Where it ends; both are 0 for the whole block.")
    quote: str | None = strawberry.field(
        description="The words it is about; null where there are none, such as in a picture."
    )
    anchors: list[PressCommentAnchor] = strawberry.field(
        description="Where it stands in each later draft; in its own it stands where it was made."
    )
    text: str = strawberry.field(description="What it says.")
    visibility: PressCommentVisibility = strawberry.field(description="Who sees it.")
    is_sent: bool = strawberry.field(description="Whether the maker has seen it.")
    issue: PressCommentIssue = strawberry.field(
        description="Whether something must be done about it."
    )
    author: Actor | None = strawberry.field(description="Who wrote it.")
    replies: list[PressCommentReply] = strawberry.field(
        description="The replies that the viewer may see, oldest first."
    )
    resolver: Actor | None = strawberry.field(
        description="Who settled it last, for staff; null unless somebody did."
    )
    created_at: datetime = strawberry.field(description="When it was written.")
    updated_at: datetime = strawberry.field(
        description="When it last changed, in what the viewer sees of it."
    )
    etag: str = strawberry.field(
        description="Changes with every change; send it back to change only what you have read. "
        "Empty for all but staff."
    )
    release_name: strawberry.Private[str]

    @strawberry.field(description="The press release.")
    async def press_release(
        self, info: Info
    ) -> (
        Annotated["PressRelease", strawberry.lazy("gateway.subgraphs.pr_review.press_release")]
        | None
    ):
        from gateway.subgraphs.pr_review.press_release import PressRelease

        return await PressRelease.named(info, self.release_name)

    @classmethod
    def from_proto(cls, comment: pb.PressComment) -> Self:
        """Reads a comment."""
        return cls(
            id=to_id("PressComment", comment.name),
            draft_number=comment.draft_number,
            block=strawberry.ID(comment.block),
            start=comment.start,
            end=comment.end,
            quote=comment.quote or None,
            anchors=[PressCommentAnchor.from_proto(anchor) for anchor in comment.anchors],
            text=comment.text,
            visibility=_visibility(comment.visibility),
            is_sent=comment.sent,
            issue=chosen(PressCommentIssue, pb.PressComment.Issue, comment.issue),
            author=Actor.from_proto(comment.author),
            replies=[PressCommentReply.from_proto(reply) for reply in comment.replies],
            resolver=Actor.from_proto(comment.resolver),
            created_at=moment(comment.create_time),
            updated_at=moment(comment.update_time),
            etag=comment.etag,
            release_name=comment.press_release,
        )


async def comments_on(
    info: Info,
    release: str,
    first: int,
    after: str | None,
    issues: Sequence[PressCommentIssue] | None,
    visibility: PressCommentVisibility | None,
) -> Connection[PressComment]:
    """Finds a page of comments; the first pages of several press releases in one call.

    Whoever hears of a press release but may not read its comments finds none.
    """
    wanted = page(first, after)
    numbers = tuple(number_of(pb.PressComment.Issue, issue) for issue in issues or ())
    seen_by = number_of(pb.PressComment.Visibility, visibility)
    if after:
        request = pb.ListPressCommentsRequest(
            press_release=release, issues=numbers, visibility=seen_by, **wanted
        )
        found = await if_visible(info.context.pr_review.ListPressComments(request))
    else:
        found = await if_visible(_first_comments(info, first, numbers, seen_by).load(release))
    answer = found or pb.ListPressCommentsResponse()
    return Connection[PressComment].of(
        map(PressComment.from_proto, answer.comments), answer.cursors, answer.next_page_token
    )


def _first_comments(
    info: Info,
    first: int,
    issues: tuple[pb.PressComment.Issue.ValueType, ...],
    visibility: pb.PressComment.Visibility.ValueType,
) -> DataLoader[str, pb.ListPressCommentsResponse | None]:
    async def load(names: list[str]) -> list[pb.ListPressCommentsResponse | None]:
        request = pb.BatchListPressCommentsRequest(
            press_releases=names, page_size=first, issues=issues, visibility=visibility
        )
        answer = await info.context.pr_review.BatchListPressComments(request)
        return [found.page if found.HasField("page") else None for found in answer.results]

    return info.context.loader(f"first {first} comments of {issues} for {visibility}", load)


def _visibility(visibility: pb.PressComment.Visibility.ValueType) -> PressCommentVisibility:
    return chosen(PressCommentVisibility, pb.PressComment.Visibility, visibility)
