"""What happened to an application, and what reviewers noted of it."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.feeds import action_of
from gateway.subgraphs.applications.enums import (
    ApplicationAction,
    ApplicationDeclineReason,
    ApplicationState,
)
from gateway.values import Actor, moment
from handmade.applications.v1 import application_pb2 as pb


@strawberry.type(description="Something that happened to an application.")
class ApplicationTimelineEntry:
    created_at: datetime = strawberry.field(description="When it happened.")
    actor: Actor | None = strawberry.field(description="Who did it; null where a timer did.")
    action: ApplicationAction | None = strawberry.field(
        description="What happened; null where this graph does not know it yet."
    )
    state: ApplicationState = strawberry.field(description="The state it led to.")
    rule_version: str = strawberry.field(
        description="The version of the rules it was decided under."
    )
    reason: str | None = strawberry.field(
        description="The name of `declineReason`; null where it was not declined."
    )
    decline_reason: ApplicationDeclineReason | None = strawberry.field(
        description="Why it was declined; null where it was not."
    )
    text: str | None = strawberry.field(
        description="What the applicant wrote when withdrawing it, if anything."
    )
    colleague: Actor | None = strawberry.field(
        description="To whom it was handed over; null where it was not, and but for staff."
    )

    @classmethod
    def from_proto(cls, entry: pb.TimelineEntry) -> Self:
        """Reads an entry."""
        reason = entry.decline_reason
        return cls(
            created_at=moment(entry.create_time),
            actor=Actor.from_proto(entry.actor),
            action=action_of(ApplicationAction, entry.action),
            state=state_of(entry.state),
            rule_version=entry.rule_version,
            reason=entry.reason or None,
            decline_reason=(
                ApplicationDeclineReason[pb.Application.DeclineReason.Name(reason)]
                if reason
                else None
            ),
            text=entry.text or None,
            colleague=Actor.from_proto(entry.colleague),
        )


@strawberry.type(description="A note of staff for staff.")
class ApplicationNote:
    author: Actor | None = strawberry.field(description="Who wrote it.")
    text: str = strawberry.field(description="What it says.")
    created_at: datetime = strawberry.field(description="When it was written.")

    @classmethod
    def from_proto(cls, note: pb.ApplicationNote) -> Self:
        """Reads a note."""
        return cls(
            author=Actor.from_proto(note.author),
            text=note.text,
            created_at=moment(note.create_time),
        )


def state_of(state: pb.Application.State.ValueType) -> ApplicationState:
    """Reads where an application is in its life."""
    return ApplicationState[pb.Application.State.Name(state)]
