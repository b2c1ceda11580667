"""Orders as the contract has them."""

from decimal import Decimal

from google.type.money_pb2 import Money as MoneyProto

from chassis.errors import InvalidRequest, Violation, invalid
from chassis.ids import is_name, malformed
from handmade.messaging.v1 import order_pb2 as pb
from messaging.domain.order import Choice, Money, Order, State
from messaging.wire.moments import from_timestamp, to_timestamp

COLLECTION = "orders"

_NANOS = 1_000_000_000
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
        price=_to_money(order.price),
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
    broken = []
    if not is_name(order.listing, "listings"):
        broken.append(malformed("order.listing", "listings"))
    request = order.custom_order_request
    if request and not is_name(request, "customOrderRequests"):
        broken.append(malformed("order.custom_order_request", "customOrderRequests"))
    if order.state not in _FROM_STATES:
        broken.append(Violation("STATE_UNKNOWN", "There is no such state.", "order.state"))
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
        price=_from_money(order.price),
        option_set_version=order.option_set_version,
        choices=tuple(Choice(choice.customization, choice.option) for choice in order.choices),
        custom_order_request=request,
        state=_FROM_STATES[order.state],
        placed=from_timestamp(order.place_time, "order.place_time"),
        version=order.version,
    )


def _to_money(money: Money) -> MoneyProto:
    units = int(money.amount)
    nanos = int((money.amount - units) * _NANOS)
    return MoneyProto(currency_code=money.currency, units=units, nanos=nanos)


def _from_money(money: MoneyProto) -> Money:
    if not -_NANOS < money.nanos < _NANOS or money.units * money.nanos < 0:
        message = "`nanos` must be less than a unit and have the sign of `units`."
        raise invalid("order.price.nanos", "MONEY_INVALID", message)
    return Money(money.currency_code, Decimal(money.units) + Decimal(money.nanos).scaleb(-9))
