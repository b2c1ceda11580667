"""Region extensions in MongoDB."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pymongo import DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from applications.domain.application import Occasion
from applications.domain.region_extension import (
    OpenedCountry,
    RegionExtension,
    RegionExtensionExists,
    State,
    TimelineEntry,
)
from chassis import actors
from chassis.errors import Stale
from chassis.mongo import Database, Document, Session, ensure_indexes, swap


class RegionExtensionChanged(Stale):
    """Somebody else, or the marketplace, changed the extension first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("The region extension has changed meanwhile. Read it again.")


class RegionExtensions:
    """All extensions, of which a maker has one at a time for a region that is not over."""

    def __init__(self, database: Database) -> None:
        self._extensions = database["region_extensions"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._extensions,
            IndexModel(
                [("maker", 1), ("region", 1)],
                name="one_at_a_time",
                unique=True,
                partialFilterExpression={"live": True},
            ),
            IndexModel([("maker", 1), ("_id", DESCENDING)], name="of_maker"),
        )

    async def find(
        self, extension_id: str, session: Session | None = None
    ) -> RegionExtension | None:
        """The extension with this id."""
        found = await self._extensions.find_one({"_id": extension_id}, session=session)
        return None if found is None else _from_document(found)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, RegionExtension]:
        """Those with these ids, in one command."""
        cursor = self._extensions.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: _from_document(row) async for row in cursor}

    async def live_of(self, maker_id: str, session: Session) -> Sequence[RegionExtension]:
        """Those of a maker that are not over: one for a region at most."""
        cursor = self._extensions.find({"maker": maker_id, "live": True}, session=session)
        return [_from_document(row) async for row in cursor]

    async def page(self, maker_id: str, before: str, limit: int) -> Sequence[RegionExtension]:
        """A maker's, or all, newest first; those that come after the one with the id `before`."""
        wanted: Document = {"maker": maker_id} if maker_id else {}
        if before:
            wanted["_id"] = {"$lt": before}
        cursor = self._extensions.find(wanted).sort("_id", DESCENDING).limit(limit)
        return [_from_document(row) async for row in cursor]

    async def add(self, extension: RegionExtension, session: Session) -> RegionExtension:
        """Stores a new one. Fails with `RegionExtensionExists`."""
        try:
            await self._extensions.insert_one(_to_document(extension), session=session)
        except DuplicateKeyError as error:
            raise RegionExtensionExists(extension.region) from error
        return extension

    async def save(self, extension: RegionExtension, session: Session) -> RegionExtension:
        """Stores a change. Fails with `RegionExtensionChanged`."""
        stored = await swap(
            self._extensions, _to_document(extension), RegionExtensionChanged(), session
        )
        return replace(extension, revision=stored["revision"])


def _to_document(extension: RegionExtension) -> Document:
    return {
        "_id": extension.id,
        "maker": extension.maker_id,
        "subject": extension.subject,
        "region": extension.region,
        "home_region": extension.home_region,
        "primary_country": extension.primary_country,
        "email": extension.email,
        "created": extension.created,
        "updated": extension.updated,
        "state": extension.state.value,
        "live": not extension.is_over,
        "account": extension.account,
        "refuse_reason": extension.refuse_reason,
        "old_refusal": extension.old_refusal,
        "opened": [
            {"country": it.country, "language": it.language, "opened": it.opened}
            for it in extension.opened
        ],
        "timeline": [
            {
                "moment": entry.occasion.moment,
                "actor": actors.to_document(entry.occasion.actor),
                "rule_version": entry.occasion.rule_version,
                "state": entry.state.value,
                "country": entry.country,
            }
            for entry in extension.timeline
        ],
        "revision": extension.revision,
    }


def _from_document(document: Document) -> RegionExtension:
    return RegionExtension(
        id=document["_id"],
        maker_id=document["maker"],
        subject=document["subject"],
        region=document["region"],
        home_region=document["home_region"],
        primary_country=document["primary_country"],
        email=document["email"],
        created=document["created"],
        updated=document["updated"],
        state=State(document["state"]),
        account=document["account"],
        refuse_reason=document["refuse_reason"],
        old_refusal=document["old_refusal"],
        opened=tuple(
            OpenedCountry(it["country"], it["language"], it["opened"]) for it in document["opened"]
        ),
        timeline=tuple(_to_entry(entry) for entry in document["timeline"]),
        revision=document["revision"],
    )


def _to_entry(document: Document) -> TimelineEntry:
    actor = document["actor"]
    occasion = Occasion(
        actor=actors.from_document(actor) if actor else None,
        moment=document["moment"],
        rule_version=document["rule_version"],
    )
    return TimelineEntry(occasion, State(document["state"]), document["country"])
