"""What does the graph cost over calling the same methods directly?

The journey's cross-service query through the gateway, against the same gRPC methods called from
Python in the order their answers allow, over the same services, in one run.
"""

import asyncio
import json
import os
import re
import signal
import statistics
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

import grpc

from benchmarks.figures import Action, Figure, alternating, ms, per_second, ratio
from benchmarks.market import Market
from dev.graph import Graph, name_of, soon
from dev.stack import Stack
from handmade.applications.v1 import maker_pb2, maker_pb2_grpc
from handmade.catalog.v1 import (
    listing_pb2,
    listing_pb2_grpc,
    maker_profile_pb2,
    maker_profile_pb2_grpc,
)
from handmade.messaging.v1 import (
    custom_order_request_pb2,
    custom_order_request_pb2_grpc,
    order_pb2,
    order_pb2_grpc,
    thread_pb2,
    thread_pb2_grpc,
)
from handmade.pr_review.v1 import press_release_pb2, press_release_pb2_grpc

ROUNDS = 100
WARM_UP = 10
CLIENTS = 16
TURNS = 3
TURN_SECONDS = 5.0
PLACES = 12

_PACKAGE = re.compile(r"/(?:site-packages|src)/(\w+)")
_STANDARD = re.compile(r"/python3\.\d+/(\w+)")


async def measure(market: Market) -> list[Figure]:
    """Both ways with one client and with many, and where the gateway's time goes then."""
    story, stack = await market.story(), market.stack
    token = stack.issuer.token(story.cast.maker, "maker")
    maker = name_of(story.maker)
    async with AsyncExitStack() as opened:

        async def through_the_graph() -> Action:
            graph = await opened.enter_async_context(Graph(stack.gateway_url, token))
            return lambda: graph.read("everything", id=story.maker)

        direct = await opened.enter_async_context(_Direct(stack, token))
        graphs = [await through_the_graph() for _ in range(CLIENTS)]
        directs: list[Action] = [lambda: direct.read(maker)] * CLIENTS
        one_graph, one_direct = await alternating([graphs[0], directs[0]], ROUNDS, WARM_UP)
        rates: tuple[list[float], list[float]] = ([], [])
        for _ in range(TURNS):
            rates[0].append(await per_second(directs, TURN_SECONDS))
            rates[1].append(await per_second(graphs, TURN_SECONDS))
        many_direct, many_graph = map(statistics.median, rates)
        places = await _profiled(market, graphs)
    what = "cross-service query, graph ÷ direct calls"
    return [
        ratio(
            f"{what}, 1 client",
            one_graph,
            one_direct,
            f"goal: 2.5 at most; {ms(one_graph)} ÷ {ms(one_direct)}",
        ),
        ratio(
            f"{what}, {CLIENTS} clients",
            many_direct,
            many_graph,
            f"{many_direct:.1f} a second directly, {many_graph:.1f} through the graph",
        ),
        *places,
    ]


async def _profiled(market: Market, graphs: list[Action]) -> list[Figure]:
    gateway = market.stack.processes["gateway"].pid
    os.kill(gateway, signal.SIGUSR1)
    await per_second(graphs, TURN_SECONDS)
    os.kill(gateway, signal.SIGUSR2)
    await soon(lambda: asyncio.to_thread(market.profile.exists), "the gateway's profile")
    spent: Counter[str] = Counter()
    for file, function, seconds in json.loads(market.profile.read_text()):
        spent[_place(file, function)] += seconds
    waiting = spent.pop("waiting", 0.0)
    busy = spent.total()
    return [
        Figure(
            f"the gateway's time at {CLIENTS} clients", f"{busy / (busy + waiting):.0%} busy", ""
        ),
        *(
            Figure(f"… of it in {place}", f"{seconds / busy:.0%}")
            for place, seconds in spent.most_common(PLACES)
        ),
    ]


def _place(file: str, function: str) -> str:
    if file.endswith("selectors.py"):
        return "waiting"
    if found := _PACKAGE.search(file) or _STANDARD.search(file):
        return f"`{found[1]}`"
    return f"`{function}`"


class _Direct:
    """Calls the methods that the gateway calls for the query."""

    def __init__(self, stack: Stack, token: str) -> None:
        self._metadata = (("authorization", f"Bearer {token}"),)
        self._channels = [
            grpc.aio.insecure_channel(stack.ports.services[name])
            for name in ("applications", "catalog", "messaging", "pr_review")
        ]
        applications, catalog, messaging, pr_review = self._channels
        self._makers: Any = maker_pb2_grpc.MakerServiceStub(applications)
        self._profiles: Any = maker_profile_pb2_grpc.MakerProfileServiceStub(catalog)
        self._listings: Any = listing_pb2_grpc.ListingServiceStub(catalog)
        self._threads: Any = thread_pb2_grpc.ThreadServiceStub(messaging)
        self._requests: Any = custom_order_request_pb2_grpc.CustomOrderRequestServiceStub(messaging)
        self._orders: Any = order_pb2_grpc.OrderServiceStub(messaging)
        self._releases: Any = press_release_pb2_grpc.PressReleaseServiceStub(pr_review)

    async def __aenter__(self) -> "_Direct":
        return self

    async def __aexit__(self, *_: object) -> None:
        for channel in self._channels:
            await channel.close()

    async def read(self, maker: str) -> None:
        """One maker with everything the query asks for."""
        metadata = self._metadata
        await self._makers.LookupMakersByName(
            maker_pb2.LookupMakersByNameRequest(names=[maker]), metadata=metadata
        )
        profiles = self._profiles.BatchGetMakerProfiles(
            maker_profile_pb2.BatchGetMakerProfilesRequest(makers=[maker]), metadata=metadata
        )
        listings = self._listings.BatchListListings(
            listing_pb2.BatchListListingsRequest(makers=[maker], page_size=10), metadata=metadata
        )
        releases = self._releases.ListPressReleases(
            press_release_pb2.ListPressReleasesRequest(maker=maker, page_size=10),
            metadata=metadata,
        )
        threads = await self._threads.ListThreads(
            thread_pb2.ListThreadsRequest(maker=maker, page_size=10), metadata=metadata
        )
        messages = self._threads.BatchListMessages(
            thread_pb2.BatchListMessagesRequest(
                threads=[thread.name for thread in threads.threads], page_size=10
            ),
            metadata=metadata,
        )
        found = await self._requests.LookupCustomOrderRequestsByName(
            custom_order_request_pb2.LookupCustomOrderRequestsByNameRequest(
                names=[thread.custom_order_request for thread in threads.threads]
            ),
            metadata=metadata,
        )
        orders = self._orders.LookupOrdersByName(
            order_pb2.LookupOrdersByNameRequest(
                names=[result.custom_order_request.order for result in found.results]
            ),
            metadata=metadata,
        )
        for call in (profiles, listings, releases, messages, orders):
            await call
