"""A follower hears where it stands also while nothing at all is written."""

import asyncio
from contextlib import aclosing, asynccontextmanager

from chassis.feeds import Feed
from chassis.signing import Signer
from tests.support.tasks import ended

BEHIND, BEGUN, AFTER = "8200000001", "8200000005", "8200000009"


class Rest:
    """A database at rest: its stream's position stays behind that of its own clock."""

    def __init__(self):
        self.positions = asyncio.Queue()

    @asynccontextmanager
    async def watch(self, events, after):
        yield self

    async def next(self):
        return None, await self.positions.get()

    async def position(self, events):
        return BEGUN


class Named:
    collection = "events"


async def test_who_began_ahead_of_the_stream_hears_of_its_own_place_until_the_stream_is_there():
    rest = Rest()
    feed = Feed(rest, Named(), Signer("a secret of more than 32 characters", "feed"), lambda: None)
    running = asyncio.create_task(feed.run())
    rest.positions.put_nowait(BEHIND)

    async with aclosing(feed.follow("things", "", None)) as entries, asyncio.timeout(60):
        began = await anext(entries)
        rest.positions.put_nowait(BEHIND)
        idle = await anext(entries)
        rest.positions.put_nowait(AFTER)
        moved = await anext(entries)

    assert (idle.event, idle.token) == (None, began.token)
    assert (moved.event, moved.token == began.token) == (None, False)
    await ended(running)
