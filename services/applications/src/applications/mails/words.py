"""The words of each language, and how it writes dates and names of places."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from applications.policy.language import language_of
from chassis.countries import countries, country

_NOT_MAILS = frozenset(
    {
        "letter", "dates", "places", "regions", "countries", "languages",
        "decline_reasons", "membership_reasons",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """What one mail says, still with its facts in braces."""

    subject: str
    heading: str
    preview: str
    lines: tuple[str, ...]


class Words:
    """One language."""

    def __init__(self, language: str, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self.language = language
        self.letter: Mapping[str, str] = tables["letter"]
        self.mails = {
            name: Wording(it["subject"], it["heading"], it["preview"], tuple(it["lines"]))
            for name, it in tables.items()
            if name not in _NOT_MAILS
        }
        self._tables = tables

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
        return tuple(
            f"{self._name('countries', code, known[code].name)}: "
            + ", ".join(self._name("languages", it, it) for it in known[code].languages)
            for code in codes
            if code in known
        )

    def day(self, moment: datetime) -> str:
        """A date as the language writes it."""
        dates = self._tables["dates"]
        day = dates["first"] if moment.day == 1 else str(moment.day)
        pattern: str = dates["date"]
        return pattern.format(day=day, month=dates["months"][moment.month - 1], year=moment.year)

    def moment(self, moment: datetime, country_code: str) -> str:
        """A moment in UTC and by the clocks of a country, as far as that is known."""
        dates = self._tables["dates"]
        utc: str = dates["utc"].format(clock=self._clock(moment.astimezone(UTC)))
        found = country(country_code, moment.date())
        if found is None:
            return utc
        zone = found.time_zone
        there = self._clock(moment.astimezone(ZoneInfo(zone)))
        place = self._name("places", zone, zone.rpartition("/")[2].replace("_", " "))
        both: str = dates["both"].format(utc=utc, clock=there, place=place)
        return both

    def _clock(self, moment: datetime) -> str:
        pattern: str = self._tables["dates"]["clock"]
        return pattern.format(date=self.day(moment), time=f"{moment:%H:%M}")

    def _name(self, table: str, code: str, otherwise: str) -> str:
        found: str = self._tables[table].get(code, otherwise)
        return found


def words_for(chosen: str, country_code: str, now: datetime) -> Words:
    """The words to write in to somebody who chose a language, or else is in a country."""
    found = country(country_code, now.date())
    return words(language_of(chosen, found.languages if found else ()))


@cache
def words(language: str) -> Words:
    """One of the languages that there are mails in."""
    text = resources.files("applications.mails").joinpath(f"{language}.toml").read_text("utf-8")
    return Words(language, tomllib.loads(text))
