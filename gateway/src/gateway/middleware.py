"""What surrounds every HTTP request: its id, its caller, its share, its size."""

import asyncio
import re
import sys
import time

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import caller, request_id
from chassis.errors import Unauthenticated
from chassis.tokens import Verifier, bearer
from gateway.errors import answer
from gateway.rate import Buckets, Seats, address, bucket_of, too_often

log = structlog.get_logger()

MIB = 1024 * 1024
MAX_BODY = MIB
MAX_FILE = 20 * MIB
# What is only somewhat too large goes on to its service, which says how such a file is made
# smaller; a body also has the operations and the parts' heads.
MAX_UPLOAD = 31 * MIB + MAX_BODY

REQUESTS = Counter("handmade_http_total", "Requests answered.", ["place", "status"])
SECONDS = Histogram("handmade_http_seconds", "How long answers took.", ["place"])

CONSOLE = "/console/"

# The only places whose work costs something; the others must answer whatever happens.
GUARDED = re.compile(r"/(graphql|files/.*|subgraphs/.*)")


def refusal(status: int, code: str, message: str, **facts: object) -> JSONResponse:
    """Returns an HTTP error that a GraphQL client can read."""
    return JSONResponse(answer(code, message, **facts), status)


class Observed:
    """Gives the request its id, and tells the log and the metrics how it went."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        chosen = request_id.adopt(Headers(scope=scope).get(request_id.HEADER, ""))
        began, status, lasts = time.monotonic(), 0, False

        async def sending(message: Message) -> None:
            nonlocal status, lasts
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                lasts = headers.get("content-type", "").startswith("text/event-stream")
                headers[request_id.HEADER] = chosen
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("referrer-policy", "no-referrer")
                headers.setdefault("cache-control", "no-store")
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=chosen):
            try:
                await self._app(scope, receive, sending)
            finally:
                took = time.monotonic() - began
                place = "/" + scope["path"].split("/")[1]
                known = place if place in PLACES else "other"
                REQUESTS.labels(known, status).inc()
                if scope["type"] == "http":
                    # How long somebody listened says nothing of how fast answers are.
                    if not lasts:
                        SECONDS.labels(known).observe(took)
                    if GUARDED.fullmatch(scope["path"]):
                        ms = round(took * 1000, 1)
                        log.info("request", place=known, status=status, ms=ms)


PLACES = frozenset(
    {
        "/console",
        "/dev",
        "/files",
        "/graphql",
        "/healthz",
        "/metrics",
        "/readyz",
        "/subgraphs",
    }
)


class Slashed:
    """Serves an application that is mounted at a path at the path itself too.

    Its router would lead on from there to an address made of the `Host` that the client named.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the request."""
        if scope["type"] == "http" and scope["path"] == self._path:
            path = f"{self._path}/"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


class Authenticated:
    """Verifies the bearer token and makes its subject the caller.

    A token that is none takes from its address's bucket, which must not be empty.
    """

    def __init__(self, app: ASGIApp, verifier: Verifier, buckets: Buckets) -> None:
        self._app = app
        self._verifier = verifier
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the request as whoever the token names, or as nobody without one."""
        if scope["type"] != "http" or not GUARDED.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            token = bearer(Headers(scope=scope).get("authorization", ""))
            who = await self._verifier.verify(token) if token else caller.ANONYMOUS
        except Unauthenticated as problem:
            if wait := self._buckets.take(bucket_of("", address(scope))):
                await wait_first(wait)(scope, receive, send)
                return
            response = refusal(401, "UNAUTHENTICATED", problem.message, **problem.facts)
            response.headers["www-authenticate"] = 'Bearer error="invalid_token"'
            await response(scope, receive, send)
            return
        with caller.calling_as(who, token):
            await self._app(scope, receive, send)


class RateLimited:
    """Refuses callers who ask more often than their bucket allows.

    A WebSocket's opening takes from its address, and the socket a seat of it, as `scope["seat"]`;
    its operations are counted by `sockets`, which passes the seat to whoever signs in.
    """

    def __init__(self, app: ASGIApp, buckets: Buckets, seats: Seats) -> None:
        self._app = app
        self._buckets = buckets
        self._seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the request, if there is one left to take."""
        wait = 0.0
        if scope["type"] in ("http", "websocket") and GUARDED.fullmatch(scope["path"]):
            wait = self._buckets.take(bucket_of(caller.current().subject, address(scope)))
        if scope["type"] == "websocket":
            seat = None if wait else self._seats.take(bucket_of("", address(scope)))
            if seat is None:
                # Closed before it was accepted, a socket is refused with the status 403.
                await send({"type": "websocket.close", "code": 1008})
                return
            scope["seat"] = seat
            try:
                await self._app(scope, receive, send)
            finally:
                seat.leave()
        elif wait:
            await wait_first(wait)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def wait_first(wait: float) -> JSONResponse:
    """Refuses who asks too often."""
    response = refusal(429, *too_often(wait), retryAfterSeconds=round(wait, 3))
    response.headers["retry-after"] = str(int(wait) + 1)
    return response


def body_too_large() -> JSONResponse:
    """Refuses a request without a file."""
    message = f"The request is too large: {MAX_BODY // MIB} MiB at most."
    return refusal(413, "BODY_TOO_LARGE", message, maximum=MAX_BODY)


def file_too_large() -> JSONResponse:
    """Refuses a file."""
    message = (
        f"The file is larger than {MAX_FILE // MIB} MiB. Save it smaller and send it again: a "
        "photo with a lower quality, a document with smaller pictures."
    )
    wrong = {"code": "FILE_TOO_LARGE", "message": message, "path": ["file"]}
    return refusal(413, "FILE_TOO_LARGE", message, maximum=MAX_FILE, violations=[wrong])


class BodyTooLarge(MultiPartException):
    """More bytes came than the body may have. The form parser cleans up behind this parent."""


def body_too_slow(seconds: float) -> JSONResponse:
    """Refuses a request that takes too long to come."""
    message = f"The request came too slowly: {seconds:g} seconds at most."
    response = refusal(408, "BODY_TOO_SLOW", message, maximum=seconds)
    # Its rest is not waited for.
    response.headers["connection"] = "close"
    return response


class BodyTooSlow(MultiPartException):
    """The body did not come in time. The form parser cleans up behind this parent."""


class SizeLimited:
    """Refuses a body that is too large or too slow as soon as that is known, keeping none of it."""

    def __init__(self, app: ASGIApp, seconds: float, upload_seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._upload_seconds = upload_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the request with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_upload = headers.get("content-type", "").startswith("multipart/form-data")
        most, too_large = (
            (MAX_UPLOAD, file_too_large()) if is_upload else (MAX_BODY, body_too_large())
        )
        if scope["path"].startswith(CONSOLE):
            # It counts by itself, and answers in a page that people can read.
            most = sys.maxsize
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > most:
            await too_large(scope, receive, send)
            return
        size, comes = 0, True
        refused: JSONResponse | None = None
        seconds = self._upload_seconds if is_upload else self._seconds
        until = asyncio.get_running_loop().time() + seconds

        async def receiving() -> Message:
            nonlocal size, refused, comes
            try:
                # Once the body is here, what comes is the end of the connection, at any time.
                async with asyncio.timeout_at(until if comes else None):
                    message = await receive()
            except TimeoutError as error:
                refused = body_too_slow(seconds)
                raise BodyTooSlow("The body is too slow.") from error
            size += len(message.get("body", b""))
            if size > most:
                refused = too_large
                raise BodyTooLarge("The body is too large.")
            comes = bool(message.get("more_body"))
            return message

        async def sending(message: Message) -> None:
            # What the application makes of a body cut short is not what the client should read.
            if refused is None:
                await send(message)

        try:
            await self._app(scope, receiving, sending)
        except (BodyTooLarge, BodyTooSlow):
            if refused is None:
                raise
        if refused is not None:
            await refused(scope, receive, send)
