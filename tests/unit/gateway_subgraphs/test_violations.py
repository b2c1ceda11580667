"""An error at the top says everything that is wrong, in the graph's words, and the way out."""

import pytest

from chassis.errors import InvalidRequest, Violation
from tests.unit.gateway_subgraphs.graph import ask

SEARCH = 'query($first: Int) { listingSearch(country: "USA", first: $first) { nodes { id } } }'


async def test_every_violation_is_told_with_its_path_in_the_graph():
    outcome = InvalidRequest(
        [
            Violation("COUNTRY_UNKNOWN", "Must be an ISO 3166-1 code, such as US.", "country"),
            Violation("PAGE_TOKEN_INVALID", "Must be a cursor of this list.", "page_token"),
        ]
    )

    [error] = (await ask(SEARCH, outcome)).errors

    assert error.extensions["code"] == "INVALID"
    assert error.extensions["violations"] == [
        {
            "code": "COUNTRY_UNKNOWN",
            "message": "Must be an ISO 3166-1 code, such as US.",
            "path": ["country"],
        },
        {
            "code": "PAGE_TOKEN_INVALID",
            "message": "Must be a cursor of this list.",
            "path": ["after"],
        },
    ]
    assert error.message == (
        "country: Must be an ISO 3166-1 code, such as US. after: Must be a cursor of this list."
    )


@pytest.mark.parametrize("first", [0, -1])
async def test_a_size_that_no_page_has_is_told_what_it_may_be(first):
    [error] = (await ask(SEARCH, AssertionError("was called"), first=first)).errors

    assert "1 to 100" in error.message


async def test_an_id_that_is_none_is_told_by_its_argument():
    [error] = (await ask('{ listing(id: "x") { title } }', AssertionError("was called"))).errors

    assert error.message == "id: This is not the id of a Listing."
