"""What is said on the drafts of a press release."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.pr_review.comment import PressComment
from gateway.subgraphs.pr_review.mutations.names import ABOUT_ONE
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.subgraphs.pr_review.review_enums import PressCommentIssue, PressCommentVisibility
from gateway.subgraphs.pr_review.wire import number_of
from handmade.pr_review.v1 import press_review_pb2 as pb


@strawberry.input(description="What to say on a draft.")
class PressCommentAddInput:
    id: strawberry.ID = strawberry.field(description="The press release.")
    sha256: str = strawberry.field(
        description="The SHA-256 of the document that was read, in hexadecimal digits."
    )
    block: strawberry.ID = strawberry.field(description="The block, such as `b17`.")
    text: str = strawberry.field(description="What it says, 1 to 5,000 characters.")
    start: int | None = strawberry.field(
        default=None,
        description="Where in the block it begins, in code points of all that is shown of the "
        "block.",
    )
    end: int | None = strawberry.field(
        default=None, description="Where it ends; both left out: the whole block."
    )
    visibility: PressCommentVisibility | None = strawberry.field(
        default=None, description="Who sees it; staff only if left out."
    )
    is_issue: bool = strawberry.field(
        default=False, description="Whether something must be done about it before an approval."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="How to change a comment.")
class PressCommentUpdateInput:
    id: strawberry.ID = strawberry.field(description="The comment.")
    text: str = strawberry.field(description="What it says, 1 to 5,000 characters.")
    visibility: PressCommentVisibility | None = strawberry.field(
        default=None, description="Who sees it; as before if left out."
    )
    etag: str | None = strawberry.field(
        default=None, description="The etag read last; with a stale one nothing is changed."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which comment to delete.")
class PressCommentDeleteInput:
    id: strawberry.ID = strawberry.field(description="The comment.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What to reply to a comment.")
class PressCommentReplyInput:
    id: strawberry.ID = strawberry.field(description="The comment.")
    text: str = strawberry.field(description="What it says, 1 to 5,000 characters.")
    visibility: PressCommentVisibility | None = strawberry.field(
        default=None, description="Who sees it, of staff; whoever sees the comment if left out."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="What becomes of an issue.")
class PressCommentResolveInput:
    id: strawberry.ID = strawberry.field(description="The comment.")
    issue: PressCommentIssue = strawberry.field(
        description="What becomes of it: `FIXED`, `DROPPED`, or `OPEN` again."
    )
    note: str | None = strawberry.field(
        default=None, description="Why, up to 2,000 characters; a reply that only staff sees."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of adding a comment.")
class PressCommentAddPayload(Payload):
    comment: PressComment | None = strawberry.field(default=None, description="The new comment.")


@strawberry.type(description="What came of changing a comment.")
class PressCommentUpdatePayload(Payload):
    comment: PressComment | None = strawberry.field(
        default=None, description="The changed comment."
    )


@strawberry.type(description="What came of deleting a comment.")
class PressCommentDeletePayload(Payload):
    press_release: PressRelease | None = strawberry.field(
        default=None, description="The press release, without the comment."
    )


@strawberry.type(description="What came of replying to a comment.")
class PressCommentReplyPayload(Payload):
    comment: PressComment | None = strawberry.field(
        default=None, description="The comment with its replies."
    )


@strawberry.type(description="What came of settling an issue.")
class PressCommentResolvePayload(Payload):
    comment: PressComment | None = strawberry.field(default=None, description="The comment.")


@strawberry.type
class CommentMutation:
    @strawberry.mutation(
        description="Adds a comment on a block of a draft, or on a range of it. One for the maker "
        "is seen by the maker once changes are requested or a decision is sent.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_comment_add(
        self, info: Info, input: PressCommentAddInput
    ) -> PressCommentAddPayload:
        request = pb.AddPressCommentRequest(
            press_release=from_id(input.id, "PressRelease"),
            sha256=input.sha256,
            block=input.block,
            text=input.text,
            start=input.start or 0,
            end=input.end or 0,
            visibility=number_of(pb.PressComment.Visibility, input.visibility),
            is_issue=input.is_issue,
        )
        changed = await info.context.pr_review.AddPressComment(request)
        return PressCommentAddPayload(comment=PressComment.from_proto(changed))

    @strawberry.mutation(
        description="Changes a comment of one's own that its maker has not seen.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_comment_update(
        self, info: Info, input: PressCommentUpdateInput
    ) -> PressCommentUpdatePayload:
        request = pb.UpdatePressCommentRequest(
            name=from_id(input.id, "PressComment"),
            text=input.text,
            visibility=number_of(pb.PressComment.Visibility, input.visibility),
            etag=input.etag or "",
        )
        changed = await info.context.pr_review.UpdatePressComment(request)
        return PressCommentUpdatePayload(comment=PressComment.from_proto(changed))

    @strawberry.mutation(
        description="Deletes a comment of one's own that its maker has not seen.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_comment_delete(
        self, info: Info, input: PressCommentDeleteInput
    ) -> PressCommentDeletePayload:
        name = from_id(input.id, "PressComment")
        await info.context.pr_review.DeletePressComment(pb.DeletePressCommentRequest(name=name))
        release = name.partition("/comments/")[0]
        return PressCommentDeletePayload(press_release=await PressRelease.named(info, release))

    @strawberry.mutation(
        description="Replies to a comment.", extensions=[ReportsUserErrors(ABOUT_ONE)]
    )
    async def press_comment_reply(
        self, info: Info, input: PressCommentReplyInput
    ) -> PressCommentReplyPayload:
        request = pb.ReplyToPressCommentRequest(
            name=from_id(input.id, "PressComment"),
            text=input.text,
            visibility=number_of(pb.PressComment.Visibility, input.visibility),
        )
        changed = await info.context.pr_review.ReplyToPressComment(request)
        return PressCommentReplyPayload(comment=PressComment.from_proto(changed))

    @strawberry.mutation(
        description="Settles an issue as fixed or dropped, or opens it again.",
        extensions=[ReportsUserErrors(ABOUT_ONE)],
    )
    async def press_comment_resolve(
        self, info: Info, input: PressCommentResolveInput
    ) -> PressCommentResolvePayload:
        request = pb.ResolvePressCommentRequest(
            name=from_id(input.id, "PressComment"),
            issue=number_of(pb.PressComment.Issue, input.issue),
            note=input.note or "",
        )
        changed = await info.context.pr_review.ResolvePressComment(request)
        return PressCommentResolvePayload(comment=PressComment.from_proto(changed))
