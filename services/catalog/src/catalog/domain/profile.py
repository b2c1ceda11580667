"""Profiles: how a maker is shown to the buyers of one country, and what all countries share."""

from dataclasses import dataclass, replace
from datetime import datetime

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
    """A published profile. It is shown while its maker is active in the country's region."""

    id: str
    maker: str
    country: str
    presentation: Presentation
    created: datetime
    updated: datetime
    revision: int = 1

    @property
    def name(self) -> str:
        """The resource name."""
        return f"makerProfiles/{self.id}"

    def publish(self, presentation: Presentation, now: datetime) -> "Profile":
        """The profile with all it says replaced."""
        return replace(self, presentation=presentation, updated=now)

    def share(self, presentation: Presentation, now: datetime) -> "Profile":
        """The profile with the store name and short URL that another country's now has."""
        shared = replace(
            self.presentation,
            store_name=presentation.store_name,
            short_url=presentation.short_url,
        )
        return self if shared == self.presentation else self.publish(shared, now)


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
