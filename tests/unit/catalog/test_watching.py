"""Who hears of a listing, and what asking that costs."""

import asyncio
from datetime import UTC, datetime

from catalog.service.watching import Watching
from chassis.caller import Caller, Role, calling_as
from chassis.events import Event
from chassis.feeds import Entry
from chassis.makers import Maker, Makers
from chassis.shared_reads import SharedReads
from handmade.catalog.v1 import listing_pb2

MIRA = Maker("makers/1", "maker-mira", "Mira", "US", {}, frozenset(), {})
EVENT = Event(
    type="listing.updated",
    resource="listings/1",
    revision=2,
    occurred=datetime(2026, 3, 28, tzinfo=UTC),
    actor="maker-mira",
    snapshot=listing_pb2.Listing(name="listings/1", maker=MIRA.name).SerializeToString(),
    facts={"maker": MIRA.name},
)


class Feed:
    """Has one event for everybody."""

    async def follow(self, watch, token, heard):
        told = await heard(EVENT)
        yield Entry("token", EVENT if told else None, told)


class CountedMakers:
    """Knows one maker, and counts how often it is asked."""

    may_act = Makers.may_act
    may_hear = Makers.may_hear
    heard_of = Makers.heard_of

    def __init__(self):
        self.asked = 0
        self._reads = SharedReads()

    async def find(self, name):
        self.asked += 1
        await asyncio.sleep(0)
        return MIRA if name == MIRA.name else None


async def heard(watching, subject, role):
    with calling_as(Caller(subject=subject, roles=frozenset({role}))):
        return [entry.listing.name async for entry in watching.follow("")]


async def test_a_change_is_asked_about_once_however_many_watch():
    makers = CountedMakers()
    watching = Watching(Feed(), makers)

    answers = await asyncio.gather(
        heard(watching, "maker-mira", Role.MAKER),
        heard(watching, "maker-olaf", Role.MAKER),
        heard(watching, "partner-tools", Role.PARTNER),
    )

    assert answers == [["listings/1"], [""], [""]]
    assert makers.asked == 1


async def test_the_next_change_is_asked_about_anew():
    makers = CountedMakers()
    watching = Watching(Feed(), makers)

    for _ in range(2):
        await heard(watching, "maker-mira", Role.MAKER)

    assert makers.asked == 2


async def test_for_those_who_hear_everything_nothing_is_asked():
    makers = CountedMakers()

    answer = await heard(Watching(Feed(), makers), "messaging", Role.SERVICE)

    assert answer == ["listings/1"]
    assert makers.asked == 0
