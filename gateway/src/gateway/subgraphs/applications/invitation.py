"""Invitations: what a maker's registration still needs."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.applications.enums import (
    InvitationLinkFit,
    InvitationState,
    RegistrationBlocker,
)
from gateway.subgraphs.applications.maker import Maker
from gateway.values import moment, moment_if_set
from handmade.applications.v1 import invitation_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.applications.application import Application


@strawberry.type(description="One check that a registration rests on.")
class RegistrationCheck:
    description: str = strawberry.field(description="What was checked.")
    met: bool = strawberry.field(description="Whether it holds.")


@strawberry.type(description="Whether the maker may list in a region, and why.")
class ListingPermission:
    allowed: bool = strawberry.field(description="Whether the maker may list there now.")
    because: list[str] = strawberry.field(
        description="Why the maker may or may not, one sentence for each reason."
    )


@strawberry.federation.type(
    keys=["id"], description="A mailed link with which one applicant registers, once."
)
class Invitation(Node):
    region: str = strawberry.field(description="The region it opens, such as `NA`.")
    state: InvitationState = strawberry.field(description="Where it is in its life.")
    blockers: list[RegistrationBlocker] = strawberry.field(
        description="What still stands in the way, as far as is known of the selling account."
    )
    checks: list[RegistrationCheck] = strawberry.field(
        description="The checks that a complete registration rests on."
    )
    created_at: datetime = strawberry.field(description="When it was issued.")
    expires_at: datetime = strawberry.field(description="Until when it can be used.")
    redeemed_at: datetime | None = strawberry.field(description="When it was used, if it was.")
    confirmed_at: datetime | None = strawberry.field(
        description="When the registration was complete, if it is."
    )
    may_list: ListingPermission = strawberry.field(
        description="Whether the maker may list in the region now, with the checks behind it."
    )
    revoke_reason: str | None = strawberry.field(
        description="Why it was taken back, for the applicant; null unless it was."
    )
    application_name: strawberry.Private[str]
    maker_name: strawberry.Private[str]
    successor_name: strawberry.Private[str]

    @strawberry.field(description="The application it follows.")
    async def application(
        self, info: Info
    ) -> (
        Annotated["Application", strawberry.lazy("gateway.subgraphs.applications.application")]
        | None
    ):
        from gateway.subgraphs.applications.application import Application

        return await Application.named(info, self.application_name)

    @strawberry.field(description="Whom it invites.")
    async def maker(self, info: Info) -> Maker | None:
        return await Maker.named(info, self.maker_name)

    @strawberry.field(
        description="The one issued in its place; null unless another one was, and while it "
        "cannot be read."
    )
    async def superseded_by(self, info: Info) -> "Invitation | None":
        if not self.successor_name:
            return None
        return await Invitation.named(info, self.successor_name)

    @classmethod
    def from_proto(cls, invitation: pb.Invitation) -> Self:
        """Reads an invitation."""
        return cls(
            id=to_id("Invitation", invitation.name),
            region=invitation.region,
            state=InvitationState[pb.Invitation.State.Name(invitation.state)],
            blockers=[
                RegistrationBlocker[pb.Invitation.Blocker.Name(blocker)]
                for blocker in invitation.blockers
            ],
            checks=[
                RegistrationCheck(description=check.description, met=check.met)
                for check in invitation.checks
            ],
            created_at=moment(invitation.create_time),
            expires_at=moment(invitation.expire_time),
            redeemed_at=moment_if_set(invitation, "redeem_time"),
            confirmed_at=moment_if_set(invitation, "confirm_time"),
            may_list=ListingPermission(
                allowed=invitation.may_list, because=list(invitation.may_list_because)
            ),
            revoke_reason=invitation.revoke_reason or None,
            application_name=invitation.application,
            maker_name=invitation.maker,
            successor_name=invitation.superseded_by,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds an invitation by its resource name."""
        found = await _invitations(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds an invitation for another subgraph."""
        return await cls.named(info, from_id(id, "Invitation"))


@strawberry.type(description="What the link of an invitation mail leads to.")
class InvitationLink:
    state: InvitationState = strawberry.field(description="Where the invitation is in its life.")
    region: str = strawberry.field(description="The region it opens, such as `NA`.")
    expires_at: datetime = strawberry.field(description="Until when it can be used.")
    email_hint: str = strawberry.field(
        description="The address that the account must have, most of it hidden, such as "
        "`a••@e••.com`."
    )
    fit: InvitationLinkFit | None = strawberry.field(
        description="Whether the viewer's account can redeem it; null without a token."
    )

    @classmethod
    def from_proto(cls, link: pb.InvitationLink) -> Self:
        """Reads what a link leads to."""
        fit = link.fit
        return cls(
            state=InvitationState[pb.Invitation.State.Name(link.state)],
            region=link.region,
            expires_at=moment(link.expire_time),
            email_hint=link.email_hint,
            fit=InvitationLinkFit[pb.InvitationLink.Fit.Name(fit)] if fit else None,
        )


def _invitations(info: Info) -> DataLoader[str, pb.Invitation | None]:
    async def load(names: list[str]) -> list[pb.Invitation | None]:
        request = pb.LookupInvitationsByNameRequest(names=names)
        answer = await info.context.applications.LookupInvitationsByName(request)
        return [
            found.invitation if found.HasField("invitation") else None for found in answer.results
        ]

    return info.context.loader("invitations", load)
