"""Asks a process whether it is ready to serve."""

import asyncio
from contextlib import suppress

import grpc
import httpx
from grpc_health.v1 import health_pb2

from dev.trust import PLAIN, Trust

PAUSE = 0.1


async def grpc_serves(address: str, trust: Trust = PLAIN) -> None:
    """Returns when the service at the address answers its health check with SERVING."""
    async with trust.channel(address, [("grpc.max_reconnect_backoff_ms", 200)]) as channel:
        check = channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        while True:
            with suppress(grpc.aio.AioRpcError):
                answer = await check(health_pb2.HealthCheckRequest(), timeout=2)
                if answer.status == health_pb2.HealthCheckResponse.SERVING:
                    return
            await asyncio.sleep(PAUSE)


async def http_is_ready(url: str, trust: Trust = PLAIN) -> None:
    """Returns when GET `/readyz` answers with 200."""
    async with httpx.AsyncClient(
        base_url=url, timeout=2, trust_env=False, verify=trust.context
    ) as client:
        while True:
            with suppress(httpx.HTTPError):
                answer = await client.get("/readyz")
                if answer.status_code == httpx.codes.OK:
                    return
            await asyncio.sleep(PAUSE)


async def accepts(host: str, port: int) -> None:
    """Returns when somebody accepts connections at the port."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            return
        await asyncio.sleep(PAUSE)
