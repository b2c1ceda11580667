"""What follows a committed event, a due moment or an end: listings follow profiles, stock comes
back, and what was made under a membership that has ended is retired.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from catalog.domain.listing import Listing
from catalog.domain.profile import Profile
from catalog.domain.reservation import Reservation
from catalog.domain.retirement import Retirement, retirement
from catalog.store.endings import Endings, Over, Unsettled
from catalog.store.listings import Listings
from catalog.store.profiles import Profiles
from catalog.store.reservations import Reservations
from chassis.countries import countries, in_region
from chassis.events import Event
from chassis.makers import Maker, Makers
from chassis.memberships import ENDED
from chassis.mongo import Mongo, Session
from chassis.sweeps import swept

log = structlog.get_logger()

PROFILE_PUBLISHED = "maker_profile.published"
PROFILE_RETIRED = "maker_profile.retired"
_BATCH = 100


class ListingMissing(Exception):
    """A reservation names a listing that is not stored, which a transaction makes impossible."""


class Tells(Protocol):
    """Writes events about what is done here."""

    async def of_listing(self, what: str, listing: Listing, session: Session) -> None:
        """Something happened to a listing."""
        ...

    async def of_profile(self, what: str, profile: Profile, session: Session) -> None:
        """Something happened to a profile."""
        ...

    async def of_reservation(self, what: str, reservation: Reservation, session: Session) -> None:
        """Something happened to a reservation."""
        ...


class ListingsFollow:
    """Makes a maker's listings follow its profiles: the store name, and custom orders.

    Each listing is a transaction of its own, so a maker with thousands is no trouble, and what
    was interrupted goes on where it stopped.
    """

    def __init__(
        self,
        mongo: Mongo,
        listings: Listings,
        profiles: Profiles,
        tells: Tells,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._listings = listings
        self._profiles = profiles
        self._tells = tells
        self._now = now

    async def follow(self, event: Event) -> None:
        """Goes through the listings that are behind."""
        maker = event.facts["maker"]
        while behind := await self._listings.behind(await self._profiles.storefront(maker), _BATCH):
            for key in behind:
                await self._mongo.run_transaction(partial(self._follow, key, maker))

    async def _follow(self, key: str, maker: str, session: Session) -> None:
        listing = await self._listings.find(key, session)
        if listing is None:
            return
        storefront = await self._profiles.storefront(maker, session)
        following = await self._listings.save(
            listing, listing.follow(storefront, self._now()), session
        )
        await self._tells.of_listing("updated", following, session)


class GivesBack:
    """Gives the stock of reservations that end without a sale back, once."""

    def __init__(
        self,
        mongo: Mongo,
        reservations: Reservations,
        listings: Listings,
        tells: Tells,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._reservations = reservations
        self._listings = listings
        self._tells = tells
        self._now = now

    async def sweep(self) -> int:
        """Ends what is due; says how many. Several replicas may sweep at once."""
        return await swept(
            lambda failed: self._reservations.due(self._now(), _BATCH, failed),
            lambda each: self._mongo.run_transaction(partial(self._end_due, each)),
            "reservation not ended",
        )

    async def _end_due(self, key: str, session: Session) -> int:
        reservation = await self._reservations.find(key, session)
        if reservation is None or not reservation.is_due(self._now()):
            return 0  # committed, or ended by another since it was found
        await self.end(reservation, session)
        return 1

    async def end(self, before: Reservation, session: Session) -> Reservation:
        """Releases a reservation, or lets it expire if it is due. Ending it again does nothing."""
        after = before.release(self._now())
        if after is before:
            return before
        after = await self._reservations.save(after, session)
        await self._tells.of_reservation(after.state.value, after, session)
        listing = await self._listings.find(after.listing, session)
        if listing is None:
            raise ListingMissing(after.listing)
        restocked = await self._listings.save(
            listing, listing.restock(after.quantity, self._now()), session
        )
        await self._tells.of_listing("stock_changed", restocked, session)
        return after


class Retires:
    """Retires what makers gave up with a membership: listings, and profiles with their names.

    Buyers see none of it from the moment at which the copy of makers has the end, since every read
    asks the copy. This makes it last, and known to those who follow listings. It goes by how things
    stand and not by what happened, so it may come late, twice, from several replicas at once, or
    after an end that was never heard of because the maker has been admitted again.
    """

    def __init__(
        self,
        mongo: Mongo,
        endings: Endings,
        makers: Makers,
        listings: Listings,
        profiles: Profiles,
        tells: Tells,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._endings = endings
        self._makers = makers
        self._listings = listings
        self._profiles = profiles
        self._tells = tells
        self._now = now

    async def sweep(self) -> int:
        """Goes through the makers of whom something new was heard; says how much is retired."""
        return await swept(
            lambda failed: self._endings.unsettled(_BATCH, failed),
            self._settle,
            "maker not settled",
            key=lambda each: each.maker.name,
        )

    async def _settle(self, unsettled: Unsettled) -> int:
        maker, retired = unsettled.maker.name, 0
        if over := self._over(unsettled.maker):
            if any(part.before is None for part in over):
                # Whoever is about to make something as a member has done so before this, or begins
                # again and learns of the end: nothing is made that would not be found.
                await self._mongo.run_transaction(
                    partial(self._profiles.storefront_to_follow, maker)
                )
            for key in await self._endings.listings(maker, over):
                retired += await self._mongo.run_transaction(partial(self._retire_listing, key))
            for key in await self._endings.profiles(maker, over):
                retired += await self._mongo.run_transaction(partial(self._retire_profile, key))
        await self._endings.settle(unsettled)
        if retired:
            log.info("retired", maker=maker, retired=retired)
        return retired

    def _over(self, maker: Maker) -> list[Over]:
        today = self._now().date()
        ended = [region for region, state in maker.states.items() if state in ENDED]
        begun = [region for region in maker.admitted if region not in ended]
        return [Over(in_region(region, today), None) for region in ended] + [
            Over(in_region(region, today), maker.admitted[region]) for region in begun
        ]

    async def _retire_listing(self, key: str, session: Session) -> int:
        before = await self._listings.find(key, session)
        if before is None:
            return 0
        why = await self._why(before.maker, before.country, before.created, session)
        after = before if why is None else before.retire(why)
        if after is before:
            return 0  # by another since it was found
        after = await self._listings.save(before, after, session)
        await self._tells.of_listing("retired", after, session)
        return 1

    async def _retire_profile(self, key: str, session: Session) -> int:
        before = await self._profiles.find(key, session)
        if before is None:
            return 0
        why = await self._why(before.maker, before.country, before.published, session)
        after = before if why is None else before.retire(why)
        if after is before:
            return 0  # by another, or published by a member admitted again since it was found
        after = await self._profiles.save(after, session)
        others = (await self._profiles.of_maker(after.maker, session)).values()
        is_last = all(profile.retirement is not None for profile in others)
        storefront = await self._profiles.storefront(after.maker, session)
        storefront = storefront.retire(after.country, is_last=is_last)
        await self._profiles.save_storefront(storefront, session)
        await self._tells.of_profile("retired", after, session)
        return 1

    async def _why(
        self, maker: str, country: str, made: datetime, session: Session
    ) -> Retirement | None:
        now, known = self._now(), await self._makers.find(maker, session)
        entry = countries(now.date()).get(country)
        if known is None or entry is None or not known.is_over(entry.region, made):
            return None
        return retirement(known.states.get(entry.region, ""), now)
