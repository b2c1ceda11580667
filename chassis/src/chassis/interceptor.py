"""What surrounds every call: identity, access, required fields, deadline, errors, metrics."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import structlog
from google.protobuf.message import Message
from google.rpc import status_pb2
from grpc_status import rpc_status
from pymongo.errors import PyMongoError

from chassis import caller, commands, deadline, fields, mongo, request_id, status, telemetry, tokens
from chassis.access import Rule
from chassis.errors import Problem
from chassis.tokens import Verifier, bearer

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

# Streams stay open, so they may take only a part of the calls that a server carries at once.
MOST_STREAMS = 400
# One caller may not take all of them.
MOST_STREAMS_EACH = 100
# A client that reads nothing for so long while its buffers are full has no use for its stream.
STALLED_SECONDS = 30.0
# Some issuers give out tokens for ever; their streams begin anew once in a while.
_LONGEST_SECONDS = 30 * 24 * 3600.0


class Surround(grpc.aio.ServerInterceptor):
    """Surrounds the methods that have a rule; health and reflection pass untouched."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        verifier: Verifier,
        is_database_away: Callable[[], bool],
        most_streams: int = MOST_STREAMS,
        most_streams_each: int = MOST_STREAMS_EACH,
        stalled: float = STALLED_SECONDS,
    ) -> None:
        self._rules = rules
        self._verifier = verifier
        self._is_database_away = is_database_away
        self._most_streams = most_streams
        self._most_each = most_streams_each
        self._stalled = stalled
        self._streams_of: Counter[str] = Counter()
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
                try:
                    return await handler.stream_unary(requests, context)
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
                        await self._write(context, answer)

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
                answer = _failure(error, chosen)
            if answer is not None:
                code = answer.code
                rich = rpc_status.to_status(answer)
                await context.abort(rich.code, rich.details, (*rich.trailing_metadata, trailer))
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
                    with self._room(ends):
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
                raise (_GoingAway if self._draining else tokens.expired()) from error
            # The driver looks for a server in steps of half a second, so its own limit is late.
            raise (_DatabaseAway if self._is_database_away() else _TookTooLong) from error

    async def _write(self, context: Any, answer: Message) -> None:
        try:
            async with asyncio.timeout(self._stalled):
                await context.write(answer)
        except TimeoutError as error:
            raise _ReadsNothing from error
        except grpc.aio.InternalError as error:
            # Nothing can be sent any more: the client has left, which is nobody's fault.
            raise asyncio.CancelledError from error

    @contextmanager
    def _room(self, stream: asyncio.Timeout) -> Iterator[None]:
        if self._draining:
            raise _GoingAway
        whose = caller.current().subject
        if len(self._streams) >= self._most_streams or self._streams_of[whose] >= self._most_each:
            raise _TooManyStreams
        self._streams.add(stream)
        self._streams_of[whose] += 1
        try:
            yield
        finally:
            self._streams.discard(stream)
            self._streams_of -= Counter({whose: 1})


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


class _Ended(Exception):
    """The frame itself ended a call."""

    code: grpc.StatusCode
    reason: str
    message: str


class _TookTooLong(_Ended):
    code = grpc.StatusCode.DEADLINE_EXCEEDED
    reason = "DEADLINE_EXCEEDED"
    message = (
        "This took too long. Whether it happened is not known: repeat it with the same request_id."
    )


class _DatabaseAway(_Ended):
    code = grpc.StatusCode.UNAVAILABLE
    reason = "DATABASE_UNAVAILABLE"
    message = "The database does not answer. Try again soon, with the same request_id."


class _GoingAway(_Ended):
    code = grpc.StatusCode.UNAVAILABLE
    reason = "GOING_AWAY"
    message = "This server is stopping. Watch again with the last resume_token you got."


class _ReadsNothing(_Ended):
    code = grpc.StatusCode.FAILED_PRECONDITION
    reason = "FELL_BEHIND"
    message = "You read too slowly. Begin again; a watch with the last resume_token you got."


class _TooManyStreams(_Ended):
    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = "TOO_MANY_STREAMS"
    message = "Too many streams are open. Close some of yours, or try again in some seconds."


def _failure(error: Exception, chosen: str) -> status_pb2.Status:
    if isinstance(error, PyMongoError) and mongo.is_away(error):
        log.warning("database away", error=type(error).__name__)
        error = _DatabaseAway()
    if isinstance(error, _Ended):
        return status.failure(error.code, error.reason, error.message, request_id=chosen)
    log.error("call failed", exc_info=error)
    return status.failure(
        grpc.StatusCode.INTERNAL,
        "INTERNAL",
        "Something went wrong on our side.",
        request_id=chosen,
    )
