"""How a press release came in, and who may speak for its maker."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.subgraphs.pr_review.enums import PressReleaseChannel
from gateway.subgraphs.pr_review.wire import chosen
from gateway.values import Actor, moment_if_set
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.type(description="How a press release came in.")
class PressReleaseIntake:
    channel: PressReleaseChannel = strawberry.field(description="How it came in.")
    first_contact_at: datetime | None = strawberry.field(
        description="When the maker first wrote to support; null where nobody recorded it."
    )
    reference: str | None = strawberry.field(
        description="Where that is written down, such as a ticket's number; null if nowhere."
    )
    recorder: Actor | None = strawberry.field(description="Who recorded it; null where nobody did.")
    accepter: Actor | None = strawberry.field(
        description="Who let it count as the receipt; null unless somebody did."
    )
    accepted_at: datetime | None = strawberry.field(
        description="When it came to count; null unless it does."
    )

    @classmethod
    def from_proto(cls, intake: pb.PressRelease.Intake) -> Self:
        """Reads how it came in."""
        return cls(
            channel=chosen(PressReleaseChannel, pb.PressRelease.Channel, intake.channel),
            first_contact_at=moment_if_set(intake, "first_contact_time"),
            reference=intake.reference or None,
            recorder=Actor.from_proto(intake.recorder),
            accepter=Actor.from_proto(intake.accepter),
            accepted_at=moment_if_set(intake, "accept_time"),
        )


@strawberry.type(description="That an agency may act for the maker of a press release.")
class PressReleaseAuthority:
    agency: str | None = strawberry.field(description="The agency; null while none is named.")
    giver: Actor | None = strawberry.field(
        description="Who gave the authority: the maker, or support that was told so; null while it "
        "is missing."
    )
    given_at: datetime | None = strawberry.field(
        description="Since when; null while it is missing."
    )
    reference: str | None = strawberry.field(
        description="Where it is written down; null if nowhere."
    )

    @classmethod
    def from_proto(cls, authority: pb.PressRelease.Authority) -> Self:
        """Reads an authority."""
        return cls(
            agency=authority.agency or None,
            giver=Actor.from_proto(authority.giver),
            given_at=moment_if_set(authority, "give_time"),
            reference=authority.reference or None,
        )
