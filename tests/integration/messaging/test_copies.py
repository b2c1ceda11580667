"""The copy of listings, fed by a catalog that the test plays."""

import asyncio

import pytest
from uuid_utils import uuid7

from chassis.copies import Copy
from handmade.catalog.v1 import listing_pb2 as pb
from messaging.catalog import ListingSource
from messaging.domain.listing import PrivateAccess
from messaging.store.listings import Listings

# How long a test waits for what must happen at last; no claim about when.
PATIENCE = 60.0


class Catalog:
    """Lists and streams listings as catalog does."""

    def __init__(self, *listings):
        self.listings = list(listings)
        self.changes = asyncio.Queue()
        self.asked = []

    async def ListListings(self, request):
        self.asked.append(request.page_token)
        begins = int(request.page_token or 0)
        ends = begins + 2
        more = str(ends) if ends < len(self.listings) else ""
        return pb.ListListingsResponse(listings=self.listings[begins:ends], next_page_token=more)

    async def WatchListings(self, request):
        yield pb.WatchListingsResponse(resume_token="begin")
        while True:
            yield await self.changes.get()

    def tell(self, listing):
        self.changes.put_nowait(
            pb.WatchListingsResponse(
                resume_token=str(uuid7()), event_id=str(uuid7()), listing=listing
            )
        )


def a_listing(**changes):
    fields = {
        "name": f"listings/{uuid7()}",
        "maker": "makers/1",
        "title": "A mug",
        "country": "US",
        "state": pb.Listing.LIVE,
        "revision": 1,
    }
    return pb.Listing(**(fields | changes))


@pytest.fixture
async def copying(running, database):
    """Follows a catalog into a database of the test's own."""
    mongo = running.process.frame.mongo
    started = []

    async def follow(catalog):
        copy = Copy("listings", mongo, mongo.database(database), ListingSource(catalog))
        started.append(asyncio.create_task(copy.run()))
        return Listings(mongo.database(database))

    yield follow
    for task in started:
        task.cancel()
    await asyncio.gather(*started, return_exceptions=True)


async def eventually(find, expected):
    async with asyncio.timeout(PATIENCE):
        while True:
            if expected(found := await find()):
                return found
            await asyncio.sleep(0.02)


async def test_everything_there_is_comes_first_page_by_page(copying):
    catalog = Catalog(*(a_listing() for _ in range(5)))
    names = [listing.name for listing in catalog.listings]

    listings = await copying(catalog)
    found = await eventually(lambda: listings.named(names), lambda found: len(found) == 5)

    assert set(found) == set(names)
    assert catalog.asked == ["", "2", "4"]


async def test_changes_follow_and_what_is_older_is_left_out(copying):
    listing = a_listing(state=pb.Listing.DRAFT)
    catalog = Catalog(listing)
    listings = await copying(catalog)
    live = a_listing(name=listing.name, revision=3, custom_orders_offered=True)
    live.private_access.CopyFrom(pb.Listing.PrivateAccess(buyer="buyer-ana", link_revision=7))

    catalog.tell(live)
    catalog.tell(a_listing(name=listing.name, revision=2, title="Older"))
    catalog.tell(last := a_listing())
    await eventually(lambda: listings.named([last.name]), bool)
    found = (await listings.named([listing.name]))[listing.name]

    assert found.title == "A mug"
    assert found.is_live
    assert found.custom_orders_offered
    assert found.private_access == PrivateAccess("buyer-ana", "", 7)
