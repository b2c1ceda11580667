"""Streams changes of listings to those who may see them."""

from collections.abc import AsyncIterator

from chassis import caller
from chassis.caller import Role
from chassis.events import Event
from chassis.feeds import Feed
from chassis.makers import Makers
from handmade.catalog.v1 import listing_pb2 as pb

WATCH = "listings"
SCOPE = "events:read"
_HEARS_ALL = (Role.REVIEWER, Role.SUPPORT, Role.ADMIN, Role.SERVICE)


class Watching:
    """Follows the feed for the current caller."""

    def __init__(self, feed: Feed, makers: Makers) -> None:
        self._feed = feed
        self._makers = makers

    async def follow(self, resume_token: str) -> AsyncIterator[pb.WatchListingsResponse]:
        """Every change that the caller may see, and news of where the feed stands."""
        async for entry in self._feed.follow(WATCH, resume_token, self._heard):
            yield entry.fill(pb.WatchListingsResponse(), "listing")

    async def _heard(self, event: Event) -> pb.Listing | None:
        """What the caller hears of an event; of whom it hears may end while it watches."""
        who = caller.current()
        if not event.resource.startswith("listings/"):
            return None
        if who.has(*_HEARS_ALL) or await self._makers.may_hear(
            who, event, event.facts["maker"], SCOPE
        ):
            return pb.Listing.FromString(event.snapshot)
        return None
