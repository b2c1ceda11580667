"""In which language makers are written to: docs/rules.md#languages."""

from datetime import date

from chassis.countries import country

WRITTEN = ("en", "fr", "de", "es", "it")
"""The languages that there are mails in."""


def language_of(said: str, code: str, on: date) -> str:
    """The language that somebody said, else the country's first that there are mails in."""
    if said in WRITTEN:
        return said
    entry = country(code, on)
    spoken = entry.languages if entry else ()
    return next((language for language in spoken if language in WRITTEN), WRITTEN[0])
