"""Puts the gateway together: one HTTP application over four services."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from time import monotonic

from fastapi import FastAPI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp
from strawberry.federation import Schema
from strawberry.schema.base import BaseSchema
from strawberry.schema.config import StrawberryConfig

from chassis import request_id
from chassis.settings import Settings
from chassis.tokens import Verifier
from console.addresses import BASE
from console.settings import ConsoleSettings
from gateway import downloads, graphiql, health, pages, sse
from gateway.clients import Clients
from gateway.console import console
from gateway.context import Context
from gateway.downloads import DOWNLOADS, Download
from gateway.executor import Eventwise
from gateway.extensions import extensions
from gateway.health import Readiness
from gateway.limits import Limits
from gateway.links import Links
from gateway.middleware import Authenticated, Observed, RateLimited, SizeLimited, Slashed
from gateway.rate import Buckets, Seats, Turns, address
from gateway.settings import GatewaySettings
from gateway.sockets import Socket
from gateway.supergraph import Supergraph, compose
from gateway.transport import PREFLIGHT, GraphQL


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Parts:
    """What the application is made of; a test passes its own."""

    settings: Settings
    subgraphs: Mapping[str, Schema]
    clients: Clients
    """Calls as whoever asks."""
    own_clients: Clients
    """Calls as the gateway itself: downloads behind a signed link, and the health page."""
    verifier: Verifier
    gateway: GatewaySettings = field(default_factory=GatewaySettings)
    console: ConsoleSettings = field(default_factory=ConsoleSettings)
    readiness: Readiness = field(default_factory=Readiness)
    now: Callable[[], datetime] = utc_now
    clock: Callable[[], float] = monotonic
    downloads: Mapping[str, Download] = field(default_factory=lambda: DOWNLOADS)


def schema(subgraphs: Mapping[str, Schema], *, development: bool = True) -> Supergraph:
    """Composes the graph as this environment serves it."""
    limits = Limits(introspection=development)
    config = StrawberryConfig(disable_field_suggestions=not development)
    return compose(subgraphs, extensions(limits), config, Eventwise)


def create(parts: Parts) -> ASGIApp:
    """Builds the application."""
    settings = parts.settings
    origins = [o.strip() for o in settings.allowed_origins.split(",") if o.strip()]
    links = Links(settings.secret_key(), base_url(settings), parts.now)
    buckets = Buckets(parts.gateway.burst, parts.gateway.per_second, parts.clock)
    turns = Turns(Buckets(parts.gateway.burst, parts.gateway.per_second, parts.clock))
    seats = Seats(parts.gateway.sockets_each, parts.gateway.sockets)

    async def context(connection: HTTPConnection) -> Context:
        spoken = language(connection.headers.get("accept-language"))
        scope = connection.scope
        return Context(parts.clients, links, spoken, address(scope), turns, scope.get("seat"))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await parts.clients.close()
        await parts.own_clients.close()

    app = FastAPI(
        title="Handmade",
        openapi_url=None,
        # `chassis.telemetry` says whether there are traces; FastAPI would ask at every request.
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan,
        middleware=[
            Middleware(Observed),
            *([cors(origins)] if origins else []),
            Middleware(Authenticated, verifier=parts.verifier, buckets=buckets),
            Middleware(RateLimited, buckets=buckets, seats=seats),
            Middleware(
                SizeLimited,
                seconds=parts.gateway.body_seconds,
                upload_seconds=parts.gateway.upload_seconds,
            ),
            Middleware(Slashed, path=BASE),
        ],
    )
    app.include_router(health.routes(parts.clients, parts.readiness))
    app.include_router(downloads.routes(links, parts.own_clients, parts.downloads))
    if settings.is_development:
        app.include_router(health.metrics_routes())
        app.include_router(graphiql.routes(graphiql.assets()))
        app.include_router(pages.routes(parts.own_clients))
    served: dict[str, BaseSchema] = {
        "/graphql": schema(parts.subgraphs, development=settings.is_development)
    }
    if settings.subgraph_endpoints == "on":
        served |= {f"/subgraphs/{name}/graphql": one for name, one in parts.subgraphs.items()}
    for path, one in served.items():
        socket = partial(Socket, buckets=buckets, now=parts.now)
        end = partial(sse.ended, parts.readiness.stopping, parts.now)
        app.include_router(GraphQL(one, path, context, parts.verifier, origins, socket, end))
    own = parts.console
    app.mount(BASE, console(settings, own, app, parts.verifier, base_url(settings), parts.now))
    if settings.otlp_endpoint:
        FastAPIInstrumentor.instrument_app(app)
    return app


def cors(origins: list[str]) -> Middleware:
    """Lets pages of these origins ask."""
    return Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["POST"],
        allow_headers=["authorization", "content-type", PREFLIGHT, request_id.HEADER],
        expose_headers=[request_id.HEADER, "retry-after"],
        max_age=600,
    )


def base_url(settings: Settings) -> str:
    """Returns what links to this gateway start with: in development, where it really listens."""
    if settings.is_development:
        scheme = "https" if settings.tls_cert else "http"
        return f"{scheme}://{settings.gateway_host}:{settings.gateway_port}"
    return settings.public_url


def language(accepted: str | None) -> str:
    """Returns the language that a client likes best, such as `de`; English if it does not say."""
    best, weight = "en", 0.0
    for part in (accepted or "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        name = tag.partition("-")[0].lower()
        try:
            liked = float(quality or 1)
        except ValueError:
            continue
        if name.isalpha() and len(name) in (2, 3) and liked > weight:
            best, weight = name, liked
    return best
