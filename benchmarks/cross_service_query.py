"""What does the graph cost over calling the same methods directly?

The journey's cross-service query through the gateway, against the same gRPC methods called from
Python in the order their answers allow, over the same services, alternating in one run.
"""

import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from dev.graph import Graph, name_of
from dev.journey import Story
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


async def measure(stack: Stack, story: Story) -> None:
    """Prints the median of each way and their ratio."""
    token = stack.issuer.token(story.cast.maker, "maker")
    async with Graph(stack.gateway_url, token) as graph, _Direct(stack, token) as direct:

        async def through_the_graph() -> None:
            await graph.read("everything", id=story.maker)

        async def directly() -> None:
            await direct.read(name_of(story.maker))

        graph_seconds, direct_seconds = await _alternating(through_the_graph, directly)
    print(f"cross-service query, graph  {graph_seconds * 1000:6.2f} ms median of {ROUNDS}")
    print(f"the same methods, directly  {direct_seconds * 1000:6.2f} ms median of {ROUNDS}")
    print(f"ratio                       {graph_seconds / direct_seconds:6.2f}")


async def _alternating(
    one: Callable[[], Awaitable[None]], other: Callable[[], Awaitable[None]]
) -> tuple[float, float]:
    took: tuple[list[float], list[float]] = ([], [])
    for round_number in range(WARM_UP + ROUNDS):
        for way, seconds in zip((one, other), took, strict=True):
            began = time.perf_counter()
            await way()
            if round_number >= WARM_UP:
                seconds.append(time.perf_counter() - began)
    return statistics.median(took[0]), statistics.median(took[1])


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
