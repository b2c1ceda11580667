"""Streams changes of listings to those who may see them."""

import asyncio
from collections.abc import AsyncIterator

from chassis import caller
from chassis.caller import Role
from chassis.events import Event
from chassis.feeds import Feed
from chassis.makers import Maker, Makers
from handmade.catalog.v1 import listing_pb2 as pb

SCOPE = "events:read"
_HEARS_ALL = (Role.REVIEWER, Role.SUPPORT, Role.ADMIN, Role.SERVICE)


class Watching:
    """Follows the feed for the current caller."""

    def __init__(self, feed: Feed, makers: Makers) -> None:
        self._feed = feed
        self._makers = makers
        self._reading: dict[str, asyncio.Task[Maker | None]] = {}

    async def follow(self, resume_token: str) -> AsyncIterator[pb.WatchListingsResponse]:
        """Every change that the caller may see, and news of where the feed stands."""
        async for entry in self._feed.follow(resume_token, _is_about_listing):
            response = pb.WatchListingsResponse(resume_token=entry.token)
            if entry.event is not None and await self._may_hear(entry.event):
                response.event_id = entry.event.id
                response.type = entry.event.type
                response.event_time.FromDatetime(entry.event.occurred)
                response.listing.MergeFromString(entry.event.snapshot)
            yield response

    async def _may_hear(self, event: Event) -> bool:
        """Asked for every change: a grant may end while its partner watches."""
        who = caller.current()
        if who.has(*_HEARS_ALL):
            return True
        return self._makers.may_act(who, await self._whose(event), SCOPE)

    async def _whose(self, event: Event) -> Maker | None:
        """The maker whose listing it is, read once for all who hear of the event at once."""
        reading = self._reading.get(event.id)
        if reading is None:
            reading = asyncio.create_task(self._makers.find(event.facts["maker"]))
            self._reading[event.id] = reading
            reading.add_done_callback(lambda _: self._reading.pop(event.id, None))
        return await asyncio.shield(reading)


def _is_about_listing(event: Event) -> bool:
    return event.resource.startswith("listings/")
