"""A store whose maker's membership changes, and what buyers and the maker see of it then."""

from dataclasses import dataclass
from typing import Any

from catalog.effects import Retires
from catalog.service.news import News
from catalog.store.endings import Endings
from catalog.store.listings import Listings
from catalog.store.profiles import Profiles
from chassis.errors import Problem
from chassis.makers import Makers
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2
from tests.integration.catalog.workshop import secret_of, soon, word

Listing = listing_pb2.Listing
Profile = maker_profile_pb2.MakerProfile
NOT_FOUND = "LISTING_NOT_FOUND"
NOT_ACTIVE = "MAKER_NOT_ACTIVE"
RETIRED = "LISTING_RETIRED"


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
        """Waits until all of it is retired, for which nobody waits for the next sweep."""
        await sweeper(self.shop).sweep()
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


async def a_store(shop):
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


def sweeper(shop, endings=None):
    """What every replica has."""
    frame = shop.process.frame
    return Retires(
        frame.mongo,
        endings or Endings(frame.database),
        Makers(frame.database),
        Listings(frame.mongo, frame.database),
        Profiles(frame.mongo, frame.database),
        News(frame.events, shop.clock),
        shop.clock,
    )
