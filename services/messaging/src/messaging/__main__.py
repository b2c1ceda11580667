"""Puts the messaging service together and runs it."""

from chassis.links import PrivateLinks
from chassis.makers import Makers, copy_of_makers
from chassis.server import Frame, main
from handmade.applications.v1 import maker_pb2
from handmade.catalog.v1 import listing_pb2
from handmade.messaging.v1 import (
    custom_order_request_pb2,
    custom_order_request_pb2_grpc,
    order_pb2,
    order_pb2_grpc,
    thread_pb2,
    thread_pb2_grpc,
)
from messaging.aliases import Aliases
from messaging.catalog import copy_of_listings
from messaging.effects import Breaches
from messaging.service.custom_order import CustomOrderRequestService
from messaging.service.offers import Offers
from messaging.service.order import OrderService
from messaging.service.parties import Parties
from messaging.service.thread import ThreadService
from messaging.settings import Settings, response_slas
from messaging.store.conversations import Conversations
from messaging.store.custom_orders import CustomOrders
from messaging.store.listings import Listings
from messaging.store.messages import Messages
from messaging.store.orders import Orders
from messaging.store.threads import Threads
from messaging.wire.snapshot import snapshot

SWEEP_SECONDS = 1.0


async def assemble(frame: Frame) -> None:
    """Adds the service's parts to its frame, and the copies that feed it."""
    makers = frame.channel("applications", maker_pb2)
    frame.keep_copy(copy_of_makers(frame.mongo, frame.database, makers))
    listings = frame.channel("catalog", listing_pb2)
    frame.keep_copy(copy_of_listings(frame.mongo, frame.database, listings))
    await assemble_own(frame)


async def assemble_own(frame: Frame) -> None:
    """Adds what the service does with its own database, whoever feeds the copies in it."""
    numbers, slas = Settings(), response_slas()
    threads = Threads(frame.mongo, frame.database)
    custom_orders = CustomOrders(frame.database)
    messages = Messages(frame.mongo, frame.database)
    orders = Orders(frame.database)
    makers = Makers(frame.database)
    for store in (threads, custom_orders, messages, orders, makers):
        await store.prepare()
    offers = Offers(Listings(frame.database), makers, frame.now)
    conversations = Conversations(threads, custom_orders, messages, frame.events, snapshot)
    parties = Parties(makers)
    links = PrivateLinks(frame.settings.secret_key(), frame.settings.public_url)
    custom_order_service = CustomOrderRequestService(
        custom_orders,
        conversations,
        offers,
        parties,
        Aliases(frame.signer("buyer alias")),
        numbers,
        slas,
        frame.requests,
        frame.pages,
        frame.now,
    )
    thread_service = ThreadService(
        threads,
        messages,
        conversations,
        parties,
        numbers,
        slas,
        links.url,
        frame.requests,
        frame.feed,
        frame.pages,
        frame.now,
    )
    order_service = OrderService(
        orders,
        custom_orders,
        conversations,
        offers,
        parties,
        numbers,
        frame.requests,
        frame.events,
        frame.now,
    )
    frame.serve(custom_order_request_pb2, custom_order_request_pb2_grpc, custom_order_service)
    frame.serve(thread_pb2, thread_pb2_grpc, thread_service)
    frame.serve(order_pb2, order_pb2_grpc, order_service)
    breaches = Breaches(frame.mongo, threads, conversations, frame.now)
    frame.repeat("late answers", SWEEP_SECONDS, breaches.sweep)


if __name__ == "__main__":
    main("messaging", effects=frozenset(), assemble=assemble)
