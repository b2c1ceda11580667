"""Custom-order requests as the contract has them."""

from collections.abc import Iterable
from datetime import datetime

from chassis.errors import Violation
from chassis.moments import to_timestamp
from handmade.messaging.v1 import custom_order_request_pb2 as pb
from messaging.domain.custom_order import CustomOrderRequest, State
from messaging.wire.clock import to_clock

COLLECTION = "customOrderRequests"
MAKERS = "makers"
LISTINGS = "listings"

_STATES = {
    State.OPEN: pb.CustomOrderRequest.OPEN,
    State.ANSWERED: pb.CustomOrderRequest.ANSWERED,
    State.NEGOTIATING: pb.CustomOrderRequest.NEGOTIATING,
    State.LINK_SENT: pb.CustomOrderRequest.LINK_SENT,
    State.PURCHASED: pb.CustomOrderRequest.PURCHASED,
    State.DECLINED: pb.CustomOrderRequest.DECLINED,
}


def to_request(
    request: CustomOrderRequest, now: datetime, *, shows_buyer: bool
) -> pb.CustomOrderRequest:
    """The request as it stands at the moment, with the buyer's subject or without."""
    return pb.CustomOrderRequest(
        name=request.name,
        maker=request.maker,
        listing=request.listing,
        text=request.text,
        buyer_alias=request.buyer_alias,
        buyer=request.buyer if shows_buyer else "",
        thread=request.thread,
        state=_STATES[request.state],
        clock=to_clock(request.clock, now),
        private_listing=request.private_listing,
        order=request.order,
        create_time=to_timestamp(request.created),
        update_time=to_timestamp(request.updated),
    )


def to_permission(reasons: Iterable[Violation]) -> pb.CheckCustomOrdersResponse.Permission:
    """Whether something may be asked: the reasons against it."""
    return pb.CheckCustomOrdersResponse.Permission(
        reasons=[
            pb.CheckCustomOrdersResponse.Reason(code=reason.rule, message=reason.message)
            for reason in reasons
        ]
    )
