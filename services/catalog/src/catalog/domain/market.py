"""Where something is offered, and what its maker may do there."""

from dataclasses import dataclass

from chassis.memberships import ACTIVE


@dataclass(frozen=True)
class Market:
    """A country as one maker meets it.

    `languages` and `currency` are empty for a country that the programme does not have;
    `countries` are those it has. `membership` is the state of the maker's, empty without one, and
    `is_extended` whether it came by an extension of another region's.
    """

    country: str
    region: str
    languages: tuple[str, ...]
    currency: str
    membership: str
    ready_countries: frozenset[str]
    countries: tuple[str, ...]
    is_extended: bool = False
    has_profile: bool = False

    @property
    def is_active(self) -> bool:
        """Whether the maker may sell here, once the country is ready."""
        return self.membership == ACTIVE

    @property
    def is_known(self) -> bool:
        """Whether the programme has the country."""
        return self.country in self.countries


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at the catalog."""

    subject: str
    sees_all: bool
    is_partner: bool
