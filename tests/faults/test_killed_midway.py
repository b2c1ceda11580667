"""A service is killed in the middle of a change: all of it happened or nothing; repeats are safe.

MongoDB holds the command at which the service dies, so no process of ours needs to know of it.
"""

import asyncio
import uuid

import grpc
import pytest

from chassis import status
from chassis.interceptor import UNARY
from dev.samples import Cast
from handmade.applications.v1 import maker_pb2, maker_pb2_grpc
from tests.faults.running import an_applicant, until
from tests.faults.seeds import seconds

DATABASE = "handmade_applications"
# mongod ends what nobody goes on with after this many seconds; development sets 20.
LIFETIME = 4
# Long enough for the kill to come meanwhile, also on a busy machine, and not as long as a call.
HELD = {"blockConnection": True, "blockTimeMS": 4000}
POINTS = {
    "at its first write": (("update",), HELD | {"namespace": f"{DATABASE}.makers"}),
    "at its event": (("insert",), HELD | {"namespace": f"{DATABASE}.events"}),
    "at the note of its answer": (("insert",), HELD | {"namespace": f"{DATABASE}.requests"}),
    "at its commit": (("commitTransaction",), HELD),
    # Carried out, but the service is told that nobody knows, and goes on asking until it dies.
    "after its commit": (
        ("commitTransaction",),
        {"writeConcernError": {"code": 64, "errmsg": "waiting for replication timed out"}},
    ),
}
IN_SHORT = ("at the note of its answer", "after its commit")


@pytest.fixture
async def short_lived(running):
    """Transactions that nobody goes on with end soon."""
    admin = running.observer.admin
    before = await admin.command({"getParameter": 1, "transactionLifetimeLimitSeconds": 1})
    await admin.command({"setParameter": 1, "transactionLifetimeLimitSeconds": LIFETIME})
    yield
    usual = before["transactionLifetimeLimitSeconds"]
    await admin.command({"setParameter": 1, "transactionLifetimeLimitSeconds": usual})


@pytest.mark.parametrize("point", POINTS if seconds(0) else IN_SHORT)
async def test_a_service_killed_in_the_middle_of_a_change_leaves_all_of_it_or_nothing(
    running, short_lived, point
):
    cast = Cast.new()
    await an_applicant(running, cast)
    before = await kept_of(running, cast)
    commands, how = POINTS[point]
    request = a_grant("partner-one")

    async with running.failing("applications", *commands, **how) as held:
        asking = asyncio.create_task(granted(running, cast, request))
        await held.entered()
        if point == "after its commit":
            await until(lambda: is_known(running, request), "it is committed")
        assert not asking.done()
        await running.stack.kill("applications")
        lost = await asking
        after = await kept_of(running, cast)
    await running.stack.start("applications")

    assert lost == (grpc.StatusCode.UNAVAILABLE, "UNAVAILABLE")
    if point == "after its commit":
        assert after == grown(before, 1)
    elif point != "at its commit":
        assert after == before

    # What the dead service held is free again soon, and long before this.
    answer = await until(
        lambda: answered(running, cast, request), "the repeat", patience=3 * LIFETIME
    )

    assert await kept_of(running, cast) == grown(before, 1)
    assert [grant.partner for grant in answer.grants] == ["partner-one"]
    assert await answered(running, cast, request) == answer
    other = a_grant("partner-two", request.request_id)
    assert await granted(running, cast, other) == (
        grpc.StatusCode.FAILED_PRECONDITION,
        "REQUEST_ID_REUSED",
    )
    later = await answered(running, cast, a_grant("partner-two"))
    assert [grant.partner for grant in later.grants] == ["partner-one", "partner-two"]
    assert await kept_of(running, cast) == grown(before, 2)


def a_grant(partner, request_id=""):
    return maker_pb2.GrantPartnerRequest(
        grant=maker_pb2.Grant(partner=partner, scopes=["catalog:write"]),
        request_id=request_id or str(uuid.uuid4()),
    )


async def granted(running, cast, request):
    """The code and reason of a call without any retry; the maker and None if it went well."""
    metadata = running.metadata(cast.maker, "maker")
    async with running.channel("applications") as channel:
        stub = maker_pb2_grpc.MakerServiceStub(channel)
        try:
            return await stub.GrantPartner(request, metadata=metadata, timeout=UNARY.most), None
        except grpc.aio.AioRpcError as error:
            return error.code(), status.reason_from(error)


async def answered(running, cast, request):
    """The answer, or None while it cannot be had."""
    answer, _ = await granted(running, cast, request)
    return answer if isinstance(answer, maker_pb2.Maker) else None


async def kept_of(running, cast):
    """The maker's revision, grants, events and noted requests, as a majority has them."""
    database = running.database("applications")
    maker = await database["makers"].find_one({"subject": cast.maker})
    return (
        maker["revision"],
        len(maker["grants"]),
        await database["events"].count_documents(
            {"type": "maker.partner_granted", "resource": f"makers/{maker['_id']}"}
        ),
        await database["requests"].count_documents(
            {"_id": {"$regex": rf"^{cast.maker}\|.*GrantPartner"}}
        ),
    )


def grown(kept, by):
    return tuple(number + by for number in kept)


async def is_known(running, request):
    return await running.database("applications")["requests"].find_one(
        {"_id": {"$regex": f"{request.request_id}$"}}
    )
