"""Two libraries of others compose the same subgraphs, and get the graph that is served."""

import json
import subprocess
from pathlib import Path

import pytest

from dev import node
from dev.router import PROGRAMS
from gateway.schema import sdl
from gateway.subgraphs import SUBGRAPHS


@pytest.fixture(scope="module")
def composed():
    return composed_by_others({name: one.as_str() for name, one in SUBGRAPHS.items()})


def composed_by_others(subgraphs):
    folder: Path = node.installed(PROGRAMS)
    done = subprocess.run(
        [node.NODE, "compose.mjs"],
        cwd=folder,
        env=node.environment({}),
        input=json.dumps({"subgraphs": subgraphs, "graph": sdl()}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("library", ["apollo", "guild"])
def test_others_compose_the_four_subgraphs_without_an_error(composed, library):
    assert composed[library]["errors"] == []


def test_apollo_has_nothing_to_say_about_how_they_fit(composed):
    assert composed["apollo"]["hints"] == []


@pytest.mark.parametrize("library", ["apollo", "guild"])
def test_clients_would_see_the_schema_that_is_served(composed, library):
    assert composed[library]["schema"] == composed["graph"]


def test_a_field_whose_type_differs_between_subgraphs_is_an_error():
    subgraphs = {name: one.as_str() for name, one in SUBGRAPHS.items()}
    changed = subgraphs | {
        "catalog": subgraphs["catalog"].replace("hasNextPage: Boolean!", "hasNextPage: String!")
    }

    found = composed_by_others(changed)

    assert changed != subgraphs
    assert "PageInfo.hasNextPage" in " ".join(found["apollo"]["errors"])
    assert found["guild"]["errors"] != []


def test_a_field_that_may_be_null_in_one_subgraph_alone_is_another_schema():
    subgraphs = {name: one.as_str() for name, one in SUBGRAPHS.items()}
    changed = subgraphs | {
        "catalog": subgraphs["catalog"].replace("storeName: String!", "storeName: String")
    }

    found = composed_by_others(changed)

    assert changed != subgraphs
    assert found["apollo"]["errors"] == []
    assert found["apollo"]["schema"] != found["graph"]
