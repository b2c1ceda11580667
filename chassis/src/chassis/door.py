"""What holds for every call before it is known whose it is, and for those that need no token."""

import asyncio
from contextlib import aclosing
from typing import Any

import grpc
from grpc_health.v1 import health
from grpc_reflection.v1alpha import reflection

from chassis.ended import Ended, OpenTooLong, RequestMissing, TooManyCalls, abort, to_status
from chassis.rooms import Calls, Room
from chassis.writing import write

MOST_CALLS = 500
# From a call's head to the end of its request, which may have a mebibyte.
REQUEST_SECONDS = 10.0
_GIVES_WAY_SECONDS = 1.0

_HEALTH_CHECK = f"/{health.SERVICE_NAME}/Check"
_HEALTH_WATCH = f"/{health.SERVICE_NAME}/Watch"
_REFLECTION = f"/{reflection.SERVICE_NAME}/ServerReflectionInfo"


class Door(grpc.aio.ServerInterceptor):
    """Counts the calls, and keeps those that anybody may make from taking all the room.

    It counts instead of grpc's own `maximum_concurrent_rpcs`, which knows no exceptions: whether
    the server is healthy is answered even when it is full.
    """

    def __init__(
        self,
        most: int = MOST_CALLS,
        request_seconds: float = REQUEST_SECONDS,
        watches: int = 50,
        watch_seconds: float = 600.0,
        reflections: int = 20,
        reflection_seconds: float = 60.0,
    ) -> None:
        self._calls = Calls(most, request_seconds, min(_GIVES_WAY_SECONDS, request_seconds))
        self._open = {
            _HEALTH_WATCH: (Room(watches), watch_seconds),
            _REFLECTION: (Room(reflections), reflection_seconds),
        }

    async def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """Refuses before anything is read, or lets the call in."""
        handler = await continuation(handler_call_details)
        path, call = handler_call_details.method, asyncio.current_task()
        if handler is None or call is None:
            return handler
        if path != _HEALTH_CHECK and not self._calls.let_in(call):
            return grpc.stream_stream_rpc_method_handler(_refuse)
        codec = {
            "request_deserializer": handler.request_deserializer,
            "response_serializer": handler.response_serializer,
        }

        async def method(requests: Any, context: Any) -> Any:
            request = await self._request(requests, context, call)
            return await (handler.unary_unary or handler.unary_stream)(request, context)

        async def opened(requests: Any, context: Any) -> None:
            if handler.unary_stream:
                request = await self._request(requests, context, call)
                answers = handler.unary_stream(request, context)
            else:
                answers = handler.stream_stream(requests, context)
            await _told(answers, context, *self._open[path])

        # grpc waits for the request of a unary method for ever. To a server all methods may be
        # streams, so here they are, and the request is the first message that comes.
        if path in self._open:
            return grpc.stream_stream_rpc_method_handler(opened, **codec)
        if handler.unary_unary:
            return grpc.stream_unary_rpc_method_handler(method, **codec)
        if handler.unary_stream:
            return grpc.stream_stream_rpc_method_handler(method, **codec)
        return handler

    async def _request(self, requests: Any, context: Any, call: asyncio.Task[Any]) -> Any:
        try:
            async with self._calls.request_expected(call):
                return await anext(aiter(requests))
        except (TimeoutError, StopAsyncIteration):
            await abort(context, to_status(RequestMissing()))


async def _told(answers: Any, context: Any, room: Room, seconds: float) -> None:
    try:
        with room.place():
            async with asyncio.timeout(seconds) as ends, aclosing(answers):
                async for answer in answers:
                    await write(context, answer)
    except Ended as ended:
        await abort(context, to_status(ended))
    except TimeoutError:
        if not ends.expired():
            raise
        await abort(context, to_status(OpenTooLong()))


async def _refuse(requests: Any, context: Any) -> None:
    await abort(context, to_status(TooManyCalls()))
