"""Clients that never read, on real connections: what waits for them is bounded, then dropped."""

import asyncio
import base64
import os
import socket
from contextlib import asynccontextmanager

import uvicorn
from websockets.asyncio.client import connect

from gateway.slow_readers import Answers, Sockets, Stall

PIECE = b"x" * 256 * 1024
PINGS = (bytes([0x89, 0x80 | 125]) + bytes(4) + b"p" * 125) * 500
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: gateway\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + base64.b64encode(os.urandom(16))
) + b"\r\n\r\n"


class Impatient(Answers):
    stalled_seconds = 0.5


class ImpatientSockets(Sockets):
    stalled_seconds = 0.5


class Transport:
    """A connection on which so much waits, whenever somebody looks."""

    def __init__(self, *waiting):
        self.waiting = list(waiting)
        self.cut = asyncio.Event()

    def get_write_buffer_size(self):
        return self.waiting.pop(0)

    def abort(self):
        self.cut.set()


class App:
    """Sends without end over HTTP, and listens over a WebSocket; says when either has ended."""

    def __init__(self):
        self.ended = asyncio.Event()
        self.heard = 0

    async def __call__(self, scope, receive, send):
        try:
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.accept"})
                while (await receive())["type"] == "websocket.receive":
                    self.heard += 1
                    await send({"type": "websocket.send", "bytes": PIECE})
                return
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await receive()
            gone = asyncio.create_task(receive())
            while not gone.done():
                await send({"type": "http.response.body", "body": PIECE, "more_body": True})
        finally:
            self.ended.set()


@asynccontextmanager
async def served(app, ws=ImpatientSockets):
    """The port of a server, and itself."""
    config = uvicorn.Config(
        app, http=Impatient, ws=ws, lifespan="off", log_config=None, ws_per_message_deflate=False
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server._serve([listening]))
        try:
            yield listening.getsockname()[1], server
        finally:
            server.should_exit = server.force_exit = True
            await asyncio.wait_for(serving, 30)


@asynccontextmanager
async def connected(port, said):
    """A client that has said something, was answered and reads no more."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(client, ("127.0.0.1", port))
        await loop.sock_sendall(client, said)
        await loop.sock_recv(client, 12)
        yield client


async def test_a_client_that_takes_next_to_nothing_is_cut():
    # It is looked at when a time begins, when it ends, and when the next one begins.
    reading = [1_000_000, 900_000, 900_000, 800_000, 800_000]
    transport = Transport(*reading, 799_000, "never looked at")

    Stall(transport, 0.02).begins()
    await asyncio.wait_for(transport.cut.wait(), 20)

    assert transport.waiting == ["never looked at"]


async def test_a_client_that_has_read_everything_may_be_quiet():
    transport = Transport(1000, 1000)
    stall = Stall(transport, 0.02)

    stall.begins()
    stall.ends()
    await asyncio.sleep(0.1)

    assert not transport.cut.is_set()


async def test_a_stream_that_nobody_reads_frees_its_place():
    app = App()
    async with (
        served(app) as (port, server),
        connected(port, b"GET / HTTP/1.1\r\nHost: gateway\r\n\r\n"),
    ):
        await asyncio.wait_for(app.ended.wait(), 20)
        connections = len(server.server_state.connections)

    assert connections == 0


async def test_a_client_that_sends_pings_and_reads_no_pong_fills_no_memory():
    waiting = []

    class Watched(Sockets):
        def data_received(self, data):
            super().data_received(data)
            waiting.append(self.transport.get_write_buffer_size())

    loop = asyncio.get_running_loop()
    async with served(App(), Watched) as (port, _), connected(port, UPGRADE) as client:

        async def flood():
            while True:
                await loop.sock_sendall(client, PINGS)

        flooding = asyncio.create_task(flood())
        # What both kernels hold of it is filled first, which takes a busy machine a while.
        async with asyncio.timeout(60):
            while not any(waiting):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await asyncio.wait([flooding], timeout=2)
        stuck = not flooding.done()
        flooding.cancel()
        await asyncio.wait([flooding])

    assert stuck
    # What one reading brings may be answered; then nothing more is read.
    assert 0 < max(waiting) < 1024 * 1024


async def test_a_client_that_sends_pings_and_reads_nothing_is_cut():
    app = App()
    loop = asyncio.get_running_loop()
    async with served(app) as (port, _), connected(port, UPGRADE) as client:

        async def flood():
            while True:
                await loop.sock_sendall(client, PINGS)

        flooding = asyncio.create_task(flood())
        await asyncio.wait_for(app.ended.wait(), 20)
        [done], _ = await asyncio.wait([flooding], timeout=20)

    assert isinstance(done.exception(), ConnectionError)


async def test_a_client_that_reads_late_is_listened_to_again():
    app = App()
    async with (
        served(app, Sockets) as (port, _),
        connect(f"ws://127.0.0.1:{port}/", proxy=None, max_queue=1) as client,
    ):
        for _ in range(40):
            await client.send("more")
        # The server waits for us by now; what it could not send comes when we read.
        await asyncio.sleep(0.5)
        answers = [await asyncio.wait_for(client.recv(), 20) for _ in range(40)]

    assert [len(answer) for answer in answers] == [len(PIECE)] * 40
    assert app.heard == 40
