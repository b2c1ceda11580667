"""Where Apollo Gateway is at fault, so that it is seen when it no longer is."""

import pytest
from graphql import parse

from tests.federation.known import leaves_nothing
from tests.federation.queries import Asked

LET_IN_EMPTY = [
    "query($y: Boolean!) { it: viewer @include(if: $y) { displayName @skip(if: true) } }",
    "query($y: Boolean! = true) { it: viewer @include(if: $y) { displayName @skip(if: true) } }",
    """query($y: Boolean!) {
      it: listingSearch(country: "US") @include(if: $y) { nodes @skip(if: true) { id } } }""",
    "query($y: Boolean!) { it: viewer @include(if: $y) { displayName @skip(if: $y) } }",
    """query($y: Boolean!, $z: Boolean!) {
      it: viewer @include(if: $y) { id @skip(if: $z) } }""",
]


@pytest.mark.parametrize("document", LET_IN_EMPTY)
async def test_what_a_variable_lets_in_empty_is_an_empty_object_and_null_to_apollo(
    marketplace, document
):
    found = await marketplace.both.difference(Asked(document, given(document), "maker", ""))

    assert found is not None, "Apollo Gateway no longer does: tests/federation/known.py can go"
    assert found.graph == {"data": {"it": {}}, "errors": []}
    assert found.router == {"data": {"it": None}, "errors": []}


@pytest.mark.parametrize(
    "document",
    [
        "{ viewer { displayName @skip(if: true) } }",
        "query($y: Boolean!) { viewer { displayName @skip(if: $y) } }",
        "query($y: Boolean!) { viewer @skip(if: $y) { displayName @skip(if: true) } }",
        "{ viewer @include(if: true) { displayName @skip(if: true) } }",
    ],
)
async def test_what_is_empty_otherwise_is_answered_alike(marketplace, document):
    found = await marketplace.both.difference(Asked(document, given(document), "maker", ""))

    assert found is None


@pytest.mark.parametrize(
    "document",
    [
        *LET_IN_EMPTY,
        "{ viewer { id @include(if: false) email @skip(if: true) } }",
        "{ viewer { ...F } } fragment F on Viewer { id @skip(if: true) }",
        "{ viewer { ... @include(if: false) { id } } }",
    ],
)
def test_random_queries_leave_such_out(document):
    assert leaves_nothing(parse(document), given(document))


@pytest.mark.parametrize(
    "document",
    [
        "{ viewer { id @include(if: true) email @skip(if: true) } }",
        "query($y: Boolean!) { viewer { id @include(if: $y) } }",
        "query($y: Boolean! = true) { viewer { id @include(if: $y) email @skip(if: $y) } }",
        "{ viewer { id @skip(if: true) ...F } } fragment F on Viewer { email @skip(if: false) }",
    ],
)
def test_random_queries_keep_all_others(document):
    assert not leaves_nothing(parse(document), given(document))


def given(document):
    """True for each variable without a default."""
    return {name: True for name in "yz" if f"${name}: Boolean!" in document.replace("! =", " =")}
