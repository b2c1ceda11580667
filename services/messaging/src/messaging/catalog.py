"""The copy of listings, fed from catalog: the one border to another service's data."""

from collections.abc import AsyncGenerator
from typing import Any

import grpc

from chassis.copies import Copy
from chassis.mongo import Database, Document, Mongo
from handmade.catalog.v1 import listing_pb2 as pb
from handmade.catalog.v1 import listing_pb2_grpc


class ListingSource:
    """Catalog's listings as documents."""

    def __init__(self, stub: Any) -> None:
        self._stub = stub

    async def everything(self) -> AsyncGenerator[Document, None]:
        """All listings there are, drafts and private ones too."""
        token = ""
        while True:
            page = await self._stub.ListListings(
                pb.ListListingsRequest(page_size=100, page_token=token)
            )
            for listing in page.listings:
                yield to_document(listing)
            token = page.next_page_token
            if not token:
                return

    async def changes(self, resume_token: str) -> AsyncGenerator[tuple[Document | None, str], None]:
        """What changes after the token, or from now."""
        feed = self._stub.WatchListings(pb.WatchListingsRequest(resume_token=resume_token))
        try:
            async for entry in feed:
                changed = to_document(entry.listing) if entry.HasField("listing") else None
                yield changed, entry.resume_token
        finally:
            feed.cancel()


def copy_of_listings(mongo: Mongo, database: Database, channel: grpc.aio.Channel) -> Copy:
    """The copy, fed through the channel."""
    stub: Any = listing_pb2_grpc.ListingServiceStub(channel)
    return Copy("listings", mongo, database, ListingSource(stub))


def to_document(listing: pb.Listing) -> Document:
    """What messaging keeps of a listing."""
    private = listing.private_access
    return {
        "_id": listing.name,
        "revision": listing.revision,
        "title": listing.title,
        "maker": listing.maker,
        "country": listing.country,
        "is_live": listing.state == pb.Listing.LIVE,
        "private_access": {
            "buyer": private.buyer,
            "custom_order_request": private.custom_order_request,
            "link_revision": private.link_revision,
        }
        if listing.HasField("private_access")
        else None,
        "custom_orders_offered": listing.custom_orders_offered,
        "option_set_version": listing.option_set_version,
    }
