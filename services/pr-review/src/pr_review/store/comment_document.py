"""Comments on drafts as documents."""

from typing import Any

from chassis.mongo import Document
from pr_review.domain.comment import Anchor, Comment
from pr_review.store.codec import decoded, encoded


def to_document(comment: Comment) -> Document:
    """All of a comment."""
    kept: Document = encoded(comment)
    kept["_id"] = kept.pop("id")
    kept["carried"] = {str(number): encoded(it) for number, it in comment.carried.items()}
    return kept


def from_document(document: Document) -> Comment:
    """The comment in a document."""
    carried = {
        int(number): None if it is None else decoded(Anchor, it)
        for number, it in document["carried"].items()
    }
    known: dict[str, Any] = {**document, "id": document["_id"], "carried": carried}
    return decoded(Comment, known)
