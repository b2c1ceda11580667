"""What a membership does to listings, profiles and stock, told by the copy of makers."""

from datetime import timedelta
from functools import partial

import pytest

from chassis.errors import NotFound, Refused
from handmade.catalog.v1 import reservation_pb2, retirement_pb2
from tests.integration.catalog.standing import (
    NOT_ACTIVE,
    NOT_FOUND,
    RETIRED,
    Listing,
    Profile,
    outcome,
    profile_of,
    profiles_of,
    sweeper,
)
from tests.integration.catalog.workshop import rules, soon

Reason = retirement_pb2.Retirement.Reason
GERMAN = {"country": "DE", "language": "de"}


OPERATIONS = {
    # what is done:  (as a member, suspended, after an end)
    "reserve": ("ok", NOT_ACTIVE, NOT_FOUND),
    "reserve by link": ("ok", NOT_ACTIVE, NOT_FOUND),
    "commit what was reserved": ("ok", "ok", "ok"),
    "release what was reserved": ("ok", "ok", "ok"),
    "create": ("ok", NOT_ACTIVE, NOT_ACTIVE),
    "edit what is on sale": ("ok", "ok", RETIRED),
    "edit a draft": ("ok", "ok", RETIRED),
    "publish a draft": ("ok", NOT_ACTIVE, RETIRED),
    "rotate a link": ("ok", "ok", RETIRED),
    "publish a profile": ("ok", NOT_ACTIVE, NOT_ACTIVE),
    "read as the maker": ("ok", "ok", "ok"),
    "read as support": ("ok", "ok", "ok"),
}
STATES = {"ACTIVE": 0, "SUSPENDED": 1, "LEFT": 2, "REMOVED": 2}


@pytest.mark.parametrize("state", STATES)
async def test_what_can_be_done_in_each_state_of_a_membership(store, shop, state):
    await store.standing(state)

    maker, orders = store.maker, shop.orders
    done = {
        "reserve": orders.reserve(store.mug),
        "reserve by link": orders.reserve(store.bowl, secret=store.link),
        "commit what was reserved": orders.commit(store.paid),
        "release what was reserved": orders.release(store.given_up),
        "create": maker.draft(),
        "edit what is on sale": maker.update(store.mug, title=f"Mug {store.word} two"),
        "edit a draft": maker.update(store.draft, title="Other"),
        "publish a draft": maker.publish(store.draft),
        "rotate a link": maker.rotate(store.bowl),
        "publish a profile": maker.present(
            store_name=store.profile.store_name, short_url=store.profile.short_url
        ),
        "read as the maker": maker.get(store.mug),
        "read as support": shop.person("sue", "support").get(store.mug),
    }
    found = {what: await outcome(call) for what, call in done.items()}

    assert found == {what: expected[STATES[state]] for what, expected in OPERATIONS.items()}


@pytest.mark.parametrize(
    ("state", "states"),
    [
        pytest.param("GRANTED", ["LIVE", "LIVE", "DRAFT", "HIDDEN"], id="not yet registered"),
        pytest.param("SUSPENDED", ["LIVE", "LIVE", "DRAFT", "HIDDEN"], id="suspended"),
        pytest.param("LEFT", ["RETIRED"] * 4, id="left"),
        pytest.param("REMOVED", ["RETIRED"] * 4, id="removed"),
    ],
)
async def test_buyers_see_nothing_at_once_and_the_maker_sees_what_became_of_it(
    store, state, states
):
    assert set((await store.seen()).values()) == {True}

    await store.standing(state)
    seen = await store.seen()
    became = await soon(store.states, lambda found: found == states)

    assert set(seen.values()) == {False}
    assert became == states
    assert set((await store.seen()).values()) == {False}


@pytest.mark.parametrize(
    ("state", "message"),
    [
        pytest.param("GRANTED", "is GRANTED. Finish the registration", id="not yet registered"),
        pytest.param("SUSPENDED", "is SUSPENDED. It must be reinstated", id="suspended"),
        pytest.param("LEFT", "is LEFT. Apply to the programme again", id="left"),
        pytest.param("REMOVED", "is REMOVED. Apply to the programme again", id="removed"),
        pytest.param("", "no membership in the region NA. Apply for it", id="never there"),
    ],
)
async def test_a_refusal_names_the_state_and_what_would_be_accepted(shop, state, message):
    maker = await shop.maker(state=state)

    with pytest.raises(Refused) as refusal:
        await maker.draft()

    assert rules(refusal) == [NOT_ACTIVE]
    assert message in refusal.value.violations[0].message


async def test_a_reinstated_maker_finds_everything_as_it_was(store):
    before = [await store.maker.get(one) for one in (store.mug, store.bowl, store.draft)]

    await store.standing("SUSPENDED", ready_countries=[])
    suspended = await store.seen()
    await store.standing("ACTIVE", ready_countries=["US"])

    assert not any(suspended.values())
    assert all((await store.seen()).values())
    assert [await store.maker.get(one) for one in (store.mug, store.bowl, store.draft)] == before
    assert (await profile_of(store.shop.nobody, store.profile)).state == Profile.PUBLISHED


async def test_a_retired_listing_says_why_and_every_refusal_what_then(store):
    await store.standing("REMOVED")
    await store.retired()

    listing = await store.maker.get(store.mug)
    with pytest.raises(Refused) as refusal:
        await store.maker.publish(store.draft)
    with pytest.raises(NotFound):
        await store.shop.nobody.get(store.mug)

    assert listing.retirement.reason == Reason.MAKER_REMOVED
    assert listing.retirement.retire_time == listing.update_time
    assert listing.publish_time == store.mug.publish_time
    assert refusal.value.reason == RETIRED
    assert refusal.value.facts["state"] == "REMOVED"
    assert "new SKU" in str(refusal.value)


async def test_what_was_held_is_sold_or_comes_back_after_the_maker_has_left(store, shop):
    await store.standing("LEFT")
    await store.retired()
    stock = (await store.maker.get(store.mug)).quantity

    sold = await shop.orders.commit(store.paid)
    await shop.orders.release(store.given_up)

    assert sold.state == reservation_pb2.Reservation.COMMITTED
    listing = await store.maker.get(store.mug)
    assert listing.quantity == stock + 1
    assert listing.state == Listing.RETIRED


async def test_who_is_admitted_again_begins_anew(store, shop):
    maker = store.maker
    await store.standing("LEFT")
    await store.retired()

    await store.standing("ACTIVE", admitted={"NA": shop.clock()})
    unseen = await store.seen()
    with pytest.raises(Refused) as used:
        await maker.draft(sku=store.mug.sku)
    again = await maker.sell(title=f"Mug {store.word}")
    profile = await maker.present(
        store_name=store.profile.store_name, short_url=store.profile.short_url
    )

    assert not any(unseen.values())
    assert rules(used) == ["SKU_REUSED"]
    assert [hit.name for hit in (await shop.nobody.search(store.word)).listings] == [again.name]
    assert (profile.name, profile.state) == (store.profile.name, Profile.PUBLISHED)
    assert not profile.HasField("retirement")
    assert (await maker.get(store.mug)).retirement.reason == Reason.MAKER_LEFT


@pytest.mark.parametrize("state", ["SUSPENDED", "LEFT"])
async def test_one_region_says_nothing_of_another(shop, state):
    maker = await shop.maker(NA="ACTIVE", EU="ACTIVE", ready=("US", "DE"))
    american = await maker.sell()
    german = await maker.draft(**GERMAN, price={"currency_code": "EUR", "units": 30})
    german = await maker.publish(german)
    profile = await maker.present()
    same = {"store_name": profile.store_name, "short_url": profile.short_url}
    await maker.present(**GERMAN, about="Ich drehe Tassen.", **same)

    await shop.change(maker, states={"NA": state, "EU": "ACTIVE"}, ready_countries=["DE"])
    await sweeper(shop).sweep()
    if state == "LEFT":
        await soon(partial(maker.get, american), lambda found: found.state == Listing.RETIRED)

    with pytest.raises(NotFound):
        await shop.nobody.get(american)
    assert (await shop.nobody.get(german)).state == Listing.LIVE
    assert await profiles_of(shop.nobody, maker.name) == ["DE"]
    with pytest.raises(Refused) as taken:
        await (await shop.maker()).present(**same)
    assert rules(taken) == ["STORE_NAME_TAKEN", "SHORT_URL_TAKEN"]


async def test_the_names_of_a_store_are_free_once_its_last_profile_is_retired(store, shop):
    same = {"store_name": store.profile.store_name, "short_url": store.profile.short_url}
    await store.standing("LEFT")
    await store.retired()

    other = await (await shop.maker()).present(**same)
    await store.standing("ACTIVE", admitted={"NA": shop.clock()})
    with pytest.raises(Refused) as taken:
        await store.maker.present(**same)

    assert other.state == Profile.PUBLISHED
    assert rules(taken) == ["STORE_NAME_TAKEN", "SHORT_URL_TAKEN"]
    assert (await profile_of(store.maker, store.profile)).state == Profile.RETIRED


async def test_a_country_counts_once_it_is_ready(shop):
    maker = await shop.maker(ready=("US",))
    mexican = {"country": "MX", "language": "es", "price": {"currency_code": "MXN", "units": 500}}

    with pytest.raises(Refused) as refusal:
        await maker.draft(**mexican)
    await shop.change(maker, ready_countries=["US", "MX"])
    listing = await maker.sell(**mexican)

    assert rules(refusal) == ["COUNTRY_NOT_READY"]
    assert "Ready are `US`" in refusal.value.violations[0].message
    assert (await shop.nobody.get(listing)).state == Listing.LIVE


async def test_an_extended_country_shows_its_maker_before_a_listing(shop):
    euros = {"price": {"currency_code": "EUR", "units": 30}}
    maker = await shop.maker(ready=("US", "DE"), NA="ACTIVE", EU="ACTIVE", extended=("EU",))
    american = await maker.sell()
    draft = await maker.draft(**GERMAN, **euros)

    with pytest.raises(Refused) as refusal:
        await maker.publish(draft)
    await maker.present()
    still = await outcome(maker.publish(draft))
    await maker.present(**GERMAN, store_name="", short_url="")
    published = await maker.publish(draft)

    assert (american.state, published.state) == (Listing.LIVE, Listing.LIVE)
    assert (rules(refusal), still) == (["PROFILE_MISSING"], "PROFILE_MISSING")
    assert "Publish your profile in `DE` first" in refusal.value.violations[0].message


async def test_a_profile_of_a_membership_that_has_ended_counts_no_more(shop):
    euros = {"price": {"currency_code": "EUR", "units": 30}}
    maker = await shop.maker(ready=("US", "DE"), NA="ACTIVE", EU="ACTIVE", extended=("EU",))
    await maker.present(**GERMAN)

    shop.clock.ahead = timedelta(hours=1)
    await shop.change(maker, admitted={"EU": shop.clock()})
    draft = await maker.draft(**GERMAN, **euros)

    assert await outcome(maker.publish(draft)) == "PROFILE_MISSING"
