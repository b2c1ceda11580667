"""What buyers may be asked to choose, by examples from real life."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.customization import Customization
from catalog.policy.customizations import COUNTS, TEXTS, broken
from tests.unit.catalog.builders import NUMBERS, options


def rules(*customizations):
    return [found.rule for found in broken(customizations, NUMBERS)]


def numbered(count):
    return [f"Option {number}" for number in range(count)]


@pytest.mark.parametrize(
    ("customizations", "expected"),
    [
        pytest.param([], [], id="nothing to choose"),
        pytest.param([options("Colour", "Oatmeal", "Cobalt")], [], id="colours"),
        pytest.param([options("Metal", "Silver")], [], id="a single option"),
        pytest.param([options("Size", *numbered(20))], [], id="twenty options"),
        pytest.param([options("Size", *numbered(21))], ["OPTIONS_OUT_OF_RANGE"], id="21 options"),
        pytest.param([options("Size")], ["OPTIONS_OUT_OF_RANGE"], id="no options"),
        pytest.param([Customization("Size", None)], ["OPTIONS_OUT_OF_RANGE"], id="no kind"),
        pytest.param([options(f"Part {n}", "A") for n in range(10)], [], id="ten customizations"),
        pytest.param(
            [options(f"Part {n}", "A") for n in range(11)],
            ["TOO_MANY_CUSTOMIZATIONS"],
            id="an eleventh",
        ),
        pytest.param(
            [options("Colour", "Red", "red")], ["LABEL_REPEATED"], id="options that differ in case"
        ),
        pytest.param(
            [options("Colour", "Sky blue", "Sky  Blue")], ["LABEL_REPEATED"], id="or in spaces"
        ),
        pytest.param(
            [options("Colour", "A"), options("COLOUR", "B")],
            ["LABEL_REPEATED"],
            id="two colours",
        ),
        pytest.param(
            [options("Body", "Red"), options("Rim", "Red")], [], id="one option in two lists"
        ),
        pytest.param([options("", "A")], ["LABEL_MALFORMED"], id="no label"),
        pytest.param([options("Size", "\t")], ["LABEL_MALFORMED"], id="a blank option"),
        pytest.param([options("x" * 60, "y" * 60)], [], id="labels of 60"),
        pytest.param([options("x" * 61, "A")], ["LABEL_TOO_LONG"], id="a label of 61"),
        pytest.param(
            [options("Size", "A", instructions="x" * 301)],
            ["INSTRUCTIONS_TOO_LONG"],
            id="instructions of 301",
        ),
        pytest.param([options("Gift wrap", "Yes", "No")], ["YES_NO_ONLY"], id="yes or no"),
        pytest.param([options("Lid", "YES!")], ["YES_NO_ONLY"], id="yes alone"),
        pytest.param([options("Tapa", "Sí", "No")], ["YES_NO_ONLY"], id="Spanish yes or no"),
        pytest.param([options("Deckel", "Ja", "Nein")], ["YES_NO_ONLY"], id="German yes or no"),
        pytest.param([options("Lid", "No lid", "Oak lid")], [], id="with or without a lid"),
        pytest.param([options("Lid", "No", "Oak")], [], id="no or oak"),
        pytest.param(
            [options("Warranty", "1 year", "2 years")], ["WARRANTY_OFFERED"], id="a warranty"
        ),
        pytest.param(
            [options("Extras", "Two-year warranty", "None")],
            ["WARRANTY_OFFERED"],
            id="a warranty as an option",
        ),
        pytest.param([options("Extras", "Garantía", "Caja")], ["WARRANTY_OFFERED"], id="garantía"),
        pytest.param([options("Extras", "Free gift!", "Box")], ["FREE_GIFT_OFFERED"], id="a gift"),
        pytest.param(
            [options("Extras", "Box", instructions="Get a FREE  gift")],
            ["FREE_GIFT_OFFERED"],
            id="a gift in the instructions",
        ),
        pytest.param([options("Wrapping", "Gift box", "Paper")], [], id="a gift box"),
        pytest.param([options("Style", "Free hand", "Gift tag")], [], id="free hand"),
        pytest.param([options("Name", "Warrant", "Omaha")], [], id="words that begin alike"),
    ],
)
def test_customizations(customizations, expected):
    assert rules(*customizations) == expected


def test_everything_wrong_is_said_with_its_place():
    found = broken((options("Size"), options("Extras", "Free gift", "free gift")), NUMBERS)

    assert [(one.rule, one.subject) for one in found] == [
        ("OPTIONS_OUT_OF_RANGE", "customizations[0]"),
        ("LABEL_REPEATED", "customizations[1].option_list.options[1].label"),
        ("FREE_GIFT_OFFERED", "customizations[1].option_list.options[0].label"),
        ("FREE_GIFT_OFFERED", "customizations[1].option_list.options[1].label"),
    ]


@given(st.lists(st.lists(st.text(), max_size=25), max_size=12), st.text())
def test_no_option_set_breaks_the_rules_themselves(lists, label):
    customizations = tuple(
        options(f"{label}{index}", *entries) for index, entries in enumerate(lists)
    )

    found = rules(*customizations)

    assert ("TOO_MANY_CUSTOMIZATIONS" in found) is (len(lists) > 10)
    assert found.count("OPTIONS_OUT_OF_RANGE") == sum(
        not 1 <= len(entries) <= 20 for entries in lists
    )


HOSTILE = "\u0315\u0300" * 5_000
MANY = tuple(options(f"Part {n}", *[HOSTILE] * 20) for n in range(10))


@pytest.mark.parametrize("rule", [*COUNTS, *TEXTS])
def test_no_rule_takes_long_on_texts_that_are_too_long(rule):
    began = time.process_time()
    list(rule(MANY, NUMBERS))

    assert time.process_time() - began < 0.05


def test_of_texts_that_are_too_long_nothing_else_is_said():
    assert set(rules(*MANY)) == {"LABEL_TOO_LONG"}
    assert rules(options("Yes " * 20, "A")) == ["LABEL_TOO_LONG"]


def test_the_texts_of_too_many_are_not_read():
    many = [options("Colour", "Yes", "yes") for _ in range(1_000)]

    assert rules(*many) == ["TOO_MANY_CUSTOMIZATIONS"]
    assert rules(options("Warranty", *numbered(21))) == ["OPTIONS_OUT_OF_RANGE"]
