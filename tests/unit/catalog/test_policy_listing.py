"""The rules for listings, by examples from real life."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.domain.listing import PrivateAccess, State
from catalog.domain.money import Money
from catalog.policy import listing as policy
from tests.unit.catalog.builders import (
    CANADA,
    GERMANY,
    NUMBERS,
    a_listing,
    a_market,
    dollars,
    options,
)


def rules(listing, market=None, checked=policy.PUBLISHING):
    return [found.rule for found in policy.broken(checked, listing, market or a_market(), NUMBERS)]


def test_a_complete_listing_breaks_no_rule():
    assert rules(a_listing()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"title": "x" * 200}, [], id="a title of 200 characters"),
        pytest.param({"title": "x" * 201}, ["TITLE_TOO_LONG"], id="a title of 201 characters"),
        pytest.param({"title": "杯" * 200}, [], id="200 Chinese characters are 200"),
        pytest.param({"title": "   "}, ["TITLE_MALFORMED"], id="a title of spaces"),
        pytest.param({"title": "\u200b"}, ["TITLE_MALFORMED"], id="an invisible title"),
        pytest.param({"title": "Mug\nBowl"}, ["TITLE_MALFORMED"], id="a title of two lines"),
        pytest.param({"title": "Mug\x00"}, ["TITLE_MALFORMED"], id="a zero in a title"),
        pytest.param({"title": "Mu\u202eg"}, ["TITLE_MALFORMED"], id="letters turned around"),
        pytest.param({"title": "☕"}, [], id="a title that is a sign"),
        pytest.param({"description": "One.\nTwo."}, [], id="a description of two lines"),
        pytest.param({"description": "x" * 2000}, [], id="a description of 2,000 characters"),
        pytest.param({"description": "x" * 2001}, ["DESCRIPTION_TOO_LONG"], id="2,001 characters"),
        pytest.param({"description": "A\x1b[1m"}, ["DESCRIPTION_MALFORMED"], id="escape codes"),
        pytest.param({"description": " \n"}, ["DESCRIPTION_MISSING"], id="a blank description"),
        pytest.param({"language": "fr"}, ["LANGUAGE_NOT_OFFICIAL"], id="French in the US"),
        pytest.param({"language": "EN"}, ["LANGUAGE_NOT_OFFICIAL"], id="a code in capitals"),
        pytest.param({"language": ""}, ["LANGUAGE_MISSING"], id="no language"),
        pytest.param({"category": "electronics-accessories"}, [], id="a phone case"),
        pytest.param({"category": "electronics"}, ["CATEGORY_UNKNOWN"], id="a bluetooth speaker"),
        pytest.param({"category": ""}, ["CATEGORY_MISSING"], id="no category"),
        pytest.param({"production_method": None}, ["PRODUCTION_METHOD_MISSING"], id="no method"),
        pytest.param({"price": None}, ["PRICE_MISSING"], id="no price"),
        pytest.param({"price": dollars("0.01")}, [], id="one cent"),
        pytest.param({"price": dollars(0)}, ["PRICE_OUT_OF_RANGE"], id="nothing"),
        pytest.param({"price": dollars(-5)}, ["PRICE_OUT_OF_RANGE"], id="less than nothing"),
        pytest.param({"price": dollars(1_000_000)}, [], id="a million"),
        pytest.param({"price": dollars("1000000.01")}, ["PRICE_OUT_OF_RANGE"], id="over a million"),
        pytest.param({"price": dollars("3.999")}, ["PRICE_TOO_FINE"], id="a tenth of a cent"),
        pytest.param({"price": Money(Decimal(5), "EUR")}, ["CURRENCY_WRONG"], id="euros in the US"),
        pytest.param({"production_days": 0}, ["PRODUCTION_DAYS_MISSING"], id="no days"),
        pytest.param({"production_days": 1}, [], id="one day"),
        pytest.param({"production_days": 30}, [], id="thirty days"),
        pytest.param({"production_days": 31}, ["PRODUCTION_DAYS_OUT_OF_RANGE"], id="31 days"),
        pytest.param({"production_days": -1}, ["PRODUCTION_DAYS_OUT_OF_RANGE"], id="-1 days"),
        pytest.param({"quantity": None}, ["QUANTITY_MISSING"], id="stock never said"),
        pytest.param({"quantity": 0}, [], id="out of stock may be published"),
        pytest.param({"quantity": -1}, ["QUANTITY_OUT_OF_RANGE"], id="less than no stock"),
        pytest.param({"quantity": 100_001}, ["QUANTITY_OUT_OF_RANGE"], id="too much stock"),
        pytest.param(
            {"private_access": PrivateAccess("x" * 201)}, ["BUYER_TOO_LONG"], id="no such buyer"
        ),
        pytest.param(
            {"private_access": PrivateAccess("a\u202eb")}, ["BUYER_MALFORMED"], id="no account"
        ),
        pytest.param(
            {"private_access": PrivateAccess("buyer-7f3a9c04be")},
            ["BUYER_IS_ALIAS"],
            id="a buyer's alias",
        ),
        pytest.param({"private_access": PrivateAccess("buyer-ana")}, [], id="an account"),
        pytest.param(
            {"customizations": (options("Colour", ("Red", -1)),)},
            ["SURCHARGE_OUT_OF_RANGE"],
            id="a discount as an option",
        ),
        pytest.param(
            {"customizations": (options("Colour", ("Red", "0.001")),)},
            ["PRICE_TOO_FINE"],
            id="a surcharge too fine",
        ),
        pytest.param({"customizations": (options("Colour", ("Red", 0)),)}, [], id="no surcharge"),
    ],
)
def test_publishing(changes, expected):
    assert rules(a_listing(**changes)) == expected


@pytest.mark.parametrize(
    ("sku", "expected"),
    [
        pytest.param("A", [], id="one character"),
        pytest.param("x" * 40, [], id="forty characters"),
        pytest.param("x" * 41, ["SKU_TOO_LONG"], id="forty-one"),
        pytest.param(" MUG", ["SKU_MALFORMED"], id="a space in front"),
        pytest.param("MUG\n", ["SKU_MALFORMED"], id="a line break behind"),
        pytest.param("", ["SKU_MALFORMED"], id="none"),
        pytest.param("MUG 1/рус", [], id="other alphabets"),
        pytest.param("MUG\u200b", ["SKU_MALFORMED"], id="something invisible"),
        pytest.param("\u0301", ["SKU_MALFORMED"], id="a mark alone"),
    ],
)
def test_skus(sku, expected):
    assert rules(a_listing(sku=sku)) == expected


@pytest.mark.parametrize(
    ("market", "expected"),
    [
        pytest.param({"membership": "SUSPENDED"}, ["MAKER_NOT_ACTIVE"], id="a suspended maker"),
        pytest.param(
            {"ready_countries": frozenset({"CA"})}, ["COUNTRY_NOT_READY"], id="no profile there yet"
        ),
        pytest.param({"country": "XX"}, ["COUNTRY_UNKNOWN"], id="a country of nobody"),
    ],
)
def test_where_a_maker_may_sell(market, expected):
    for checked in (policy.DRAFTING, policy.PUBLISHING):
        assert rules(a_listing(), a_market(**market), checked) == expected


def a_german_listing():
    return a_listing(country="DE", language="de", price=Money(Decimal(30), "EUR"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, ["PROFILE_MISSING"], id="no profile there"),
        pytest.param({"has_profile": True}, [], id="a profile there"),
        pytest.param({"is_extended": False}, [], id="a region applied for"),
        pytest.param({"membership": "SUSPENDED"}, ["MAKER_NOT_ACTIVE"], id="suspended"),
        pytest.param(
            {"ready_countries": frozenset({"FR"})}, ["COUNTRY_NOT_READY"], id="not opened yet"
        ),
    ],
)
def test_an_extended_country_shows_its_maker_before_a_listing(changes, expected):
    assert rules(a_german_listing(), replace(GERMANY, **changes)) == expected


def test_a_draft_comes_before_the_profile():
    assert rules(a_german_listing(), GERMANY, policy.DRAFTING) == []


@pytest.mark.parametrize(
    ("store_name", "names"),
    [
        pytest.param("Ada's Kiln", "are copied from your other profiles", id="another profile"),
        pytest.param("", "Choose store name and short URL", id="the first profile"),
    ],
)
def test_who_has_no_profile_is_told_what_is_copied_and_what_is_to_be_translated(store_name, names):
    listing = replace(a_german_listing(), store_name=store_name)

    [broken] = policy.broken(policy.PUBLISHING, listing, GERMANY, NUMBERS)

    assert "Publish your profile in `DE` first, then this listing." in broken.message
    assert names in broken.message
    assert "inspiration and about must be said in `de`" in broken.message


@pytest.mark.parametrize("language", ["en", "fr"])
def test_canada_accepts_either_language(language):
    listing = a_listing(country="CA", language=language, price=Money(Decimal(40), "CAD"))

    assert rules(listing, CANADA) == []


def test_a_draft_may_lack_what_a_listing_on_sale_must_say():
    bare = a_listing(
        language="", description="", category="", production_method=None, price=None,
        production_days=0, quantity=None,
    )  # fmt: skip

    assert rules(bare, checked=policy.DRAFTING) == []
    assert len(rules(bare)) == 7


def test_what_a_draft_says_keeps_the_limits():
    assert rules(a_listing(title="x" * 201, price=dollars(0)), checked=policy.DRAFTING) == [
        "TITLE_TOO_LONG",
        "PRICE_OUT_OF_RANGE",
    ]


def test_a_listing_on_sale_must_stay_fit_for_sale():
    assert policy.edited(a_listing(State.LIVE)) == policy.LIVE
    assert policy.edited(a_listing(State.DRAFT)) == policy.ALWAYS


def test_every_message_says_what_would_be_accepted():
    worst = a_listing(
        sku="x" * 41, title="x" * 201, language="xx", category="none", price=dollars(0),
        production_days=99, quantity=-1,
    )  # fmt: skip

    found = {
        broken.rule: broken.message
        for broken in policy.broken(policy.PUBLISHING, worst, a_market(), NUMBERS)
    }

    assert "At most 40" in found["SKU_TOO_LONG"]
    assert "At most 200" in found["TITLE_TOO_LONG"]
    assert "`en`" in found["LANGUAGE_NOT_OFFICIAL"]
    assert "`home-and-kitchen`" in found["CATEGORY_UNKNOWN"]
    assert "1 to 30" in found["PRODUCTION_DAYS_OUT_OF_RANGE"]


def test_the_refusal_has_every_violation():
    with pytest.raises(policy.ListingNotAccepted) as refusal:
        policy.ensure(policy.ALWAYS, a_listing(title="", quantity=-1), a_market(), NUMBERS)

    assert [found.subject for found in refusal.value.violations] == ["title", "quantity"]
    policy.ensure(policy.ALWAYS, a_listing(), a_market(), NUMBERS)


@pytest.mark.parametrize("rule", policy.LIVE)
def test_no_rule_takes_long_on_a_long_text(rule):
    hostile = "\u0315\u0300" * 5_000
    listing = a_listing(sku=hostile, title=hostile, description=hostile)

    began = time.process_time()
    list(rule(listing, a_market(), NUMBERS))

    assert time.process_time() - began < 0.05
