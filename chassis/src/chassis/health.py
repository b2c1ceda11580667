"""The standard health service, which nobody who asks it can hold up."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

_Answer = health_pb2.HealthCheckResponse


class Health(health_pb2_grpc.HealthServicer):
    """Answers for the whole server, named "", and for each of its services.

    grpc's own servicer sends to a watcher while it holds a lock that whoever reports needs, so a
    watcher that reads nothing would stop the reports, and the server from stopping.
    """

    def __init__(self, services: Iterable[str]) -> None:
        self._names = frozenset({"", *services})
        self._is_serving = False
        self._is_stopping = False
        self._changed = asyncio.Event()

    def report(self, is_serving: bool) -> None:
        """Says how it is now."""
        if is_serving != self._is_serving and not self._is_stopping:
            self._is_serving = is_serving
            self._changed.set()
            self._changed = asyncio.Event()

    def stop(self) -> None:
        """Says that it is not serving, whatever is reported from now on."""
        self.report(False)
        self._is_stopping = True

    async def Check(self, request: health_pb2.HealthCheckRequest, context: Any) -> _Answer:
        """How it is now."""
        if request.service not in self._names:
            await context.abort(grpc.StatusCode.NOT_FOUND, "This service is not served here.")
        return self._answer()

    async def Watch(
        self, request: health_pb2.HealthCheckRequest, context: Any
    ) -> AsyncIterator[_Answer]:
        """How it is now, and from then on whenever that changes."""
        while request.service in self._names:
            changed = self._changed
            yield self._answer()
            await changed.wait()
        # Which services there are does not change while the server runs.
        yield _Answer(status=_Answer.SERVICE_UNKNOWN)
        await asyncio.Event().wait()

    def _answer(self) -> _Answer:
        return _Answer(status=_Answer.SERVING if self._is_serving else _Answer.NOT_SERVING)
