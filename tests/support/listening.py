"""Clients of subscriptions, as front ends have them: over server-sent events and WebSockets."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 60.0


class Ended(Exception):
    """The subscription is over: `how` is `complete`, or the code its socket was closed with."""

    def __init__(self, how):
        super().__init__(how)
        self.how = how


class Heard:
    """What one subscription hears."""

    def __init__(self, messages):
        self._messages = messages

    async def payload(self):
        """The next payload, errors and all. Raises `Ended` behind the last one."""
        async with asyncio.timeout(PATIENCE):
            return await anext(self._messages)

    async def news(self):
        """The next payload's one field. Fails if it has errors."""
        payload = await self.payload()
        assert "errors" not in payload, payload
        [news] = payload["data"].values()
        return news

    async def event(self):
        """The next event, past all payloads that only say where the subscription stands."""
        while True:
            news = await self.news()
            if news["eventId"] is not None:
                return news

    async def events(self, count):
        """The next events."""
        return [await self.event() for _ in range(count)]

    async def refusal(self):
        """The error the subscription ends with, after which nothing comes."""
        while "errors" not in (payload := await self.payload()):
            pass
        [error] = payload["errors"]
        try:
            await self.payload()
        except Ended:
            return error["extensions"] | {"message": error["message"]}
        raise AssertionError("there is more behind the error")


@asynccontextmanager
async def over_sse(gateway_url, token, document, path="/graphql", **variables):
    """Subscribes by POST."""
    headers = {"accept": "text/event-stream"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    body = {"query": document, "variables": variables}
    async with (
        httpx.AsyncClient(base_url=gateway_url, trust_env=False, timeout=PATIENCE) as client,
        client.stream("POST", path, json=body, headers=headers) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream"), response.headers
        yield Heard(_events(response))


async def _events(response):
    lines = response.aiter_lines()
    async for line in lines:
        if not line.startswith("event: "):
            assert line == "" or line.startswith(":"), line
            continue
        kind, data = line.removeprefix("event: "), (await anext(lines)).removeprefix("data: ")
        if kind == "complete":
            raise Ended("complete")
        yield json.loads(data)


class Socket:
    """A WebSocket on which several operations run."""

    def __init__(self, connection):
        self.connection = connection
        self._heard = {}
        self._reading = asyncio.create_task(self._read())

    async def subscribe(self, document, **variables):
        """Begins an operation."""
        operation = str(len(self._heard))
        self._heard[operation] = asyncio.Queue()
        payload = {"query": document, "variables": variables}
        await self._say(id=operation, type="subscribe", payload=payload)
        heard = Heard(self._payloads(self._heard[operation]))
        heard.id = operation
        return heard

    async def leave(self, heard):
        """Ends an operation."""
        await self._say(id=heard.id, type="complete")

    async def closed(self):
        """The code that the server closes with."""
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(self._reading)

    async def close(self):
        self._reading.cancel()
        await asyncio.wait([self._reading])

    async def _say(self, **message):
        await self.connection.send(json.dumps(message))

    async def _read(self):
        try:
            while True:
                message = json.loads(await self.connection.recv())
                self._heard[message["id"]].put_nowait(message)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else 1006
            for queue in self._heard.values():
                queue.put_nowait({"type": "closed", "code": code})
            return code

    async def _payloads(self, queue):
        while True:
            message = await queue.get()
            match message["type"]:
                case "next":
                    yield message["payload"]
                case "error":
                    yield {"errors": message["payload"]}
                    raise Ended("error")
                case "complete":
                    raise Ended("complete")
                case "closed":
                    raise Ended(message["code"])


@asynccontextmanager
async def a_socket(gateway_url, token=""):
    """Opens a WebSocket as somebody, or as nobody."""
    url = gateway_url.replace("http", "ws", 1) + "/graphql"
    async with connect(url, subprotocols=["graphql-transport-ws"], proxy=None) as connection:
        given = {"authorization": f"Bearer {token}"} if token else {}
        await connection.send(json.dumps({"type": "connection_init", "payload": given}))
        assert json.loads(await connection.recv())["type"] == "connection_ack"
        socket = Socket(connection)
        try:
            yield socket
        finally:
            await socket.close()


@asynccontextmanager
async def over_socket(gateway_url, token, document, **variables):
    """Subscribes over a WebSocket of its own."""
    async with a_socket(gateway_url, token) as socket:
        yield await socket.subscribe(document, **variables)


TRANSPORTS = {"SSE": over_sse, "WebSocket": over_socket}
