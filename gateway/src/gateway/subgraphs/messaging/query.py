"""What can be read of threads, custom orders and orders."""

from typing import Annotated, Self

import strawberry

from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import Node, from_id, viewer_id
from gateway.subgraphs.messaging import custom_order, thread
from gateway.subgraphs.messaging.custom_order import CustomOrderRequest
from gateway.subgraphs.messaging.order import Order
from gateway.subgraphs.messaging.thread import Thread
from handmade.messaging.v1 import custom_order_request_pb2, thread_pb2


@strawberry.federation.type(keys=["id"], description="Whoever is asking.")
class Viewer(Node):
    @strawberry.field(
        description="The threads that the viewer takes part in, and for support all there are, the "
        "one with the latest message first."
    )
    async def threads(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[Thread] | None:
        request = thread_pb2.ListThreadsRequest(**page(first, after))
        return thread.connection(await info.context.messaging.ListThreads(request))

    @strawberry.field(
        description="The custom-order requests that the viewer takes part in, and for support all "
        "there are, newest first."
    )
    async def custom_order_requests(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[CustomOrderRequest] | None:
        request = custom_order_request_pb2.ListCustomOrderRequestsRequest(**page(first, after))
        answer = await info.context.messaging.ListCustomOrderRequests(request)
        return custom_order.connection(answer)

    @classmethod
    def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds the viewer for another subgraph; nobody else's account is to be had."""
        is_viewer = not info.context.caller.is_anonymous and id == viewer_id()
        return cls(id=viewer_id()) if is_viewer else None


@strawberry.type(description="What can be read.")
class Query:
    @strawberry.field(description="A thread; null if there is none the viewer may see.")
    async def thread(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The thread's id.")],
    ) -> Thread | None:
        return await if_visible(Thread.named(info, from_id(id, "Thread")))

    @strawberry.field(
        description="A custom-order request; null if there is none the viewer may see."
    )
    async def custom_order_request(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The request's id.")],
    ) -> CustomOrderRequest | None:
        name = from_id(id, "CustomOrderRequest")
        return await if_visible(CustomOrderRequest.named(info, name))

    @strawberry.field(description="An order; null if there is none the viewer may see.")
    async def order(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The order's id.")],
    ) -> Order | None:
        return await if_visible(Order.named(info, from_id(id, "Order")))
