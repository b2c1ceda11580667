"""What surrounds every call: identity, access, required fields, deadline, errors, metrics."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import grpc
import structlog
from google.rpc import status_pb2
from grpc_status import rpc_status
from pymongo.errors import PyMongoError

from chassis import caller, deadline, fields, mongo, request_id, status, telemetry
from chassis.access import Rule
from chassis.errors import Problem
from chassis.tokens import Verifier, bearer

log = structlog.get_logger()

UNARY_SECONDS = 5.0
UPLOAD_SECONDS = 120.0


class Surround(grpc.aio.ServerInterceptor):
    """Surrounds the methods that have a rule; health and reflection pass untouched."""

    def __init__(self, rules: Mapping[str, Rule], verifier: Verifier) -> None:
        self._rules = rules
        self._verifier = verifier

    async def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """Wraps the method's handler, whichever of the kinds it is."""
        handler = await continuation(handler_call_details)
        path: str = handler_call_details.method
        rule = self._rules.get(path)
        if handler is None or rule is None:
            return handler

        async def unary(request: Any, context: Any) -> Any:
            async with self._around(path, rule, context, UNARY_SECONDS):
                fields.ensure_complete(request)
                return await handler.unary_unary(request, context)

        async def upload(requests: Any, context: Any) -> Any:
            async with self._around(path, rule, context, UPLOAD_SECONDS):
                return await handler.stream_unary(requests, context)

        async def stream(request: Any, context: Any) -> AsyncIterator[Any]:
            async with self._around(path, rule, context, None):
                fields.ensure_complete(request)
                async for answer in handler.unary_stream(request, context):
                    yield answer

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
        self, path: str, rule: Rule, context: Any, seconds: float | None
    ) -> AsyncIterator[None]:
        # Every call runs in a task of its own, so what is set here ends with the call.
        metadata = {key: value for key, value in context.invocation_metadata() or ()}
        chosen = request_id.adopt(str(metadata.get(request_id.HEADER, "")))
        structlog.contextvars.bind_contextvars(request_id=chosen, method=path)
        context.set_trailing_metadata(((request_id.HEADER, chosen),))
        began = time.monotonic()
        answer: status_pb2.Status | None = None
        try:
            token = bearer(str(metadata.get("authorization", "")))
            if token:
                caller.adopt(await self._verifier.verify(token), token)
            rule.ensure(caller.current())
            if seconds is None:
                yield
            else:
                limit = min(context.time_remaining() or seconds, seconds)
                with deadline.within(limit):
                    async with asyncio.timeout(limit):
                        yield
        except Problem as problem:
            answer = status.to_status(problem)
        except grpc.aio.AbortError:
            raise
        except Exception as error:
            answer = _failure(error, chosen)
        finally:
            code = grpc.StatusCode.OK.value[0] if answer is None else answer.code
            telemetry.CALLS.labels(path, code).inc()
            if seconds is not None:
                telemetry.SECONDS.labels(path).observe(time.monotonic() - began)
        if answer is not None:
            await context.abort_with_status(rpc_status.to_status(answer))


def _failure(error: Exception, chosen: str) -> status_pb2.Status:
    if isinstance(error, TimeoutError):
        return status.failure(
            grpc.StatusCode.DEADLINE_EXCEEDED,
            "DEADLINE_EXCEEDED",
            "This took too long. Whether it happened is not known: repeat it with the same "
            "request_id.",
            request_id=chosen,
        )
    if isinstance(error, PyMongoError) and mongo.is_away(error):
        log.warning("database away", error=type(error).__name__)
        return status.failure(
            grpc.StatusCode.UNAVAILABLE,
            "DATABASE_UNAVAILABLE",
            "The database does not answer. Try again soon, with the same request_id.",
            request_id=chosen,
        )
    log.error("call failed", exc_info=error)
    return status.failure(
        grpc.StatusCode.INTERNAL,
        "INTERNAL",
        "Something went wrong on our side.",
        request_id=chosen,
    )
