"""Stores profiles, and the storefronts that all profiles of a maker share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pymongo import IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from catalog import words
from catalog.domain.market import Viewer
from catalog.domain.profile import (
    CustomOrders,
    MakerProfileChanged,
    Presentation,
    Profile,
    Storefront,
)
from catalog.store import sight
from catalog.store.documents import from_retirement, to_retirement
from chassis import mongo
from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes


class StoreNameTaken(Exception):
    """Another maker has the store name: the unique index says so."""


class ShortUrlTaken(Exception):
    """Another maker has the short URL: the unique index says so."""


@dataclass(frozen=True)
class ProfilesOfMaker:
    """The profiles of a maker that a viewer may see, and where others see them too."""

    profiles: list[Profile]
    shown_since: dict[str, datetime]

    def is_shown(self, profile: Profile) -> bool:
        """Whether buyers see the profile."""
        since = self.shown_since.get(profile.country)
        return profile.retirement is None and since is not None and since <= profile.published


class Profiles:
    """The profiles of all makers."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._profiles = database["profiles"]
        self._storefronts = database["storefronts"]
        self._makers = database["makers"]

    async def prepare(self) -> None:
        """Makes the unique indexes, which decide who has a name."""
        await ensure_indexes(
            self._profiles, IndexModel([("maker", 1), ("country", 1)], unique=True)
        )
        await ensure_indexes(
            self._storefronts,
            # A maker without a profile has a storefront without names.
            IndexModel(
                "name_key",
                name="store_name",
                unique=True,
                partialFilterExpression={"name_key": {"$exists": True}},
            ),
            IndexModel(
                "short_url",
                name="short_url",
                unique=True,
                partialFilterExpression={"short_url": {"$exists": True}},
            ),
        )

    async def storefront(self, maker: str, session: Session | None = None) -> Storefront:
        """What the maker's profiles share; empty before the first is published."""
        found = await self._storefronts.find_one({"_id": maker}, session=session)
        return _from_storefront(maker, found or {})

    async def storefront_to_follow(self, maker: str, session: Session) -> Storefront:
        """The maker's storefront, for a new listing to follow.

        Writing to it makes a profile that is published at the same time come clearly before or
        after, so that no listing misses what it changes.
        """
        found = await self._storefronts.find_one_and_update(
            {"_id": maker},
            {"$inc": {"followers": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return _from_storefront(maker, found)

    async def name_holders(
        self, said: Presentation, session: Session
    ) -> tuple[str | None, str | None]:
        """The makers that have the store name and the short URL."""
        name = await self._storefronts.find_one(
            {"name_key": words.same_name(said.store_name)}, {"_id": 1}, session=session
        )
        url = await self._storefronts.find_one(
            {"short_url": said.short_url}, {"_id": 1}, session=session
        )
        return (None if name is None else name["_id"], None if url is None else url["_id"])

    async def save_storefront(self, storefront: Storefront, session: Session) -> None:
        """Stores what the profiles share; without a name the maker's former ones are free again.

        Fails with `StoreNameTaken` or `ShortUrlTaken`.
        """
        offering = {"custom_order_countries": sorted(storefront.custom_order_countries)}
        names = {
            "store_name": storefront.store_name,
            "name_key": words.same_name(storefront.store_name),
            "short_url": storefront.short_url,
        }
        try:
            await self._storefronts.update_one(
                {"_id": storefront.maker},
                {"$set": offering | names}
                if storefront.store_name
                else {"$set": offering, "$unset": names},
                upsert=True,
                session=session,
            )
        except DuplicateKeyError as error:
            match (error.details or {}).get("keyPattern"):
                case {"name_key": _}:
                    raise StoreNameTaken from error
                case {"short_url": _}:
                    raise ShortUrlTaken from error
            raise

    async def add(self, profile: Profile, session: Session) -> None:
        """Stores a new profile. Fails with `MakerProfileChanged` if there is one meanwhile."""
        try:
            await self._profiles.insert_one(_to_document(profile), session=session)
        except DuplicateKeyError as error:
            raise MakerProfileChanged from error

    async def save(self, profile: Profile, session: Session) -> Profile:
        """Stores a changed profile. Fails with `MakerProfileChanged` for a lost race."""
        stored = await mongo.swap(
            self._profiles, _to_document(profile), MakerProfileChanged(), session
        )
        return replace(profile, revision=stored["revision"])

    async def find(self, key: str, session: Session | None = None) -> Profile | None:
        """The profile of this id."""
        found = await self._profiles.find_one({"_id": key}, session=session)
        return None if found is None else _from_document(found)

    async def find_many(self, ids: Iterable[str | None]) -> dict[str, Profile]:
        """The profiles of these ids, in one command."""
        wanted = [key for key in ids if key is not None]
        found = self._profiles.find({"_id": {"$in": wanted}})
        return {document["_id"]: _from_document(document) async for document in found}

    async def of_maker(self, maker: str, session: Session) -> dict[str, Profile]:
        """A maker's profiles by country."""
        found = self._profiles.find({"maker": maker}, session=session)
        return {document["country"]: _from_document(document) async for document in found}

    async def of_each(
        self, makers: list[str], viewer: Viewer, regions: Mapping[str, list[str]]
    ) -> dict[str, ProfilesOfMaker]:
        """The profiles that the viewer may see of each maker, in one command."""
        since = {"$and": [{"$not": ["$retirement"]}, sight.is_in("$$markets", "published")]}
        shown = {"$or": ["$$is_inside", since]}
        rows = await self._mongo.aggregate(
            self._makers,
            [
                {"$match": {"_id": {"$in": makers}}},
                {
                    "$project": {
                        "is_inside": sight.is_inside(viewer),
                        "markets": sight.markets(regions),
                    }
                },
                {
                    "$lookup": {
                        "from": "profiles",
                        "localField": "_id",
                        "foreignField": "maker",
                        "let": {"is_inside": "$is_inside", "markets": "$markets"},
                        "pipeline": [{"$match": {"$expr": shown}}, {"$sort": {"country": 1}}],
                        "as": "profiles",
                    }
                },
            ],
        )
        return {
            row["_id"]: ProfilesOfMaker(
                [_from_document(document) for document in row["profiles"]],
                {market["country"]: market["since"] for market in row["markets"]},
            )
            for row in rows
        }


def _from_storefront(maker: str, document: Document) -> Storefront:
    return Storefront(
        maker,
        document.get("store_name", ""),
        document.get("short_url", ""),
        frozenset(document.get("custom_order_countries", ())),
    )


def _to_document(profile: Profile) -> Document:
    said = profile.presentation
    return {
        "_id": profile.id,
        "maker": profile.maker,
        "country": profile.country,
        "store_name": said.store_name,
        "short_url": said.short_url,
        "language": said.language,
        "inspiration": said.inspiration,
        "about": said.about,
        "custom_orders": said.custom_orders
        and {
            "types": said.custom_orders.types,
            "production_time": said.custom_orders.production_time,
        },
        "created": profile.created,
        "updated": profile.updated,
        "published": profile.published,
        "retirement": to_retirement(profile.retirement),
        "revision": profile.revision,
    }


def _from_document(document: Document) -> Profile:
    custom_orders = document["custom_orders"]
    return Profile(
        id=document["_id"],
        maker=document["maker"],
        country=document["country"],
        presentation=Presentation(
            store_name=document["store_name"],
            short_url=document["short_url"],
            language=document["language"],
            inspiration=document["inspiration"],
            about=document["about"],
            custom_orders=None
            if custom_orders is None
            else CustomOrders(custom_orders["types"], custom_orders["production_time"]),
        ),
        created=document["created"],
        updated=document["updated"],
        # Profiles that were stored before this was said have been members' ever since.
        published=document["published"] if "published" in document else document["updated"],
        retirement=from_retirement(document.get("retirement")),
        revision=document["revision"],
    )
