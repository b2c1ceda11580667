"""Maker profiles."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.catalog.enums import MakerProfileState
from gateway.subgraphs.catalog.retirement import Retirement
from gateway.values import moment
from handmade.catalog.v1 import maker_profile_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.catalog.maker import Maker


@strawberry.type(description="What a maker says about custom orders.")
class CustomOrders:
    types: str = strawberry.field(description="What kinds are accepted.")
    production_time: str = strawberry.field(description="How long they take on average.")


@strawberry.federation.type(
    keys=["id"], description="How a maker is shown to the buyers of one country."
)
class MakerProfile(Node):
    country: str = strawberry.field(description="The country it is for, as an ISO 3166-1 code.")
    store_name: str = strawberry.field(
        description="The store's name, unique, the same in all countries."
    )
    short_url: str = strawberry.field(
        description="The end of the store's address, unique, the same in all countries."
    )
    language: str = strawberry.field(description="The language of the texts, as an ISO 639-1 code.")
    inspiration: str | None = strawberry.field(
        description="What inspires the maker; null if nothing is said."
    )
    about: str = strawberry.field(description="About the maker.")
    custom_orders: CustomOrders | None = strawberry.field(
        description="The custom orders the maker offers; null if none."
    )
    state: MakerProfileState = strawberry.field(description="Where it is in its life.")
    created_at: datetime = strawberry.field(description="When it was first published.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    etag: str = strawberry.field(
        description="Changes with every change; send it back to change only what was read."
    )
    retirement: Retirement | None = strawberry.field(
        description="Why and since when it is `RETIRED`; null in every other state."
    )
    maker_name: strawberry.Private[str]

    @strawberry.field(description="Whose it is.")
    def maker(
        self,
    ) -> Annotated["Maker", strawberry.lazy("gateway.subgraphs.catalog.maker")] | None:
        from gateway.subgraphs.catalog.maker import Maker

        return Maker(id=to_id("Maker", self.maker_name))

    @classmethod
    def from_proto(cls, profile: pb.MakerProfile) -> Self:
        """Reads a profile."""
        custom_orders = profile.custom_orders
        return cls(
            id=to_id("MakerProfile", profile.name),
            country=profile.country,
            store_name=profile.store_name,
            short_url=profile.short_url,
            language=profile.language,
            inspiration=profile.inspiration or None,
            about=profile.about,
            custom_orders=CustomOrders(
                types=custom_orders.types, production_time=custom_orders.production_time
            )
            if profile.HasField("custom_orders")
            else None,
            state=MakerProfileState[pb.MakerProfile.State.Name(profile.state)],
            created_at=moment(profile.create_time),
            updated_at=moment(profile.update_time),
            etag=profile.etag,
            retirement=(
                Retirement.from_proto(profile.retirement)
                if profile.HasField("retirement")
                else None
            ),
            maker_name=profile.maker,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds a profile by its resource name."""
        found = await _profiles(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds a profile for another subgraph."""
        return await cls.named(info, from_id(id, "MakerProfile"))


def _profiles(info: Info) -> DataLoader[str, pb.MakerProfile | None]:
    async def load(names: list[str]) -> list[pb.MakerProfile | None]:
        request = pb.LookupMakerProfilesByNameRequest(names=names)
        answer = await info.context.catalog.LookupMakerProfilesByName(request)
        return [
            found.maker_profile if found.HasField("maker_profile") else None
            for found in answer.results
        ]

    return info.context.loader("maker profiles", load)
