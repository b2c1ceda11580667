"""What a partner goes through: a token, a grant, an order, a feed, a refusal, the grant's end."""

import asyncio
import time
import uuid
from collections.abc import Callable
from contextlib import asynccontextmanager

import grpc
import pytest
from google.protobuf import descriptor_pool, json_format, message_factory
from google.rpc import error_details_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)
from grpc_status import rpc_status

from chassis.interceptor import UNARY
from dev import errors
from dev.graph import Graph, name_of
from dev.samples import Cast
from handmade.catalog.v1 import listing_pb2, listing_pb2_grpc, reservation_pb2, reservation_pb2_grpc
from handmade.messaging.v1 import order_pb2, order_pb2_grpc

PATIENCE = 60.0
GRANT = """mutation ($input: PartnerGrantInput!) {
  partnerGrant(input: $input) { maker { id } userErrors { code } }
}"""
REVOKE = """mutation ($input: PartnerRevokeInput!) {
  partnerRevoke(input: $input) { maker { id } userErrors { code } }
}"""


@pytest.fixture(scope="module")
async def story(shop):
    return await shop(Cast("carla", "dan", "Carla's Kiln"))


class Partner:
    """A program with a token, as the services meet it."""

    def __init__(self, market, subject, scope=()) -> None:
        token = market.issuer.token(subject, "partner", scope=scope)
        self.subject = subject
        self.metadata = (("authorization", f"Bearer {token}"),)
        self._market = market

    def channel(self, service):
        return self._market.trust.channel(self._market.ports.services[service])

    async def create_listing(self, maker: str, sku: str) -> listing_pb2.Listing:
        request = listing_pb2.CreateListingRequest(
            maker=maker,
            listing=listing_pb2.Listing(country="US", title="Tea bowl", sku=sku),
            request_id=str(uuid.uuid4()),
        )
        async with self.channel("catalog") as channel:
            stub = listing_pb2_grpc.ListingServiceStub(channel)
            return await stub.CreateListing(request, metadata=self.metadata, timeout=UNARY.most)

    async def create_listing_soon(self, maker: str, sku: str) -> listing_pb2.Listing:
        """The same under a grant of which the catalog may hear a moment later."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    return await self.create_listing(maker, sku)
                except grpc.aio.AioRpcError as error:
                    if error.code() is not grpc.StatusCode.PERMISSION_DENIED:
                        raise
                await asyncio.sleep(0.1)

    @asynccontextmanager
    async def watching(self, resume_token=""):
        """The feed of listings, from the moment it has begun."""
        async with self.channel("catalog") as channel:
            stub = listing_pb2_grpc.ListingServiceStub(channel)
            request = listing_pb2.WatchListingsRequest(resume_token=resume_token)
            call = stub.WatchListings(request, metadata=self.metadata)
            yield call
            call.cancel()


@pytest.fixture
async def allow(market, story):
    """How the maker grants a partner scopes, or with none ends the grant."""
    token = market.issuer.token(story.cast.maker, "maker")
    async with Graph(market.gateway_url, token, trust=market.trust) as maker:

        async def grant(partner: Partner, *scopes: str) -> None:
            given = {"partner": partner.subject} | ({"scopes": scopes} if scopes else {})
            answer = await maker.answer(GRANT if scopes else REVOKE, {"input": given})
            assert next(iter(answer["data"].values()))["userErrors"] == []

        yield grant


def reason_of(error: grpc.aio.AioRpcError) -> tuple[str, dict[str, str]]:
    """What the error's details say, which the reference must know, too."""
    for detail in rpc_status.from_call(error).details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            assert f"### {info.reason}\n" in errors.PAGE.read_text()
            return info.reason, dict(info.metadata)
    raise AssertionError(f"no reason in {error}")


async def first(feed, wanted: Callable[[listing_pb2.WatchListingsResponse], bool]):
    """The first entry of a feed that is wanted."""
    async with asyncio.timeout(PATIENCE):
        async for entry in feed:
            if wanted(entry):
                return entry
    raise AssertionError("the feed ended")


async def test_a_partner_without_stubs_finds_out_by_reflection_what_to_send(market, story):
    def found() -> str:
        credentials = grpc.ssl_channel_credentials(market.trust.ca.read_bytes())
        with grpc.secure_channel(market.ports.services["catalog"], credentials) as channel:
            pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
            method = pool.FindServiceByName("handmade.catalog.v1.ListingService").methods_by_name[
                "SearchListings"
            ]
            request, answer = map(
                message_factory.GetMessageClass, (method.input_type, method.output_type)
            )
            search = channel.unary_unary(
                f"/{method.containing_service.full_name}/{method.name}",
                request_serializer=request.SerializeToString,
                response_deserializer=answer.FromString,
            )
            sought = {"query": "mug Carla's Kiln", "country": "US"}
            return json_format.MessageToDict(search(json_format.ParseDict(sought, request())))

    answer = await asyncio.to_thread(found)

    assert [each["name"] for each in answer["listings"]] == [name_of(story.mug)]


async def test_what_the_order_system_records_over_tls_its_buyer_finds(market, story):
    token = market.issuer.token(story.cast.buyer, "buyer")

    async with market.trust.channel(market.ports.services["messaging"]) as channel:
        order = await order_pb2_grpc.OrderServiceStub(channel).GetOrder(
            order_pb2.GetOrderRequest(name=story.order),
            metadata=(("authorization", f"Bearer {token}"),),
        )

    assert order.state == order_pb2.Order.PLACED
    assert order.listing == name_of(story.private_listing)


async def test_no_grant_reaches_as_far_as_the_marketplaces_own_scopes(market, story, allow):
    agency = Partner(market, "agency-orders")
    await allow(agency, "catalog:write", "messages:write", "events:read")
    request = reservation_pb2.ReserveStockRequest(
        listing=name_of(story.mug), buyer="dan", quantity=1, request_id=str(uuid.uuid4())
    )

    async with agency.channel("catalog") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await reservation_pb2_grpc.ReservationServiceStub(channel).ReserveStock(
                request, metadata=agency.metadata
            )

    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    assert reason_of(refused.value) == ("SCOPE_MISSING", {"scope": "orders:write"})


async def test_a_partner_acts_within_its_grant_and_is_told_what_is_missing_beyond(
    market, story, allow
):
    agency, maker = Partner(market, "agency-scopes"), name_of(story.maker)

    await allow(agency, "events:read")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await agency.create_listing(maker, "SCOPES-1")
    await allow(agency, "catalog:write")
    created = await agency.create_listing_soon(maker, "SCOPES-1")

    assert reason_of(refused.value) == ("GRANT_MISSING", {"scope": "catalog:write"})
    assert created.maker == maker


async def test_a_feed_goes_on_where_its_follower_was_killed(market, story, allow):
    agency, maker = Partner(market, "agency-feed"), name_of(story.maker)
    await allow(agency, "catalog:write", "events:read")
    await agency.create_listing_soon(maker, "FEED-0")

    async with agency.watching() as feed:
        await first(feed, lambda entry: not entry.event_id)
        seen = await agency.create_listing(maker, "FEED-1")
        heard = await first(feed, lambda entry: bool(entry.event_id))
    missed = [(await agency.create_listing(maker, f"FEED-{number}")).name for number in (2, 3)]
    async with agency.watching(heard.resume_token) as feed:
        resumed = [await first(feed, lambda entry: bool(entry.event_id)) for _ in missed]

    assert heard.listing.name == seen.name
    assert [entry.listing.name for entry in resumed] == missed


async def test_a_grant_that_is_revoked_ends_at_once_what_it_allowed(market, story, allow):
    gone, stays = Partner(market, "agency-gone"), Partner(market, "agency-stays")
    maker = name_of(story.maker)
    for partner in (gone, stays):
        await allow(partner, "catalog:write", "events:read")
    await gone.create_listing_soon(maker, "GONE-0")
    await stays.create_listing_soon(maker, "STAYS-0")

    async with gone.watching() as silenced, stays.watching() as heard, asyncio.TaskGroup() as tasks:
        await first(silenced, lambda entry: not entry.event_id)
        await first(heard, lambda entry: not entry.event_id)
        told: asyncio.Queue[listing_pb2.WatchListingsResponse] = asyncio.Queue()
        reading = tasks.create_task(read(silenced, told))
        await allow(gone)
        refused = await refusal_soon(gone, maker)
        last = (await stays.create_listing(maker, "GONE-LAST")).name
        await first(heard, lambda entry: entry.listing.name == last)
        # What is told from here on was told after the event.
        async with asyncio.timeout(PATIENCE):
            entries = [await told.get() for _ in range(told.qsize() + 3)]
        reading.cancel()

    assert reason_of(refused) == ("GRANT_MISSING", {"scope": "catalog:write"})
    assert last not in [entry.listing.name for entry in entries]


async def read(feed, told: asyncio.Queue) -> None:
    """Takes what a feed tells, as it comes."""
    async for entry in feed:
        told.put_nowait(entry)


async def refusal_soon(partner: Partner, maker: str) -> grpc.aio.AioRpcError:
    """The first refusal of a partner who keeps trying."""
    ends = time.monotonic() + PATIENCE
    number = 0
    while time.monotonic() < ends:
        number += 1
        try:
            await partner.create_listing(maker, f"GONE-{number}")
        except grpc.aio.AioRpcError as error:
            # Only that it took too long is no answer.
            if error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
                return error
    raise AssertionError("the grant still holds")
