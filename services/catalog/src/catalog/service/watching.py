"""Streams changes of listings to those who may see them."""

from collections.abc import AsyncIterator

from chassis import caller
from chassis.caller import Role
from chassis.events import Event
from chassis.feeds import Feed
from chassis.makers import Makers
from handmade.catalog.v1 import listing_pb2 as pb

SCOPE = "events:read"
_HEARS_ALL = (Role.REVIEWER, Role.SUPPORT, Role.ADMIN, Role.SERVICE)


class Watching:
    """Follows the feed for the current caller."""

    def __init__(self, feed: Feed, makers: Makers) -> None:
        self._feed = feed
        self._makers = makers

    async def follow(self, resume_token: str) -> AsyncIterator[pb.WatchListingsResponse]:
        """Every change that the caller may see, and news of where the feed stands."""
        async for entry in self._feed.follow(resume_token, _is_about_listing):
            response = pb.WatchListingsResponse(resume_token=entry.token)
            if entry.event is not None:
                listing = pb.Listing.FromString(entry.event.snapshot)
                if await self._may_hear(listing.maker):
                    response.event_id = entry.event.id
                    response.type = entry.event.type
                    response.event_time.FromDatetime(entry.event.occurred)
                    response.listing.CopyFrom(listing)
            yield response

    async def _may_hear(self, maker: str) -> bool:
        """Asked for every change: a grant may end while its partner watches."""
        who = caller.current()
        if who.has(*_HEARS_ALL):
            return True
        return self._makers.may_act(who, await self._makers.find(maker), SCOPE)


def _is_about_listing(event: Event) -> bool:
    return event.resource.startswith("listings/")
