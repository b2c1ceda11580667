"""What a membership does to listings, profiles and stock, told by the copy of makers."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from catalog.domain.listing import Listing as Made
from catalog.domain.listing import Offer
from catalog.effects import Retires
from catalog.service.news import News
from catalog.store.endings import Endings
from catalog.store.listings import Listings
from catalog.store.profiles import Profiles
from chassis.errors import NotFound, Problem, Refused
from chassis.ids import new_id
from chassis.makers import Makers
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2, reservation_pb2, retirement_pb2
from tests.integration.catalog.workshop import rules, secret_of, soon, word

Listing = listing_pb2.Listing
Profile = maker_profile_pb2.MakerProfile
Reason = retirement_pb2.Retirement.Reason

GERMAN = {"country": "DE", "language": "de"}


@dataclass
class Store:
    """What a maker has when something happens to its membership."""

    shop: Any
    maker: Any
    word: str
    mug: Listing
    bowl: Listing
    link: str
    draft: Listing
    profile: Profile
    paid: Any
    given_up: Any

    async def standing(self, state, **more):
        """Applications tells of another state."""
        await self.shop.change(self.maker, states={"NA": state}, **more)

    async def seen(self):
        """Where buyers see the store."""
        nobody, mug, name = self.shop.nobody, self.mug, self.maker.name
        [batch] = await nobody.batch(name)
        return {
            "search": bool((await nobody.search(self.word)).listings),
            "list": bool((await nobody.list(name)).listings),
            "batch": bool(batch.listings),
            "lookup": await nobody.lookup(mug.name) == [mug.name],
            "id": await outcome(nobody.get(mug)) == "ok",
            "link": await outcome(nobody.get(self.bowl, self.link)) == "ok",
            "profile": await outcome(profile_of(nobody, self.profile)) == "ok",
            "profiles": await profiles_of(nobody, name) == ["US"],
        }

    async def states(self):
        """In which states its maker reads what it has."""
        listings = [(await self.maker.get(one)).state for one in (self.mug, self.bowl, self.draft)]
        profile = await profile_of(self.maker, self.profile)
        return [Listing.State.Name(state) for state in listings] + [
            Profile.State.Name(profile.state)
        ]

    async def retired(self):
        """Waits until all of it is retired."""
        return await soon(self.states, lambda states: set(states) == {"RETIRED"})


async def outcome(call):
    """`ok`, the first broken rule, or the reason why not."""
    try:
        await call
    except Problem as problem:
        return problem.violations[0].rule if problem.violations else problem.reason
    return "ok"


async def profile_of(person, profile):
    return await person.profiles.GetMakerProfile(
        maker_profile_pb2.GetMakerProfileRequest(name=profile.name)
    )


async def profiles_of(person, maker):
    answer = await person.profiles.BatchGetMakerProfiles(
        maker_profile_pb2.BatchGetMakerProfilesRequest(makers=[maker])
    )
    return [profile.country for profile in answer.results[0].profiles]


@pytest.fixture
async def store(shop):
    maker, unique = await shop.maker(), word()
    # First, so that no listing has to follow it later.
    profile = await maker.present()
    mug = await maker.sell(title=f"Mug {unique}", quantity=9)
    bowl = await maker.sell(private_access=Listing.PrivateAccess())
    return Store(
        shop=shop,
        maker=maker,
        word=unique,
        mug=mug,
        bowl=bowl,
        link=secret_of(await maker.link(bowl)),
        draft=await maker.draft(),
        profile=profile,
        paid=await shop.orders.reserve(mug),
        given_up=await shop.orders.reserve(mug),
    )


NOT_FOUND = "LISTING_NOT_FOUND"
NOT_ACTIVE = "MAKER_NOT_ACTIVE"
RETIRED = "LISTING_RETIRED"
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


async def test_an_end_that_was_never_heard_of_ends_what_was_made_before_it(store, shop):
    maker = store.maker

    # The copy was away while the maker left and was admitted again.
    shop.clock.ahead = timedelta(hours=1)
    await store.standing("ACTIVE", admitted={"NA": shop.clock()})
    refused = await outcome(maker.update(store.mug, title="Other"))
    reserved = await outcome(shop.orders.reserve(store.mug))
    seen = await store.seen()
    again = await maker.sell(title=f"Mug {store.word}")
    await store.retired()

    assert (refused, reserved) == (RETIRED, NOT_FOUND)
    assert not any(seen.values())
    assert (await maker.get(store.mug)).retirement.reason == Reason.MAKER_ADMITTED_AGAIN
    assert (await shop.nobody.get(again)).state == Listing.LIVE
    assert [hit.name for hit in (await shop.nobody.list(maker.name)).listings] == [again.name]
    [batch] = await shop.nobody.batch(maker.name)
    assert [hit.name for hit in batch.listings] == [again.name]


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


async def test_a_suspension_among_reservations_sells_nothing_behind_it(store, shop):
    async def suspend():
        await asyncio.sleep(0.02)
        await store.standing("SUSPENDED")

    reserving = [outcome(shop.orders.reserve(store.mug, buyer=f"b{n}")) for n in range(7)]
    *outcomes, _ = await asyncio.gather(*reserving, suspend())
    after = await outcome(shop.orders.reserve(store.mug))

    assert set(outcomes) <= {"ok", NOT_ACTIVE}
    assert after == NOT_ACTIVE
    assert (await store.maker.get(store.mug)).quantity == 7 - outcomes.count("ok")


async def test_nothing_that_is_made_while_the_maker_leaves_outlives_the_membership(shop):
    maker = await shop.maker()

    async def make():
        draft = await maker.draft()
        await maker.publish(draft)

    async def leave():
        await asyncio.sleep(0.1)
        await shop.change(maker, states={"NA": "LEFT"})

    outcomes = await asyncio.gather(*(outcome(make()) for _ in range(12)), leave())
    listings = await soon(
        partial(shop.person("sue", "support").list, maker.name, page_size=100),
        lambda page: {listing.state for listing in page.listings} <= {Listing.RETIRED},
    )
    settled = await soon(
        lambda: shop.database["makers"].find_one({"_id": maker.name}),
        lambda found: found.get("settled"),
    )
    there = await shop.database["listings"].count_documents({"maker": maker.name})

    assert set(outcomes[:-1]) <= {"ok", NOT_ACTIVE, RETIRED}
    assert settled
    assert there == len(listings.listings)
    assert not await shop.database["listings"].count_documents(
        {"maker": maker.name, "state": {"$ne": "retired"}}
    )


async def test_who_is_about_to_make_something_when_the_end_is_swept_learns_of_it(shop):
    maker, frame = await shop.maker(), shop.process.frame
    makers, listings = Makers(frame.database), Listings(frame.mongo, frame.database)
    profiles, key = Profiles(frame.mongo, frame.database), new_id()
    seen, swept, memberships = asyncio.Event(), asyncio.Event(), []

    async def make(session):
        known = await makers.find(maker.name, session)
        memberships.append(known.states["NA"])
        seen.set()
        await swept.wait()
        storefront = await profiles.storefront_to_follow(maker.name, session)
        if known.is_active("NA"):
            offer = Offer(title="Stoneware mug")
            drafted = Made.drafted(key, "US", word(), offer, storefront, shop.clock())
            await listings.add(drafted, session)

    making = asyncio.create_task(frame.mongo.run_transaction(make))
    await seen.wait()
    await shop.change(maker, states={"NA": "LEFT"})
    await sweeper(shop).sweep()
    swept.set()
    await making

    assert memberships == ["ACTIVE", "LEFT"]
    assert await listings.find(key) is None


def sweeper(shop):
    """What every replica has."""
    frame = shop.process.frame
    return Retires(
        frame.mongo,
        Endings(frame.database),
        Makers(frame.database),
        Listings(frame.mongo, frame.database),
        Profiles(frame.mongo, frame.database),
        News(frame.events, shop.clock),
        shop.clock,
    )


async def test_several_replicas_retire_a_listing_once(store, shop):
    await store.standing("LEFT")

    await asyncio.gather(*(sweeper(shop).sweep() for _ in range(3)))
    await store.retired()

    names = [store.mug.name, store.bowl.name, store.draft.name, store.profile.name]
    found = shop.database["events"].find(
        {"resource": {"$in": names}, "type": {"$regex": "retired"}}
    )
    assert sorted([event["resource"] async for event in found]) == sorted(names)
    assert await sweeper(shop).sweep() == 0


async def test_a_maker_who_cannot_be_settled_holds_up_no_other(store, shop):
    broken = await shop.maker(state="LEFT")
    await shop.database["listings"].insert_one(
        {"_id": word(), "maker": broken.name, "country": "US", "state": "live"}
    )

    await store.standing("LEFT")
    await store.retired()

    left = await shop.database["makers"].find_one({"_id": broken.name})
    await shop.database["listings"].delete_one({"maker": broken.name})
    assert "settled" not in left


async def test_who_left_is_found_by_an_index(shop):
    plan = await shop.database.command(
        "explain", {"find": "makers", "filter": {"settled": None}}, verbosity="queryPlanner"
    )

    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
