"""What makers offer, as far as it matters for asking, answering and buying."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from chassis import caller
from chassis.caller import Role
from chassis.countries import country
from chassis.makers import Maker, Makers
from chassis.memberships import ACTIVE
from messaging.domain.custom_order import CustomOrderRequest
from messaging.domain.listing import Listing
from messaging.policy.answering import Answering, rules_broken_by
from messaging.policy.asking import Asking
from messaging.store.listings import Listings

# The copies are at most a second old: so long somebody who acts on what just happened waits.
PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.6)

T = TypeVar("T")


class Offers:
    """Reads the copies of listings and makers with the current caller's eyes.

    What is not as expected is read again for a moment, since the copies may be behind. What is
    answered then may still be unexpected: that is how things stand.
    """

    def __init__(
        self,
        listings: Listings,
        makers: Makers,
        now: Callable[[], datetime],
        patience: Sequence[float] = PATIENCE,
    ) -> None:
        self._listings = listings
        self._makers = makers
        self._now = now
        self._patience = patience

    async def to_check(self, names: Sequence[str]) -> dict[str, Asking]:
        """What matters about asking from each of the listings; hidden ones are left out."""
        listings = await self._listings.named(names)
        makers = await self._makers.named(sorted({one.maker for one in listings.values()}))
        seen = {
            name: self._asking(listing, makers.get(listing.maker))
            for name, listing in listings.items()
        }
        return {name: asking for name, asking in seen.items() if asking is not None}

    async def to_ask(self, name: str) -> tuple[Asking, Maker] | None:
        """What matters about asking from a listing, and its maker; None if it is hidden."""

        async def read() -> tuple[Asking, Maker] | None:
            listing, maker = await self._read(name)
            asking = self._asking(listing, maker) if listing else None
            return None if asking is None or maker is None else (asking, maker)

        return await self._settled(read, lambda found: found is not None)

    async def to_answer(self, request: CustomOrderRequest | None, name: str) -> Answering | None:
        """What matters about answering the request with a listing; None if there is none."""

        async def read() -> Answering | None:
            listing, maker = await self._read(name)
            return Answering(listing, *self._standing(listing, maker)) if listing else None

        return await self._settled(
            read, lambda found: request is None or not rules_broken_by(request, found)
        )

    async def bought(self, name: str) -> tuple[Listing | None, Maker | None]:
        """A listing, whatever its state, and its maker, as far as they are known."""
        return await self._settled(lambda: self._read(name), lambda found: found[1] is not None)

    async def _read(self, name: str) -> tuple[Listing | None, Maker | None]:
        listing = await self._listings.find(name)
        return listing, await self._makers.find(listing.maker) if listing else None

    async def _settled(
        self, read: Callable[[], Awaitable[T]], is_expected: Callable[[T], bool]
    ) -> T:
        for pause in self._patience:
            found = await read()
            if is_expected(found):
                return found
            await asyncio.sleep(pause)
        return await read()

    def _asking(self, listing: Listing, maker: Maker | None) -> Asking | None:
        """None for what catalog hides: a draft, what is for others, what no active maker offers."""
        who = caller.current()
        region, membership = self._standing(listing, maker)
        is_own = maker is not None and maker.subject == who.subject
        if not is_own and not (membership == ACTIVE and listing.is_visible_to(who.subject)):
            return None
        return Asking(
            listing=listing,
            is_signed_in=not who.is_anonymous,
            is_buyer=who.has(Role.BUYER),
            is_own_listing=is_own,
            region=region,
            membership=membership,
        )

    def _standing(self, listing: Listing, maker: Maker | None) -> tuple[str, str]:
        """The listing's region, and in which state the maker's membership is there."""
        sold_in = country(listing.country, self._now().date())
        if maker is None or sold_in is None:
            return "", ""
        return sold_in.region, maker.states.get(sold_in.region, "")
