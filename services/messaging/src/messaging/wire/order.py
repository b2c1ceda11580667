"""Orders as the contract has them."""

from chassis.errors import InvalidRequest
from chassis.ids import is_name, malformed
from chassis.moments import from_timestamp, to_timestamp
from chassis.money import amount_in, broken_money, to_money
from handmade.messaging.v1 import order_pb2 as pb
from messaging.domain.order import Choice, Money, Order, State

COLLECTION = "orders"

_STATES = {
    State.PLACED: pb.Order.PLACED,
    State.SHIPPED: pb.Order.SHIPPED,
    State.DELIVERED: pb.Order.DELIVERED,
    State.CANCELLED: pb.Order.CANCELLED,
}
_FROM_STATES = {number: state for state, number in _STATES.items()}


def to_order(order: Order, *, shows_buyer: bool) -> pb.Order:
    """The order, with the buyer's subject or without."""
    return pb.Order(
        name=order.name,
        order_number=order.order_number,
        buyer=order.buyer if shows_buyer else "",
        listing=order.listing,
        maker=order.maker,
        quantity=order.quantity,
        price=to_money(order.price.amount, order.price.currency),
        option_set_version=order.option_set_version,
        choices=[
            pb.Order.Choice(customization=choice.customization, option=choice.option)
            for choice in order.choices
        ],
        custom_order_request=order.custom_order_request,
        state=_STATES[order.state],
        place_time=to_timestamp(order.placed),
        version=order.version,
    )


def from_report(order: pb.Order) -> Order:
    """What a report says, still without our name for it and without the maker.

    Fails with `InvalidRequest` for what can't be read at all.
    """
    broken = [*broken_money(order.price, "order.price")]
    if not is_name(order.listing, "listings"):
        broken.append(malformed("order.listing", "listings"))
    request = order.custom_order_request
    if request and not is_name(request, "customOrderRequests"):
        broken.append(malformed("order.custom_order_request", "customOrderRequests"))
    if broken:
        raise InvalidRequest(broken)
    return Order(
        name="",
        order_number=order.order_number,
        buyer=order.buyer,
        listing=order.listing,
        maker="",
        maker_subject="",
        quantity=order.quantity,
        price=Money(order.price.currency_code, amount_in(order.price)),
        option_set_version=order.option_set_version,
        choices=tuple(Choice(choice.customization, choice.option) for choice in order.choices),
        custom_order_request=request,
        state=_FROM_STATES[order.state],
        placed=from_timestamp(order.place_time),
        version=order.version,
    )
