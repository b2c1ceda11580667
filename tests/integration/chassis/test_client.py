"""Channels to a service that is away: calls are tried again, also after many have failed."""

import asyncio
from contextlib import asynccontextmanager

import grpc
import pytest

from chassis import client
from chassis.errors import Problem
from chassis.settings import Settings
from handmade.operations.v1 import operations_pb2, operations_pb2_grpc

ATTEMPTS = 4  # of each call: the first, and three more


class Flaky(operations_pb2_grpc.OperationsServiceServicer):
    """Counts what reaches it, and is of no use while away."""

    def __init__(self):
        self.is_away = False
        self.asked = 0

    async def GetStatus(self, request, context):
        self.asked += 1
        if self.is_away:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "away")
        return operations_pb2.GetStatusResponse()


@pytest.fixture
async def flaky():
    return Flaky()


@pytest.fixture
async def service(flaky):
    """Calls that service once."""
    server = grpc.aio.server()
    operations_pb2_grpc.add_OperationsServiceServicer_to_server(flaky, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    settings = Settings(catalog_address=f"127.0.0.1:{port}")
    async with a_channel(settings) as stub:
        yield lambda: stub.GetStatus(operations_pb2.GetStatusRequest())
    await server.stop(None)


@asynccontextmanager
async def a_channel(settings):
    contract = (operations_pb2.DESCRIPTOR,)
    async with client.channel(settings, "catalog", contract, lambda: "") as channel:
        yield operations_pb2_grpc.OperationsServiceStub(channel)


async def attempts(flaky, call):
    before = flaky.asked
    with pytest.raises((Problem, grpc.aio.AioRpcError)):
        await call()
    return flaky.asked - before


async def all_fail(calls, call):
    ends = await asyncio.gather(*(call() for _ in range(calls)), return_exceptions=True)
    assert all(isinstance(end, Exception) for end in ends)


async def test_a_call_to_a_service_that_is_away_is_tried_again(flaky, service):
    flaky.is_away = True

    assert await attempts(flaky, service) == ATTEMPTS


async def test_an_outage_that_many_noticed_costs_the_calls_after_it_no_try(flaky, service):
    flaky.is_away = True
    await all_fail(100, service)

    assert await attempts(flaky, service) == ATTEMPTS


async def test_a_long_outage_is_not_made_worse_by_repeating_and_then_forgotten(flaky, service):
    flaky.is_away = True
    await all_fail(300, service)
    assert await attempts(flaky, service) == 1

    # As many answers as calls that had failed too many: whoever comes next is tried again.
    flaky.is_away = False
    for _ in range(500):
        await service()
    flaky.is_away = True

    assert await attempts(flaky, service) == ATTEMPTS
