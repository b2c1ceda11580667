"""Region extensions as the contract's messages, and what of their timeline the maker sees."""

from collections.abc import Iterable

from applications.domain.region_extension import (
    COPIED,
    TO_TRANSLATE,
    Blocker,
    ProfilePart,
    RegionExtension,
    TimelineEntry,
)
from chassis.actors import hide_accounts, to_actor
from chassis.countries import Country
from chassis.moments import to_timestamp
from handmade.applications.v1 import region_extension_pb2 as pb

COLLECTION = "regionExtensions"


def name_of(extension_id: str) -> str:
    """The resource name of a region extension."""
    return f"{COLLECTION}/{extension_id}"


def to_extension(
    extension: RegionExtension,
    blockers: Iterable[Blocker],
    reported: str,
    countries: Iterable[Country],
) -> pb.RegionExtension:
    """All of an extension, with the account that the marketplace reported and the countries that
    its region has. `for_maker` takes away what is the staff's own.
    """
    return pb.RegionExtension(
        name=name_of(extension.id),
        maker=f"makers/{extension.maker_id}",
        region=extension.region,
        home_region=extension.home_region,
        primary_country=extension.primary_country,
        state=pb.RegionExtension.State.Value(extension.state.value),
        email=extension.email,
        account=extension.account,
        blockers=[pb.RegionExtension.Blocker.Value(blocker.value) for blocker in blockers],
        refuse_reason=extension.refuse_reason,
        countries=[_to_country(extension, entry) for entry in countries],
        copied=[_part(part) for part in COPIED],
        to_translate=[_part(part) for part in TO_TRANSLATE],
        timeline=[_to_entry(entry) for entry in extension.timeline],
        create_time=to_timestamp(extension.created),
        update_time=to_timestamp(extension.updated),
        etag=str(extension.revision),
        reported_account="" if extension.is_over else reported,
    )


def for_maker(full: pb.RegionExtension, subject: str) -> pb.RegionExtension:
    """The extension as the maker with this subject sees it: of others the name and role."""
    shown = pb.RegionExtension()
    shown.CopyFrom(full)
    hide_accounts((entry.actor for entry in shown.timeline if entry.HasField("actor")), subject)
    return shown


def _part(part: ProfilePart) -> pb.RegionExtension.ProfilePart.ValueType:
    return pb.RegionExtension.ProfilePart.Value(part.value)


def _to_country(extension: RegionExtension, entry: Country) -> pb.RegionExtension.Country:
    opened = next((it for it in extension.opened if it.country == entry.code), None)
    return pb.RegionExtension.Country(
        country=entry.code,
        official_languages=entry.languages,
        language=opened.language if opened else "",
        open_time=to_timestamp(opened.opened if opened else None),
    )


def _to_entry(entry: TimelineEntry) -> pb.RegionExtension.TimelineEntry:
    return pb.RegionExtension.TimelineEntry(
        create_time=to_timestamp(entry.occasion.moment),
        actor=to_actor(entry.occasion.actor),
        state=pb.RegionExtension.State.Value(entry.state.value),
        country=entry.country,
        rule_version=entry.occasion.rule_version,
    )
