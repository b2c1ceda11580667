"""Stores listings, every version of their customizations, and every SKU that was ever used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pymongo import DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from catalog import words as folded
from catalog.domain.customization import OptionSet
from catalog.domain.listing import Listing, ListingChanged, State
from catalog.domain.market import Viewer
from catalog.domain.profile import Storefront
from catalog.store import sight
from catalog.store.documents import to_customizations
from catalog.store.listing_documents import from_document, to_document
from chassis import mongo
from chassis.memberships import ACTIVE
from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes
from chassis.paging import behind

# A maker's name that no maker has.
_NOBODY = ""


class SkuTaken(Exception):
    """The maker has used the SKU before: the unique index says so."""


@dataclass(frozen=True)
class FirstListings:
    """The first listings of a maker, and whether the viewer sees everything of it."""

    listings: list[Listing]
    is_inside: bool


class Listings:
    """The listings of all makers."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._listings = database["listings"]
        self._option_sets = database["option_sets"]
        self._skus = database["skus"]
        self._makers = database["makers"]

    async def prepare(self) -> None:
        """Makes the indexes. Those for buyers hold public listings on sale and nothing else."""
        found = {"is_found": True}
        await ensure_indexes(
            self._listings,
            IndexModel([("maker", 1), ("_id", DESCENDING)], name="of_maker"),
            IndexModel(
                [("maker", 1), ("is_found", 1), ("_id", DESCENDING)],
                name="shown_of_maker",
                partialFilterExpression=found,
            ),
            IndexModel(
                [("country", 1), ("words", 1), ("published", -1), ("_id", -1)],
                name="search",
                partialFilterExpression=found,
            ),
            IndexModel(
                [("country", 1), ("published", -1), ("_id", -1)],
                name="newest",
                partialFilterExpression=found,
            ),
        )
        await ensure_indexes(self._option_sets, IndexModel("listing"))
        # The maker and the SKU are the `_id`: what was used once is refused for ever.
        await ensure_indexes(self._skus, IndexModel("listing"))

    async def add(self, listing: Listing, session: Session) -> None:
        """Stores a new listing. Fails with `SkuTaken`."""
        try:
            await self._skus.insert_one(
                {"_id": _sku_key(listing.maker, listing.sku), "listing": listing.id},
                session=session,
            )
        except DuplicateKeyError as error:
            raise SkuTaken from error
        await self._listings.insert_one(to_document(listing), session=session)
        await self._keep_option_set(listing.option_set, session)

    async def save(self, before: Listing, after: Listing, session: Session) -> Listing:
        """Stores a changed listing. Fails with `ListingChanged` for a lost race."""
        stored = await mongo.swap(self._listings, to_document(after), ListingChanged(), session)
        if after.option_set_version != before.option_set_version:
            await self._keep_option_set(after.option_set, session)
        return replace(after, revision=stored["revision"])

    async def _keep_option_set(self, options: OptionSet, session: Session) -> None:
        await self._option_sets.insert_one(
            {
                "_id": f"{options.listing}/{options.version}",
                "listing": options.listing,
                "customizations": to_customizations(options.customizations),
            },
            session=session,
        )

    async def is_sku_used(self, maker: str, sku: str, session: Session) -> bool:
        """Whether the maker has ever used the SKU, in whatever case."""
        found = await self._skus.find_one({"_id": _sku_key(maker, sku)}, session=session)
        return found is not None

    async def find(self, key: str, session: Session | None = None) -> Listing | None:
        """The listing of this id."""
        found = await self._listings.find_one({"_id": key}, session=session)
        return None if found is None else from_document(found)

    async def find_many(self, ids: Iterable[str | None]) -> dict[str, Listing]:
        """The listings of these ids, in one command."""
        wanted = [key for key in ids if key is not None]
        found = self._listings.find({"_id": {"$in": wanted}})
        return {document["_id"]: from_document(document) async for document in found}

    async def of_maker(
        self,
        maker: str,
        states: Iterable[State],
        shown_in: Mapping[str, datetime] | None,
        after: str | None,
        limit: int,
    ) -> list[Listing]:
        """A maker's listings, newest first; with `shown_in` only public ones in those countries
        that were made from the moment on.
        """
        query: Document = {"maker": maker}
        if shown_in is not None:
            if not shown_in:
                return []
            query |= {
                "is_found": True,
                "$or": [
                    {"country": country, "created": {"$gte": since}}
                    for country, since in shown_in.items()
                ],
            }
        index = "of_maker" if shown_in is None else "shown_of_maker"
        return await self._newest(query, states, after, limit, index)

    async def all(self, states: Iterable[State], after: str | None, limit: int) -> list[Listing]:
        """The listings of all makers, newest first."""
        return await self._newest({}, states, after, limit, index="_id_")

    async def _newest(
        self, query: Document, states: Iterable[State], after: str | None, limit: int, index: str
    ) -> list[Listing]:
        chosen = [state.value for state in states]
        if chosen:
            query |= {"state": {"$in": chosen}}
        if after is not None:
            query |= {"_id": {"$lt": after}}
        # Named, since the planner would rather sort where few documents let it seem cheap.
        found = self._listings.find(query).sort("_id", DESCENDING).limit(limit).hint(index)
        return [from_document(document) async for document in found]

    async def first_of_each(
        self, makers: list[str], viewer: Viewer, regions: Mapping[str, list[str]], limit: int
    ) -> dict[str, FirstListings]:
        """The first listings that the viewer may see of each maker, in one command.

        Each maker is looked up as it is seen, from inside or from outside, so that thousands of
        drafts are never read to show the few listings that are on sale.
        """
        newest: list[Document] = [{"$sort": {"_id": DESCENDING}}, {"$limit": limit}]
        on_sale = {"is_found": True, "$expr": sight.is_in("$$markets", "created")}
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
                    "$set": {
                        "inside": {"$cond": ["$is_inside", "$_id", _NOBODY]},
                        "outside": {"$cond": ["$is_inside", _NOBODY, "$_id"]},
                    }
                },
                {
                    "$lookup": {
                        "from": "listings",
                        "localField": "inside",
                        "foreignField": "maker",
                        "pipeline": newest,
                        "as": "own",
                    }
                },
                {
                    "$lookup": {
                        "from": "listings",
                        "localField": "outside",
                        "foreignField": "maker",
                        "let": {"markets": "$markets"},
                        "pipeline": [{"$match": on_sale}, *newest],
                        "as": "shown",
                    }
                },
            ],
        )
        return {
            row["_id"]: FirstListings(
                [from_document(document) for document in (*row["own"], *row["shown"])],
                row["is_inside"],
            )
            for row in rows
        }

    async def search(
        self,
        country: str,
        region: str,
        words: list[str],
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Listing]:
        """Public listings on sale that have all the words, those published last first."""
        found = await self._mongo.aggregate(
            self._listings, search_pipeline(country, region, words, after, limit)
        )
        return [from_document(document) for document in found]

    async def behind(self, storefront: Storefront, limit: int) -> list[str]:
        """The ids of some listings that do not follow their maker's storefront yet."""
        offering = sorted(storefront.custom_order_countries)
        found = self._listings.find(
            {
                "maker": storefront.maker,
                "state": {"$ne": State.RETIRED.value},
                "$or": [
                    {"store_name": {"$ne": storefront.store_name}},
                    {"custom_orders_offered": False, "country": {"$in": offering}},
                    {"custom_orders_offered": True, "country": {"$nin": offering}},
                ],
            },
            {"_id": 1},
        ).limit(limit)
        return [document["_id"] async for document in found]


def search_pipeline(
    country: str,
    region: str,
    words: list[str],
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Document]:
    """Reads an index in the order of the answer, and stops at the limit.

    Whether the maker is active is asked of the copy for each listing that is read, so search
    follows the copy at once and there is nothing to keep in step.
    """
    query: Document = {"is_found": True, "country": country}
    if words:
        query["words"] = {"$all": words}
    if after is not None:
        query |= behind("published", after)
    return [
        {"$match": query},
        {"$sort": {"published": -1, "_id": -1}},
        {"$lookup": {"from": "makers", "localField": "maker", "foreignField": "_id", "as": "by"}},
        {
            "$match": {
                f"by.states.{region}": ACTIVE,
                # What was made under a membership that has ended does not come back with the next.
                "$expr": {"$lte": [{"$first": f"$by.admitted.{region}"}, "$created"]},
            }
        },
        {"$limit": limit},
        {"$unset": "by"},
    ]


def _sku_key(maker: str, sku: str) -> str:
    return f"{maker}/{folded.same_name(sku)}"
