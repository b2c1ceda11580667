"""Nobody takes all the room: not who has no token, not who has many, not who sends nothing."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2, reflection_pb2_grpc

from chassis import status
from chassis.access import rules_of
from chassis.caller import Caller, Role
from chassis.door import MOST_CALLS, Door
from chassis.health import Health
from chassis.interceptor import Surround
from chassis.pace import Pace
from chassis.rooms import Room, Rooms
from dev.ports import free_ports
from tests.support.probe import ProbeService, a_probe, pb, stubs

OK = (grpc.StatusCode.OK, "")
TOO_MANY_STREAMS = (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS")
TOO_LATE = (grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED")
TOO_MANY_CALLS = (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_CALLS")


class Trusting:
    """A verifier that takes tokens at their word: `mia` or `mia/buyer`."""

    async def verify(self, token):
        subject, *roles = token.split("/")
        return Caller(subject, roles=frozenset(map(Role, roles)))


class Served:
    """What a test calls: the probe, its health, its reflection."""

    def __init__(self, channel, health):
        self.channel = channel
        self.probe = stubs.ProbeServiceStub(channel)
        self.reported = health
        self._health = health_pb2_grpc.HealthStub(channel)
        self._reflection = reflection_pb2_grpc.ServerReflectionStub(channel)

    def get(self):
        return self.probe.GetProbe(pb.GetProbeRequest(name="probes/1"), timeout=10)

    def watch(self, token):
        metadata = grpc.aio.Metadata(("authorization", f"Bearer {token}"))
        return self.probe.WatchProbes(pb.WatchProbesRequest(), metadata=metadata)

    def upload(self, token, requests):
        metadata = grpc.aio.Metadata(("authorization", f"Bearer {token}"))
        return self.probe.UploadProbe(requests, metadata=metadata)

    def check(self, service=""):
        return self._health.Check(health_pb2.HealthCheckRequest(service=service), timeout=10)

    def watch_health(self, service=""):
        return self._health.Watch(health_pb2.HealthCheckRequest(service=service))

    def reflect(self):
        async def asked():
            yield reflection_pb2.ServerReflectionRequest(list_services="")
            await asyncio.sleep(60)

        return self._reflection.ServerReflectionInfo(asked())

    async def begun(self, path="handmade.probe.v1.ProbeService/GetProbe"):
        """A call whose head arrives and nothing after it, as no stub of a unary method makes it."""
        call = self.channel.stream_unary(
            f"/{path}",
            request_serializer=pb.GetProbeRequest.SerializeToString,
            response_deserializer=pb.Probe.FromString,
        )()
        await call.wait_for_connection()
        return call


async def found(request):
    return a_probe()


async def idle(request):
    while True:
        yield pb.WatchProbesResponse()
        await asyncio.sleep(60)


async def swallow(requests):
    async for _ in requests:
        pass
    return a_probe()


@asynccontextmanager
async def served(*, rooms=None, pace=None, uploaded=swallow, **limits):
    """A probe behind the door and what surrounds every call, as the frame has them."""
    [service] = pb.DESCRIPTOR.services_by_name.values()
    surround = Surround(rules_of(service), Trusting(), lambda: False, rooms, pace=pace)
    health = Health([service.full_name])
    health.report(True)
    server = grpc.aio.server(interceptors=[Door(**limits), surround])
    probe = ProbeService(GetProbe=found, WatchProbes=idle, UploadProbe=uploaded)
    stubs.add_ProbeServiceServicer_to_server(probe, server)
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    reflection.enable_server_reflection([service.full_name], server)
    address = f"127.0.0.1:{free_ports(1)[0]}"
    server.add_insecure_port(address)
    await server.start()
    try:
        async with grpc.aio.insecure_channel(address) as channel:
            yield Served(channel, health)
    finally:
        await server.stop(0)


async def outcome(call):
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code(), status.reason_from(error)
    return OK


async def first_of(calls):
    return await asyncio.gather(*(outcome(call.read()) for call in calls))


async def soon(ask, expected):
    async with asyncio.timeout(30):
        while await ask() != expected:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("kind", ["health", "reflection"])
async def test_five_hundred_streams_without_a_token_keep_nobody_out(kind):
    async with served() as server, asyncio.timeout(60):
        calls = [
            server.watch_health() if kind == "health" else server.reflect() for _ in range(500)
        ]
        told = await first_of(calls)
        others = [await outcome(server.get()), await outcome(server.check())]

    assert told.count(OK) == (50 if kind == "health" else 20)
    assert set(told) == {OK, TOO_MANY_STREAMS}
    assert others == [OK, OK]


async def test_a_stream_without_a_token_ends_and_frees_its_place():
    async with served(watches=1, watch_seconds=0.5) as server, asyncio.timeout(30):
        one = server.watch_health()
        await one.read()
        ending = await outcome(one.read())
        again = await outcome(server.watch_health().read())

    assert ending == TOO_LATE
    assert again == OK


async def test_a_watch_of_the_health_tells_every_change():
    answer = health_pb2.HealthCheckResponse
    async with served() as server, asyncio.timeout(30):
        watch, unknown = server.watch_health(), server.watch_health("nobody")
        told = [(await watch.read()).status]
        server.reported.report(False)
        told.append((await watch.read()).status)
        server.reported.report(True)
        told.append((await watch.read()).status)
        server.reported.stop()
        server.reported.report(True)
        told.append((await watch.read()).status)
        of_nobody = (await unknown.read()).status, (await outcome(server.check("nobody")))[0]

    assert told == [answer.SERVING, answer.NOT_SERVING, answer.SERVING, answer.NOT_SERVING]
    assert of_nobody == (answer.SERVICE_UNKNOWN, grpc.StatusCode.NOT_FOUND)


async def test_a_full_server_refuses_at_once_and_still_says_how_it_is():
    async with served(most=3) as server, asyncio.timeout(30):
        watches = [server.watch(f"mia-{number}/buyer") for number in range(3)]
        await first_of(watches)
        refused = [await outcome(server.get()), await outcome(server.watch("ola/buyer").read())]
        healthy = await outcome(server.check())
        watches[0].cancel()
        await soon(lambda: outcome(server.get()), OK)

    assert refused == [TOO_MANY_CALLS] * 2
    assert healthy == OK


async def test_a_call_whose_request_never_comes_is_given_up():
    async with served(request_seconds=0.5) as server, asyncio.timeout(30):
        calls = [
            await server.begun(),
            await server.begun("handmade.probe.v1.ProbeService/WatchProbes"),
            await server.begun("grpc.health.v1.Health/Check"),
        ]
        endings = [await outcome(call) for call in calls]

    assert endings == [TOO_LATE] * 3


async def test_calls_whose_requests_never_come_give_way_to_others():
    async with served(request_seconds=60) as server, asyncio.timeout(60):
        silent = [await server.begun() for _ in range(MOST_CALLS)]
        await soon(lambda: outcome(server.get()), OK)
        answered = await asyncio.gather(*(outcome(server.get()) for _ in range(50)))
        still_there = sum(not call.done() for call in silent)

    assert answered == [OK] * 50
    # None had to be given up for those that came and went one after the other.
    assert still_there >= MOST_CALLS - 60


@pytest.mark.parametrize(
    ("token", "each", "all_together"),
    [
        pytest.param("{}", 20, 200, id="somebody without a role"),
        pytest.param("{}/buyer", 20, 200, id="buyer"),
        pytest.param("{}/maker/buyer", 20, 200, id="maker"),
        pytest.param("{}/reviewer", 100, 150, id="reviewer"),
        pytest.param("{}/maker/partner", 100, 150, id="partner"),
        pytest.param("{}/service", 50, 50, id="service"),
    ],
)
async def test_a_caller_and_its_kind_have_so_many_streams(token, each, all_together):
    async with served() as server, asyncio.timeout(60):
        mine = await first_of([server.watch(token.format("mia")) for _ in range(each + 1)])
        others = await first_of(
            [server.watch(token.format(f"ola-{n // 10}")) for n in range(all_together - each + 1)]
        )

    assert Counter(mine) == {OK: each, TOO_MANY_STREAMS: 1}
    assert Counter(others) == Counter({OK: all_together - each, TOO_MANY_STREAMS: 1})


async def test_no_number_of_makers_keeps_services_and_staff_out():
    async with served() as server, asyncio.timeout(60):
        makers = await first_of([server.watch(f"mia-{n // 20}/maker") for n in range(400)])
        others = await first_of(
            [
                server.watch(token)
                for token in ("catalog/service", "rosa/reviewer", "agency/partner")
            ]
        )

    assert makers.count(OK) == Rooms().people.most
    assert others == [OK] * 3


async def test_a_caller_who_is_slow_to_upload_has_so_many_uploads():
    arrived = asyncio.Semaphore(0)

    async def noted(requests):
        async for _ in requests:
            arrived.release()
        return a_probe()

    async def slowly():
        yield pb.UploadProbeRequest()
        await asyncio.sleep(60)

    async def at_once():
        yield pb.UploadProbeRequest()

    patient = Pace(silence=60)
    async with served(pace=patient, uploaded=noted) as server, asyncio.timeout(60):
        slow = [server.upload("mia/maker", slowly()) for _ in range(Rooms().uploads.each)]
        for _ in slow:
            await arrived.acquire()
        refused = await outcome(server.upload("mia/maker", at_once()))
        others = await outcome(server.upload("ola/maker", at_once()))
        slow[0].cancel()
        await soon(lambda: outcome(server.upload("mia/maker", at_once())), OK)

    assert refused == TOO_MANY_STREAMS
    assert others == OK


async def test_an_upload_that_brings_nothing_is_ended_and_frees_its_place():
    async def stops():
        yield pb.UploadProbeRequest(chunk=b"x")
        await asyncio.sleep(60)

    async def at_once():
        yield pb.UploadProbeRequest(chunk=b"x")

    rooms = Rooms(uploads=Room(1))
    async with served(rooms=rooms, pace=Pace(silence=0.3)) as server, asyncio.timeout(30):
        ending = await outcome(server.upload("mia/maker", stops()))
        again = await outcome(server.upload("ola/maker", at_once()))

    assert ending == (grpc.StatusCode.FAILED_PRECONDITION, "UPLOAD_TOO_SLOW")
    assert again == OK


async def test_an_upload_that_comes_in_drops_is_ended():
    async def dripping():
        while True:
            yield pb.UploadProbeRequest(chunk=b"x")
            await asyncio.sleep(0.05)

    pace = Pace(silence=30, window=0.3)
    async with served(pace=pace) as server, asyncio.timeout(30):
        ending = await outcome(server.upload("mia/maker", dripping()))

    assert ending == (grpc.StatusCode.FAILED_PRECONDITION, "UPLOAD_TOO_SLOW")


async def test_an_upload_that_comes_as_fast_as_it_must_is_taken():
    async def steady():
        for _ in range(20):
            yield pb.UploadProbeRequest(chunk=b"x" * 10_000)
            await asyncio.sleep(0.05)

    pace = Pace(silence=30, window=0.2, bytes_a_second=1000)
    async with served(pace=pace) as server, asyncio.timeout(30):
        ending = await outcome(server.upload("mia/maker", steady()))

    assert ending == OK
