"""Connections whose clients do not read: they are cut, and what waits for them is dropped.

The server itself waits for such a client as long as its network says that it is there.
"""

import asyncio
from typing import cast

from uvicorn._types import ASGIReceiveEvent
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# A client for whom something waits has to take so many bytes, or all of it, in so many seconds.
STALLED_SECONDS = 30.0
LEAST_BYTES = 16 * 1024


class Stall:
    """Watches a connection on which something waits to be read."""

    def __init__(self, transport: asyncio.BaseTransport, seconds: float = STALLED_SECONDS) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._seconds = seconds
        self._waiting = 0
        self._timer: asyncio.TimerHandle | None = None

    def begins(self) -> None:
        """The client has not read everything."""
        self.ends()
        self._waiting = self._transport.get_write_buffer_size()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._seconds, self._cut_or_go_on)

    def ends(self) -> None:
        """The client has read everything, or left."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut_or_go_on(self) -> None:
        if self._waiting - self._transport.get_write_buffer_size() < LEAST_BYTES:
            self._transport.abort()
        else:
            self.begins()


class Answers(H11Protocol):
    """A connection for HTTP."""

    stalled_seconds = STALLED_SECONDS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins."""
        self._stall = Stall(transport, self.stalled_seconds)
        super().connection_made(transport)

    def pause_writing(self) -> None:
        """Something waits."""
        super().pause_writing()
        self._stall.begins()

    def resume_writing(self) -> None:
        """Nothing waits any more."""
        self._stall.ends()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends."""
        self._stall.ends()
        super().connection_lost(exc)


class Sockets(WebSocketsSansIOProtocol):
    """A connection for a WebSocket. Whoever does not read is not listened to either.

    Otherwise the pongs to a client that sends pings and reads none would pile up.
    """

    stalled_seconds = STALLED_SECONDS

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins."""
        self._stall = Stall(transport, self.stalled_seconds)
        super().connection_made(transport)

    def pause_writing(self) -> None:
        """Something waits."""
        super().pause_writing()
        self._stall.begins()
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """Nothing waits any more."""
        self._stall.ends()
        super().resume_writing()
        if not self.read_paused:
            self.transport.resume_reading()

    async def receive(self) -> ASGIReceiveEvent:
        """Returns what came; that may resume the reading, which has to wait."""
        message = await super().receive()
        if not self.writable.is_set():
            self.transport.pause_reading()
        return message

    def keepalive_timeout(self) -> None:
        """Cuts a client that answers no ping: a close would wait for it to read."""
        super().keepalive_timeout()
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends."""
        self._stall.ends()
        super().connection_lost(exc)
