"""Comments as messages, and back."""

from collections.abc import Iterable

from chassis.actors import hide_accounts, to_actor
from chassis.moments import to_timestamp
from handmade.pr_review.v1 import press_review_pb2 as pb
from pr_review.domain.comment import Comment, Status, Visibility
from pr_review.wire.release import COLLECTION

_ISSUES = {
    Status.NOTE: pb.PressComment.NONE,
    Status.OPEN: pb.PressComment.OPEN,
    Status.FIXED: pb.PressComment.FIXED,
    Status.DROPPED: pb.PressComment.DROPPED,
}
_STATUSES = {issue: status for status, issue in _ISSUES.items()}


def name_of(comment: Comment) -> str:
    """The resource name."""
    return f"{COLLECTION}/{comment.release}/comments/{comment.id}"


def to_comment(comment: Comment, *, reader: str, sees_internal: bool) -> pb.PressComment:
    """What somebody sees of a comment that they may see."""
    replies = [it for it in comment.replies if sees_internal or it.is_seen_by_maker]
    message = pb.PressComment(
        name=name_of(comment),
        press_release=f"{COLLECTION}/{comment.release}",
        draft_number=comment.anchor.draft_number,
        block=comment.anchor.block,
        start=comment.anchor.start,
        end=comment.anchor.end,
        quote=comment.anchor.quote,
        anchors=_anchors(comment),
        text=comment.text,
        visibility=to_visibility(comment.visibility),
        sent=comment.is_seen_by_maker,
        issue=_ISSUES[comment.status],
        author=to_actor(comment.author),
        replies=[
            pb.PressComment.Reply(
                author=to_actor(it.author),
                text=it.text,
                visibility=to_visibility(it.visibility),
                create_time=to_timestamp(it.created),
            )
            for it in replies
        ],
        resolver=to_actor(comment.resolved_by) if comment.resolved_by else None,
        create_time=to_timestamp(comment.created),
        update_time=to_timestamp(comment.updated),
        etag=str(comment.revision),
    )
    if not sees_internal:
        # What staff say among themselves moves neither; who settled it is theirs to know.
        shown = [comment.sent or comment.created, *(it.created for it in replies)]
        message.update_time.CopyFrom(to_timestamp(max(shown)))
        message.ClearField("etag")
        message.ClearField("resolver")
        hide_accounts([message.author, *(it.author for it in message.replies)], reader)
    return message


def to_visibility(visibility: Visibility) -> "pb.PressComment.Visibility.ValueType":
    """Who sees it, as a message."""
    return pb.PressComment.Visibility.Value(visibility.value)


def from_visibility(value: "pb.PressComment.Visibility.ValueType") -> Visibility | None:
    """Who is to see it; None where nothing was said, or by a newer release."""
    known = {to_visibility(it): it for it in Visibility}
    return known.get(value)


def from_issue(value: "pb.PressComment.Issue.ValueType") -> Status | None:
    """What becomes of an issue; None where nothing was said, or by a newer release."""
    return _STATUSES.get(value)


def _anchors(comment: Comment) -> Iterable[pb.PressComment.Anchor]:
    for number, anchor in sorted(comment.carried.items()):
        if anchor is None:
            yield pb.PressComment.Anchor(draft_number=number, outdated=True)
        else:
            yield pb.PressComment.Anchor(
                draft_number=number, block=anchor.block, start=anchor.start, end=anchor.end
            )
