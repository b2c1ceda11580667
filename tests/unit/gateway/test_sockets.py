"""WebSockets: how many may be open, and for how long without work."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

from gateway.settings import GatewaySettings
from gateway.sockets import Socket as Handler
from tests.unit.gateway.wire import Socket
from tests.unit.gateway.world import Client, a_token


def limited(tmp_path, **changes):
    return Client(tmp_path, gateway=GatewaySettings(**changes))


async def begin(socket, subject=None):
    """Signs in, or says that it is nobody; what the gateway says to that."""
    given = {"authorization": f"Bearer {a_token(subject)}"} if subject else {}
    await socket.say(type="connection_init", payload=given)
    return (await socket.hear())["type"]


async def test_an_address_has_few_sockets_that_nobody_signed_in_on(tmp_path):
    client = limited(tmp_path, sockets_each=1)

    async with Socket(client.app) as first:
        await begin(first)
        async with Socket(client.app) as second, Socket(client.app, client="192.0.2.2") as other:
            opened = second.opened["type"], other.opened["type"]
    async with Socket(client.app) as third:
        later = third.opened["type"]

    assert opened == ("websocket.close", "websocket.accept")
    assert later == "websocket.accept"


async def test_an_account_has_few_sockets_and_its_address_is_free_for_others(tmp_path):
    client = limited(tmp_path, sockets_each=1)

    async with Socket(client.app) as first:
        await begin(first, "ada")
        async with Socket(client.app) as second:
            await begin(second, "bob")
            async with Socket(client.app) as third:
                await begin(third, "ada")
                refused = await third.hear()
        async with Socket(client.app) as fourth:
            acknowledged = await begin(fourth, "bob")

    assert refused == 4429
    assert acknowledged == "connection_ack"


async def test_all_sockets_together_are_bounded(tmp_path):
    client = limited(tmp_path, sockets=1)

    async with (
        Socket(client.app, client="192.0.2.1"),
        Socket(client.app, client="192.0.2.2") as other,
    ):
        assert other.opened["type"] == "websocket.close"


class Wire:
    """The connection under a handler."""

    def __init__(self):
        self.closed = asyncio.Event()

    async def send_json(self, message):
        pass

    async def close(self, code, reason):
        self.code = code
        self.closed.set()


class View:
    async def on_ws_connect(self, context):
        return {}


async def a_handler(idle_seconds):
    handler = Handler(
        buckets=None,
        now=lambda: datetime.now(UTC),
        idle_seconds=idle_seconds,
        view=View(),
        websocket=Wire(),
        context=SimpleNamespace(seat=None, connection_params=None),
        root_value=None,
        schema=None,
        connection_init_wait_timeout=None,
    )
    await handler.handle_message({"type": "connection_init"})
    return handler


async def test_a_socket_on_which_nothing_runs_is_closed():
    handler = await a_handler(idle_seconds=0.05)

    await asyncio.wait_for(handler.websocket.closed.wait(), 30)

    assert handler.websocket.code == 1000


async def test_a_socket_stays_open_while_something_runs():
    handler = await a_handler(idle_seconds=0.05)
    running = asyncio.create_task(asyncio.sleep(60))
    handler.operations["1"] = SimpleNamespace(task=running)
    await asyncio.sleep(0.3)
    closed = handler.websocket.closed.is_set()

    await handler.cleanup_operation("1")
    await asyncio.wait_for(handler.websocket.closed.wait(), 30)
    await handler.shutdown()

    assert not closed
