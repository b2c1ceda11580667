from datetime import date
from zoneinfo import ZoneInfo

import pytest

from chassis.countries import countries, country, in_region, language_name, read, regions

TODAY = date(2026, 11, 22)


def test_every_country_has_a_real_time_zone_and_a_language():
    for entry in countries(TODAY).values():
        assert ZoneInfo(entry.time_zone)
        assert entry.languages
        assert len(entry.code) == 2
        assert len(entry.currency) == 3


def test_every_language_has_a_name_and_a_country_one_for_sentences():
    spoken = {entry.code: entry.spoken for entry in countries(TODAY).values()}

    for entry in countries(TODAY).values():
        assert all(language_name(code) != code for code in entry.languages)
    assert language_name("de") == "German"
    assert language_name("sv") == "sv"
    assert spoken["GB"] == "the United Kingdom"
    assert spoken["DE"] == "Germany"


def test_a_country_is_there_from_its_day_on():
    first = min(countries(TODAY).values(), key=lambda entry: entry.valid_from)

    assert country(first.code, first.valid_from) == first
    assert country(first.code, first.valid_from.replace(year=first.valid_from.year - 1)) is None


def test_a_region_has_the_countries_that_name_it():
    for region in {entry.region for entry in countries(TODAY).values()}:
        assert {country(code, TODAY).region for code in in_region(region, TODAY)} == {region}


@pytest.mark.parametrize("code", ["", "us", "XX"])
def test_what_is_no_country_of_the_programme(code):
    assert country(code, TODAY) is None


JOINING = read(
    """
[[country]]
code = "DE"
name = "Germany"
region = "EU"
languages = ["de"]
currency = "EUR"
time_zone = "Europe/Berlin"
from = 2015-10-08

[[country]]
code = "SE"
name = "Sweden"
region = "EU"
languages = ["sv"]
currency = "SEK"
time_zone = "Europe/Stockholm"
from = 2027-03-01

[[country]]
code = "SE"
name = "Sweden"
region = "EU"
languages = ["sv", "en"]
currency = "EUR"
time_zone = "Europe/Stockholm"
from = 2028-01-01
"""
)


@pytest.mark.parametrize(
    ("day", "codes", "languages"),
    [
        (date(2027, 2, 28), ("DE",), None),
        (date(2027, 3, 1), ("DE", "SE"), ("sv",)),
        (date(2027, 12, 31), ("DE", "SE"), ("sv",)),
        (date(2028, 1, 1), ("DE", "SE"), ("sv", "en")),
    ],
)
def test_a_country_joins_and_changes_on_its_days(day, codes, languages):
    known = countries(day, JOINING)

    assert regions(day, JOINING) == {"EU": codes}
    assert (known["SE"].languages if "SE" in known else None) == languages


def test_the_regions_are_those_of_the_programmes_own_table():
    assert regions(TODAY) == {region: in_region(region, TODAY) for region in ("EU", "NA")}
