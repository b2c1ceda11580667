"""Who is on a WebSocket, as its first message says it."""

import time

import pytest

from tests.unit.gateway.wire import Socket
from tests.unit.gateway.world import a_token

# These are made when the tests are collected, which may be long before they run.
TOMORROW = int(time.time()) + 86_400
ADA = f"Bearer {a_token('ada', exp=TOMORROW)}"


async def who(client, **first):
    """Whom a socket with this first message is for."""
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init", **first)
        await socket.hear()
        await socket.say(id="1", type="subscribe", payload={"query": "{ me }"})
        return (await socket.hear())["payload"]["data"]["me"]


@pytest.mark.parametrize(
    "payload",
    [
        {"authorization": ADA},
        {"Authorization": ADA, "client": "a page"},
        {"headers": {"authorization": ADA}},
        {"headers": {"AUTHORIZATION": ADA}, "authorization": None},
        {"headers": {"Authorization": ADA}, "authorization": ADA},
    ],
)
async def test_a_token_is_found_where_clients_put_it(client, payload):
    assert await who(client, payload=payload) == "ada"


@pytest.mark.parametrize(
    "first",
    [
        {},
        {"payload": None},
        {"payload": {}},
        {"payload": {"authorization": None, "headers": None}},
        {"payload": {"Authorization": "", "headers": {}}},
    ],
)
async def test_who_sends_no_token_is_nobody(client, first):
    assert await who(client, **first) == ""


@pytest.mark.parametrize(
    "payload",
    [
        {"Authorization": a_token("ada", exp=TOMORROW)},
        {"authorization": "Basic YWRh"},
        {"authorization": "Bearer "},
        {"authorization": [ADA]},
        {"authorization": {"Bearer": a_token("ada", exp=TOMORROW)}},
        {"authorization": False},
        {"headers": [["authorization", ADA]]},
        {
            "authorization": ADA,
            "headers": {"Authorization": f"Bearer {a_token('grace', exp=TOMORROW)}"},
        },
    ],
)
async def test_what_is_no_bearer_token_is_refused_and_not_nobodys(client, payload):
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init", payload=payload)
        code, reason = await socket.closed()

    assert code == 4401
    assert reason == "`authorization` in the first message's payload must be `Bearer <token>`."


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("x", "The token is not a signed JWT."),
        (a_token("ada", exp=int(time.time()) - 600), "The token has expired. Sign in again."),
        (a_token("ada", aud="others", exp=TOMORROW), "The token was made for somebody else."),
    ],
)
async def test_a_refused_token_closes_the_socket_with_the_reason(client, token, words):
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init", payload={"authorization": f"Bearer {token}"})

        assert await socket.closed() == (4401, words)
