"""The database goes away under everything and comes back: clean errors in time, then whole."""

import asyncio
import time
import uuid
from contextlib import asynccontextmanager

import grpc
import pytest

from chassis import status
from chassis.dispatch import CLAIM
from chassis.interceptor import UNARY
from dev.graph import name_of, query
from dev.journey import Journey
from dev.samples import Cast, a_mug, a_questionnaire
from dev.settings import SERVICES
from handmade.messaging.v1 import thread_pb2, thread_pb2_grpc
from tests.faults.lateness import lateness
from tests.faults.running import PATIENCE, an_applicant, copies_are_whole, until

AWAY = {"UNAVAILABLE", "DEADLINE_EXCEEDED"}
# How long a service may take where its caller does not say.
CALL = UNARY.usual
# A loaded machine's own slowness, on top of what is promised and what `lateness` measured.
GRACE = 2.0
# How long an operation of the graph may take at most.
GRAPH = 10.0
# Where the answer to a claim was lost, nobody carries the effect out until the claim ends.
EFFECTS = CLAIM.total_seconds() + PATIENCE


@asynccontextmanager
async def killed(running):
    # What comes after a checkpoint is replayed at the start; the less, the shorter this takes.
    await running.observer.admin.command("fsync")
    await running.stack.kill("mongod")
    try:
        yield
    finally:
        await running.stack.start("mongod")


@asynccontextmanager
async def frozen(running):
    with running.frozen("mongod"):
        yield


@pytest.mark.parametrize("away", [killed, frozen])
async def test_without_a_database_all_is_refused_in_time_and_whole_again_after(running, away):
    whole = await running.read_page()
    assert "errors" not in whole
    pids = {name: running.stack.processes[name].pid for name in (*SERVICES, "gateway")}
    changes = some_changes(running.story)
    application, address = await an_applicant(running, Cast.new())
    begun = asyncio.Event()
    following = asyncio.create_task(first_message(running, f"Back again, {away.__name__}", begun))
    async with asyncio.timeout(PATIENCE):
        await begun.wait()
    async with running.graph("rosa", "reviewer") as rosa:
        await rosa.do("application_approve", id=application)

    async with away(running):
        async with lateness() as late, asyncio.TaskGroup() as asking:

            def ask(work, seconds):
                return asking.create_task(in_time(work, seconds, late))

            page = ask(running.read_page(), GRAPH)
            refusals = [ask(made(running, *change), GRAPH) for change in changes]
            calls = [ask(call, CALL) for call in bare_calls(running)]
        # Each notices for itself; until all have, one may have given no answer in time.
        away_all = {"ready": False, "services": dict.fromkeys(SERVICES, "NOT_SERVING")}
        await until(lambda: readiness(running, 503, away_all), "/readyz says 503 of all")

    assert_refused(page.result())
    for refusal in refusals:
        assert_refused(refusal.result())
    for call in calls:
        assert call.result() in (
            (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE"),
            (grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED"),
        )

    whole_again = {"ready": True, "services": dict.fromkeys(SERVICES, "SERVING")}
    await until(lambda: readiness(running, 200, whole_again), "/readyz says 200 of all")
    answer = await running.read_page()
    assert "errors" not in answer
    assert answer["data"].keys() == whole["data"].keys()
    for change in changes:
        first, second = await made(running, *change), await made(running, *change)
        assert first == second
        assert payload(first)["userErrors"] == []
        assert await effects_of(running, change) == 1
    await everything_goes_on(running, address, following, away.__name__)
    assert pids == {name: running.stack.processes[name].pid for name in pids}


async def everything_goes_on(running, address, following, mark):
    """Feeds that were open, effects and copies."""
    story = running.story
    async with running.graph(story.cast.maker, "maker") as maker:
        await maker.do("message_send", thread=story.thread, text=f"Back again, {mark}")
        created = await maker.do("listing_create", listing=a_mug(f"{mark}-{story.cast.maker}"))
        await maker.do("listing_publish", id=created["id"])
    async with asyncio.timeout(PATIENCE):
        await following
    async with running.graph("zoe", "buyer") as buyer:
        await buyer.do_soon("custom_order_ask", listing=created["id"], text="Two dogs, please.")
    journey = Journey("", {}, running.stack.issuer, running.stack.mail_folder, print)
    await until(lambda: journey.mail_to(address), "the mail that was due when it happened", EFFECTS)
    for service in ("catalog", "messaging", "pr_review"):
        await until(lambda service=service: copies_are_whole(running, service), f"{service} whole")


def some_changes(story):
    """One of every service: whose, which mutation, with what."""
    maker = story.cast.maker
    new = Cast.new()
    return [
        (new.maker, "application_start", {"questionnaire": a_questionnaire(new)}, request_id()),
        (maker, "listing_create", {"listing": a_mug(request_id()[:8])}, request_id()),
        (maker, "message_send", {"thread": story.thread, "text": "Are you there?"}, request_id()),
        (maker, "press_release_start", {"title": "The database was away"}, request_id()),
    ]


def request_id():
    return str(uuid.uuid4())


async def made(running, whose, name, fields, chosen):
    async with running.graph(whose, "maker") as maker:
        return await maker.answer(query(name), {"input": fields | {"requestId": chosen}})


def payload(answer):
    assert "errors" not in answer, answer["errors"]
    return next(iter(answer["data"].values()))


async def effects_of(running, change):
    """How often a request was carried out, in all databases."""
    found = [
        await running.database(service)["requests"].count_documents(
            {"_id": {"$regex": f"{change[-1]}$"}}
        )
        for service in SERVICES
    ]
    return sum(found)


async def in_time(work, seconds, late):
    began = time.monotonic()
    answer = await work
    ended = time.monotonic()
    machine, took = late.between(began, ended), ended - began
    assert took < seconds + GRACE + machine, f"{took:.1f} s, {machine:.1f} s of them the machine's"
    return answer


def assert_refused(answer):
    assert answer["errors"]
    assert {error["extensions"]["code"] for error in answer["errors"]} <= AWAY
    assert not any((answer["data"] or {}).values())


def bare_calls(running):
    """A read and a change as a partner makes them that leaves the time to the service."""
    metadata = running.metadata(running.story.cast.maker, "maker")
    thread = name_of(running.story.thread)

    async def call(method, request):
        async with running.channel("messaging") as channel:
            stub = thread_pb2_grpc.ThreadServiceStub(channel)
            try:
                await getattr(stub, method)(request, metadata=metadata)
            except grpc.aio.AioRpcError as error:
                return error.code(), status.reason_from(error) or error.code().name
            return grpc.StatusCode.OK, ""

    yield call("GetThread", thread_pb2.GetThreadRequest(name=thread))
    change = thread_pb2.SendMessageRequest(thread=thread, text="Lost", request_id=request_id())
    yield call("SendMessage", change)


async def readiness(running, status, said):
    return await running.readiness() == (status, said)


async def first_message(running, text, begun):
    """Follows a feed from before the fault, on one call, until this was written.

    Its first entry says where it begins: from then on nothing is missed.
    """
    metadata = running.metadata(running.story.cast.maker, "maker")
    async with running.channel("messaging") as channel:
        stub = thread_pb2_grpc.ThreadServiceStub(channel)
        async for entry in stub.WatchMessages(thread_pb2.WatchMessagesRequest(), metadata=metadata):
            begun.set()
            if entry.message.text == text:
                return entry
    return None
