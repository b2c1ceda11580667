"""Whoever reads too slowly is let go and can resume; nobody else notices, and little is kept."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import grpc
import pytest

from chassis import status
from chassis.access import rules_of
from chassis.events import Event, Events
from chassis.feeds import Feed
from chassis.interceptor import Surround
from chassis.rooms import Room, Rooms
from chassis.signing import Signer
from dev.ports import free_ports
from tests.support.probe import ProbeService, pb, stubs
from tests.support.tasks import ended

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
EVENTS = 400
QUEUE = 40
TEXT = "A mug. " * 3000


class Nobody:
    """No token is ever looked at."""

    async def verify(self, token):
        raise AssertionError("nobody brings a token")


@asynccontextmanager
async def served(watch, **limits):
    """The probe's stub, its only method this watch."""
    [service] = pb.DESCRIPTOR.services_by_name.values()
    surround = Surround(rules_of(service), Nobody(), lambda: False, **limits)
    server = grpc.aio.server(interceptors=[surround])
    stubs.add_ProbeServiceServicer_to_server(ProbeService(WatchProbes=watch), server)
    address = f"127.0.0.1:{free_ports(1)[0]}"
    server.add_insecure_port(address)
    await server.start()
    try:
        async with grpc.aio.insecure_channel(address) as channel:
            yield stubs.ProbeServiceStub(channel)
    finally:
        await server.stop(0)


@pytest.fixture
async def feed(streaming, database):
    events = Events(streaming.database(database))
    feed = Feed(streaming, events, Signer("s", "feed"), lambda: None, queue=QUEUE)
    running = asyncio.create_task(feed.run())
    yield feed
    await ended(running)


@pytest.fixture
def happens(mongo, database):
    events = Events(mongo.database(database))

    async def happens(numbers):
        for number in numbers:
            event = Event("thing.made", "things/1", number, NOW, "mia")
            await mongo.run_transaction(lambda session, event=event: events.append(event, session))

    return happens


async def everything(event):
    return event.revision


def told_by(feed):
    async def watch(request):
        async for entry in feed.follow("probes", request.resume_token, everything):
            probe = pb.Probe(count=entry.told, title=TEXT) if entry.event else None
            event_id = entry.event.id if entry.event else ""
            yield pb.WatchProbesResponse(resume_token=entry.token, event_id=event_id, probe=probe)

    return watch


class Reader:
    """Reads a watch; keeps the numbers it read and the last token."""

    def __init__(self, call):
        self.call, self.numbers, self.token = call, [], ""

    async def read(self):
        entry = await self.call.read()
        self.token = entry.resume_token
        if entry.event_id:
            self.numbers.append(entry.probe.count)

    async def up_to(self, number):
        while self.numbers[-1:] != [number]:
            await self.read()
        return self.numbers

    async def to_the_end(self):
        while True:
            await self.read()


async def test_who_does_not_read_is_let_go_and_others_do_not_notice(feed, happens):
    async with served(told_by(feed)) as stub, asyncio.timeout(60):
        slow, fast = (Reader(stub.WatchProbes(pb.WatchProbesRequest())) for _ in range(2))
        await slow.read()
        await fast.read()
        reading = asyncio.create_task(fast.up_to(EVENTS - 1))
        await happens(range(EVENTS))
        seen_by_fast = await reading
        followers = feed.followers
        with pytest.raises(grpc.aio.AioRpcError) as ending:
            await slow.to_the_end()
        again = Reader(stub.WatchProbes(pb.WatchProbesRequest(resume_token=slow.token)))
        resumed = await again.up_to(EVENTS - 1)

    assert seen_by_fast == list(range(EVENTS))
    assert followers == 1
    assert status.reason_from(ending.value) == "FELL_BEHIND"
    assert slow.numbers + resumed == list(range(EVENTS))


async def test_who_reads_nothing_at_all_keeps_no_place():
    written, closed = [], asyncio.Event()

    async def watch(request):
        try:
            while True:
                written.append(1)
                yield pb.WatchProbesResponse(probe=pb.Probe(title=TEXT * 10))
        finally:
            closed.set()

    async with served(watch, rooms=Rooms(people=Room(1)), stalled=0.5) as stub, asyncio.timeout(30):
        silent = Reader(stub.WatchProbes(pb.WatchProbesRequest()))
        await silent.read()
        await closed.wait()
        other = await stub.WatchProbes(pb.WatchProbesRequest()).read()
        with pytest.raises(grpc.aio.AioRpcError) as ending:
            await silent.to_the_end()

    assert other.probe.title
    assert len(written) < 200
    assert status.reason_from(ending.value) == "FELL_BEHIND"
