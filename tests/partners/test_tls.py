"""What is encrypted: every connection to the services, to the gateway, and between them."""

import asyncio

import grpc
import httpx
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from dev.settings import SERVICES
from dev.trust import PLAIN, Trust


async def asked(address: str, trust: Trust) -> grpc.StatusCode:
    """What a health check gets."""
    async with trust.channel(address) as channel:
        try:
            await health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest(), timeout=20
            )
        except grpc.aio.AioRpcError as error:
            return error.code()
    return grpc.StatusCode.OK


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_is_reached_by_those_who_trust_its_ca_and_nobody_else(
    market, certificates, service
):
    address = market.ports.services[service]
    others = Trust(is_tls=True, ca=certificates / "other-ca.pem")

    answers = [await asked(address, trust) for trust in (market.trust, others, PLAIN)]

    unavailable = grpc.StatusCode.UNAVAILABLE
    assert answers == [grpc.StatusCode.OK, unavailable, unavailable]


async def test_the_graph_answers_over_tls_alone(market, certificates):
    trusts = (market.trust, Trust(is_tls=True, ca=certificates / "other-ca.pem"))
    secure, distrusted = (
        httpx.AsyncClient(verify=trust.context, trust_env=False) for trust in trusts
    )
    question = {"query": "{ __typename }"}
    async with secure, distrusted:
        answer = await secure.post(f"{market.gateway_url}/graphql", json=question)
        plain = market.gateway_url.replace("https:", "http:")
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await distrusted.post(f"{market.gateway_url}/graphql", json=question)
        with pytest.raises(httpx.HTTPError):
            await secure.post(f"{plain}/graphql", json=question)

    assert answer.json()["data"] == {"__typename": "Query"}


async def test_nothing_that_a_service_sends_can_be_read_on_the_way(market):
    host, _, port = market.ports.services["catalog"].partition(":")

    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00")
    answer = await asyncio.wait_for(reader.read(), 20)
    writer.close()

    # A server of HTTP/2 without TLS would answer with its settings, a frame of type 4.
    assert answer[3:4] != b"\x04"
