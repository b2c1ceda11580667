"""Two libraries of others compose the same subgraphs, and get the graph that is served."""

import pytest

from dev.supergraph import composed_by_others, subgraphs, supergraph


@pytest.fixture(scope="module")
def composed():
    return composed_by_others(subgraphs())


@pytest.mark.parametrize("library", ["apollo", "guild"])
def test_others_compose_the_four_subgraphs_without_an_error(composed, library):
    assert composed[library]["errors"] == []


def test_apollo_has_nothing_to_say_about_how_they_fit(composed):
    assert composed["apollo"]["hints"] == []


@pytest.mark.parametrize("library", ["apollo", "guild"])
def test_clients_would_see_the_schema_that_is_served(composed, library):
    assert composed[library]["schema"] == composed["graph"]


def test_a_router_is_given_where_each_subgraph_is():
    found = supergraph("http://inside.example:8000")

    for name in subgraphs():
        assert f'url: "http://inside.example:8000/subgraphs/{name}/graphql"' in found


def test_a_field_whose_type_differs_between_subgraphs_is_an_error():
    ours = subgraphs()
    changed = ours | {
        "catalog": ours["catalog"].replace("hasNextPage: Boolean!", "hasNextPage: String!")
    }

    found = composed_by_others(changed)

    assert changed != ours
    assert "PageInfo.hasNextPage" in " ".join(found["apollo"]["errors"])
    assert found["guild"]["errors"] != []


def test_a_field_that_may_be_null_in_one_subgraph_alone_is_another_schema():
    ours = subgraphs()
    changed = ours | {"catalog": ours["catalog"].replace("storeName: String!", "storeName: String")}

    found = composed_by_others(changed)

    assert changed != ours
    assert found["apollo"]["errors"] == []
    assert found["apollo"]["schema"] != found["graph"]
