"""The end of a membership comes late, twice, or among what happens: it is right all the same."""

import asyncio
from datetime import timedelta
from functools import partial

from catalog.domain.listing import Listing as Made
from catalog.domain.listing import Offer
from catalog.store.endings import Endings, Unsettled
from catalog.store.listings import Listings
from catalog.store.profiles import Profiles
from chassis.copies import Copy
from chassis.ids import new_id
from chassis.makers import Makers, to_document
from handmade.applications.v1 import maker_pb2 as pb
from handmade.catalog.v1 import retirement_pb2
from tests.integration.catalog.standing import (
    NOT_ACTIVE,
    NOT_FOUND,
    RETIRED,
    Listing,
    Profile,
    outcome,
    profile_of,
    sweeper,
)
from tests.integration.catalog.workshop import soon, word

Reason = retirement_pb2.Retirement.Reason


class Overtaken(Endings):
    """Reads a maker who has left, of whom something else is heard before its listings are read."""

    def __init__(self, database, unsettled, meanwhile):
        super().__init__(database)
        self._unsettled = [unsettled]
        self._meanwhile = meanwhile

    async def unsettled(self, limit, but=()):
        return [self._unsettled.pop()] if self._unsettled else []

    async def listings(self, maker, over):
        await self._meanwhile()
        return await super().listings(maker, over)


async def test_what_is_made_under_a_new_membership_stays_when_the_end_of_the_first_is_swept(
    store, shop
):
    made = []

    async def admitted_again():
        await store.standing("ACTIVE", admitted={"NA": shop.clock()})
        made.append(await store.maker.sell())
        made.append(await store.maker.present())

    await store.standing("LEFT")
    left = Unsettled(await Makers(shop.database).find(store.maker.name), 2)
    await sweeper(shop, Overtaken(shop.database, left, admitted_again)).sweep()
    listing, profile = made

    assert (await shop.nobody.get(listing)).state == Listing.LIVE
    assert (await profile_of(shop.nobody, profile)).state == Profile.PUBLISHED
    assert (await store.maker.get(store.mug)).state == Listing.RETIRED


class Applications:
    """The feed of makers, which says what a test says."""

    def __init__(self, *makers):
        self.makers = makers

    async def everything(self):
        raise AssertionError("the copy has a token, so it need not list")
        yield

    async def changes(self, token):
        for number, maker in enumerate(self.makers):
            yield to_document(maker), f"{token}{number}"


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

    # Whoever else writes at that moment, such as the service's own sweep, lets it begin once more.
    first, *again = memberships
    assert (first, set(again)) == ("ACTIVE", {"LEFT"})
    assert await listings.find(key) is None


async def test_a_service_that_was_down_hears_late_and_is_right(store, shop):
    maker, frame = store.maker, shop.process.frame
    left = pb.Maker(name=maker.name, subject=maker.subject, revision=2)
    left.memberships.add(region="NA", state=pb.Membership.LEFT)
    again = pb.Maker(name=maker.name, subject=maker.subject, revision=4)
    active = again.memberships.add(region="NA", state="ACTIVE", ready_countries=["US"])
    active.grant_time.FromDatetime(shop.clock())
    await sweeper(shop).sweep()
    await shop.database["copies"].insert_one({"_id": "makers", "token": "t"})

    # Both in one breath, as they were waiting for it; and the older one twice.
    feed = Applications(left, again, left)
    await Copy("makers", frame.mongo, frame.database, feed).follow()
    seen = await store.seen()
    await store.retired()
    new = await maker.sell()

    await shop.database["copies"].delete_one({"_id": "makers"})
    assert not any(seen.values())
    assert (await maker.get(store.mug)).HasField("retirement")
    assert (await shop.nobody.get(new)).state == Listing.LIVE


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
