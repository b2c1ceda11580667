"""Subscriptions at the border: each event on its own, each refusal in the transport's form."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from gateway import app
from gateway.context import Context
from gateway.links import Links
from gateway.settings import GatewaySettings
from tests.unit.gateway.wire import Socket
from tests.unit.gateway.world import LOADED, TOYS, Client, a_token, production, settings

STREAM = {"accept": "text/event-stream"}
LINKS = Links("s" * 32, "http://gateway", lambda: datetime(2030, 1, 1, tzinfo=UTC))


def told(response):
    """The payloads of a whole event stream, which must have ended as the protocol says."""
    *events, complete, rest = response.text.split("\n\n")
    assert (complete, rest) == ("event: complete\ndata: ", "")
    payloads = []
    for event in events:
        kind, data = event.split("\n")
        assert kind == "event: next"
        payloads.append(json.loads(data.removeprefix("data: ")))
    return payloads


def codes(payload):
    return [error["extensions"]["code"] for error in payload.get("errors", ())]


async def subscribed(query, seconds=10.0):
    """What one subscription hears whose events may take so long."""
    context = Context(None, LINKS, "en", "127.0.0.1")
    context.seconds = seconds
    stream = await app.schema({"toys": TOYS}).subscribe(query, context_value=context)
    return [result async for result in stream]


async def test_every_event_is_read_anew(client):
    LOADED.clear()

    both = told(await client.post("subscription { ticks { square } }", headers=STREAM))

    assert [one["data"]["ticks"]["square"] for one in both] == [9, 9]
    assert LOADED == [("", [3]), ("", [3])]


async def test_operations_over_one_socket_share_no_memory(client):
    LOADED.clear()
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        question = "{ square(number: 3) }"
        for number, query in enumerate([question, "subscription { ticks { square } }", question]):
            await socket.say(id=str(number), type="subscribe", payload={"query": query})
            while (await socket.hear())["type"] != "complete":
                pass

    assert LOADED == [("", [3])] * 4


async def test_an_event_is_bounded_in_time_and_the_subscription_is_not():
    query = "subscription { ticks { number slow(seconds: %s) } }"

    within = await subscribed(query % 0.2, seconds=30.0)
    first, late = await subscribed(query % 60, seconds=2.0)

    assert [result.data["ticks"]["number"] for result in within] == [0, 1]
    assert first.data["ticks"]["slow"] is True
    assert (late.data, late.errors[0].extensions["code"]) == (None, "DEADLINE_EXCEEDED")


async def test_a_subscription_costs_what_one_event_costs(client):
    query = "subscription { ticks { number square } }"
    [first, second] = told(await client.post(query, headers=STREAM))
    deep = "subscription { ticks { number } " + "ticks { square } " * 30 + "}"
    [refused] = told(await client.post(deep, headers=STREAM))

    assert first["extensions"]["cost"] == {"requested": 3, "maximum": 1000}
    assert "extensions" not in second, "it is told once"
    assert codes(refused) == ["LIMIT_EXCEEDED"]


async def test_an_event_that_its_caller_cannot_pay_yet_waits_and_holds_up_nobody_else(tmp_path):
    moment = [0.0]
    shares = GatewaySettings(burst=1, per_second=0.1)
    client = Client(tmp_path, gateway=shares, clock=lambda: moment[0])

    async def heard(socket):
        return (await socket.hear())["payload"]["data"]["count"]

    async with (
        Socket(client.app, client="192.0.2.1") as ada,
        Socket(client.app, client="192.0.2.2") as bob,
    ):
        for name, socket in (("ada", ada), ("bob", bob)):
            token = f"Bearer {a_token(name)}"
            await socket.say(type="connection_init", payload={"authorization": token})
            await socket.hear()
            query = "subscription { count(to: 12) }"
            await socket.say(id="1", type="subscribe", payload={"query": query})
        # The first, and ten that cost a tenth each.
        first = [[await heard(one) for _ in range(11)][-1] for one in (ada, bob)]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ada.hear(), 0.2)
        moment[0] = 1.0
        last = [await heard(ada), await heard(bob)]

    assert first == ["ada 10", "bob 10"]
    assert last == ["ada 11", "bob 11"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { count(to: 1) ticks { number } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { }", "GRAPHQL_PARSE_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ('subscription { breaks(name: "missing")', "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_a_refused_subscription_is_told_by_the_protocol(client, query, code):
    [refused] = told(await client.post(query, headers=STREAM))

    assert refused["data"] is None
    assert set(codes(refused)) == {code}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing", "NOT_FOUND"),
        ("state", "REFUSED"),
        ("away", "UNAVAILABLE"),
        ("broken", "INTERNAL"),
    ],
)
async def test_what_ends_a_subscription_is_its_last_payload(client, name, code):
    query = f'subscription {{ breaks(name: "{name}") }}'
    first, last = told(await client.post(query, headers=STREAM))
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        await socket.say(id="1", type="subscribe", payload={"query": query})
        heard = [await socket.hear() for _ in range(3)]

    assert first["data"] == {"breaks": "one"}
    assert codes(last) == codes(heard[1]["payload"]) == [code]
    assert heard[2] == {"id": "1", "type": "complete"}
    assert "secret" not in json.dumps([last, heard])


async def test_an_operation_that_is_not_there_is_told_alike_over_all_transports(client):
    body = {"query": "query me { me }", "operationName": "you"}

    posted = (await client.http.post("/graphql", json=body)).json()
    [streamed] = told(await client.http.post("/graphql", json=body, headers=STREAM))
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        await socket.say(id="1", type="subscribe", payload=body)
        heard = await socket.hear()

    for errors in (posted["errors"], streamed["errors"], heard["payload"]):
        assert [one["extensions"]["code"] for one in errors] == ["GRAPHQL_VALIDATION_FAILED"]
        assert errors[0]["message"] == 'Unknown operation named "you".'


async def test_each_operation_on_a_socket_has_a_request_id_of_its_own(client):
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        ids = set()
        for number in range(2):
            query = 'subscription { breaks(name: "missing") }'
            await socket.say(id=str(number), type="subscribe", payload={"query": query})
            heard = [await socket.hear() for _ in range(3)]
            ids.add(heard[1]["payload"]["errors"][0]["extensions"]["requestId"])

    assert len(ids) == 2


async def test_a_subscription_without_a_stream_is_told_how_to_get_one(client):
    response = await client.post("subscription { ticks { number } }")

    [error] = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert "`Accept: text/event-stream`" in error["message"]
    assert "`graphql-transport-ws`" in error["message"]


@pytest.mark.parametrize("environment", [settings, production])
async def test_nothing_is_subscribed_to_by_get(tmp_path, environment):
    client = Client(tmp_path, settings=environment(tmp_path))

    response = await client.http.get(
        "/graphql", params={"query": "subscription { ticks { number } }"}, headers=STREAM
    )

    assert (response.status_code, codes(response.json())) == (400, ["BAD_REQUEST"])


async def test_a_router_may_subscribe_at_a_subgraph(tmp_path):
    client = Client(tmp_path, settings=settings(tmp_path, subgraph_endpoints="on"))
    LOADED.clear()

    response = await client.http.post(
        "/subgraphs/toys/graphql",
        json={"query": "subscription { ticks { square } }"},
        headers=STREAM | {"authorization": f"Bearer {a_token('ada')}"},
    )
    plain = await client.http.post(
        "/subgraphs/toys/graphql", json={"query": "subscription { ticks { square } }"}
    )

    assert [one["data"]["ticks"]["square"] for one in told(response)] == [9, 9]
    assert LOADED == [("ada", [3]), ("ada", [3])]
    assert plain.status_code == 400


async def test_an_answer_that_is_too_large_is_none_over_any_transport(client):
    query = "{ long(size: 6000000) }"
    [streamed] = told(await client.post(query, headers=STREAM))
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        await socket.say(id="1", type="subscribe", payload={"query": query})
        heard = await socket.hear()

    assert codes(streamed) == codes(heard["payload"]) == ["RESPONSE_TOO_LARGE"]


async def test_how_long_somebody_listens_is_no_answering_time(client):
    def measured(metrics):
        name = 'handmade_http_seconds_count{place="/graphql"} '
        return next((float(line[len(name) :]) for line in metrics if line.startswith(name)), 0.0)

    before = measured((await client.http.get("/metrics")).text.splitlines())
    await client.post("subscription { ticks { number } }", headers=STREAM)
    listened = measured((await client.http.get("/metrics")).text.splitlines())
    await client.post("{ me }")
    asked = measured((await client.http.get("/metrics")).text.splitlines())

    assert (listened - before, asked - before) == (0, 1)
