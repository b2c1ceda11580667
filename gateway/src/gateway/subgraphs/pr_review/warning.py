"""What is odd about a document, and what stands against an approval."""

from typing import Self

import strawberry

from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.type(
    description="Something odd about a document that is no reason to refuse it, or that whoever "
    "reads what we made of it should know."
)
class DraftWarning:
    code: str = strawberry.field(description="What it is, in capitals, such as `UNSAFE_LINK`.")
    message: str | None = strawberry.field(
        description="What is odd, and what it means for whoever reads it; null for a code that "
        "only an earlier version gave."
    )
    subject: str | None = strawberry.field(
        description="What it is about, as far as it can be said; null else."
    )

    @classmethod
    def from_proto(cls, warning: pb.PressRelease.Warning) -> Self:
        """Reads a warning."""
        return cls(
            code=warning.code, message=warning.message or None, subject=warning.subject or None
        )


@strawberry.type(description="Something that stands against an approval.")
class PressReleaseObstacle:
    code: str = strawberry.field(
        description="What it is, in capitals, such as `OPEN_ISSUES`: what an approval would be "
        "refused with."
    )
    message: str = strawberry.field(description="What stands against it.")
    subject: str | None = strawberry.field(
        description="What of the press release it is about, such as `stakeholders.2`; null where "
        "all of it."
    )

    @classmethod
    def from_proto(cls, obstacle: pb.PressRelease.Obstacle) -> Self:
        """Reads what stands against it."""
        return cls(code=obstacle.code, message=obstacle.text, subject=obstacle.subject or None)
