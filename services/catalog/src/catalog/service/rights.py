"""Who may see and do what in the catalog, and where a maker may sell."""

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass
from datetime import datetime

from catalog.domain.listing import Listing, ListingNotFound, ListingRetired, State
from catalog.domain.market import Market, Viewer
from catalog.domain.profile import Profile
from catalog.policy.numbers import Policy
from catalog.store.sight import EVER
from chassis import caller
from chassis.caller import Role
from chassis.countries import countries, in_region
from chassis.errors import InvalidRequest, Violation
from chassis.ids import ids_in, malformed
from chassis.links import PrivateLinks
from chassis.makers import Maker, Makers
from chassis.mongo import Session

SCOPE = "catalog:write"


@dataclass(frozen=True)
class Seen:
    """A listing that the caller sees, all of it or as buyers do."""

    listing: Listing
    maker: Maker | None
    is_inside: bool


class Rights:
    """Decides for the current caller, from the copy of makers."""

    def __init__(self, makers: Makers, links: PrivateLinks, now: Callable[[], datetime]) -> None:
        self._makers = makers
        self._links = links
        self._now = now

    async def acting(self, maker: str, session: Session) -> Maker:
        """The maker the caller acts for."""
        return await self._makers.acting(caller.current(), maker, SCOPE, session)

    async def whose_turn(self, maker: str) -> str:
        """The maker that the caller may act for, else the caller: nobody queues up for others."""
        who = caller.current()
        named = await (self._makers.find(maker) if maker else self._makers.of(who))
        return named.name if named and self.may_change(named) else who.subject

    def is_inside(self, maker: Maker | None) -> bool:
        """Whether the caller sees everything of the maker: itself, its partners, staff."""
        return _sees_all() or self.may_change(maker)

    async def owned(
        self, listing: Listing | None, session: Session | None
    ) -> tuple[Listing, Maker]:
        """The listing, if the caller may change what its maker has; else `ListingNotFound`."""
        if listing is not None:
            maker = await self._makers.find(listing.maker, session)
            if maker is not None and self.may_change(maker):
                return listing, maker
        raise ListingNotFound

    async def kept(self, listing: Listing | None, session: Session) -> tuple[Listing, Maker]:
        """As `owned`; fails with `ListingRetired` if it is over with the listing."""
        kept, maker = await self.owned(listing, session)
        if self.is_over(kept, maker):
            raise ListingRetired(kept.country, maker.states.get(self.region_of(kept.country), ""))
        return kept, maker

    def may_change(self, maker: Maker | None) -> bool:
        """Whether the caller may change what the maker has: itself, or a partner."""
        return self._makers.may_act(caller.current(), maker, SCOPE)

    async def seen(self, listing: Listing | None, link_secret: str) -> Seen:
        """The listing as the caller sees it; else `ListingNotFound`."""
        if listing is not None:
            maker = await self._makers.find(listing.maker)
            seen = self.sees(listing, maker, link_secret)
            if seen is not None:
                return seen
        raise ListingNotFound

    def sees(self, listing: Listing, maker: Maker | None, link_secret: str = "") -> Seen | None:
        """The listing as the caller sees it, None if not at all."""
        if self.is_inside(maker):
            return Seen(listing, maker, is_inside=True)
        opened = self.opens(listing, caller.current().subject, link_secret)
        if opened and self.sells(listing, maker):
            return Seen(listing, maker, is_inside=False)
        return None

    def opens(self, listing: Listing, buyer: str, link_secret: str) -> bool:
        """Whether a live listing is open to a buyer with this secret; see
        `docs/rules.md#private-listings`.
        """
        private = listing.offer.private_access
        if not listing.is_live:
            return False
        if private is None:
            return True
        if private.buyer:
            return private.buyer == buyer
        return self._links.opens(link_secret, listing.name, listing.link_revision)

    def sells(self, listing: Listing, maker: Maker | None) -> bool:
        """Whether the listing's maker is active where it is offered, under the membership under
        which the listing was made.
        """
        since = self.shown_since(maker).get(listing.country)
        return since is not None and since <= listing.created

    def shows(self, profile: Profile, maker: Maker | None) -> bool:
        """Whether buyers see the profile: its maker is active there, under the membership under
        which it was published.
        """
        since = self.shown_since(maker).get(profile.country)
        return profile.retirement is None and since is not None and since <= profile.published

    def is_over(self, listing: Listing, maker: Maker) -> bool:
        """Whether the listing is retired, or about to be."""
        return listing.state is State.RETIRED or maker.is_over(
            self.region_of(listing.country), listing.created
        )

    def shown_since(self, maker: Maker | None) -> dict[str, datetime]:
        """The countries in whose region the maker is active, and since when it is a member there:
        what was made before is shown no more.
        """
        if maker is None:
            return {}
        return {
            code: maker.admitted.get(entry.region, EVER)
            for code, entry in countries(self._now().date()).items()
            if maker.is_active(entry.region)
        }

    def region_of(self, country: str) -> str:
        """The region of a country, empty for one that the programme does not have."""
        entry = countries(self._now().date()).get(country)
        return entry.region if entry else ""

    def regions(self) -> dict[str, list[str]]:
        """The countries of each region today."""
        today = self._now().date()
        regions = sorted({entry.region for entry in countries(today).values()})
        return {region: list(in_region(region, today)) for region in regions}

    def market(self, code: str, maker: Maker | None, profile: Profile | None = None) -> Market:
        """A country as the maker meets it today, with the profile that the maker has there."""
        known = countries(self._now().date())
        entry = known.get(code)
        return Market(
            country=code,
            region=entry.region if entry else "",
            languages=entry.languages if entry else (),
            currency=entry.currency if entry else "",
            membership=maker.states.get(entry.region, "") if entry and maker else "",
            ready_countries=maker.ready_countries if maker else frozenset(),
            countries=tuple(known),
            is_extended=bool(entry and maker and entry.region in maker.extended),
            has_profile=profile is not None and self.shows(profile, maker),
        )


def viewer() -> Viewer:
    """The current caller as the stores' queries know it."""
    current = caller.current()
    return Viewer(current.subject, _sees_all(), current.has(Role.PARTNER))


def is_service() -> bool:
    """Whether another service calls."""
    return caller.current().has(Role.SERVICE)


def _sees_all() -> bool:
    return caller.current().has(Role.REVIEWER, Role.SUPPORT, Role.ADMIN, Role.SERVICE)


def ensure_makers(names: Iterable[str]) -> list[str]:
    """The names of makers for a batch. Fails with `InvalidRequest` for any that is none."""
    asked = list(names)
    broken = [
        malformed(f"makers[{index}]", "makers")
        for index, found in enumerate(ids_in(asked, "makers", "makers"))
        if found is None
    ]
    if broken:
        raise InvalidRequest(broken)
    return asked


def ensure_country(code: str, market: Market) -> None:
    """Refuses to look in a country that the programme does not have."""
    if not market.is_known:
        listed = ", ".join(market.countries)
        raise InvalidRequest(
            [Violation("COUNTRY_UNKNOWN", f"The programme has the countries {listed}.", "country")]
        )


def ensure_orderable(quantity: int, choices: Sized, numbers: Policy) -> None:
    """Refuses a quantity or a number of choices that no order has."""
    broken = []
    if not 1 <= quantity <= numbers.order_quantity_max:
        limit = numbers.order_quantity_max
        broken.append(Violation("QUANTITY_OUT_OF_RANGE", f"Must be 1 to {limit}.", "quantity"))
    if len(choices) > numbers.customizations_max:
        limit = numbers.customizations_max
        broken.append(Violation("TOO_MANY_CHOICES", f"At most {limit}.", "choices"))
    if broken:
        raise InvalidRequest(broken)
