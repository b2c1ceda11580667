from datetime import date
from zoneinfo import ZoneInfo

import pytest

from chassis.countries import countries, country, in_region

TODAY = date(2026, 11, 22)


def test_every_country_has_a_real_time_zone_and_a_language():
    for entry in countries(TODAY).values():
        assert ZoneInfo(entry.time_zone)
        assert entry.languages
        assert len(entry.code) == 2
        assert len(entry.currency) == 3


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
