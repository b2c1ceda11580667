"""Copies of another service's data: whole, never backwards, whatever happens to either side."""

import asyncio
import contextlib

import grpc
import pytest

from chassis import status
from chassis.copies import Copy
from chassis.errors import Refused
from chassis.feeds import FellBehind, HistoryGone
from tests.support.tasks import ended


class Source:
    """Another service: things with revisions, and a feed of their changes."""

    def __init__(self):
        self.things = {}
        self.log = []
        self.listed = 0
        self.resumed = []
        self.refusals = []
        self.arrived = asyncio.Event()

    def put(self, name, revision, **fields):
        document = {"_id": name, "revision": revision} | fields
        self.things[name] = document
        self.log.append(document)
        self.arrived.set()

    async def everything(self):
        self.listed += 1
        for thing in list(self.things.values()):
            yield thing

    async def changes(self, resume_token):
        self.resumed.append(resume_token)
        if self.refusals:
            raise self.refusals.pop(0)
        at = int(resume_token) if resume_token else len(self.log)
        if not resume_token:
            yield None, str(at)
        while True:
            while at < len(self.log):
                at += 1
                yield self.log[at - 1], str(at)
            self.arrived.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await self.arrived.wait()
                    continue
            yield None, str(at)


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def copying(mongo, db, stored, source):
    """The running copy: `async with copying() as copy`."""

    @contextlib.asynccontextmanager
    async def copying(**limits):
        copy = Copy("things", mongo, db, source, **limits)
        task = asyncio.create_task(copy.run())
        try:
            yield copy
        finally:
            await ended(task)

    return copying


async def until(true):
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110  (the database is what is waited for)
            await asyncio.sleep(0.02)


async def holds(stored, **revisions):
    async def same():
        found = {row["_id"]: row["revision"] async for row in stored["things"].find()}
        return found == revisions

    await until(same)


async def is_whole(copy):
    """Was a moment ago, so that it lags by less than anybody would wait."""
    await until(lambda: asyncio.sleep(0, copy.lag is not None and copy.lag < 0.2))


async def has_token(stored, **more):
    async def kept():
        return await stored["copies"].find_one({"_id": "things", **more})

    await until(kept)


async def test_it_begins_with_everything_and_goes_on_with_each_change(copying, source, stored):
    source.put("a", 1)
    source.put("b", 4)
    async with copying():
        await holds(stored, a=1, b=4)
        source.put("a", 2)
        source.put("c", 1)
        await holds(stored, a=2, b=4, c=1)

    assert source.listed == 1


async def test_a_restart_goes_on_where_it_was(copying, source, stored):
    source.put("a", 1)
    async with copying():
        await holds(stored, a=1)
        await has_token(stored)
    source.put("a", 2)
    source.put("b", 1)

    async with copying():
        await holds(stored, a=2, b=1)

    assert source.listed == 1


async def test_an_older_revision_never_replaces_a_later_one(copying, source, stored):
    source.put("a", 1)
    async with copying():
        await holds(stored, a=1)
        source.put("a", 3)
        source.put("a", 2)
        source.put("b", 1)
        await holds(stored, a=3, b=1)


async def test_what_an_earlier_release_copied_gets_the_fields_it_lacks(copying, source, stored):
    source.put("a", 1)
    source.put("b", 1, colour="red")
    async with copying():
        await holds(stored, a=1, b=1)
        await has_token(stored)
    await stored["copies"].update_one({"_id": "things"}, {"$unset": {"shape": 1}})
    source.things["a"]["colour"] = "blue"
    await stored["things"].update_one({"_id": "b"}, {"$set": {"mark": True}})

    async def colours():
        found = {row["_id"]: row.get("colour") async for row in stored["things"].find()}
        return found == {"a": "blue", "b": "red"}

    async with copying(shape=2):
        await until(colours)
        await has_token(stored, shape=2)
    async with copying(shape=2) as copy:
        await until(lambda: asyncio.sleep(0, copy.lag is not None))

    assert source.listed == 2
    assert (await stored["things"].find_one({"_id": "b"}))["mark"]


@pytest.mark.parametrize("wrapped", [False, True], ids=["raised", "over the wire"])
async def test_when_the_history_is_gone_everything_is_listed_again(
    copying, source, stored, wrapped
):
    source.put("a", 1)
    async with copying():
        await holds(stored, a=1)
        await has_token(stored)
    source.put("b", 1)
    source.refusals = [over_the_wire(HistoryGone()) if wrapped else HistoryGone()]

    async with copying():
        await holds(stored, a=1, b=1)

    assert source.listed == 2
    assert source.resumed[-2:] == ["1", ""]


def over_the_wire(problem):
    """The error that a stream raises for a problem of the service."""
    encoded = status.to_status(problem)
    return grpc.aio.AioRpcError(
        grpc.StatusCode.FAILED_PRECONDITION,
        grpc.aio.Metadata(),
        grpc.aio.Metadata(("grpc-status-details-bin", encoded.SerializeToString())),
    )


class TokenExpired(Refused):
    def __init__(self):
        super().__init__("Sign in again.")


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(over_the_wire(FellBehind()), id="read too slowly"),
        pytest.param(over_the_wire(TokenExpired()), id="our own token has expired"),
        pytest.param(
            grpc.aio.AioRpcError(
                grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), grpc.aio.Metadata()
            ),
            id="the service is away",
        ),
        pytest.param(FileNotFoundError("service.jwt"), id="our own token is not there"),
    ],
)
async def test_after_any_other_fault_its_position_still_holds(copying, source, stored, refusal):
    source.put("a", 1)
    async with copying():
        await holds(stored, a=1)
        await has_token(stored)
    source.put("b", 1)
    source.refusals = [refusal, refusal]

    async with copying():
        await holds(stored, a=1, b=1)

    assert source.listed == 1
    assert source.resumed[-3:] == ["1", "1", "1"]


async def test_a_feed_that_falls_silent_is_opened_again(copying, source, stored):
    source.put("a", 1)
    silent = source.changes

    async def first_time(resume_token):
        source.changes = silent
        yield None, "0"
        await asyncio.sleep(60)

    source.changes = first_time
    async with copying(silence=0.2):
        await holds(stored, a=1)
        source.put("a", 2)
        await holds(stored, a=2)


async def test_it_goes_on_when_the_database_comes_back(copying, source, stored, failing):
    async with copying():
        source.put("a", 1)
        await holds(stored, a=1)
        async with failing("commitTransaction", times=4, closeConnection=True):
            source.put("a", 2)
            await holds(stored, a=2)


async def test_its_lag_is_known_once_it_was_whole(copying, source, stored):
    async with copying() as copy:
        assert copy.lag is None
        source.put("a", 1)
        await holds(stored, a=1)
        await is_whole(copy)


async def test_a_copy_with_a_backlog_is_not_said_to_be_whole(copying, source, stored):
    source.put("a", 1)
    async with copying() as copy:
        await holds(stored, a=1)
        await is_whole(copy)
        for revision in range(2, 60):
            source.put("a", revision)
        lags = []
        while (found := await stored["things"].find_one()) is None or found["revision"] < 55:
            lags.append(copy.lag)
        assert max(lags) == lags[-1] > 0.05
