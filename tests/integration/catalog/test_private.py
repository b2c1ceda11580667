"""Private listings: nothing but the present link opens one."""

import bson
import pytest

from chassis.errors import NotFound, Refused
from handmade.catalog.v1 import listing_pb2
from tests.integration.catalog.workshop import request_id, rules, secret_of, word

PRIVATE = listing_pb2.Listing.PrivateAccess()
REQUEST = "customOrderRequests/01900000-0000-7000-8000-000000000001"


async def test_a_private_listing_is_nowhere_but_behind_its_link(shop):
    maker, unique = await shop.maker(), word()
    listing = await maker.sell(title=unique, private_access=PRIVATE)
    buyer = shop.person("bea", "buyer")

    for stranger in (shop.nobody, buyer, await shop.maker(), shop.person("pat", "partner")):
        with pytest.raises(NotFound):
            await stranger.get(listing)
        assert not (await stranger.search(unique)).listings
        assert not (await stranger.list(maker.name)).listings
        assert not (await stranger.batch(maker.name))[0].listings
        assert await stranger.lookup(listing.name) == [""]
    for insider in (maker, shop.person("sam", "support"), shop.person("messaging", "service")):
        assert (await insider.get(listing)).private_access.link_revision == 1
        assert await insider.lookup(listing.name) == [listing.name]
        assert not (await insider.search(unique)).listings
    secret = secret_of(await maker.link(listing))
    assert (await shop.nobody.get(listing, secret)).name == listing.name


async def test_a_bearer_of_the_link_learns_nothing_of_the_maker_alone(shop):
    maker = await shop.maker()
    listing = await maker.sell(private_access={"custom_order_request": REQUEST})
    secret = secret_of(await maker.link(listing))

    seen = await shop.nobody.get(listing, secret)

    assert listing.private_access.custom_order_request == REQUEST
    assert seen.HasField("private_access")
    assert seen.private_access == listing_pb2.Listing.PrivateAccess()
    assert seen.sku == ""


async def test_a_link_altered_by_one_character_opens_nothing(shop):
    maker = await shop.maker()
    listing, other = (
        await maker.sell(private_access=PRIVATE),
        await maker.sell(private_access=PRIVATE),
    )
    secret = secret_of(await maker.link(listing))

    altered = [
        secret[:at] + ("A" if secret[at] != "A" else "B") + secret[at + 1 :]
        for at in range(len(secret))
    ]
    wrong = [*altered, "", secret[:-1], secret + "A", secret_of(await maker.link(other)), "é" * 43]

    for attempt in wrong:
        with pytest.raises(NotFound):
            await shop.nobody.get(listing, attempt)


async def test_a_rotated_link_is_dead_at_once_and_the_new_one_works(shop):
    maker = await shop.maker()
    listing = await maker.sell(private_access=PRIVATE)
    old = await maker.link(listing)

    new = await maker.rotate(listing)

    assert (old.link_revision, new.link_revision) == (1, 2)
    assert new == await maker.link(listing)
    with pytest.raises(NotFound):
        await shop.nobody.get(listing, secret_of(old))
    with pytest.raises(NotFound):
        await shop.orders.reserve(listing, secret=secret_of(old))
    assert (await shop.nobody.get(listing, secret_of(new))).name == listing.name


async def test_the_secret_of_a_link_is_stored_nowhere(shop):
    maker = await shop.maker()
    listing = await maker.sell(private_access=PRIVATE)
    request = listing_pb2.RotatePrivateLinkRequest(name=listing.name, request_id=request_id())

    link = await maker.listings.RotatePrivateLink(request)
    again = await maker.listings.RotatePrivateLink(request)

    assert again == link
    secret = secret_of(link).encode()
    for name in await shop.database.list_collection_names():
        async for document in shop.database[name].find():
            assert secret not in bson.encode(document), name


async def test_a_link_from_an_earlier_private_time_stays_dead(shop):
    maker = await shop.maker()
    listing = await maker.sell(private_access=PRIVATE)
    old = secret_of(await maker.link(listing))

    await maker.update(listing, ["private_access"])
    await maker.update(listing, private_access=PRIVATE)

    with pytest.raises(NotFound):
        await shop.nobody.get(listing, old)


async def test_a_listing_that_becomes_private_leaves_search_and_comes_back(shop):
    maker, unique = await shop.maker(), word()
    listing = await maker.sell(title=unique)

    await maker.update(listing, private_access=PRIVATE)
    while_private = await shop.nobody.search(unique)
    await maker.update(listing, ["private_access"])
    after = await shop.nobody.search(unique)

    assert not while_private.listings
    assert [hit.name for hit in after.listings] == [listing.name]


async def test_the_link_of_a_draft_opens_nothing_yet(shop):
    maker = await shop.maker()
    draft = await maker.draft(private_access=PRIVATE)
    secret = secret_of(await maker.link(draft))

    with pytest.raises(NotFound):
        await shop.nobody.get(draft, secret)
    await maker.publish(draft)

    assert (await shop.nobody.get(draft, secret)).name == draft.name


async def test_a_public_listing_has_no_link(shop):
    maker = await shop.maker()
    listing = await maker.sell()

    for attempt in (maker.link(listing), maker.rotate(listing)):
        with pytest.raises(Refused) as refusal:
            await attempt
        assert refusal.value.reason == "LISTING_NOT_PRIVATE"


async def test_links_of_several_listings_come_at_once_and_only_to_their_maker(shop):
    maker, other = await shop.maker(), await shop.maker()
    private, public = await maker.sell(private_access=PRIVATE), await maker.sell()
    request = listing_pb2.BatchGetPrivateLinksRequest(names=[public.name, private.name, "nonsense"])

    own = await maker.listings.BatchGetPrivateLinks(request)
    foreign = await other.listings.BatchGetPrivateLinks(request)

    links = [result.private_link.url for result in own.results]
    assert links == ["", (await maker.link(private)).url, ""]
    assert [result.HasField("private_link") for result in foreign.results] == [False] * 3


async def test_for_an_intended_buyer_the_link_alone_is_not_enough_for_others(shop):
    maker, buyer = await shop.maker(), shop.person("intended", "buyer")
    listing = await maker.sell(private_access={"buyer": "intended"})
    secret = secret_of(await maker.link(listing))

    for stranger in (shop.nobody, shop.person("bea", "buyer")):
        with pytest.raises(NotFound):
            await stranger.get(listing, secret)
    with pytest.raises(NotFound):
        await shop.orders.reserve(listing, buyer="bea", secret=secret)

    assert (await buyer.get(listing)).private_access.buyer == "intended"
    assert await buyer.lookup(listing.name) == [listing.name]
    assert (await shop.orders.reserve(listing, buyer="intended")).buyer == "intended"


async def test_a_private_listing_is_configured_and_bought_by_its_link(shop):
    maker = await shop.maker()
    listing = await maker.sell(private_access=PRIVATE, quantity=1)
    secret = secret_of(await maker.link(listing))

    priced = await shop.nobody.configure(listing, secret=secret)
    held = await shop.orders.reserve(listing, secret=secret)

    assert priced.price == held.price == listing.price
    with pytest.raises(NotFound):
        await shop.orders.reserve(listing, secret="")
    with pytest.raises(NotFound):
        await shop.nobody.configure(listing)
    with pytest.raises(Refused) as refusal:
        await shop.orders.reserve(listing, secret=secret)
    assert rules(refusal) == ["OUT_OF_STOCK"]
