"""Orders, as the marketplace's order system recorded them."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.messaging.custom_order import CustomOrderRequest
from gateway.subgraphs.messaging.enums import OrderState
from gateway.subgraphs.messaging.listing import Listing
from gateway.subgraphs.messaging.maker import Maker
from gateway.values import Money, moment
from handmade.messaging.v1 import order_pb2 as pb


@strawberry.type(description="What was chosen for one customization of what was bought.")
class OrderChoice:
    customization: str = strawberry.field(description="The customization's label.")
    option: str = strawberry.field(description="The option's label.")


@strawberry.federation.type(keys=["id"], description="Something bought.")
class Order(Node):
    order_number: str = strawberry.field(
        description="The marketplace's number of it, such as `123-1234567-1234567`."
    )
    state: OrderState = strawberry.field(description="Where it is in its life.")
    buyer: str | None = strawberry.field(
        description="The buyer's account; null but for the buyer and support."
    )
    quantity: int = strawberry.field(description="How many.")
    price: Money = strawberry.field(description="The price of one, options included.")
    option_set_version: int = strawberry.field(
        description="The version of the customizations it was bought under."
    )
    choices: list[OrderChoice] = strawberry.field(description="What was chosen.")
    placed_at: datetime = strawberry.field(description="When it was placed.")
    maker_name: strawberry.Private[str]
    listing_name: strawberry.Private[str]
    request_name: strawberry.Private[str]

    @strawberry.field(description="The maker who sold it.")
    def maker(self) -> Maker | None:
        return Maker.stub(self.maker_name)

    @strawberry.field(description="What was bought; null for those whom only its link lets in.")
    def listing(self) -> Listing | None:
        return Listing.stub(self.listing_name)

    @strawberry.field(description="The custom-order request it settles, if any.")
    async def custom_order_request(self, info: Info) -> CustomOrderRequest | None:
        return (
            await CustomOrderRequest.named(info, self.request_name) if self.request_name else None
        )

    @classmethod
    def from_proto(cls, order: pb.Order) -> Self:
        """Reads an order."""
        return cls(
            id=to_id("Order", order.name),
            order_number=order.order_number,
            state=OrderState[pb.Order.State.Name(order.state)],
            buyer=order.buyer or None,
            quantity=order.quantity,
            price=Money.from_proto(order.price),
            option_set_version=order.option_set_version,
            choices=[
                OrderChoice(customization=choice.customization, option=choice.option)
                for choice in order.choices
            ],
            placed_at=moment(order.place_time),
            maker_name=order.maker,
            listing_name=order.listing,
            request_name=order.custom_order_request,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds an order by its resource name."""
        found = await _orders(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds an order for another subgraph."""
        return await cls.named(info, from_id(id, "Order"))


def _orders(info: Info) -> DataLoader[str, pb.Order | None]:
    async def load(names: list[str]) -> list[pb.Order | None]:
        request = pb.LookupOrdersByNameRequest(names=names)
        answer = await info.context.messaging.LookupOrdersByName(request)
        return [found.order if found.HasField("order") else None for found in answer.results]

    return info.context.loader("orders", load)
