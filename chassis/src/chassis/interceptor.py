"""What surrounds every call: identity, access, required fields, deadline, errors, metrics."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import structlog
from google.protobuf.message import Message
from google.rpc import status_pb2

from chassis import (
    caller,
    commands,
    deadline,
    ended,
    fields,
    request_id,
    status,
    telemetry,
    tokens,
)
from chassis.access import Rule
from chassis.ended import DatabaseAway, GoingAway, TookTooLong
from chassis.errors import Problem
from chassis.pace import Pace
from chassis.rooms import Rooms
from chassis.tokens import Verifier, bearer
from chassis.writing import STALLED_SECONDS, write

log = structlog.get_logger()


@dataclass(frozen=True)
class Limit:
    """How long a call may take: when its caller does not say, and at most when it does."""

    usual: float
    most: float


# A caller who can wait for an election of the database may. A stopping server gives its calls ten
# seconds, so none may count on more.
UNARY = Limit(usual=5.0, most=9.0)
UPLOAD = Limit(usual=120.0, most=120.0)

MOST_READ_OUT = 32 * 1024 * 1024
READ_OUT_SECONDS = 5.0

# Some issuers give out tokens for ever; their streams begin anew once in a while.
_LONGEST_SECONDS = 30 * 24 * 3600.0


class Surround(grpc.aio.ServerInterceptor):
    """Surrounds the methods that have a rule; health and reflection need none."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        verifier: Verifier,
        is_database_away: Callable[[], bool],
        rooms: Rooms | None = None,
        stalled: float = STALLED_SECONDS,
        pace: Pace | None = None,
    ) -> None:
        self._rules = rules
        self._verifier = verifier
        self._is_database_away = is_database_away
        self._rooms = rooms or Rooms()
        self._stalled = stalled
        self._pace = pace or Pace()
        self._streams: set[asyncio.Timeout] = set()
        self._running = 0
        self._idle = asyncio.Event()
        self._draining = False

    async def drain(self) -> None:
        """Ends the streams, which would never end by themselves, and waits for all other calls."""
        self._draining = True
        for stream in self._streams:
            stream.reschedule(asyncio.get_running_loop().time())
        while self._running:
            self._idle.clear()
            await self._idle.wait()

    async def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """Wraps the method's handler, whichever of the kinds it is."""
        handler = await continuation(handler_call_details)
        path: str = handler_call_details.method
        rule = self._rules.get(path)
        if handler is None or rule is None:
            return handler

        async def unary(request: Any, context: Any) -> Any:
            async with self._around(path, rule, context, UNARY):
                fields.ensure_complete(request)
                return await handler.unary_unary(request, context)

        async def upload(requests: Any, context: Any) -> Any:
            async with self._around(path, rule, context, UPLOAD):
                with self._rooms.uploads.place(caller.current().subject):
                    try:
                        return await handler.stream_unary(self._pace.kept(requests), context)
                    except Problem:
                        await _read_out(requests)
                        raise

        # Writes instead of yielding: when the client goes away, the method is closed here and
        # now, and not whenever the garbage collector comes by.
        async def stream(request: Any, context: Any) -> None:
            async with self._around(path, rule, context, None):
                fields.ensure_complete(request)
                async with aclosing(handler.unary_stream(request, context)) as answers:
                    async for answer in answers:
                        await write(context, answer, self._stalled)

        codec = {
            "request_deserializer": handler.request_deserializer,
            "response_serializer": handler.response_serializer,
        }
        if handler.unary_unary:
            return grpc.unary_unary_rpc_method_handler(unary, **codec)
        if handler.stream_unary:
            return grpc.stream_unary_rpc_method_handler(upload, **codec)
        return grpc.unary_stream_rpc_method_handler(stream, **codec)

    @asynccontextmanager
    async def _around(
        self, path: str, rule: Rule, context: Any, limit: Limit | None
    ) -> AsyncIterator[None]:
        # Every call runs in a task of its own, so what is set here ends with the call.
        metadata = dict(context.invocation_metadata() or ())
        chosen = request_id.adopt(str(metadata.get(request_id.HEADER, "")))
        structlog.contextvars.bind_contextvars(request_id=chosen, method=path)
        trailer = (request_id.HEADER, chosen)
        context.set_trailing_metadata((trailer,))
        began, tally = time.monotonic(), commands.begin()
        code = grpc.StatusCode.OK.value[0]
        answer: status_pb2.Status | None = None
        self._running += 1
        try:
            try:
                token = bearer(str(metadata.get("authorization", "")))
                if token:
                    caller.adopt(await self._verifier.verify(token), token)
                rule.ensure(caller.current())
                async with self._limited(context, limit):
                    yield
            except Problem as problem:
                answer = status.to_status(problem)
            except grpc.aio.AbortError:
                code = grpc.StatusCode.UNKNOWN.value[0]
                raise
            except asyncio.CancelledError:
                code = grpc.StatusCode.CANCELLED.value[0]
                raise
            except Exception as error:
                answer = ended.failure(error, chosen)
            if answer is not None:
                code = answer.code
                await ended.abort(context, answer, trailer)
        finally:
            self._running -= 1
            self._idle.set()
            took = time.monotonic() - began
            telemetry.CALLS.labels(path, code).inc()
            if limit is not None:
                telemetry.SECONDS.labels(path).observe(took)
            log.info(
                "call answered",
                code=code,
                milliseconds=round(took * 1000, 1),
                commands=tally.commands,
            )

    @asynccontextmanager
    async def _limited(self, context: Any, limit: Limit | None) -> AsyncIterator[None]:
        try:
            if limit is None:
                async with asyncio.timeout(_seconds_of_the_token()) as ends:
                    with self._stream(ends):
                        yield
            else:
                left = context.time_remaining()
                # A little less than the caller has, so that the caller hears from us and not only
                # from its own clock.
                seconds = limit.usual if left is None else deadline.shortened(left)
                seconds = min(seconds, limit.most)
                with deadline.within(seconds):
                    async with asyncio.timeout(seconds) as ends:
                        yield
        except TimeoutError as error:
            if not ends.expired():
                raise
            if limit is None:
                raise (GoingAway if self._draining else tokens.expired()) from error
            # The driver looks for a server in steps of half a second, so its own limit is late.
            raise (DatabaseAway if self._is_database_away() else TookTooLong) from error

    @contextmanager
    def _stream(self, ends: asyncio.Timeout) -> Iterator[None]:
        if self._draining:
            raise GoingAway
        who = caller.current()
        with self._rooms.of(who).place(who.subject):
            self._streams.add(ends)
            try:
                yield
            finally:
                self._streams.discard(ends)


def _seconds_of_the_token() -> float | None:
    """How long the caller's token is still accepted; a stream ends with it."""
    expires = caller.current().expires
    if expires is None:
        return None
    return max(min(expires - time.time(), _LONGEST_SECONDS), 0.0)


async def _read_out(requests: AsyncIterator[Message]) -> None:
    """Takes what a refused client is still sending, within reason.

    A client that is cut off in the middle of sending learns just that, and often not why.
    """
    left = MOST_READ_OUT
    try:
        async with asyncio.timeout(READ_OUT_SECONDS):
            async for message in requests:
                left -= message.ByteSize()
                if left < 0:
                    return
    except TimeoutError:
        return
