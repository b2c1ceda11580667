"""In which language makers are written to: docs/rules.md#languages."""

from collections.abc import Iterable

WRITTEN = ("en", "fr", "de", "es", "it")
"""The languages that there are mails in."""


def language_of(said: str, spoken: Iterable[str] = ()) -> str:
    """The language that somebody said, else their country's first that there are mails in."""
    return next((language for language in (said, *spoken) if language in WRITTEN), WRITTEN[0])
