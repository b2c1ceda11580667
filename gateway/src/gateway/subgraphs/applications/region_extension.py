"""Region extensions: the way of a maker's membership into another region."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.connections import Connection
from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.applications.enums import (
    ProfilePart,
    RegionExtensionBlocker,
    RegionExtensionState,
)
from gateway.subgraphs.applications.maker import Maker
from gateway.values import Actor, moment
from handmade.applications.v1 import region_extension_pb2 as pb


@strawberry.type(description="A country of the region that a membership is extended to.")
class RegionExtensionCountry:
    country: str = strawberry.field(description="The ISO 3166-1 code, such as `DE`.")
    official_languages: list[str] = strawberry.field(
        description="The official languages, as ISO 639-1 codes, of which one is needed for "
        "listings and customer support."
    )
    language: str | None = strawberry.field(
        description="The official one in which the maker begins; each listing and profile says its "
        "own. Null until the country is open."
    )
    opened_at: datetime | None = strawberry.field(
        description="Since when listings can be created there; null until then."
    )

    @classmethod
    def from_proto(cls, country: pb.RegionExtension.Country) -> Self:
        """Reads a country."""
        return cls(
            country=country.country,
            official_languages=list(country.official_languages),
            language=country.language or None,
            opened_at=moment(country.open_time) if country.HasField("open_time") else None,
        )


@strawberry.type(description="Something that happened to a region extension.")
class RegionExtensionTimelineEntry:
    at: datetime = strawberry.field(description="When it happened.")
    actor: Actor | None = strawberry.field(description="Who did it; null where a timer did.")
    state: RegionExtensionState = strawberry.field(description="The state it led to.")
    country: str | None = strawberry.field(
        description="The country it was about, as an ISO 3166-1 code, if one."
    )
    rule_version: str = strawberry.field(description="The version of the rules it followed.")

    @classmethod
    def from_proto(cls, entry: pb.RegionExtension.TimelineEntry) -> Self:
        """Reads an entry."""
        return cls(
            at=moment(entry.create_time),
            actor=Actor.from_proto(entry.actor),
            state=_state(entry.state),
            country=entry.country or None,
            rule_version=entry.rule_version,
        )


@strawberry.federation.type(
    keys=["id"],
    description="The way of a maker's membership into another region, without a new application.",
)
class RegionExtension(Node):
    region: str = strawberry.field(description="The region it opens, such as `EU`.")
    home_region: str = strawberry.field(
        description="The region whose membership is extended, such as `NA`."
    )
    primary_country: str = strawberry.field(
        description="Where the new selling account is registered, as an ISO 3166-1 code."
    )
    state: RegionExtensionState = strawberry.field(description="Where it is in its life.")
    email: str = strawberry.field(
        description="The e-mail address that the new selling account must have, letter for letter."
    )
    account: str | None = strawberry.field(
        description="The number of the new selling account, as the maker registered it, and since "
        "the approval as the marketplace reported it; null until it is registered."
    )
    reported_account: str | None = strawberry.field(
        description="The number of the selling account in the region that the marketplace "
        "reported; null until it reported one, and once the extension is over."
    )
    blockers: list[RegionExtensionBlocker] = strawberry.field(
        description="What still stands in the way, in the order in which it is done, as far as is "
        "known of the selling account."
    )
    refuse_reason: str | None = strawberry.field(
        description="Why the marketplace did not verify the seller; null unless it refused."
    )
    countries: list[RegionExtensionCountry] = strawberry.field(
        description="The countries of the region."
    )
    copied: list[ProfilePart] = strawberry.field(
        description="What of the profile is the same in every country by itself."
    )
    to_translate: list[ProfilePart] = strawberry.field(
        description="What of the profile must be translated for each country."
    )
    timeline: list[RegionExtensionTimelineEntry] = strawberry.field(
        description="Everything that happened to it, oldest first."
    )
    created_at: datetime = strawberry.field(description="When it was started.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    etag: str = strawberry.field(description="Changes with every change.")
    maker_name: strawberry.Private[str]

    @strawberry.field(description="Whose it is.")
    async def maker(self, info: Info) -> Maker | None:
        return await Maker.named(info, self.maker_name)

    @classmethod
    def from_proto(cls, extension: pb.RegionExtension) -> Self:
        """Reads an extension."""
        blocker = pb.RegionExtension.Blocker
        return cls(
            id=to_id("RegionExtension", extension.name),
            region=extension.region,
            home_region=extension.home_region,
            primary_country=extension.primary_country,
            state=_state(extension.state),
            email=extension.email,
            account=extension.account or None,
            reported_account=extension.reported_account or None,
            blockers=[RegionExtensionBlocker[blocker.Name(found)] for found in extension.blockers],
            refuse_reason=extension.refuse_reason or None,
            countries=[RegionExtensionCountry.from_proto(one) for one in extension.countries],
            copied=[_part(part) for part in extension.copied],
            to_translate=[_part(part) for part in extension.to_translate],
            timeline=[RegionExtensionTimelineEntry.from_proto(one) for one in extension.timeline],
            created_at=moment(extension.create_time),
            updated_at=moment(extension.update_time),
            etag=extension.etag,
            maker_name=extension.maker,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds an extension by its resource name."""
        found = await _extensions(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds an extension for another subgraph."""
        return await cls.named(info, from_id(id, "RegionExtension"))


async def listed(
    info: Info, request: pb.ListRegionExtensionsRequest
) -> Connection[RegionExtension]:
    """Reads a page of extensions."""
    answer = await info.context.applications.ListRegionExtensions(request)
    return Connection[RegionExtension].of(
        map(RegionExtension.from_proto, answer.region_extensions),
        answer.cursors,
        answer.next_page_token,
    )


def _state(state: pb.RegionExtension.State.ValueType) -> RegionExtensionState:
    return RegionExtensionState[pb.RegionExtension.State.Name(state)]


def _part(part: pb.RegionExtension.ProfilePart.ValueType) -> ProfilePart:
    return ProfilePart[pb.RegionExtension.ProfilePart.Name(part)]


def _extensions(info: Info) -> DataLoader[str, pb.RegionExtension | None]:
    async def load(names: list[str]) -> list[pb.RegionExtension | None]:
        request = pb.LookupRegionExtensionsByNameRequest(names=names)
        answer = await info.context.applications.LookupRegionExtensionsByName(request)
        return [
            found.region_extension if found.HasField("region_extension") else None
            for found in answer.results
        ]

    return info.context.loader("region extensions", load)
