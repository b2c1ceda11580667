"""A served frame, seen from outside: who gets in, what comes back, how it stops."""

import asyncio
import time
import uuid
from datetime import timedelta

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status

from chassis import caller, client, deadline, request_id, status
from chassis.caller import Role
from chassis.errors import (
    Forbidden,
    Invalid,
    InvalidRequest,
    NotFound,
    Refused,
    Stale,
    Unauthenticated,
    Violation,
)
from chassis.server import CannotListen
from chassis.tokens import LEEWAY_SECONDS
from dev.ports import free_ports
from handmade.operations.v1 import operations_pb2, operations_pb2_grpc
from tests.support.frames import served
from tests.support.probe import ProbeService, a_probe, pb, stubs

OK = grpc.StatusCode.OK
NOBODY = grpc.aio.Metadata()


class ShelfFull(Refused):
    """Fails with two violations."""

    def __init__(self):
        super().__init__(
            "The shelf is full.",
            violations=[
                Violation("TOO_WIDE", "It is too wide.", "width"),
                Violation("TOO_HIGH", "It is too high.", "height"),
            ],
            free="2",
        )


@pytest.fixture
def serving(tmp_path, mongodb_uri, database):
    """Serves a probe whose methods the test gives: `async with serving(GetProbe=...)`."""

    def serving(*, uri=mongodb_uri, settings=None, prepared=True, always=None, **methods):
        async def assemble(frame):
            frame.serve(pb, stubs, ProbeService(**methods))
            if always:
                frame.run_always("always", always)

        return served(
            "catalog",
            tmp_path,
            uri,
            database,
            assemble,
            prepared=prepared,
            settings=settings or {},
        )

    return serving


def get(name="probes/1"):
    return pb.GetProbeRequest(name=name)


def a_change(**changes):
    return pb.CreateProbeRequest(
        **({"probe": a_probe(), "request_id": str(uuid.uuid4())} | changes)
    )


async def who_calls(request):
    who = caller.current()
    return a_probe(title=who.subject, tags=sorted(who.roles))


async def code_of(call):
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code(), status.reason_from(error)
    return OK, ""


@pytest.mark.parametrize(
    ("method", "roles", "scope", "outcome"),
    [
        pytest.param("GetProbe", None, (), OK, id="public to a stranger"),
        pytest.param("GetProbe", ["buyer"], (), OK, id="public to a buyer"),
        pytest.param("GetOwnProbe", None, (), "SIGN_IN_REQUIRED", id="own to a stranger"),
        pytest.param("GetOwnProbe", [], (), OK, id="own to somebody without a role"),
        pytest.param("ListProbes", None, (), "SIGN_IN_REQUIRED", id="staff's to a stranger"),
        pytest.param("ListProbes", ["maker"], (), "ROLE_MISSING", id="staff's to a maker"),
        pytest.param("ListProbes", ["reviewer"], (), OK, id="staff's to a reviewer"),
        pytest.param("ListProbes", ["maker", "admin"], (), OK, id="one role is enough"),
        pytest.param("OrderProbe", ["partner"], (), "SCOPE_MISSING", id="partner without scope"),
        pytest.param(
            "OrderProbe", ["partner"], ["accounts:write"], "SCOPE_MISSING", id="wrong scope"
        ),
        pytest.param("OrderProbe", ["partner"], ["orders:write"], OK, id="partner with scope"),
        pytest.param("OrderProbe", ["admin"], (), OK, id="admin needs no scope"),
        pytest.param("OrderProbe", ["buyer"], ["orders:write"], "ROLE_MISSING", id="scope alone"),
    ],
)
async def test_who_may_call_what(serving, method, roles, scope, outcome):
    answer = dict.fromkeys(["GetProbe", "GetOwnProbe", "ListProbes", "OrderProbe"], who_calls)
    async with serving(**answer) as process, process.bare_channel() as channel:
        who = NOBODY if roles is None else process.signed_in("mia", *roles, scope=scope)
        request = {"GetProbe": get()}.get(method) or getattr(pb, f"{method}Request")()
        code, reason = await code_of(
            getattr(stubs.ProbeServiceStub(channel), method)(request, metadata=who)
        )

    assert (reason or code) == outcome


async def test_the_caller_is_who_the_token_says(serving):
    async with serving(GetOwnProbe=who_calls) as process, process.bare_channel() as channel:
        answer = await stubs.ProbeServiceStub(channel).GetOwnProbe(
            pb.GetOwnProbeRequest(), metadata=process.signed_in("mia", "maker", "pr_lead")
        )

    assert answer == a_probe(title="mia", tags=["maker", "pr_lead"])


async def test_one_call_never_sees_the_caller_of_another(serving):
    async def slowly(request):
        await asyncio.sleep(0.01)
        return await who_calls(request)

    async with serving(GetProbe=slowly) as process, process.bare_channel() as channel:
        stub = stubs.ProbeServiceStub(channel)
        names = [f"person-{number}" if number % 3 else "" for number in range(30)]
        answers = await asyncio.gather(
            *(
                stub.GetProbe(get(), metadata=process.signed_in(name) if name else NOBODY)
                for name in names
            )
        )

    assert [answer.title for answer in answers] == names


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Bearer nonsense", id="nonsense"),
        pytest.param("Basic bWlhOm1pYQ==", id="another scheme"),
        pytest.param("Bearer", id="nothing behind it"),
    ],
)
async def test_a_bad_token_is_refused_even_where_none_is_needed(serving, header):
    async with serving(GetProbe=who_calls) as process, process.bare_channel() as channel:
        code, reason = await code_of(
            stubs.ProbeServiceStub(channel).GetProbe(
                get(), metadata=grpc.aio.Metadata(("authorization", header))
            )
        )

    assert (code, reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_REFUSED")


async def test_a_missing_field_is_named_before_the_method_runs(serving):
    async with serving() as process, process.bare_channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refusal:
            await stubs.ProbeServiceStub(channel).CreateProbe(
                pb.CreateProbeRequest(probe=pb.Probe(parts=[pb.Probe.Part()])),
                metadata=process.signed_in("mia"),
            )

    problem = status.from_error(refusal.value)
    assert refusal.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.subject for violation in problem.violations] == [
        "probe.title",
        "probe.count",
        "probe.parts[0].label",
        "request_id",
    ]


async def test_access_is_checked_before_the_fields_are(serving):
    async with serving() as process, process.bare_channel() as channel:
        code, _ = await code_of(
            stubs.ProbeServiceStub(channel).CreateProbe(pb.CreateProbeRequest())
        )

    assert code is grpc.StatusCode.UNAUTHENTICATED


async def test_a_problem_arrives_with_reason_facts_and_every_violation(serving):
    async def refuse(request):
        raise ShelfFull

    async with serving(GetProbe=refuse) as process, process.bare_channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refusal:
            await stubs.ProbeServiceStub(channel).GetProbe(get())

    rich = rpc_status.from_call(Finished(refusal.value))
    info, unmet = error_details_pb2.ErrorInfo(), error_details_pb2.PreconditionFailure()
    assert refusal.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert rich.details[0].Unpack(info)
    assert rich.details[1].Unpack(unmet)
    assert (info.reason, info.domain, info.metadata["free"]) == (
        "SHELF_FULL",
        "handmade.example",
        "2",
    )
    assert [(rule.type, rule.subject) for rule in unmet.violations] == [
        ("TOO_WIDE", "width"),
        ("TOO_HIGH", "height"),
    ]


class Finished:
    """The error as `rpc_status` wants to see a call."""

    def __init__(self, error):
        self._error = error

    def code(self):
        return self._error.code()

    def details(self):
        return self._error.details()

    def trailing_metadata(self):
        return tuple(self._error.trailing_metadata())


async def test_a_hundred_violations_still_arrive_as_far_as_they_fit(serving):
    async def refuse(request):
        raise InvalidRequest(
            Violation("EMPTY", "Ümlauts make the message longer on its way." * 3, f"parts[{n}]")
            for n in range(100)
        )

    async with serving(GetProbe=refuse) as process, process.bare_channel() as channel:
        stub = stubs.ProbeServiceStub(channel)
        found = []
        for _ in range(20):
            with pytest.raises(grpc.aio.AioRpcError) as refusal:
                await stub.GetProbe(get())
            found.append(refusal.value)

    problems = [status.from_error(error) for error in found]
    assert {error.code() for error in found} == {grpc.StatusCode.INVALID_ARGUMENT}
    assert all(len(problem.violations) > 10 for problem in problems)
    assert all(
        len(problem.violations) + int(problem.facts["violations_omitted"]) == 100
        for problem in problems
    )


SECRET = "mongodb://user:password@host"


async def test_what_breaks_on_our_side_is_not_told_to_the_client(serving):
    async def explode(request):
        raise RuntimeError(SECRET)

    async with serving(GetProbe=explode) as process, process.bare_channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failure:
            await stubs.ProbeServiceStub(channel).GetProbe(get())

    assert failure.value.code() is grpc.StatusCode.INTERNAL
    assert status.reason_from(failure.value) == "INTERNAL"
    assert SECRET not in repr(failure.value)
    assert SECRET not in str(failure.value.trailing_metadata())


async def last_of(stream):
    return [answer async for answer in stream][-1]


@pytest.mark.parametrize("kind", ["watch", "upload"])
async def test_streams_and_uploads_hide_what_breaks_too(serving, kind):
    async def upload(requests):
        raise RuntimeError(SECRET)

    async def watch(request):
        yield pb.WatchProbesResponse()
        raise RuntimeError(SECRET)

    async with (
        serving(UploadProbe=upload, WatchProbes=watch) as process,
        process.bare_channel() as channel,
    ):
        stub = stubs.ProbeServiceStub(channel)
        call = (
            stub.UploadProbe(iter([]), metadata=process.signed_in("mia"))
            if kind == "upload"
            else last_of(stub.WatchProbes(pb.WatchProbesRequest()))
        )
        with pytest.raises(grpc.aio.AioRpcError) as failure:
            await call

    assert status.reason_from(failure.value) == "INTERNAL"
    assert SECRET not in repr(failure.value)


async def test_a_problem_in_a_stream_or_upload_arrives_whole(serving):
    async def upload(requests):
        async for _ in requests:
            pass
        raise ShelfFull

    async def watch(request):
        yield pb.WatchProbesResponse()
        raise ShelfFull

    async with (
        serving(UploadProbe=upload, WatchProbes=watch) as process,
        process.bare_channel() as channel,
    ):
        stub = stubs.ProbeServiceStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as one:
            await stub.UploadProbe(
                iter([pb.UploadProbeRequest(chunk=b"x")]), metadata=process.signed_in("mia")
            )
        with pytest.raises(grpc.aio.AioRpcError) as other:
            await last_of(stub.WatchProbes(pb.WatchProbesRequest()))

    assert [status.reason_from(error.value) for error in (one, other)] == ["SHELF_FULL"] * 2


async def test_an_upload_is_read_chunk_by_chunk(serving):
    async def upload(requests):
        chunks = [request.chunk async for request in requests]
        return a_probe(title=caller.current().subject, tags=[str(len(chunk)) for chunk in chunks])

    async def chunks():
        for size in (1, 65536, 3):
            yield pb.UploadProbeRequest(chunk=b"x" * size)

    async with serving(UploadProbe=upload) as process:
        token = process.issuer.token("mia")
        async with process.channel(pb, token=token) as channel:
            answer = await stubs.ProbeServiceStub(channel).UploadProbe(chunks())

    assert answer == a_probe(title="mia", tags=["1", "65536", "3"])


async def test_a_call_ends_with_its_callers_deadline(serving):
    ended = asyncio.Event()

    async def sleepy(request):
        try:
            await asyncio.sleep(30)
        finally:
            ended.set()

    async with serving(GetProbe=sleepy) as process, process.bare_channel() as channel:
        began = time.monotonic()
        code, _ = await code_of(stubs.ProbeServiceStub(channel).GetProbe(get(), timeout=0.4))
        told = time.monotonic() - began
        async with asyncio.timeout(30):
            await ended.wait()
        over = time.monotonic() - began

    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
    # Before the five seconds of a call whose caller does not say how long it may take.
    assert told <= over < 4


async def test_what_runs_inside_a_call_knows_how_long_it_may_take(serving):
    async def look(request):
        return a_probe(count=round(deadline.remaining(99) * 10))

    async def watch(request):
        yield pb.WatchProbesResponse(event_id=str(deadline.remaining(99)))

    async with (
        serving(GetProbe=look, WatchProbes=watch) as process,
        process.bare_channel() as channel,
    ):
        stub = stubs.ProbeServiceStub(channel)
        short = await stub.GetProbe(get(), timeout=3)
        default = await stub.GetProbe(get())
        patient = await stub.GetProbe(get(), timeout=8)
        too_patient = await stub.GetProbe(get(), timeout=60)
        endless = [answer async for answer in stub.WatchProbes(pb.WatchProbesRequest())]

    # Tenths of a second, less what passed on the way, which a busy machine makes longer.
    assert 10 <= short.count <= 30
    assert 40 <= default.count <= 50
    assert 55 <= patient.count <= 80
    assert 80 < too_patient.count <= 90
    assert endless[0].event_id == "99"


async def test_without_a_database_an_upload_hears_of_it_long_before_its_time_is_over(serving):
    databases = {}

    async def upload(requests):
        async for _ in requests:
            pass
        with deadline.step():
            return await databases["db"]["things"].find_one({}) or a_probe()

    async def one():
        yield pb.UploadProbeRequest(chunk=b"x")

    nowhere = f"mongodb://127.0.0.1:{free_ports(1)[0]}/?replicaSet=rs0"
    async with serving(uri=nowhere, prepared=False, UploadProbe=upload) as process:
        databases["db"] = process.frame.database
        async with process.bare_channel() as channel, asyncio.timeout(60):
            stub = stubs.ProbeServiceStub(channel)
            told = await code_of(
                stub.UploadProbe(one(), metadata=process.signed_in("mia", "maker"), timeout=120)
            )

    assert told == (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")


async def test_without_a_database_calls_fail_by_their_deadline_and_health_says_so(
    serving, monkeypatch
):
    # A tenth of a second for the way back is not enough on a machine that does much else.
    monkeypatch.setattr(deadline, "MARGIN", 2.0)
    port = free_ports(1)[0]
    databases = {}

    async def read(request):
        return await databases["db"]["things"].find_one({}) or a_probe()

    async with serving(
        uri=f"mongodb://127.0.0.1:{port}/?replicaSet=rs0", prepared=False, GetProbe=read
    ) as process:
        databases["db"] = process.frame.database
        async with process.bare_channel() as channel:
            began = time.monotonic()
            code, reason = await code_of(stubs.ProbeServiceStub(channel).GetProbe(get(), timeout=4))
            took = time.monotonic() - began
            health = await health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest()
            )
            state = await operations_pb2_grpc.OperationsServiceStub(channel).GetStatus(
                operations_pb2.GetStatusRequest(), metadata=process.signed_in("root", "admin")
            )

    assert (code, reason) == (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
    assert took < 4
    assert health.status == health_pb2.HealthCheckResponse.NOT_SERVING
    assert not state.database_ready


async def test_the_request_id_travels_and_comes_back(serving):
    async def answer(request):
        return a_probe(title=request_id.current())

    async def refuse(request):
        raise ShelfFull

    async with (
        serving(GetProbe=answer, GetOwnProbe=refuse) as process,
        process.bare_channel() as channel,
    ):
        stub = stubs.ProbeServiceStub(channel)
        mine = (request_id.HEADER, "my-request-0001")
        call = stub.GetProbe(get(), metadata=grpc.aio.Metadata(mine))
        seen = (await call).title
        back = dict(await call.trailing_metadata())[request_id.HEADER]
        bad = await stub.GetProbe(get(), metadata=grpc.aio.Metadata((request_id.HEADER, "a b; rm")))
        with pytest.raises(grpc.aio.AioRpcError) as refusal:
            await stub.GetOwnProbe(
                pb.GetOwnProbeRequest(),
                metadata=grpc.aio.Metadata(mine, *process.signed_in("mia")),
            )

    assert seen == back == "my-request-0001"
    assert uuid.UUID(bad.title)
    assert dict(refusal.value.trailing_metadata())[request_id.HEADER] == "my-request-0001"


KINDS = [
    pytest.param(Invalid, id="invalid"),
    pytest.param(NotFound, id="not found"),
    pytest.param(Forbidden, id="forbidden"),
    pytest.param(Refused, id="refused"),
    pytest.param(Stale, id="stale"),
    pytest.param(Unauthenticated, id="unauthenticated"),
]


@pytest.mark.parametrize("kind", KINDS)
async def test_our_own_client_raises_the_problem_that_the_service_raised(serving, kind):
    class TooBad(kind):
        def __init__(self):
            super().__init__("Too bad.", violations=[Violation("A", "B", "c")], reason="a fact")

    async def refuse(request):
        raise TooBad

    async with serving(GetProbe=refuse) as process, process.channel(pb) as channel:
        with pytest.raises(kind) as problem:
            await stubs.ProbeServiceStub(channel).GetProbe(get())

    assert type(problem.value) is kind
    assert problem.value.reason == "TOO_BAD"
    assert problem.value.message == "Too bad."
    assert problem.value.violations == (Violation("A", "B", "c"),)
    assert problem.value.facts == {"reason": "a fact"}


async def test_our_own_client_passes_on_who_calls_and_for_which_request(serving):
    async def answer(request):
        return a_probe(title=caller.current().subject, note=request_id.current())

    async with serving(GetOwnProbe=answer) as process:
        token = process.issuer.token("mia")
        request_id.adopt("my-request-0002")
        async with process.channel(pb, token=token) as channel:
            seen = await stubs.ProbeServiceStub(channel).GetOwnProbe(pb.GetOwnProbeRequest())

    assert (seen.title, seen.note) == ("mia", "my-request-0002")


async def test_our_own_client_gives_up_before_the_call_it_works_for(serving, monkeypatch):
    # Usually it is a tenth of a second before, in which a busy machine may do nothing.
    monkeypatch.setattr(deadline, "MARGIN", 2.0)

    async def sleepy(request):
        await asyncio.sleep(30)

    async with serving(GetProbe=sleepy) as process, process.channel(pb) as channel:
        began = time.monotonic()
        with deadline.within(4):
            code, _ = await code_of(stubs.ProbeServiceStub(channel).GetProbe(get()))

    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert time.monotonic() - began < 4


async def test_our_own_client_waits_out_a_restart(serving, monkeypatch):
    # Longer pauses than usual: how long our own process takes to serve anew is chance.
    monkeypatch.setitem(client._RETRY, "initialBackoff", "1s")
    async with serving(GetProbe=who_calls) as process:
        channel = process.channel(pb)
        stub = stubs.ProbeServiceStub(channel)
        await stub.GetProbe(get())
        address = process.frame.settings.catalog_address
        await process.ended()
        waiting = asyncio.create_task(code_of(stub.GetProbe(get())))
        await asyncio.sleep(0.1)
        async with serving(GetProbe=who_calls, settings={"catalog_address": address}):
            assert await waiting == (OK, "")
        await channel.close()


async def test_health_reflection_and_operations_are_served(serving):
    async with serving() as process, process.bare_channel() as channel:
        watch = health_pb2_grpc.HealthStub(channel).Watch(
            health_pb2.HealthCheckRequest(service="handmade.probe.v1.ProbeService")
        )
        # Where the database does not answer within half a second, it is asked again every second.
        async with asyncio.timeout(30):
            while (health := await watch.read()).status != health_pb2.HealthCheckResponse.SERVING:
                pass
        watch.cancel()
        ask = reflection_pb2.ServerReflectionRequest(list_services="")
        reflection = reflection_pb2_grpc.ServerReflectionStub(channel)
        async for answer in reflection.ServerReflectionInfo(iter([ask])):
            names = {service.name for service in answer.list_services_response.service}
        state = await operations_pb2_grpc.OperationsServiceStub(channel).GetStatus(
            operations_pb2.GetStatusRequest(), metadata=process.signed_in("root", Role.ADMIN)
        )

    assert health.status == health_pb2.HealthCheckResponse.SERVING
    assert {
        "handmade.probe.v1.ProbeService",
        "handmade.operations.v1.OperationsService",
        "grpc.health.v1.Health",
    } <= names
    assert state == operations_pb2.GetStatusResponse(service="catalog", database_ready=True)


async def test_stopping_ends_watches_at_once_and_lets_other_calls_finish(serving):
    started = asyncio.Event()

    watches_ended = asyncio.Event()

    async def slow(request):
        started.set()
        await watches_ended.wait()
        return a_probe()

    async with (
        serving(GetProbe=slow, WatchProbes=idle) as process,
        process.bare_channel() as channel,
    ):
        stub = stubs.ProbeServiceStub(channel)
        watches = [stub.WatchProbes(pb.WatchProbesRequest()) for _ in range(20)]
        for each in watches:
            await each.read()
        health = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        await health.read()
        running = asyncio.create_task(code_of(stub.GetProbe(get())))
        await started.wait()

        began = time.monotonic()
        process.stop.set()
        ends = [await code_of(each.read()) for each in watches]
        watches_ended.set()
        outcome = await running
        late = await code_of(stub.GetProbe(get(), timeout=2))
        await process.running
        after_all = time.monotonic() - began

    assert ends == [(grpc.StatusCode.UNAVAILABLE, "GOING_AWAY")] * 20
    assert outcome == (OK, "")
    assert late[0] is grpc.StatusCode.UNAVAILABLE
    # Far less than the ten seconds of grace: nothing waited for the watch of the health.
    assert after_all < 8


async def test_a_call_whose_request_is_still_on_its_way_is_answered_by_a_server_that_stops(serving):
    stopping = asyncio.Event()

    async def request_in_time():
        await stopping.wait()
        await asyncio.sleep(0.3)
        yield get()

    async def probe(request):
        return a_probe()

    async with serving(GetProbe=probe) as process, process.bare_channel() as channel:
        slowly = channel.stream_unary(
            "/handmade.probe.v1.ProbeService/GetProbe",
            request_serializer=pb.GetProbeRequest.SerializeToString,
            response_deserializer=pb.Probe.FromString,
        )
        call = slowly(request_in_time())
        await call.wait_for_connection()
        # Its head arrived before another call that is answered, so that the server knows of a call
        # that it cannot begin yet.
        await stubs.ProbeServiceStub(channel).GetProbe(get())
        process.stop.set()
        stopping.set()

        assert await code_of(call) == (OK, "")


async def test_a_watch_is_closed_when_its_client_goes_away(serving):
    closed = asyncio.Event()

    async def watch(request):
        try:
            while True:
                yield pb.WatchProbesResponse()
                await asyncio.sleep(60)
        finally:
            closed.set()

    async with serving(WatchProbes=watch) as process, process.bare_channel() as channel:
        call = stubs.ProbeServiceStub(channel).WatchProbes(pb.WatchProbesRequest())
        await call.read()
        call.cancel()
        async with asyncio.timeout(30):
            await closed.wait()


async def everything(event):
    return True


async def test_a_feed_forgets_a_follower_whose_client_goes_away(serving):
    feeds = []

    async def watch(request):
        async for entry in feeds[0].follow("probes", request.resume_token, everything):
            yield pb.WatchProbesResponse(resume_token=entry.token)

    async with serving(WatchProbes=watch) as process, process.bare_channel() as channel:
        feeds.append(process.frame.feed)
        calls = [
            stubs.ProbeServiceStub(channel).WatchProbes(pb.WatchProbesRequest()) for _ in range(5)
        ]
        for call in calls:
            await call.read()
        assert process.frame.feed.followers == 5
        for call in calls:
            call.cancel()
        async with asyncio.timeout(30):
            while process.frame.feed.followers:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_a_watch_stays_open_beyond_every_limit_of_the_database(serving):
    feeds = []

    async def watch(request):
        async for entry in feeds[0].follow("probes", request.resume_token, everything):
            yield pb.WatchProbesResponse(resume_token=entry.token)

    async with serving(WatchProbes=watch) as process, process.bare_channel() as channel:
        feeds.append(process.frame.feed)
        call = stubs.ProbeServiceStub(channel).WatchProbes(pb.WatchProbesRequest())
        async with asyncio.timeout(60):
            for _ in range(13):  # one comes every half second, so this takes six
                await call.read()
        call.cancel()


async def idle(request):
    while True:
        yield pb.WatchProbesResponse()
        await asyncio.sleep(60)


async def test_watches_are_traced_like_any_call(serving):
    traced = {"otlp_endpoint": "http://127.0.0.1:1"}
    async with (
        serving(settings=traced, GetProbe=who_calls, WatchProbes=idle) as process,
        process.bare_channel() as channel,
    ):
        stub = stubs.ProbeServiceStub(channel)
        watch = stub.WatchProbes(pb.WatchProbesRequest())
        told = await watch.read()
        other = await code_of(stub.GetProbe(get()))
        watch.cancel()

    assert told == pb.WatchProbesResponse()
    assert other == (OK, "")


async def test_a_watch_ends_with_its_callers_token(serving):
    # A token is accepted for half a minute longer than it says.
    soon = timedelta(seconds=4 - LEEWAY_SECONDS)
    async with serving(WatchProbes=idle) as process, process.bare_channel() as channel:
        metadata = process.signed_in("mia", "buyer", lifetime=soon)
        call = stubs.ProbeServiceStub(channel).WatchProbes(
            pb.WatchProbesRequest(), metadata=metadata
        )
        await call.read()
        async with asyncio.timeout(30):
            with pytest.raises(grpc.aio.AioRpcError) as ending:
                await call.read()

    problem = status.from_error(ending.value)
    assert (problem.reason, problem.facts["why"]) == ("TOKEN_REFUSED", "EXPIRED")
    assert ending.value.code() is grpc.StatusCode.UNAUTHENTICATED


async def test_work_in_the_background_goes_on_after_a_fault(serving):
    done = asyncio.Event()
    tries = []

    async def sometimes():
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("a bug")
        done.set()
        await asyncio.sleep(60)

    async with serving(always=sometimes), asyncio.timeout(30):
        await done.wait()


async def test_a_taken_port_is_told_in_one_line(serving):
    async with serving() as process:
        address = process.frame.settings.catalog_address
        with pytest.raises(CannotListen, match=address):
            async with serving(settings={"catalog_address": address}):
                pass


async def test_an_update_may_leave_out_what_it_does_not_change(serving):
    async def update(request):
        return request.probe

    async with serving(UpdateProbe=update) as process, process.bare_channel() as channel:
        outcome = await code_of(
            stubs.ProbeServiceStub(channel).UpdateProbe(
                pb.UpdateProbeRequest(
                    probe=pb.Probe(name="probes/1", note="x"),
                    update_mask=FieldMask(paths=["note"]),
                    request_id=str(uuid.uuid4()),
                ),
                metadata=process.signed_in("mia"),
            )
        )

    assert outcome == (OK, "")
