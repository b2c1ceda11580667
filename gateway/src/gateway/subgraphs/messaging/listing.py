"""What messaging adds to listings: whether the viewer may ask for a custom order."""

from typing import Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from handmade.messaging.v1 import custom_order_request_pb2 as pb


@strawberry.type(description="A reason why the viewer may not ask for a custom order.")
class CustomOrderRefusal:
    code: str = strawberry.field(
        description="The broken rule, such as `CUSTOM_ORDERS_NOT_OFFERED`."
    )
    message: str = strawberry.field(description="What it means for the viewer.")


@strawberry.type(description="Whether the viewer may ask for a custom order, and if not why.")
class CustomOrderPermission:
    allowed: bool = strawberry.field(description="Whether the viewer may ask.")
    reasons: list[CustomOrderRefusal] = strawberry.field(
        description="Every reason against it; empty if the viewer may ask."
    )

    @classmethod
    def from_proto(cls, permission: pb.CheckCustomOrdersResponse.Permission) -> Self:
        """Reads a permission."""
        return cls(
            allowed=not permission.reasons,
            reasons=[
                CustomOrderRefusal(code=reason.code, message=reason.message)
                for reason in permission.reasons
            ],
        )


@strawberry.federation.type(keys=["id"], description="Something a maker offers for sale.")
class Listing(Node):
    @strawberry.field(
        description="Whether the viewer may ask the maker for a custom order from here, and if not "
        "why; null for a listing that only its link opens."
    )
    async def ask_about_custom_order(self, info: Info) -> CustomOrderPermission | None:
        found = await _permissions(info).load(from_id(self.id, "Listing"))
        return CustomOrderPermission.from_proto(found) if found else None

    @classmethod
    def stub(cls, name: str) -> Self | None:
        """Points at a listing; None for no name."""
        return cls(id=to_id("Listing", name)) if name else None


def _permissions(
    info: Info,
) -> DataLoader[str, pb.CheckCustomOrdersResponse.Permission | None]:
    async def load(names: list[str]) -> list[pb.CheckCustomOrdersResponse.Permission | None]:
        request = pb.CheckCustomOrdersRequest(listings=names)
        answer = await info.context.messaging.CheckCustomOrders(request)
        return [
            found.permission if found.HasField("permission") else None for found in answer.results
        ]

    return info.context.loader("custom order permissions", load)
