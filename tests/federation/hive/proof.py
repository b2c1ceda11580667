"""The same against Hive Gateway, by `make federation-hive`: half a gigabyte is none for CI."""

import json
import os
import uuid

import pytest
from graphql import FieldNode, Visitor, parse, visit

from dev.graph import Graph
from dev.router import hive_gateway
from dev.supergraph import supergraph
from tests.federation.answers import Both, told
from tests.federation.queries import Asked, Writer
from tests.support.listening import over_sse

QUERIES = int(os.environ.get("FEDERATION_QUERIES") or 300)
MESSAGES = """subscription($thread: ID) { messageAdded(thread: $thread) {
  eventId
  message { text thread { id maker { displayName profiles { storeName } } } }
} }"""


@pytest.fixture(scope="module")
async def hive_url(marketplace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hive")
    composed = folder / "supergraph.graphql"
    composed.write_text(supergraph(marketplace.stack.gateway_url))
    async with hive_gateway(composed, folder / "hive.log") as url:
        yield url


# The first of these waits until all is installed, started and filled.
INSTALLED = 1800
STARTED = 400


@pytest.mark.timeout(INSTALLED + STARTED + QUERIES)
async def test_random_queries_are_answered_alike(
    marketplace, hive_url, graph, callers, seed, capsys
):
    writer = Writer(graph, marketplace.pool, callers, seed)
    again = f"make federation-hive QUERIES={QUERIES} SEED={seed}"

    async with Both(marketplace.stack.gateway_url, hive_url, marketplace.both.tokens) as both:
        for _ in range(QUERIES):
            asked = writer.write()
            while is_lost_to_hive(asked):
                asked = writer.write()
            found = await both.difference(asked)
            assert found is None or is_the_same_to_hive(found), (
                f"`{again}`\n{told(asked)}\nthe graph: {json.dumps(found.graph)}\n"
                f"Hive Gateway: {json.dumps(found.router)}"
            )

    with capsys.disabled():
        print(f"\n{QUERIES} random queries were answered alike: `{again}`")  # noqa: T201


async def test_hive_loses_an_entity_whose_key_has_a_directive(marketplace, hive_url):
    document = 'query Q { thread(id: "%s") { maker { id @skip(if: true) country } } }'
    asked = Asked(document % marketplace.story.thread, {}, "maker", "")

    async with Both(marketplace.stack.gateway_url, hive_url, marketplace.both.tokens) as both:
        graph, hive = await both.ask("graph", asked), await both.ask("router", asked)

    assert is_lost_to_hive(asked)
    assert graph == {"data": {"thread": {"maker": {"country": "US"}}}, "errors": []}
    assert hive["data"] == {"thread": {"maker": None}}


def is_lost_to_hive(asked):
    """Whether an `id` has a directive. Hive takes it for its own question for the key, and may have
    no key to complete the entity with; nobody asks such at random."""
    found = []

    class Keys(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            found.append(node.name.value == "id" and bool(node.directives))

    visit(parse(asked.document), Keys())
    return any(found)


def is_the_same_to_hive(found):
    """Whether only the places of errors differ: of equal entities Hive asks for one, and says what
    is wrong with it at one of the places where it is."""
    return found.graph["data"] == found.router["data"] and wrongs(found.graph) == wrongs(
        found.router
    )


def wrongs(answer):
    return {json.dumps({**error, "path": None}, sort_keys=True) for error in answer["errors"]}


async def test_a_subscription_goes_through_and_is_completed_by_other_subgraphs(
    marketplace, hive_url
):
    story, issuer = marketplace.story, marketplace.stack.issuer
    buyer, text = issuer.token(story.cast.buyer, "buyer"), f"Hello {uuid.uuid4()}"
    async with (
        Graph(marketplace.stack.gateway_url, buyer) as graph,
        over_sse(hive_url, buyer, MESSAGES, thread=story.thread) as heard,
    ):
        begun = await heard.news()
        await graph.do("message_send", thread=story.thread, text=text)
        event = await heard.event()

    assert begun["message"] is None
    assert event["message"] == {
        "text": text,
        "thread": {
            "id": story.thread,
            "maker": {
                "displayName": story.cast.store,
                "profiles": [{"storeName": story.cast.store}],
            },
        },
    }
