"""The copy of listings, as catalog tells of them."""

import asyncio
from collections.abc import Callable, Sequence

from chassis.mongo import Database, Document
from messaging.domain.listing import Listing, PrivateAccess

# A copy is at most a second old: so long somebody who acts on what just happened waits for it.
PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.6)


class Listings:
    """The listings as messaging knows them. Only the copy's feed writes them."""

    def __init__(self, database: Database, patience: Sequence[float] = PATIENCE) -> None:
        self._listings = database["listings"]
        self._patience = patience

    async def named(self, names: Sequence[str]) -> dict[str, Listing]:
        """The listings of these names, in one command."""
        cursor = self._listings.find({"_id": {"$in": list(names)}})
        return {found["_id"]: _from_document(found) async for found in cursor}

    async def find(self, name: str, expected: Callable[[Listing], bool]) -> Listing | None:
        """The listing of this name; if it is not as expected, waits a moment for it to become so.

        What it returns may still be unexpected: then that is how things stand.
        """
        for pause in (*self._patience, None):
            found = await self._listings.find_one({"_id": name})
            listing = None if found is None else _from_document(found)
            if pause is None or (listing is not None and expected(listing)):
                break
            await asyncio.sleep(pause)
        return listing


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
