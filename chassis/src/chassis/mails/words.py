"""The words of each language, and how it writes dates and names of places."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from chassis.countries import country

Tables = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Wording:
    """What one mail says, still with its facts in braces."""

    subject: str
    heading: str
    preview: str
    lines: tuple[str, ...]


class Words:
    """One language. Every table with lines is a mail; the others are names of things."""

    def __init__(self, language: str, tables: Tables) -> None:
        self.language = language
        self.letter: Mapping[str, str] = tables["letter"]
        self.mails = {
            name: Wording(it["subject"], it["heading"], it["preview"], tuple(it["lines"]))
            for name, it in tables.items()
            if "lines" in it
        }
        self._tables = tables

    def day(self, day: date) -> str:
        """A date as the language writes it."""
        dates = self._tables["dates"]
        number = dates["first"] if day.day == 1 else str(day.day)
        pattern: str = dates["date"]
        return pattern.format(day=number, month=dates["months"][day.month - 1], year=day.year)

    def moment(self, moment: datetime, country_code: str) -> str:
        """A moment in UTC and by the clocks of a country, as far as that is known."""
        found = country(country_code, moment.date())
        return self.moment_in(moment, found.time_zone if found else "")

    def moment_in(self, moment: datetime, zone: str) -> str:
        """A moment in UTC and by the clocks of a zone, if there is one."""
        dates = self._tables["dates"]
        utc: str = dates["utc"].format(clock=self._clock(moment.astimezone(UTC)))
        if not zone:
            return utc
        there = self._clock(moment.astimezone(ZoneInfo(zone)))
        both: str = dates["both"].format(utc=utc, clock=there, place=self.place(zone))
        return both

    def place(self, zone: str) -> str:
        """The place that a zone is named for."""
        return self._name("places", zone, zone.rpartition("/")[2].replace("_", " "))

    def _clock(self, moment: datetime) -> str:
        pattern: str = self._tables["dates"]["clock"]
        return pattern.format(date=self.day(moment), time=f"{moment:%H:%M}")

    def _name(self, table: str, code: str, otherwise: str) -> str:
        found: str = self._tables[table].get(code, otherwise)
        return found


def tables_of(package: str, language: str) -> Tables:
    """What a service's package says in a language, beside what all services say alike."""
    shared, own = _read("chassis.mails", language), _read(package, language)
    return {name: {**shared.get(name, {}), **own.get(name, {})} for name in {**shared, **own}}


def _read(package: str, language: str) -> dict[str, dict[str, Any]]:
    text = resources.files(package).joinpath(f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
