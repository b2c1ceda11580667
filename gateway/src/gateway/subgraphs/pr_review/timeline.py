"""What happened to a press release."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.subgraphs.pr_review.enums import PressReleaseState
from gateway.subgraphs.pr_review.wire import chosen
from gateway.values import Actor, moment
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.type(description="Something that happened to a press release.")
class PressReleaseTimelineEntry:
    created_at: datetime = strawberry.field(description="When it happened.")
    actor: Actor | None = strawberry.field(description="Who did it; null where a timer did.")
    action: str = strawberry.field(description="What happened, such as `submitted`.")
    state: PressReleaseState = strawberry.field(description="The state it led to.")
    rule_version: str = strawberry.field(
        description="The version of the rules it was decided under."
    )
    reason: str | None = strawberry.field(
        description="Why, as a code or in words; null where no reason was given."
    )
    colleague: Actor | None = strawberry.field(
        description="To whom it was handed, or who was asked; null where nobody was, and but for "
        "staff."
    )
    draft_number: int | None = strawberry.field(
        description="Which draft it was about; null where about none."
    )
    note: str | None = strawberry.field(
        description="What was said to the colleague it was passed on to, or to whoever takes it "
        "next; null where nothing was, and but for staff."
    )
    number: int | None = strawberry.field(
        description="Its place in the whole timeline, from 1; null for what was written before "
        "entries had numbers, and but for staff."
    )
    hash: str | None = strawberry.field(
        description="The SHA-256 of what it says and of the hash of the entry before. The chain "
        "can be checked over the whole timeline only, so it is null but for staff, who see the "
        "whole; and for what was written before entries had hashes."
    )

    @classmethod
    def from_proto(cls, entry: pb.TimelineEntry) -> Self:
        """Reads an entry."""
        return cls(
            created_at=moment(entry.create_time),
            actor=Actor.from_proto(entry.actor),
            action=entry.action,
            state=chosen(PressReleaseState, pb.PressRelease.State, entry.state),
            rule_version=entry.rule_version,
            reason=entry.reason or None,
            colleague=Actor.from_proto(entry.colleague),
            draft_number=entry.draft_number or None,
            note=entry.note or None,
            number=entry.number or None,
            hash=entry.hash or None,
        )
