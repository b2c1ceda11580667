"""Threads and messages as the contract has them."""

from collections.abc import Callable
from datetime import datetime

from chassis.moments import to_timestamp
from handmade.messaging.v1 import thread_pb2 as pb
from messaging.domain.thread import Author, Kind, Message, State, Thread
from messaging.wire.clock import to_clock

COLLECTION = "threads"

Link = Callable[[str, int], str]

_KINDS = {Kind.CUSTOM_ORDER: pb.Thread.CUSTOM_ORDER}
_STATES = {
    State.AWAITING_MAKER: pb.Thread.AWAITING_MAKER,
    State.AWAITING_BUYER: pb.Thread.AWAITING_BUYER,
    State.CLOSED: pb.Thread.CLOSED,
}
_AUTHORS = {Author.BUYER: pb.Message.BUYER, Author.MAKER: pb.Message.MAKER}


def to_thread(thread: Thread, now: datetime, *, shows_buyer: bool) -> pb.Thread:
    """The thread as it stands at the moment, with the buyer's subject or without."""
    shown = pb.Thread(
        name=thread.name,
        kind=_KINDS[thread.kind],
        maker=thread.maker,
        buyer_alias=thread.buyer_alias,
        buyer=thread.buyer if shows_buyer else "",
        custom_order_request=thread.custom_order_request,
        state=_STATES[thread.state],
        last_message_time=to_timestamp(thread.last_message),
        create_time=to_timestamp(thread.created),
    )
    if thread.clock is not None:
        shown.clock.CopyFrom(to_clock(thread.clock, now))
    return shown


def to_message(message: Message, link: Link | None = None) -> pb.Message:
    """The message. Only with `link` it has the address of the listing it offers."""
    shown = pb.Message(
        name=message.name,
        author=_AUTHORS[message.author],
        text=message.text,
        listing=message.listing,
        create_time=to_timestamp(message.created),
    )
    if message.listing and link is not None:
        shown.listing_url = link(message.listing, message.link_revision)
    return shown
