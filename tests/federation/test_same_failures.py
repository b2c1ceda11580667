"""With a service away, the graph and Apollo Gateway lose the same fields and keep the rest."""

import asyncio
import json

import pytest

from dev.graph import query, soon
from dev.settings import SERVICES
from tests.federation.answers import told
from tests.federation.queries import Asked, Writer

QUERIES = 5
PATIENCE = 60.0

# Something of each service, and entities that lead from each to the others.
EVERYTHING = """query($listing: ID!, $request: ID!, $release: ID!) {
  viewer { displayName roles maker { displayName } threads(first: 2) { nodes { id } } }
  listing(id: $listing) {
    title
    maker { country pressReleases(first: 2) { nodes { title } } }
    askAboutCustomOrder { allowed }
  }
  customOrderRequest(id: $request) { text listing { title } maker { displayName } }
  pressRelease(id: $release) { title maker { displayName profiles { storeName } } }
}"""
LOST = {
    "applications": {
        "viewer.maker",
        "listing.maker",
        "customOrderRequest.maker",
        "pressRelease.maker",
    },
    "catalog": {"listing", "customOrderRequest.listing", "pressRelease.maker.profiles"},
    "messaging": {"viewer.threads", "customOrderRequest", "listing.askAboutCustomOrder"},
    "pr_review": {"pressRelease", "listing.maker.pressReleases"},
}


@pytest.fixture
async def away(marketplace):
    """Stops a service, and starts it again at the end."""
    stopped = []

    async def stop(service):
        stopped.append(service)
        await marketplace.stack.stop(service)

    yield stop
    await marketplace.stack.start(*stopped)
    asked = Asked(query("everything"), {"id": marketplace.story.maker}, "maker", "")

    async def is_whole():
        return not (await marketplace.both.ask("graph", asked))["errors"]

    await soon(is_whole, "that every service answers again", PATIENCE)


@pytest.mark.parametrize("service", SERVICES)
async def test_both_lose_the_same_fields_and_keep_the_rest(
    marketplace, graph, callers, seed, service, away
):
    story = marketplace.story
    given = {"listing": story.mug, "request": story.request, "release": story.press_release}
    everything = Asked(EVERYTHING, given, "maker", "")
    whole = await marketplace.both.ask("graph", everything)
    await away(service)

    left = await marketplace.both.ask("graph", everything)

    assert whole["errors"] == []
    assert lost(whole["data"], left["data"]) == LOST[service]
    assert {error["extensions"]["code"] for error in left["errors"]} == {"UNAVAILABLE"}
    writer = Writer(graph, marketplace.pool, callers, seed)
    asked = [everything, *(writer.write() for _ in range(QUERIES))]
    for one, found in zip(
        asked, await asyncio.gather(*map(marketplace.both.difference, asked)), strict=True
    ):
        assert found is None or is_same_failure(found.graph, found.router), (
            f"without {service}, with seed {seed}:\n{told(one)}\n"
            f"the graph: {json.dumps(found.graph)}\nApollo Gateway: {json.dumps(found.router)}"
        )


def is_same_failure(ours, routers):
    """Whether the same is left, and the same errors say why.

    A router knows only that the rest of an entity could not be had, and says so once, at the
    entity. The graph says it at each field that is missing there.
    """
    said, known = by_place(routers["errors"]), by_place(ours["errors"])
    return (
        ours["data"] == routers["data"]
        and all(said.get(place, said.get(place[:-1])) == error for place, error in known.items())
        and all(
            known.get(place) == error or any(below[:-1] == place for below in known)
            for place, error in said.items()
        )
    )


def by_place(errors):
    return {
        tuple(error["path"] or ()): {name: one for name, one in error.items() if name != "path"}
        for error in errors
    }


def lost(whole, left, path=""):
    """The places that were filled and are null."""
    if isinstance(whole, dict) and isinstance(left, dict):
        return {
            place
            for name in whole
            for place in lost(whole[name], left[name], f"{path}.{name}".lstrip("."))
        }
    return {path} if left is None and whole is not None else set()
