"""In which language people are written to: docs/rules.md#languages."""

from collections.abc import Iterable
from datetime import datetime

from chassis.countries import country

WRITTEN = ("en", "fr", "de", "es", "it")
"""The languages that there are mails in."""


def language_of(said: str, spoken: Iterable[str] = ()) -> str:
    """The language that somebody said, else their country's first that there are mails in."""
    return next((language for language in (said, *spoken) if language in WRITTEN), WRITTEN[0])


def language_for(chosen: str, country_code: str, now: datetime) -> str:
    """The language of somebody who chose one, or else is in a country."""
    found = country(country_code, now.date())
    return language_of(chosen, found.languages if found else ())
