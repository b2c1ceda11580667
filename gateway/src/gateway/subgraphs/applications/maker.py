"""Makers: who they are, where they may sell, and whom they let act for them."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.applications.enums import MembershipReason, MembershipState
from gateway.values import moment
from handmade.applications.v1 import maker_pb2 as pb


@strawberry.type(description="Where a maker stands in one region.")
class Membership:
    region: str = strawberry.field(description="The region, such as `NA`.")
    state: MembershipState = strawberry.field(description="Where it is in its life.")
    ready_countries: list[str] = strawberry.field(
        description="The countries in which the maker may list now, as ISO 3166-1 codes; none "
        "unless it is `ACTIVE`."
    )
    updated_at: datetime = strawberry.field(description="Since when it is so.")
    granted_at: datetime | None = strawberry.field(
        description="When it was granted; null for the first ones, where it was not kept."
    )
    extended_from: str | None = strawberry.field(
        description="The region of the membership it was extended from; null where it rests on an "
        "application of its own."
    )
    reason: MembershipReason | None = strawberry.field(
        description="Why it was suspended, removed or left; null but for the maker and staff."
    )
    reason_text: str | None = strawberry.field(
        description="What the maker was told, or told us; null but for the maker and staff."
    )

    @classmethod
    def from_proto(cls, membership: pb.Membership) -> Self:
        """Reads a membership. What is private of it is unset where it was withheld."""
        reason = membership.reason
        granted = membership.HasField("grant_time")
        return cls(
            region=membership.region,
            state=MembershipState[pb.Membership.State.Name(membership.state)],
            ready_countries=list(membership.ready_countries),
            updated_at=moment(membership.update_time),
            granted_at=moment(membership.grant_time) if granted else None,
            extended_from=membership.extended_from or None,
            reason=MembershipReason[pb.Membership.Reason.Name(reason)] if reason else None,
            reason_text=membership.reason_text or None,
        )


@strawberry.type(description="A partner's right to act for a maker.")
class PartnerGrant:
    partner: str = strawberry.field(description="The partner's subject.")
    scopes: list[str] = strawberry.field(description="How far it reaches, such as `catalog:write`.")
    created_at: datetime = strawberry.field(description="Since when.")

    @classmethod
    def from_proto(cls, grant: pb.Grant) -> Self:
        """Reads a grant."""
        return cls(
            partner=grant.partner,
            scopes=list(grant.scopes),
            created_at=moment(grant.create_time),
        )


@strawberry.federation.type(keys=["id"], description="Somebody who makes and sells, or applies to.")
class Maker(Node):
    display_name: str = strawberry.field(description="The business's name.")
    country: str = strawberry.field(
        description="Where the maker sells from, as an ISO 3166-1 code; empty until an "
        "application says it."
    )
    memberships: list[Membership] = strawberry.field(
        description="Where the maker stands in each region; only where active, to other makers "
        "and buyers."
    )
    created_at: datetime = strawberry.field(description="When the maker first applied.")
    email: str | None = strawberry.field(
        description="The account's e-mail address; null but for the maker and staff."
    )
    grants: list[PartnerGrant] | None = strawberry.field(
        description="Who may act for the maker; null but for the maker and staff."
    )
    language: str | None = strawberry.field(
        description="The language to write to the maker in, as an ISO 639-1 code; null but for "
        "the maker and staff."
    )

    @classmethod
    def from_proto(cls, maker: pb.Maker) -> Self:
        """Reads a maker. Without a subject, what is private of it was withheld."""
        is_open = bool(maker.subject)
        return cls(
            id=to_id("Maker", maker.name),
            display_name=maker.display_name,
            country=maker.country,
            memberships=[Membership.from_proto(held) for held in maker.memberships],
            created_at=moment(maker.create_time),
            email=maker.email if is_open else None,
            grants=[PartnerGrant.from_proto(one) for one in maker.grants] if is_open else None,
            language=maker.language if is_open else None,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds a maker by its resource name."""
        found = await _makers(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds a maker for another subgraph."""
        return await cls.named(info, from_id(id, "Maker"))


def _makers(info: Info) -> DataLoader[str, pb.Maker | None]:
    async def load(names: list[str]) -> list[pb.Maker | None]:
        request = pb.LookupMakersByNameRequest(names=names)
        answer = await info.context.applications.LookupMakersByName(request)
        return [found.maker if found.HasField("maker") else None for found in answer.results]

    return info.context.loader("makers", load)
