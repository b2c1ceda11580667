"""What follows a committed event or a due moment: listings follow profiles, stock comes back."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog
from pymongo.errors import ConnectionFailure

from catalog.domain.listing import Listing
from catalog.domain.reservation import Reservation
from catalog.store.listings import Listings
from catalog.store.profiles import Profiles
from catalog.store.reservations import Reservations
from chassis.events import Event
from chassis.mongo import Mongo, Session

log = structlog.get_logger()

PROFILE_PUBLISHED = "maker_profile.published"
_BATCH = 100


class ListingMissing(Exception):
    """A reservation names a listing that is not stored, which a transaction makes impossible."""


class Tells(Protocol):
    """Writes events about what is done here."""

    async def of_listing(self, what: str, listing: Listing, session: Session) -> None:
        """Something happened to a listing."""
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
        """Ends what is due; says how many. Several replicas may sweep at once.

        What fails is told, left for the next sweep, and holds nothing else up.
        """
        ended, failed = 0, set[str]()
        while due := await self._reservations.due(self._now(), _BATCH, failed):
            for key in due:
                try:
                    ended += await self._mongo.run_transaction(partial(self._end_due, key))
                except ConnectionFailure:
                    raise
                except Exception:
                    log.exception("reservation not ended", reservation=key)
                    failed.add(key)
        return ended

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
