"""Whether the gateway and the services behind it are well."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import grpc
from fastapi import APIRouter
from grpc_health.v1 import health_pb2
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from gateway.clients import Clients

PATIENCE = 1.0


@dataclass
class Readiness:
    """Whether new requests are welcome; not while the process drains."""

    draining: bool = False
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when what would last for ever has to end."""


async def services(clients: Clients) -> dict[str, str]:
    """Returns what each service says of its health."""
    domains = list(clients.channels)
    said = await asyncio.gather(*(ask(clients.channels[domain]) for domain in domains))
    return dict(zip(domains, said, strict=True))


async def ask(channel: Any) -> str:
    """Returns one service's health, `SERVING` if it is well."""
    check = channel.unary_unary(
        "/grpc.health.v1.Health/Check",
        request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
        response_deserializer=health_pb2.HealthCheckResponse.FromString,
    )
    try:
        found = await check(health_pb2.HealthCheckRequest(), timeout=PATIENCE)
    except grpc.aio.AioRpcError as error:
        return str(error.code().name)
    return health_pb2.HealthCheckResponse.ServingStatus.Name(found.status)


def routes(clients: Clients, readiness: Readiness) -> APIRouter:
    """Serves `/healthz` and `/readyz`."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> Response:
        return JSONResponse({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> Response:
        said = await services(clients)
        # With one service away the others still answer, so only their all being away counts.
        ready = not readiness.draining and "SERVING" in said.values()
        return JSONResponse({"ready": ready, "services": said}, 200 if ready else 503)

    return router


def metrics_routes() -> APIRouter:
    """Serves `/metrics`; where strangers may come, only the metrics port shows them."""
    router = APIRouter()

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
