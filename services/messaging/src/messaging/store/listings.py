"""The copy of listings, as catalog tells of them."""

from collections.abc import Sequence

from chassis.mongo import Database, Document
from messaging.domain.listing import Listing, PrivateAccess


class Listings:
    """The listings as messaging knows them. Only the copy's feed writes them."""

    def __init__(self, database: Database) -> None:
        self._listings = database["listings"]

    async def named(self, names: Sequence[str]) -> dict[str, Listing]:
        """The listings of these names, in one command."""
        cursor = self._listings.find({"_id": {"$in": list(names)}})
        return {found["_id"]: _from_document(found) async for found in cursor}

    async def find(self, name: str) -> Listing | None:
        """The listing of this name."""
        found = await self._listings.find_one({"_id": name})
        return None if found is None else _from_document(found)


def _from_document(document: Document) -> Listing:
    private = document["private_access"]
    return Listing(
        name=document["_id"],
        title=document["title"],
        maker=document["maker"],
        country=document["country"],
        is_live=document["is_live"],
        private_access=None
        if private is None
        else PrivateAccess(
            buyer=private["buyer"],
            custom_order_request=private["custom_order_request"],
            link_revision=private["link_revision"],
        ),
        custom_orders_offered=document["custom_orders_offered"],
        option_set_version=document["option_set_version"],
    )
