"""A maker opens a store and sells: profile, listing, search, options."""

import asyncio

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused, Stale
from handmade.catalog.v1 import listing_pb2
from tests.integration.catalog.workshop import (
    CUSTOM_ORDERS,
    a_listing,
    dollars,
    options,
    request_id,
    rules,
    soon,
    word,
)


async def test_a_published_listing_is_found_at_once(shop):
    maker, unique = await shop.maker(), word()

    listing = await maker.sell(title=f"Stoneware mug {unique}")

    found = await shop.nobody.search(f"MUG {unique.upper()}")
    assert [hit.name for hit in found.listings] == [listing.name]
    assert found.listings[0].sku == ""
    assert listing.state == listing_pb2.Listing.LIVE


async def test_a_draft_is_only_its_makers(shop):
    maker, other, unique = await shop.maker(), await shop.maker(), word()

    draft = await maker.draft(title=unique)

    assert (await maker.get(draft)).sku == draft.sku
    for stranger in (shop.nobody, other):
        with pytest.raises(NotFound):
            await stranger.get(draft)
        assert await stranger.lookup(draft.name) == [""]
        assert not (await stranger.search(unique)).listings
        assert not (await stranger.list(maker.name)).listings


async def test_staff_and_services_see_drafts(shop):
    maker = await shop.maker()
    draft = await maker.draft()

    for role in ("reviewer", "support", "admin", "service"):
        seen = await shop.person("sam", role).get(draft)
        assert seen.sku == draft.sku


async def test_every_missing_thing_is_named_at_once_and_nothing_changes(shop):
    maker = await shop.maker()
    draft = await maker.listings.CreateListing(
        listing_pb2.CreateListingRequest(
            listing=listing_pb2.Listing(country="US", title="Mug", sku="BARE"),
            request_id=request_id(),
        )
    )

    with pytest.raises(Refused) as refusal:
        await maker.publish(draft)

    assert rules(refusal) == [
        "LANGUAGE_MISSING",
        "DESCRIPTION_MISSING",
        "CATEGORY_MISSING",
        "PRODUCTION_METHOD_MISSING",
        "PRICE_MISSING",
        "PRODUCTION_DAYS_MISSING",
        "QUANTITY_MISSING",
    ]
    assert await maker.get(draft) == draft


async def test_all_that_is_wrong_with_a_new_listing_is_said_at_once(shop):
    maker = await shop.maker()
    await maker.draft(sku="TAKEN")

    with pytest.raises(Refused) as refusal:
        await maker.draft(
            sku="taken", title="x" * 201, language="fr", price=dollars("0"), country="US"
        )

    assert rules(refusal) == [
        "TITLE_TOO_LONG",
        "LANGUAGE_NOT_OFFICIAL",
        "PRICE_OUT_OF_RANGE",
        "SKU_REUSED",
    ]


async def test_publishing_twice_is_refused(shop):
    maker = await shop.maker()
    listing = await maker.sell()

    with pytest.raises(Refused) as refusal:
        await maker.publish(listing)

    assert refusal.value.reason == "LISTING_NOT_DRAFT"


async def test_a_maker_sells_in_all_ready_countries_of_its_region_only(shop):
    maker, unique = await shop.maker(), word()

    mexican = await maker.sell(
        country="MX", language="es", title=f"Taza {unique}", price=_money("MXN", 600)
    )
    with pytest.raises(Refused) as german:
        await maker.draft(country="DE", language="de", price=_money("EUR", 30))
    with pytest.raises(Refused) as martian:
        await maker.draft(country="XX")

    assert (await shop.nobody.search(unique, "MX")).listings[0].name == mexican.name
    assert not (await shop.nobody.search(unique, "US")).listings
    assert rules(german) == ["MAKER_NOT_ACTIVE"]
    assert rules(martian) == ["COUNTRY_UNKNOWN"]


async def test_a_country_that_is_not_ready_is_refused_naming_those_that_are(shop):
    maker = await shop.maker(ready=["US"])

    with pytest.raises(Refused) as refusal:
        await maker.draft(country="CA", language="fr", price=_money("CAD", 30))

    assert rules(refusal) == ["COUNTRY_NOT_READY"]
    assert "`US`" in refusal.value.violations[0].message


async def test_the_same_sku_twice_at_once_is_accepted_once(shop):
    maker = await shop.maker()

    answers = await asyncio.gather(
        *(maker.draft(sku="TWIN") for _ in range(8)), return_exceptions=True
    )

    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 7
    assert {refusal.violations[0].rule for refusal in refused} == {"SKU_REUSED"}
    assert len((await maker.list(maker.name)).listings) == 1


async def test_a_partner_lists_thirty_things_of_one_maker_at_once(shop):
    maker = await shop.maker()

    answers = await asyncio.gather(*(maker.draft() for _ in range(30)))

    assert len({draft.name for draft in answers}) == 30


async def test_another_maker_may_use_the_same_sku(shop):
    first, second = await shop.maker(), await shop.maker()

    await first.draft(sku="MUG-1")

    assert (await second.draft(sku="MUG-1")).sku == "MUG-1"


async def test_a_repeated_request_answers_as_the_first_time(shop):
    maker = await shop.maker()
    request = listing_pb2.CreateListingRequest(listing=a_listing(), request_id=request_id())

    first = await maker.listings.CreateListing(request)
    again = await maker.listings.CreateListing(request)

    assert first == again
    other = listing_pb2.CreateListingRequest(listing=a_listing(), request_id=request.request_id)
    with pytest.raises(Refused) as refusal:
        await maker.listings.CreateListing(other)
    assert refusal.value.reason == "REQUEST_ID_REUSED"


async def test_an_update_changes_what_the_mask_says(shop):
    maker, unique = await shop.maker(), word()
    listing = await maker.sell()

    changed = await maker.update(listing, ["title"], title=unique, description="ignored")

    assert (changed.title, changed.description) == (unique, listing.description)
    assert changed.revision == listing.revision + 1
    assert [hit.name for hit in (await shop.nobody.search(unique)).listings] == [listing.name]


async def test_an_update_may_not_make_a_listing_on_sale_unfit_for_sale(shop):
    maker = await shop.maker()
    listing = await maker.sell()

    with pytest.raises(Refused) as refusal:
        await maker.update(
            listing, ["title", "quantity", "production_days"], title=" ", production_days=31
        )

    assert rules(refusal) == ["TITLE_MALFORMED", "PRODUCTION_DAYS_OUT_OF_RANGE", "QUANTITY_MISSING"]
    assert await maker.get(listing) == listing


async def test_country_and_sku_never_change(shop):
    maker = await shop.maker()
    listing = await maker.draft()

    with pytest.raises(Invalid) as refusal:
        await maker.update(listing, country="CA", sku="NEW")

    assert [found.subject for found in refusal.value.violations] == [
        "listing.country",
        "listing.sku",
    ]


async def test_what_the_server_sets_can_not_be_set(shop):
    maker = await shop.maker()
    listing = await maker.draft()

    with pytest.raises(Invalid):
        await maker.update(listing, ["state"], state=listing_pb2.Listing.LIVE)
    same = await maker.update(listing, state=listing_pb2.Listing.LIVE, option_set_version=9)

    assert (same.state, same.option_set_version) == (listing_pb2.Listing.DRAFT, 1)


async def test_of_two_updates_with_one_etag_one_is_stale(shop):
    maker = await shop.maker()
    listing = await maker.draft()

    answers = await asyncio.gather(
        *(maker.update(listing, title=f"Mug {n}", etag=listing.etag) for n in range(5)),
        return_exceptions=True,
    )

    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [Stale] * 4
    assert (await maker.get(listing)).revision == listing.revision + 1


async def test_a_malformed_etag_is_stale(shop):
    maker = await shop.maker()
    listing = await maker.draft()

    for etag in ("0", "x", '{"$ne": null}', "1 "):
        with pytest.raises(Stale):
            await maker.update(listing, title="Mug", etag=etag)


async def test_somebody_elses_listing_looks_absent(shop):
    maker, other = await shop.maker(), await shop.maker()
    listing = await maker.sell()
    partner = shop.person("agency", "partner")

    for stranger in (other, partner):
        for attempt in (
            stranger.update(listing, title="Mine"),
            stranger.publish(listing),
            stranger.rotate(listing),
            stranger.link(listing),
        ):
            with pytest.raises(NotFound) as refusal:
                await attempt
            assert refusal.value.reason == "LISTING_NOT_FOUND"


async def test_a_partner_acts_for_the_maker_that_granted_it_that(shop):
    partner = shop.person("trusted-agency", "partner")
    maker = await shop.maker(grants={"trusted-agency": ["catalog:write"]})
    reader = await shop.maker(grants={"trusted-agency": ["events:read"]})
    request = listing_pb2.CreateListingRequest(
        listing=a_listing(), maker=maker.name, request_id=request_id()
    )

    draft = await partner.listings.CreateListing(request)
    live = await partner.publish(draft)

    assert live.maker == maker.name
    assert (await partner.get(draft)).sku == draft.sku
    for name in (reader.name, "", "makers/01900000-0000-7000-8000-000000000001"):
        request = listing_pb2.CreateListingRequest(
            listing=a_listing(), maker=name, request_id=request_id()
        )
        with pytest.raises(Forbidden) as refusal:
            await partner.listings.CreateListing(request)
        assert refusal.value.reason == "GRANT_MISSING"


async def test_a_maker_can_not_act_for_another(shop):
    maker, other = await shop.maker(), await shop.maker()

    with pytest.raises(Forbidden):
        await maker.present(maker=other.name)


async def test_who_never_applied_can_not_sell(shop):
    with pytest.raises(Refused) as refusal:
        await shop.person("hopeful", "maker").draft()

    assert refusal.value.reason == "NO_MAKER"


async def test_when_a_maker_is_suspended_its_listings_are_gone_for_buyers(shop):
    maker, unique = await shop.maker(), word()
    listing = await maker.sell(title=unique)
    profile = await maker.present()

    await shop.change(maker, states={"NA": "SUSPENDED"}, ready_countries=[])

    with pytest.raises(NotFound):
        await shop.nobody.get(listing)
    assert not (await shop.nobody.search(unique)).listings
    assert not (await shop.nobody.list(maker.name)).listings
    assert not (await shop.nobody.batch(maker.name))[0].listings
    assert await shop.nobody.lookup(listing.name) == [""]
    assert (await maker.get(listing)).name == listing.name
    with pytest.raises(Refused) as refusal:
        await shop.orders.reserve(listing)
    assert rules(refusal) == ["MAKER_NOT_ACTIVE"]
    with pytest.raises(Refused) as refusal:
        await maker.present(store_name=profile.store_name, short_url=profile.short_url)
    assert rules(refusal) == ["MAKER_NOT_ACTIVE"]


async def test_listings_follow_the_makers_profile(shop):
    maker, unique = await shop.maker(), word()
    listing = await maker.sell()
    canadian = await maker.sell(country="CA", price=_money("CAD", 40))

    profile = await maker.present(store_name=f"Kiln {unique}", custom_orders=CUSTOM_ORDERS)

    followed = await _soon(maker, listing, lambda seen: seen.custom_orders_offered)
    assert followed.revision == listing.revision + 1
    assert [hit.name for hit in (await shop.nobody.search(unique)).listings] == [listing.name]
    found = await _soon(maker, canadian, lambda seen: seen.revision > canadian.revision)
    assert not found.custom_orders_offered
    later = await maker.draft()
    assert later.custom_orders_offered
    await maker.present(store_name=profile.store_name, short_url=profile.short_url)
    await _soon(maker, listing, lambda seen: not seen.custom_orders_offered)
    await _soon(maker, later, lambda seen: not seen.custom_orders_offered)


async def test_a_change_of_options_makes_a_version_and_keeps_the_old(shop):
    maker = await shop.maker()
    listing = await maker.sell(customizations=[options("Colour", "Oatmeal", "Cobalt")])

    changed = await maker.update(listing, customizations=[options("Colour", "Cobalt")])
    same = await maker.update(listing, title="Another title")

    assert (listing.option_set_version, changed.option_set_version) == (1, 2)
    assert same.option_set_version == 2
    sets = shop.database["option_sets"]
    old = await sets.find_one({"_id": f"{listing.name[9:]}/1"})
    labels = [option["label"] for option in old["customizations"][0]["option_list"]]
    assert labels == ["Oatmeal", "Cobalt"]


async def test_a_choice_is_priced_with_its_surcharges(shop):
    maker = await shop.maker()
    listing = await maker.sell(
        price=dollars("32.10"),
        customizations=[
            options("Colour", "Oatmeal", ("Cobalt", "2.45")),
            options("Size", "Small", ("Large", "10"), is_optional=True),
        ],
    )

    priced = await shop.nobody.configure(listing, ("Size", "Large"), ("Colour", "Cobalt"))

    assert priced.price == dollars("44.55")
    assert [choice.customization for choice in priced.choices] == ["Colour", "Size"]
    assert not priced.problems


async def test_every_reason_against_a_choice_is_said(shop):
    maker = await shop.maker()
    listing = await maker.sell(
        quantity=2,
        customizations=[
            options("Colour", "Oatmeal"),
            options("Size", "S"),
            options("Rim", "Round"),
        ],
    )

    priced = await shop.nobody.configure(
        listing, ("Colour", "Pink"), ("Handle", "Left"), ("Size", "S"), ("Size", "S"), quantity=3
    )

    assert [(found.code, found.subject) for found in priced.problems] == [
        ("STOCK_TOO_LOW", ""),
        ("OPTION_UNKNOWN", "Colour"),
        ("CUSTOMIZATION_UNKNOWN", "Handle"),
        ("CHOICE_REPEATED", "Size"),
        ("OPTION_MISSING", "Rim"),
    ]
    assert not priced.HasField("price")


async def test_nobody_chooses_more_than_there_can_be_to_choose(shop):
    listing = await (await shop.maker()).sell()
    eleven = [(f"Part {n}", "A") for n in range(11)]

    for attempt in (
        shop.nobody.configure(listing, *eleven),
        shop.orders.reserve(listing, *eleven),
        shop.nobody.configure(listing, quantity=-1),
        shop.nobody.configure(listing, quantity=1000),
    ):
        with pytest.raises(Invalid):
            await attempt


@pytest.mark.parametrize("name", ["listings/1", "makers/0190", "", '{"$ne": null}', "listings/$"])
async def test_malformed_names_are_refused(shop, name):
    with pytest.raises(Invalid):
        await shop.nobody.listings.GetListing(listing_pb2.GetListingRequest(name=name))
    if name:
        assert await shop.nobody.lookup(name) == [""]


async def test_no_operator_passes_where_a_string_goes(shop):
    maker = await shop.maker()
    evil = '{"$ne": null}'

    draft = await maker.draft(sku=evil, title=evil)
    with pytest.raises(Refused) as refusal:
        await maker.draft(category=evil, language=evil)

    assert draft.title == evil
    assert rules(refusal) == ["LANGUAGE_NOT_OFFICIAL", "CATEGORY_UNKNOWN"]
    assert not (await shop.nobody.search(f"{evil} {word()}")).listings
    with pytest.raises(Invalid):
        await shop.nobody.search("mug", evil)
    with pytest.raises(Invalid):
        await shop.nobody.list(evil)


async def test_money_that_contradicts_itself_is_refused(shop):
    maker = await shop.maker()
    opposed = dollars(3)
    opposed.nanos = -1

    with pytest.raises(Invalid) as refusal:
        await maker.draft(
            price=opposed,
            customizations=[options("Colour", "Oatmeal")],
            private_access={"custom_order_request": "nonsense"},
        )

    assert [found.subject for found in refusal.value.violations] == [
        "listing.price",
        "listing.private_access.custom_order_request",
    ]


def _money(currency, units):
    money = dollars(units)
    money.currency_code = currency
    return money


async def _soon(person, listing, holds):
    return await soon(lambda: person.get(listing), holds)
