"""Whether the caller may ask for a custom order from a listing."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chassis import caller
from chassis.caller import Role
from chassis.countries import country
from chassis.makers import Maker, Makers
from messaging.domain.listing import Listing
from messaging.policy.asking import Asking
from messaging.store.listings import Listings


class Askings:
    """Looks at listings with the current caller's eyes."""

    def __init__(self, listings: Listings, makers: Makers, now: Callable[[], datetime]) -> None:
        self._listings = listings
        self._makers = makers
        self._now = now

    async def several(self, names: Sequence[str]) -> dict[str, Asking]:
        """What matters about asking from each of the listings; hidden ones are left out."""
        listings = await self._listings.named(names)
        makers = await self._makers.named(sorted({one.maker for one in listings.values()}))
        seen = {
            name: self._asking(listing, makers.get(listing.maker))
            for name, listing in listings.items()
        }
        return {name: asking for name, asking in seen.items() if asking is not None}

    async def one(self, name: str) -> tuple[Asking, Maker] | None:
        """What matters about asking from a listing, and its maker; None if it is hidden.

        A listing that is just being published is waited for.
        """
        subject = caller.current().subject
        listing = await self._listings.find(name, lambda found: found.is_visible_to(subject))
        maker = await self._makers.find(listing.maker) if listing else None
        asking = self._asking(listing, maker) if listing else None
        return None if asking is None or maker is None else (asking, maker)

    def _asking(self, listing: Listing, maker: Maker | None) -> Asking | None:
        who = caller.current()
        is_own = maker is not None and maker.subject == who.subject
        if not is_own and not listing.is_visible_to(who.subject):
            return None
        sold_in = country(listing.country, self._now().date())
        return Asking(
            listing=listing,
            is_signed_in=not who.is_anonymous,
            is_buyer=who.has(Role.BUYER),
            is_own_listing=is_own,
            maker_is_active=maker is not None
            and sold_in is not None
            and maker.is_active(sold_in.region),
        )
