"""The messaging service on its own: its copies filled by the test, its clock moved by the test."""

from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

from uuid_utils import uuid7

from chassis.makers import to_document as maker_document
from chassis.server import utc_now
from handmade.applications.v1 import maker_pb2
from handmade.catalog.v1 import listing_pb2
from handmade.messaging.v1 import custom_order_request_pb2 as asking
from handmade.messaging.v1 import (
    custom_order_request_pb2_grpc,
    order_pb2,
    order_pb2_grpc,
    thread_pb2,
    thread_pb2_grpc,
)
from messaging import catalog
from messaging.__main__ import assemble_own
from messaging.effects import Breaches
from messaging.store.conversations import Conversations
from messaging.store.custom_orders import CustomOrders
from messaging.store.messages import Messages
from messaging.store.threads import Threads
from messaging.wire.snapshot import snapshot
from tests.support.frames import served

ANA, BEN, EVE = "buyer-ana", "buyer-ben", "buyer-eve"
MIRA, OLAF = "maker-mira", "maker-olaf"


class Clock:
    """The real time, and however much the test adds to it."""

    def __init__(self):
        self.ahead = timedelta()
        self.stopped = None

    def __call__(self):
        return (self.stopped or utc_now()) + self.ahead

    def stop(self):
        self.stopped = utc_now()
        return self()


class Messaging:
    """A running messaging service and what a test needs to talk to it."""

    def __init__(self, process, clock):
        self.process, self.clock = process, clock
        self.database = process.frame.database
        self.channel = process.bare_channel()
        self.custom_orders = custom_order_request_pb2_grpc.CustomOrderRequestServiceStub(
            self.channel
        )
        self.threads = thread_pb2_grpc.ThreadServiceStub(self.channel)
        self.orders = order_pb2_grpc.OrderServiceStub(self.channel)

    def as_(self, subject, *roles, **claims):
        return self.process.signed_in(subject, *(roles or (subject.split("-")[0],)), **claims)

    async def a_maker(self, subject=None, *, state="ACTIVE", grants=()):
        """A maker in the copy, as applications would have told of it."""
        subject = subject or f"maker-{uuid7().hex[-8:]}"
        maker = maker_pb2.Maker(name=f"makers/{uuid7()}", subject=subject, revision=1)
        maker.memberships.add(region="NA", state=state)
        for partner, scopes in dict(grants).items():
            maker.grants.add(partner=partner, scopes=scopes)
        await self.database["makers"].insert_one(maker_document(maker))
        return maker

    async def a_listing(self, maker, **changes):
        """A listing in the copy, as catalog would have told of it."""
        listing = a_listing(maker, **changes)
        await self.database["listings"].replace_one(
            {"_id": listing.name}, catalog.to_document(listing), upsert=True
        )
        return listing

    async def asked(self, buyer=ANA, listing=None, text="Two dogs, please."):
        """A request that the buyer just made."""
        if listing is None:
            listing = await self.a_listing(await self.a_maker())
        return await self.custom_orders.AskCustomOrder(
            asking.AskCustomOrderRequest(listing=listing.name, text=text, request_id=an_id()),
            metadata=self.as_(buyer),
        )

    async def owner(self, request):
        """The account of the maker who was asked."""
        return (await self.database["makers"].find_one({"_id": request.maker}))["subject"]

    async def say(self, who, request, text="Hello", request_id=None, **claims):
        """What somebody writes in the request's thread."""
        return await self.threads.SendMessage(
            thread_pb2.SendMessageRequest(
                thread=request.thread, text=text, request_id=request_id or an_id()
            ),
            metadata=self.as_(who, **claims),
        )

    async def read(self, who, request):
        """The request and its thread as somebody sees them now."""
        metadata = self.as_(who)
        return (
            await self.custom_orders.GetCustomOrderRequest(
                asking.GetCustomOrderRequestRequest(name=request.name), metadata=metadata
            ),
            await self.threads.GetThread(
                thread_pb2.GetThreadRequest(name=request.thread), metadata=metadata
            ),
        )

    async def decline(self, who, request, text="Sorry, not before spring.", request_id=None):
        return await self.custom_orders.DeclineCustomOrder(
            asking.DeclineCustomOrderRequest(
                name=request.name, text=text, request_id=request_id or an_id()
            ),
            metadata=self.as_(who),
        )

    async def answer(self, who, request, listing, text="Here it is.", request_id=None):
        return await self.custom_orders.AnswerCustomOrderWithListing(
            asking.AnswerCustomOrderWithListingRequest(
                name=request.name,
                listing=listing.name,
                text=text,
                request_id=request_id or an_id(),
            ),
            metadata=self.as_(who),
        )

    async def messages(self, who, request, **page):
        return await self.threads.ListMessages(
            thread_pb2.ListMessagesRequest(thread=request.thread, **page), metadata=self.as_(who)
        )

    async def record(self, order, request_id=None):
        return await self.orders.RecordOrder(
            order_pb2.RecordOrderRequest(order=order, request_id=request_id or an_id()),
            metadata=self.as_("partner-orders", scope=["orders:write"]),
        )

    def sweep(self):
        """What every replica has: the sweep over late answers, by the test's clock."""
        frame = self.process.frame
        threads = Threads(frame.mongo, frame.database)
        messages = Messages(frame.mongo, frame.database)
        conversations = Conversations(
            threads, CustomOrders(frame.database), messages, frame.events, snapshot
        )
        return Breaches(frame.mongo, threads, conversations, self.clock).sweep()

    async def events(self, resource):
        """The types of a resource's events, in order."""
        found = self.database["events"].find({"resource": resource}).sort("_id", 1)
        return [event["type"] async for event in found]


def an_id():
    return str(uuid4())


def a_listing(maker, **changes):
    """A live public listing from which custom orders can be asked for."""
    private = changes.pop("private_access", None)
    fields = {
        "name": f"listings/{uuid7()}",
        "maker": maker.name,
        "country": "US",
        "title": "A mug",
        "state": listing_pb2.Listing.LIVE,
        "custom_orders_offered": True,
        "option_set_version": 1,
        "revision": 1,
    }
    listing = listing_pb2.Listing(**(fields | changes))
    if private is not None:
        listing.private_access.CopyFrom(listing_pb2.Listing.PrivateAccess(**private))
    return listing


def an_order(listing, **changes):
    """An order of the listing that was just placed."""
    digits = f"{uuid7().int % 10**17:017d}"
    fields = {
        "order_number": f"{digits[:3]}-{digits[3:10]}-{digits[10:]}",
        "buyer": ANA,
        "listing": listing.name,
        "quantity": 1,
        "price": {"currency_code": "USD", "units": 28, "nanos": 500_000_000},
        "state": order_pb2.Order.PLACED,
        "version": 1,
    }
    order = order_pb2.Order(**(fields | changes))
    order.place_time.GetCurrentTime()
    return order


@asynccontextmanager
async def a_messaging_service(folder, mongodb_uri, database):
    """The service without those that it copies from."""
    clock = Clock()
    async with served(
        "messaging", folder, mongodb_uri, database, assemble_own, now=clock
    ) as process:
        messaging = Messaging(process, clock)
        try:
            yield messaging
        finally:
            await messaging.channel.close()
