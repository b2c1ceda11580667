"""Profiles: how a maker is shown to the buyers of one country, and what all countries share."""

from dataclasses import dataclass, replace
from datetime import datetime

from catalog.domain.retirement import Retirement
from chassis.errors import NotFound, Stale


class MakerProfileNotFound(NotFound):
    """There is no such profile, or the caller may not know of it.

    Check the name; a maker publishes one profile per country.
    """

    def __init__(self) -> None:
        super().__init__("There is no such maker profile.")


class MakerProfileChanged(Stale):
    """Somebody else changed the profile first.

    Read it again, apply your change to what you find, and repeat.
    """

    def __init__(self) -> None:
        super().__init__("The maker profile has changed meanwhile. Read it again.")


@dataclass(frozen=True)
class CustomOrders:
    """What the maker says about custom orders."""

    types: str
    production_time: str


@dataclass(frozen=True)
class Presentation:
    """What the maker says in one profile. Store name and short URL hold for all countries."""

    store_name: str
    short_url: str
    language: str
    inspiration: str
    about: str
    custom_orders: CustomOrders | None = None


@dataclass(frozen=True)
class Profile:
    """A published profile. It is shown while its maker is active in the country's region.

    `published` is when it was published last, which says to which membership it belongs.
    """

    id: str
    maker: str
    country: str
    presentation: Presentation
    created: datetime
    updated: datetime
    published: datetime
    retirement: Retirement | None = None
    revision: int = 1

    @property
    def name(self) -> str:
        """The resource name."""
        return f"makerProfiles/{self.id}"

    def publish(self, presentation: Presentation, now: datetime) -> "Profile":
        """The profile with all it says replaced; a retired one is shown again."""
        return replace(self, presentation=presentation, updated=now, published=now, retirement=None)

    def retire(self, retirement: Retirement) -> "Profile":
        """Not shown until it is published again. Retiring again changes nothing."""
        if self.retirement is not None:
            return self
        return replace(self, retirement=retirement, updated=retirement.at)

    def share(self, presentation: Presentation, now: datetime) -> "Profile":
        """The profile with the store name and short URL that another country's now has.

        A retired one stays as it was.
        """
        shared = replace(
            self.presentation,
            store_name=presentation.store_name,
            short_url=presentation.short_url,
        )
        if self.retirement is not None or shared == self.presentation:
            return self
        return replace(self, presentation=shared, updated=now)


@dataclass(frozen=True)
class Storefront:
    """What all countries of one maker share, and where custom orders are offered."""

    maker: str
    store_name: str = ""
    short_url: str = ""
    custom_order_countries: frozenset[str] = frozenset()

    def offers_custom_orders(self, country: str) -> bool:
        """Whether buyers may ask for custom orders in the country."""
        return country in self.custom_order_countries

    def complete(self, said: Presentation) -> Presentation:
        """What is said with the store name and short URL of the maker where it has none."""
        return replace(
            said,
            store_name=said.store_name or self.store_name,
            short_url=said.short_url or self.short_url,
        )

    def publish(self, profile: Profile) -> "Storefront":
        """The storefront once a profile of its maker is published."""
        countries = self.custom_order_countries - {profile.country}
        if profile.presentation.custom_orders is not None:
            countries |= {profile.country}
        return Storefront(
            self.maker,
            profile.presentation.store_name,
            profile.presentation.short_url,
            countries,
        )

    def retire(self, country: str, *, is_last: bool) -> "Storefront":
        """The storefront once the profile of a country is retired.

        With the last one the maker gives its names up.
        """
        if is_last:
            return Storefront(self.maker)
        return replace(self, custom_order_countries=self.custom_order_countries - {country})
