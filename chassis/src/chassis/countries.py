"""The countries of the programme with their regions and languages: data with dates, not code."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Country:
    """A country makers may sell in, as it is from `valid_from` on.

    `spoken` is its name within a sentence, such as `the United Kingdom`.
    """

    code: str
    name: str
    spoken: str
    region: str
    languages: tuple[str, ...]
    currency: str
    time_zone: str
    valid_from: date


def read(text: str) -> tuple[Country, ...]:
    """The entries in a TOML text like `countries.toml`, of all times."""
    return tuple(
        Country(
            code=entry["code"],
            name=entry["name"],
            spoken=entry.get("spoken", entry["name"]),
            region=entry["region"],
            languages=tuple(entry["languages"]),
            currency=entry["currency"],
            time_zone=entry["time_zone"],
            valid_from=entry["from"],
        )
        for entry in tomllib.loads(text)["country"]
    )


@cache
def _text() -> str:
    return resources.files("chassis").joinpath("countries.toml").read_text()


@cache
def _entries() -> tuple[Country, ...]:
    return read(_text())


@cache
def _languages() -> dict[str, str]:
    return dict(tomllib.loads(_text())["languages"])


def language_name(code: str) -> str:
    """The English name of an official language of a country; of any other its code."""
    return _languages().get(code, code)


def countries(on: date, entries: tuple[Country, ...] | None = None) -> dict[str, Country]:
    """The countries of the programme on a day, by code; of other entries than ours if given."""
    known = sorted(entries or _entries(), key=lambda entry: entry.valid_from)
    return {entry.code: entry for entry in known if entry.valid_from <= on}


def country(code: str, on: date) -> Country | None:
    """One country on a day; None when the programme does not have it."""
    return countries(on).get(code)


def region_of_each(on: date) -> dict[str, str]:
    """The region of each country on a day, by code."""
    return {code: entry.region for code, entry in countries(on).items()}


def in_region(region: str, on: date) -> tuple[str, ...]:
    """The codes of a region's countries on a day."""
    return tuple(entry.code for entry in countries(on).values() if entry.region == region)


def regions(on: date, entries: tuple[Country, ...] | None = None) -> dict[str, tuple[str, ...]]:
    """The codes of the countries of each region on a day."""
    known = countries(on, entries).values()
    return {
        region: tuple(entry.code for entry in known if entry.region == region)
        for region in sorted({entry.region for entry in known})
    }
