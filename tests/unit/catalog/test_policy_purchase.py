"""What a choice costs, and why something can't be bought."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.customization import Choice
from catalog.domain.listing import State
from catalog.policy.purchase import configuration
from tests.unit.catalog.builders import a_listing, choose, dollars, options

COLOURS = options("Colour", "Oatmeal", ("Cobalt", "4.50"))
SIZES = options("Size", "Small", ("Large", 10), is_optional=True)


def configured(choices=(), quantity=1, maker_is_active=True, **changes):
    listing = a_listing(**{"state": State.LIVE, "customizations": (COLOURS, SIZES), **changes})
    return configuration(listing, choices, quantity, maker_is_active=maker_is_active)


def rules(configured):
    return [found.rule for found in configured.problems]


@pytest.mark.parametrize(
    ("choices", "price"),
    [
        pytest.param(choose(Colour="Oatmeal"), 32, id="without a surcharge"),
        pytest.param(choose(Colour="Cobalt"), "36.50", id="with a surcharge"),
        pytest.param(choose(Size="Large", Colour="Cobalt"), "46.50", id="with two"),
    ],
)
def test_a_choice_costs_the_price_and_its_surcharges(choices, price):
    answer = configured(choices)

    assert answer.price == dollars(price)
    assert answer.problems == ()


def test_choices_come_in_the_listings_order():
    answer = configured(choose(Size="Large", Colour="Cobalt"))

    assert [choice.customization for choice in answer.choices] == ["Colour", "Size"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        pytest.param((), ["OPTION_MISSING"], id="nothing chosen"),
        pytest.param(choose(Size="Small"), ["OPTION_MISSING"], id="only the optional"),
        pytest.param(choose(Colour="Pink"), ["OPTION_UNKNOWN"], id="no such colour"),
        pytest.param(choose(Colour="cobalt"), ["OPTION_UNKNOWN"], id="another spelling"),
        pytest.param(
            choose(Colour="Cobalt", Rim="Round"), ["CUSTOMIZATION_UNKNOWN"], id="no such choice"
        ),
        pytest.param(
            (Choice("Colour", "Cobalt"), Choice("Colour", "Oatmeal")),
            ["CHOICE_REPEATED"],
            id="two colours",
        ),
    ],
)
def test_a_choice_that_is_none_has_no_price(choices, expected):
    answer = configured(choices)

    assert rules(answer) == expected
    assert answer.price is None


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param({"quantity": 12}, [], id="all there are"),
        pytest.param({"quantity": 13}, ["STOCK_TOO_LOW"], id="one more"),
        pytest.param({"state": State.DRAFT}, ["LISTING_NOT_LIVE"], id="a draft"),
        pytest.param({"maker_is_active": False}, ["MAKER_NOT_ACTIVE"], id="a suspended maker"),
    ],
)
def test_what_stands_against_buying_leaves_the_price(given_, expected):
    answer = configured(choose(Colour="Cobalt"), **given_)

    assert rules(answer) == expected
    assert answer.price == dollars("36.50")


def test_sold_out_is_said_instead_of_too_few():
    listing = a_listing(State.LIVE, quantity=0)

    answer = configuration(listing, (), 3, maker_is_active=True)

    assert rules(answer) == ["OUT_OF_STOCK"]


def test_a_draft_without_a_price_has_none():
    listing = a_listing(price=None)

    assert configuration(listing, (), 1, maker_is_active=True).price is None


cents = st.integers(min_value=0, max_value=100_000_000).map(lambda number: Decimal(number) / 100)


@given(cents, st.lists(st.lists(cents, min_size=1, max_size=20), max_size=10), st.data())
def test_prices_add_up_exactly(price, surcharges, data):
    customizations = tuple(
        options(f"Part {index}", *((str(number), more) for number, more in enumerate(listed)))
        for index, listed in enumerate(surcharges)
    )
    picked = [data.draw(st.integers(0, len(listed) - 1)) for listed in surcharges]
    choices = tuple(Choice(f"Part {index}", str(number)) for index, number in enumerate(picked))
    listing = a_listing(State.LIVE, price=dollars(price), customizations=customizations)

    answer = configuration(listing, choices, 1, maker_is_active=True)

    total = price + sum(listed[number] for listed, number in zip(surcharges, picked, strict=True))
    assert answer.price == dollars(total)
    assert answer.choices == choices
    assert not answer.problems
