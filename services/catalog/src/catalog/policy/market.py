"""Where a maker may offer something, and in which language: for listings and profiles alike."""

from collections.abc import Iterator

from catalog.domain.market import Market
from catalog.policy.text import among
from chassis.errors import Violation
from chassis.memberships import why_not_active


def country_is_known(market: Market) -> Iterator[Violation]:
    """The programme has the country; see `docs/rules.md#countries`."""
    if not market.is_known:
        yield Violation(
            "COUNTRY_UNKNOWN",
            f"The programme has the countries {among(market.countries)}.",
            "country",
        )


def maker_may_sell(market: Market) -> Iterator[Violation]:
    """The membership is active and the country ready; see `docs/rules.md#countries`."""
    if not market.is_known:
        return
    if not market.is_active:
        yield Violation(
            "MAKER_NOT_ACTIVE",
            why_not_active(market.region, market.membership),
            "country",
        )
    elif market.country not in market.ready_countries:
        yield Violation(
            "COUNTRY_NOT_READY",
            f"`{market.country}` is not ready for you yet. Ready are "
            f"{among(sorted(market.ready_countries)) or 'none'}.",
            "country",
        )


def language_is_official(language: str, market: Market) -> Iterator[Violation]:
    """The country's official language is used; see `docs/rules.md#languages`."""
    if market.is_known and language not in market.languages:
        yield Violation(
            "LANGUAGE_NOT_OFFICIAL",
            f"In `{market.country}` the language must be {among(market.languages)}.",
            "language",
        )
