"""The rules for profiles, by examples from real life."""

import time

import pytest

from catalog.domain.profile import CustomOrders
from catalog.policy.profile import RULES, broken
from tests.unit.catalog.builders import CANADA, NUMBERS, a_market, a_presentation


def rules(market=None, **changes):
    return [
        found.rule for found in broken(a_presentation(**changes), market or a_market(), NUMBERS)
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="a good profile"),
        pytest.param({"store_name": "AB"}, [], id="a store name of two characters"),
        pytest.param({"store_name": "A"}, ["STORE_NAME_MALFORMED"], id="of one"),
        pytest.param({"store_name": "x" * 40}, [], id="of forty"),
        pytest.param({"store_name": "x" * 41}, ["STORE_NAME_MALFORMED"], id="of forty-one"),
        pytest.param({"store_name": " Kiln"}, ["STORE_NAME_MALFORMED"], id="a space in front"),
        pytest.param({"store_name": "Ki\nln"}, ["STORE_NAME_MALFORMED"], id="two lines"),
        pytest.param({"store_name": "★★★"}, ["STORE_NAME_MALFORMED"], id="nothing but stars"),
        pytest.param({"store_name": "Ki\u200bln"}, ["STORE_NAME_MALFORMED"], id="invisible space"),
        pytest.param({"store_name": "Κiln"}, ["STORE_NAME_MISLEADING"], id="a Greek look-alike"),
        pytest.param({"store_name": "陶器屋"}, [], id="a Japanese store"),
        pytest.param({"short_url": "abc"}, [], id="a short URL of three"),
        pytest.param({"short_url": "ab"}, ["SHORT_URL_MALFORMED"], id="of two"),
        pytest.param({"short_url": "x" * 30}, [], id="of thirty"),
        pytest.param({"short_url": "x" * 31}, ["SHORT_URL_MALFORMED"], id="of thirty-one"),
        pytest.param({"short_url": "Kiln"}, ["SHORT_URL_MALFORMED"], id="with a capital"),
        pytest.param({"short_url": "kiln\n"}, ["SHORT_URL_MALFORMED"], id="with a line break"),
        pytest.param({"short_url": "a/../b"}, ["SHORT_URL_MALFORMED"], id="a path"),
        pytest.param({"short_url": "кiln"}, ["SHORT_URL_MALFORMED"], id="a Cyrillic look-alike"),
        pytest.param(
            {"store_name": "Kiln", "short_url": "kiln"},
            ["SHORT_URL_IS_STORE_NAME"],
            id="the store name itself",
        ),
        pytest.param({"language": "es"}, ["LANGUAGE_NOT_OFFICIAL"], id="Spanish in the US"),
        pytest.param({"inspiration": ""}, [], id="no inspiration"),
        pytest.param({"inspiration": "x" * 1500}, [], id="inspiration of 1,500"),
        pytest.param({"inspiration": "x" * 1501}, ["INSPIRATION_TOO_LONG"], id="of 1,501"),
        pytest.param({"about": "x" * 3000}, [], id="about of 3,000"),
        pytest.param({"about": "x" * 3001}, ["ABOUT_TOO_LONG"], id="of 3,001"),
        pytest.param({"about": " "}, ["ABOUT_MISSING"], id="a blank about"),
        pytest.param({"about": "A\x07"}, ["ABOUT_MALFORMED"], id="a bell"),
        pytest.param({"custom_orders": None}, [], id="no custom orders"),
        pytest.param(
            {"custom_orders": CustomOrders(" ", "Two weeks")},
            ["CUSTOM_ORDERS_NOT_EXPLAINED"],
            id="custom orders of no kind",
        ),
        pytest.param(
            {"custom_orders": CustomOrders("x" * 1001, "")},
            ["CUSTOM_ORDERS_NOT_EXPLAINED"] * 2,
            id="too much and nothing",
        ),
    ],
)
def test_profiles(changes, expected):
    assert rules(**changes) == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_canada_accepts_either_language(language):
    assert rules(CANADA, language=language) == []


def test_where_a_profile_may_be_published():
    assert rules(a_market(membership="SUSPENDED")) == ["MAKER_NOT_ACTIVE"]
    assert rules(a_market(ready_countries=frozenset())) == ["COUNTRY_NOT_READY"]
    assert rules(a_market(country="XX")) == ["COUNTRY_UNKNOWN"]


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_takes_long_on_a_long_text(rule):
    hostile = "\u0315\u0300" * 5_000
    said = a_presentation(store_name=hostile, short_url=hostile, about=hostile)

    began = time.process_time()
    list(rule(said, a_market(), NUMBERS))

    assert time.process_time() - began < 0.05
