"""The graph's streams of events, handed on to a browser as one.

A browser has few connections to a host, so a page that looks at several things has one stream.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import request_id

# Streams of one person at once: more pages than anybody looks at.
MOST = 20
# What the graph has to end its side, once the browser's has ended.
_GRACE_SECONDS = 1.0
_END = b"\n\n"


@dataclass(frozen=True)
class Subscription:
    """Events of one kind."""

    document: str
    variables: Mapping[str, object]


@dataclass(frozen=True)
class Listener:
    """Who listens, and for how many seconds at most."""

    subject: str
    token: str
    seconds: float


class Relay:
    """Streams of the graph's events."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open: Counter[str] = Counter()

    def stream(self, who: Listener, subscriptions: Sequence[Subscription]) -> Response:
        """Returns a response that is the events of these subscriptions, as they come.

        It ends as soon as one of them does: whoever listens then comes again.
        """
        return _Streams(self._app, self._open, who, subscriptions)


class _Streams(Response):
    def __init__(
        self,
        app: ASGIApp,
        opened: Counter[str],
        who: Listener,
        subscriptions: Sequence[Subscription],
    ) -> None:
        super().__init__()
        self._app = app
        self._open = opened
        self._who = who
        self._subscriptions = subscriptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        subject = self._who.subject
        if self._open[subject] >= MOST:
            await Response(status_code=429)(scope, receive, send)
            return
        self._open[subject] += 1
        try:
            await self._relayed(scope, receive, send)
        finally:
            self._open[subject] -= 1
            if not self._open[subject]:
                del self._open[subject]

    async def _relayed(self, scope: Scope, receive: Receive, send: Send) -> None:
        out = _Out(send)
        gone = asyncio.Event()
        asked = [
            asyncio.create_task(self._ask(scope, subscription, gone, out.of_one()))
            for subscription in self._subscriptions
        ]
        left = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait(
                [*asked, left],
                timeout=self._who.seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            out.is_over = True
            gone.set()
            await asyncio.wait(asked, timeout=_GRACE_SECONDS)
        finally:
            for task in (*asked, left):
                task.cancel()
            # What broke was told to the log where it broke, and to us as a status.
            await asyncio.gather(*asked, left, return_exceptions=True)
        if out.is_begun:
            await out.end()
        elif out.refused:
            # 204 is how a browser is told not to come back.
            status = 204 if out.refused == 401 else out.refused
            await Response(status_code=status)(scope, receive, send)

    async def _ask(
        self, scope: Scope, subscription: Subscription, gone: asyncio.Event, send: Send
    ) -> None:
        body = json.dumps(
            {"query": subscription.document, "variables": subscription.variables}
        ).encode()
        asked = {
            "type": "http",
            # Of this version, whoever answers listens for the end of the connection.
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": scope["http_version"],
            "method": "POST",
            "scheme": scope["scheme"],
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": b"",
            "root_path": "",
            "headers": [
                (b"accept", b"text/event-stream"),
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
                (b"authorization", f"Bearer {self._who.token}".encode()),
                (request_id.HEADER.encode(), (request_id.current() or "none").encode()),
            ],
            "client": scope.get("client"),
            "server": scope.get("server"),
            "extensions": {},
        }
        is_sent = False

        async def receiving() -> Message:
            nonlocal is_sent
            if is_sent:
                await gone.wait()
                return {"type": "http.disconnect"}
            is_sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(asked, receiving, send)


class _Out:
    """The one stream that the browser gets; an event in it is never cut by another."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._turn = asyncio.Lock()
        self.is_begun = False
        self.refused = 0
        """The status with which the graph gave no stream."""
        self.is_over = False

    def of_one(self) -> Callable[[Message], Awaitable[None]]:
        """Returns where one of the graph's streams goes."""
        rest = b""

        async def sending(message: Message) -> None:
            nonlocal rest
            if self.is_over or self.refused:
                return
            if message["type"] == "http.response.start":
                await self._begin(message)
                return
            whole, end, rest = (rest + message.get("body", b"")).rpartition(_END)
            if whole:
                async with self._turn:
                    await self._body(whole + end, more=True)

        return sending

    async def end(self) -> None:
        """Ends it; the browser may have gone already."""
        with suppress(OSError):
            await self._body(b"", more=False)

    async def _begin(self, message: Message) -> None:
        if message["status"] != 200:
            self.refused = message["status"]
            return
        async with self._turn:
            if not self.is_begun:
                self.is_begun = True
                await self._send(message)

    async def _body(self, body: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


async def _left(receive: Receive) -> None:
    """Waits until the browser is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
