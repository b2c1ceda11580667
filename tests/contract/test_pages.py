"""Pages that a shop shows are within what one query may ask for."""

import pytest
from graphql import parse

from benchmarks import storefront
from dev.graph import query
from gateway.app import schema
from gateway.limits import Limits, checked
from gateway.subgraphs import SUBGRAPHS

GRAPH = schema(SUBGRAPHS)._schema


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        pytest.param(storefront.QUERY, {"words": "mug", "first": 20}, id="a page of the shop"),
        pytest.param(query("everything"), {"id": "m"}, id="everything about a maker"),
    ],
)
def test_a_page_may_be_asked_for_in_one_query(document, variables):
    limits = Limits()

    assert checked(GRAPH, parse(document), variables, limits) <= limits.cost
