"""Where something is offered, and what its maker may do there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Market:
    """A country as one maker meets it.

    `languages` and `currency` are empty for a country that the programme does not have;
    `countries` are those it has.
    """

    country: str
    region: str
    languages: tuple[str, ...]
    currency: str
    is_active: bool
    ready_countries: frozenset[str]
    countries: tuple[str, ...]

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
