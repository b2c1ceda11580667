"""The words of each language for what this service speaks of."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from chassis.countries import countries
from chassis.languages import language_for
from chassis.mails.words import Words as SharedWords
from chassis.mails.words import tables_of


class Words(SharedWords):
    """One language."""

    def decline_reason(self, code: str) -> str:
        """Why an application was declined; nothing where only the reviewer's words say it."""
        return self._name("decline_reasons", code, "")

    def membership_reason(self, code: str) -> str:
        """Why a membership is as it is; nothing where only staff's own words say it."""
        return self._name("membership_reasons", code, "")

    def region(self, code: str) -> str:
        """A region by its name."""
        return self._name("regions", code, code)

    def listing_countries(self, codes: Iterable[str], now: datetime) -> tuple[str, ...]:
        """Countries with their official languages, such as `Canada: English, French`."""
        known = countries(now.date())
        colon = self.letter["button_colon"]  # French has a space before it.
        return tuple(
            f"{self._name('countries', code, known[code].name)}{colon} "
            + ", ".join(self._name("languages", it, it) for it in known[code].languages)
            for code in codes
            if code in known
        )


def words_for(chosen: str, country_code: str, now: datetime) -> Words:
    """The words to write in to somebody who chose a language, or else is in a country."""
    return words(language_for(chosen, country_code, now))


@cache
def words(language: str) -> Words:
    """One of the languages that there are mails in."""
    return Words(language, tables_of("applications.mails", language))
