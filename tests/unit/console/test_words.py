"""What enum values are called."""

from pathlib import Path

import pytest
from graphql import GraphQLEnumType, build_schema

from console import words
from console.filters import words as told

SCHEMA = Path(__file__).parents[3] / "gateway" / "schema.graphql"


@pytest.mark.parametrize(
    ("value", "kind", "called"),
    [
        ("IN_REVIEW", "", "In review"),
        ("pr_lead", "", "PR lead"),
        ("HANDED_OVER", "ApplicationAction", "Handed over"),
        ("LARGE_GROUP", "", "More than 20 people"),
        ("LARGE_GROUP", "ApplicationFlag", "Large group"),
        ("MAKER", "WaitingFor", "Maker"),
        ("MAKER", "PressCommentVisibility", "The maker too"),
        ("NEVER_HEARD_OF", "NoKindOfOurs", "Never heard of"),
    ],
)
def test_a_value_is_called_by_its_enum_else_by_itself_else_in_its_own_words(value, kind, called):
    assert words.label(value, kind) == called


def test_no_value_is_called_nothing():
    assert told(None) == told("") == ""


def test_only_values_of_the_graph_have_a_name_of_ours():
    """A value that the graph dropped, or that was misspelled here, is found."""
    schema = build_schema(SCHEMA.read_text())
    enums = {
        name: set(kind.values)
        for name, kind in schema.type_map.items()
        if isinstance(kind, GraphQLEnumType)
    }

    assert set(words.WORDS) <= set().union(*enums.values())
    for kind in words.OF_KIND.keys() & enums.keys():
        assert set(words.OF_KIND[kind]) <= enums[kind], kind


def test_a_name_of_ours_says_more_than_the_value_does():
    """What a value is called anyway needs no line of its own."""
    assert [value for value, called in words.WORDS.items() if called == words.spelled(value)] == []
    for kind, names in words.OF_KIND.items():
        assert [value for value, called in names.items() if called == words.label(value)] == [], (
            kind
        )
