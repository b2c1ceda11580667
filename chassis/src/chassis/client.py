"""Channels to other services, with deadlines, retries, identity and typed errors."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.descriptor import FileDescriptor

from chassis import caller, deadline, request_id, status, telemetry
from chassis.settings import Settings

CALL_SECONDS = 5.0

_RETRY = {
    "maxAttempts": 4,
    "initialBackoff": "0.05s",
    "maxBackoff": "1s",
    "backoffMultiplier": 2,
    # A server that begins to stop cancels what has arrived but not begun. Calls that we cancel
    # ourselves are not repeated.
    "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"],
}

# Attempts that failed cost one each, and with less than half of them left nothing is repeated; an
# answer gives one back. A dozen pages that found a service away must not use them up, or the first
# call after its return is not tried again and fails while the channel is still connecting.
_THROTTLE = {"maxTokens": 1000, "tokenRatio": 1.0}


def _config(files: Iterable[FileDescriptor]) -> str:
    # Only unary methods are named: on a stream a policy would end or repeat what must not be.
    names = [
        {"service": service.full_name, "method": method.name}
        for file in files
        for service in file.services_by_name.values()
        for method in service.methods
        if not method.client_streaming and not method.server_streaming
    ]
    return json.dumps(
        {
            "loadBalancingConfig": [{"round_robin": {}}],
            "methodConfig": [{"name": names, "retryPolicy": _RETRY}],
            "retryThrottling": _THROTTLE,
        }
    )


class _Identity:
    """Adds the token and the request's id to a call's metadata."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    def added_to(self, details: grpc.aio.ClientCallDetails, timeout: float | None) -> Any:
        metadata = grpc.aio.Metadata(*(details.metadata or ()))
        token, current = self._token(), request_id.current()
        if token and metadata.get("authorization") is None:
            metadata.add("authorization", f"Bearer {token}")
        if current and metadata.get(request_id.HEADER) is None:
            metadata.add(request_id.HEADER, current)
        return grpc.aio.ClientCallDetails(
            details.method, timeout, metadata, details.credentials, details.wait_for_ready
        )


class _Unary(_Identity, grpc.aio.UnaryUnaryClientInterceptor):
    async def intercept_unary_unary(
        self, continuation: Any, client_call_details: Any, request: Any
    ) -> Any:
        asked = client_call_details.timeout or CALL_SECONDS
        left = deadline.remaining(float("inf"))
        limit = min(asked, deadline.shortened(left))
        call = await continuation(self.added_to(client_call_details, limit), request)
        try:
            return await call
        except grpc.aio.AioRpcError as error:
            problem = status.from_error(error)
            if problem is None:
                raise
            raise problem from error


class _Stream(_Identity, grpc.aio.UnaryStreamClientInterceptor):
    async def intercept_unary_stream(
        self, continuation: Any, client_call_details: Any, request: Any
    ) -> Any:
        details = self.added_to(client_call_details, client_call_details.timeout)
        return await continuation(details, request)


class _Upload(_Identity, grpc.aio.StreamUnaryClientInterceptor):
    async def intercept_stream_unary(
        self, continuation: Any, client_call_details: Any, request_iterator: Any
    ) -> Any:
        details = self.added_to(client_call_details, client_call_details.timeout or 120.0)
        return await continuation(details, request_iterator)


def channel(
    settings: Settings,
    service: str,
    files: Iterable[FileDescriptor],
    token: Callable[[], str] = caller.current_token,
) -> grpc.aio.Channel:
    """A channel to a service for the methods in `files`.

    Calls carry the caller's own token, or what `token` returns. Unary calls end within five
    seconds or the running call's time, are retried while the service is away, and raise the
    `Problem` that the service raised. Streams and uploads raise `AioRpcError`;
    `chassis.status.from_error` has the problem in it.
    """
    options = [
        ("grpc.service_config", _config(files)),
        # Shorter, with its jitter, than a call's three pauses: the first call after a service's
        # return finds it.
        ("grpc.max_reconnect_backoff_ms", 200),
        # A hundred pages of full-grown listings are more than the 4 MiB that is the default.
        ("grpc.max_receive_message_length", 64 * 1024 * 1024),
        ("grpc.initial_reconnect_backoff_ms", 100),
        # No pause, in spite of its name: how long one try to connect may take. A busy machine that
        # greets after two tenths of a second would never be reached with less.
        ("grpc.min_reconnect_backoff_ms", 1_000),
        # A peer that vanished without a word is noticed, rather than every call timing out.
        ("grpc.keepalive_time_ms", 20_000),
        ("grpc.keepalive_timeout_ms", 5_000),
    ]
    interceptors: list[Any] = [
        *telemetry.client_interceptors(settings),
        _Unary(token),
        _Stream(token),
        _Upload(token),
    ]
    address = settings.address(service)
    if settings.tls_cert is None:
        return grpc.aio.insecure_channel(address, options=options, interceptors=interceptors)
    roots = settings.tls_ca.read_bytes() if settings.tls_ca else None
    return grpc.aio.secure_channel(
        address,
        grpc.ssl_channel_credentials(root_certificates=roots),
        options=options,
        interceptors=interceptors,
    )


def own_token(path: Path) -> Callable[[], str]:
    """Reads the process's own `service` token, afresh each time since it is renewed."""

    def read() -> str:
        return path.read_text().strip()

    return read
