"""What an event keeps of the thing it is about."""

from messaging.domain.custom_order import CustomOrderRequest
from messaging.domain.order import Order
from messaging.domain.thread import Message, Thread
from messaging.wire.custom_order import to_request
from messaging.wire.order import to_order
from messaging.wire.thread import to_message, to_thread


def snapshot(thing: Thread | CustomOrderRequest | Message | Order) -> bytes:
    """The thing as its message: with the buyer, who is hidden on the way out, without links."""
    match thing:
        case Thread():
            shown = to_thread(thing, thing.last_message, shows_buyer=True)
            return shown.SerializeToString()
        case CustomOrderRequest():
            return to_request(thing, thing.updated, shows_buyer=True).SerializeToString()
        case Message():
            return to_message(thing).SerializeToString()
        case Order():
            return to_order(thing, shows_buyer=True).SerializeToString()
