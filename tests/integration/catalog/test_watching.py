"""Watching listings: every change, to those who may see it."""

import asyncio
from contextlib import asynccontextmanager

import grpc
import pytest

from chassis import status
from handmade.catalog.v1 import listing_pb2
from tests.integration.catalog.workshop import CUSTOM_ORDERS, PATIENCE


@asynccontextmanager
async def watching(person, token=""):
    """What the person hears of, from when the feed stands."""
    feed = person.listings.WatchListings(listing_pb2.WatchListingsRequest(resume_token=token))
    reader = aiter(feed)
    if not token:
        await anext(reader)
        # What was committed a moment before may still come; an entry without an event follows.
        while (await anext(reader)).event_id:
            pass
    try:
        yield reader
    finally:
        feed.cancel()


async def heard(reader, count):
    """The next events, and the token behind the last of them."""
    events = []
    async with asyncio.timeout(PATIENCE):
        while len(events) < count:
            entry = await anext(reader)
            if entry.event_id:
                events.append(entry)
    return events


async def quiet(reader, entries=3):
    """Reads some entries, none of which may have an event."""
    async with asyncio.timeout(PATIENCE):
        for _ in range(entries):
            assert not (await anext(reader)).event_id


async def test_a_service_hears_of_every_change_with_the_whole_listing(shop):
    maker = await shop.maker()

    async with watching(shop.person("messaging", "service")) as reader:
        draft = await maker.draft(private_access={"buyer": ""})
        live = await maker.publish(draft)
        await maker.rotate(live)
        await maker.update(live, title="Another")
        events = await heard(reader, 4)

    assert [event.type for event in events] == [
        "listing.created",
        "listing.published",
        "listing.link_rotated",
        "listing.updated",
    ]
    assert [event.listing.revision for event in events] == [1, 2, 3, 4]
    assert events[2].listing.private_access.link_revision == 2
    assert events[1].listing == live
    assert len({event.event_id for event in events}) == 4


async def test_a_copy_hears_when_custom_orders_are_offered_and_stock_changes(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=3)

    async with watching(shop.person("messaging", "service")) as reader:
        await maker.present(custom_orders=CUSTOM_ORDERS)
        [offered] = await heard(reader, 1)
        await shop.orders.reserve(listing, quantity=2)
        [taken] = await heard(reader, 1)

    assert offered.listing.custom_orders_offered
    assert offered.listing.revision == listing.revision + 1
    assert (taken.type, taken.listing.quantity) == ("listing.stock_changed", 1)


async def test_who_resumes_misses_nothing(shop):
    maker, service = await shop.maker(), shop.person("messaging", "service")
    async with watching(service) as reader:
        await maker.draft()
        [first] = await heard(reader, 1)
    missed = [await maker.draft() for _ in range(3)]

    async with watching(service, first.resume_token) as reader:
        events = await heard(reader, 3)

    assert [event.listing.name for event in events] == [draft.name for draft in missed]


async def test_makers_hear_of_their_own_and_partners_of_those_who_granted_it(shop):
    partner = shop.person("listener", "partner")
    maker = await shop.maker(grants={"listener": ["events:read"]})
    other = await shop.maker(grants={"listener": ["catalog:write"]})

    async with watching(maker) as own, watching(partner) as granted, watching(other) as others:
        draft = await maker.draft()
        assert (await heard(own, 1))[0].listing.name == draft.name
        assert (await heard(granted, 1))[0].listing.name == draft.name
        await quiet(others)
        await other.draft()
        assert (await heard(others, 1))[0].listing.maker == other.name
        await quiet(granted)
        await shop.change(maker, grants=[])
        await maker.draft()
        await heard(own, 1)
        await quiet(granted)


@pytest.mark.parametrize("token", ["x", '{"$ne": null}', "é" * 9])
async def test_an_altered_resume_token_is_refused(shop, token):
    feed = shop.person("messaging", "service").listings.WatchListings(
        listing_pb2.WatchListingsRequest(resume_token=token)
    )

    with pytest.raises(grpc.aio.AioRpcError) as refusal:
        await anext(aiter(feed))

    assert status.from_error(refusal.value).violations[0].rule == "RESUME_TOKEN_INVALID"


async def test_buyers_and_strangers_can_not_watch(shop):
    for stranger in (shop.nobody, shop.person("bea", "buyer")):
        feed = stranger.listings.WatchListings(listing_pb2.WatchListingsRequest())
        with pytest.raises(grpc.aio.AioRpcError):
            await anext(aiter(feed))
