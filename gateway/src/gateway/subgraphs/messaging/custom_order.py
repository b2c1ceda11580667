"""Custom-order requests."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.connections import Connection
from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.messaging.clock import ResponseClock
from gateway.subgraphs.messaging.enums import CustomOrderRequestState
from gateway.subgraphs.messaging.listing import Listing
from gateway.subgraphs.messaging.maker import Maker
from gateway.subgraphs.messaging.thread import Thread
from gateway.values import moment
from handmade.messaging.v1 import custom_order_request_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.messaging.order import Order


@strawberry.federation.type(keys=["id"], description="A buyer's wish for something made to order.")
class CustomOrderRequest(Node):
    text: str = strawberry.field(description="What the buyer asked for, as first written.")
    state: CustomOrderRequestState = strawberry.field(description="Where it is in its life.")
    clock: ResponseClock = strawberry.field(description="The clock on the maker's first answer.")
    buyer_alias: str = strawberry.field(
        description="The buyer under the name this maker knows: one for each pair."
    )
    buyer: str | None = strawberry.field(
        description="The buyer's account; null but for the buyer and support."
    )
    created_at: datetime = strawberry.field(description="When it was asked.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    maker_name: strawberry.Private[str]
    listing_name: strawberry.Private[str]
    thread_name: strawberry.Private[str]
    private_listing_name: strawberry.Private[str]
    order_name: strawberry.Private[str]

    @strawberry.field(description="The maker who was asked.")
    def maker(self) -> Maker | None:
        return Maker.stub(self.maker_name)

    @strawberry.field(description="The listing it was asked from.")
    def listing(self) -> Listing | None:
        return Listing.stub(self.listing_name)

    @strawberry.field(description="Where it is talked about.")
    async def thread(self, info: Info) -> Thread | None:
        return await Thread.named(info, self.thread_name)

    @strawberry.field(
        description="The private listing that answers it: the one offered last, then the one that "
        "was bought; null until there is one, and for those whom only the link lets in."
    )
    def private_listing(self) -> Listing | None:
        return Listing.stub(self.private_listing_name)

    @strawberry.field(description="The order that settled it; null until there is one.")
    async def order(
        self, info: Info
    ) -> Annotated["Order", strawberry.lazy("gateway.subgraphs.messaging.order")] | None:
        from gateway.subgraphs.messaging.order import Order

        return await Order.named(info, self.order_name) if self.order_name else None

    @classmethod
    def from_proto(cls, request: pb.CustomOrderRequest) -> Self:
        """Reads a request."""
        return cls(
            id=to_id("CustomOrderRequest", request.name),
            text=request.text,
            state=CustomOrderRequestState[pb.CustomOrderRequest.State.Name(request.state)],
            clock=ResponseClock.from_proto(request.clock),
            buyer_alias=request.buyer_alias,
            buyer=request.buyer or None,
            created_at=moment(request.create_time),
            updated_at=moment(request.update_time),
            maker_name=request.maker,
            listing_name=request.listing,
            thread_name=request.thread,
            private_listing_name=request.private_listing,
            order_name=request.order,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds a request by its resource name."""
        found = await _requests(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds a request for another subgraph."""
        return await cls.named(info, from_id(id, "CustomOrderRequest"))


def connection(answer: pb.ListCustomOrderRequestsResponse) -> Connection[CustomOrderRequest]:
    """Returns a page of requests."""
    return Connection[CustomOrderRequest].of(
        map(CustomOrderRequest.from_proto, answer.custom_order_requests),
        answer.cursors,
        answer.next_page_token,
    )


def _requests(info: Info) -> DataLoader[str, pb.CustomOrderRequest | None]:
    async def load(names: list[str]) -> list[pb.CustomOrderRequest | None]:
        request = pb.LookupCustomOrderRequestsByNameRequest(names=names)
        answer = await info.context.messaging.LookupCustomOrderRequestsByName(request)
        return [
            found.custom_order_request if found.HasField("custom_order_request") else None
            for found in answer.results
        ]

    return info.context.loader("custom order requests", load)
