"""Two processes of one service: either may die or be restarted, and no client hears of it."""

import asyncio
import sys
from contextlib import asynccontextmanager

import grpc
import pytest

from chassis import client
from chassis.errors import Problem
from chassis.settings import Settings
from dev import health
from dev.graph import Graph, name_of, query
from dev.ports import HOST, free_ports
from dev.process import Process
from dev.samples import a_mug
from handmade.catalog.v1 import listing_pb2, listing_pb2_grpc
from tests.faults.running import until
from tests.faults.seeds import seconds

CALLERS = 24
BROWSERS = 8
GRACE = 15
PAUSE = 0.03


class Replicas:
    """A second catalog, and a gateway that knows both."""

    def __init__(self, running, port, gateway_port):
        self.running = running
        self.first = running.stack.ports.services["catalog"]
        self.second = f"{HOST}:{port}"
        self.both = f"ipv4:{self.first},{self.second}"
        self.gateway_url = f"http://{HOST}:{gateway_port}"
        self._gateway_port = gateway_port
        self._second = self._gateway = None

    async def start(self):
        self._second = await self._process("catalog", HANDMADE_CATALOG_ADDRESS=self.second)
        await health.grpc_serves(self.second)

    async def start_gateway(self):
        self._gateway = await self._process(
            "gateway",
            HANDMADE_CATALOG_ADDRESS=self.both,
            HANDMADE_GATEWAY_PORT=str(self._gateway_port),
            # The load is one person's, who may be too fast where a restart takes long.
            HANDMADE_GATEWAY_BURST="1000000",
        )
        await health.http_is_ready(self.gateway_url)

    async def kill(self):
        await self._second.kill()

    async def restart_both(self):
        """One after the other, each as a deployment does it."""
        await self.running.stack.stop("catalog")
        await self.running.stack.start("catalog")
        await self._second.stop(GRACE)
        assert self._second.exit_status == 0
        await self.start()

    async def close(self):
        for process in (self._gateway, self._second):
            if process is not None:
                await process.stop(GRACE)

    async def _process(self, name, **settings):
        stack = self.running.stack
        token = {"HANDMADE_SERVICE_TOKEN_FILE": str(stack.folder / "keys" / f"service-{name}.jwt")}
        return await Process.start(
            f"{name}-2",
            (sys.executable, "-m", name),
            environment=stack.environment() | token | settings,
            log=stack.folder / "logs" / f"{name}-2.log",
            listen=lambda name, line: None,
        )


@pytest.fixture
async def replicas(running):
    replicas = Replicas(running, *free_ports(2))
    try:
        await asyncio.gather(replicas.start(), replicas.start_gateway())
        yield replicas
    finally:
        await replicas.close()


class Load:
    """Callers of the service and of the gateway at once, and what they were told."""

    def __init__(self, replicas):
        self.replicas = replicas
        self.running = replicas.running
        self.answered = 0
        self.errors = []
        self.created = []
        self._going_on = True

    @asynccontextmanager
    async def going_on(self):
        story = self.running.story
        settings = Settings(catalog_address=self.replicas.both)
        token = self.running.stack.issuer.token(story.cast.maker, "maker")
        contract = [listing_pb2.DESCRIPTOR]
        async with (
            client.channel(settings, "catalog", contract, lambda: token) as channel,
            Graph(self.replicas.gateway_url, token) as graph,
            asyncio.TaskGroup() as clients,
        ):
            stub = listing_pb2_grpc.ListingServiceStub(channel)
            for _ in range(CALLERS):
                clients.create_task(self._call(stub))
            for number in range(BROWSERS):
                clients.create_task(self._browse(graph, number))
            try:
                yield
            finally:
                self._going_on = False

    async def reaches_both(self):
        """Whether both were called since they began."""
        return all(
            any("GetListing" in line for line in self.running.log_lines(log))
            for log in ("catalog", "catalog-2")
        )

    async def more(self, count):
        """Returns when so many more were answered."""
        enough = self.answered + count
        async with asyncio.timeout(60):
            while self.answered < enough:  # noqa: ASYNC110  (what is waited for is a number)
                await asyncio.sleep(0.02)

    async def _call(self, stub):
        request = listing_pb2.GetListingRequest(name=name_of(self.running.story.mug))
        while self._going_on:
            try:
                await stub.GetListing(request)
                self.answered += 1
            except (grpc.aio.AioRpcError, Problem) as error:
                self.errors.append(str(error))
            await asyncio.sleep(PAUSE)

    async def _browse(self, graph, number):
        """Reads and now and then changes something, without a request id of its own."""
        turn = 0
        while self._going_on:
            turn += 1
            title = f"Replica {number}-{turn}"
            changing = (
                query("listing_create"),
                {"input": {"listing": a_mug(title) | {"title": title}}},
            )
            reading = query("listing"), {"id": self.running.story.mug}
            document, variables = changing if turn % 10 == 0 else reading
            answer = await graph.answer(document, variables)
            self.answered += 1
            if "errors" in answer:
                self.errors.append(str(answer["errors"]))
            elif turn % 10 == 0:
                assert answer["data"]["listingCreate"]["userErrors"] == []
                self.created.append(title)
            await asyncio.sleep(PAUSE)


async def test_of_two_replicas_one_is_killed_and_both_are_restarted_and_nobody_notices(
    running, replicas
):
    load = Load(replicas)

    async with load.going_on():
        for _ in range(1 + int(seconds(0)) // 60):
            await load.more(200)
            await replicas.kill()
            await load.more(200)
            await replicas.start()
            await load.more(100)
            await replicas.restart_both()
            await load.more(200)
            # Where that was answered in no time, one may not have been found again yet.
            await until(load.reaches_both, "both are called again")

    assert load.errors == []
    assert load.created
    listings = running.database("catalog")["listings"]
    for title in load.created:
        assert await listings.count_documents({"title": title}) == 1
