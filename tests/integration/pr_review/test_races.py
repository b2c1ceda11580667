"""Two things done to one press release at once: one comes first, and the other knows."""

import asyncio

import grpc
import pytest
from google.type.date_pb2 import Date
from google.type.timeofday_pb2 import TimeOfDay

from chassis.errors import Invalid, Problem, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.faults.proxy import Proxy
from tests.integration.pr_review.conftest import CHUNK, ON_TIME, Press, a_date
from tests.support.documents import a_document
from tests.support.frames import served

State = pb.PressRelease.State


@pytest.fixture
async def cast(press):
    return await press.a_maker(), press.as_("rita", "pr", name="Rita")


async def in_review(maker, rita, **fields):
    return await rita.take((await maker.submitted(**fields)).name)


async def outcome(call):
    """The state it led to, or why it was refused."""
    try:
        return State.Name((await call).state)
    except Problem as problem:
        return problem.reason


async def both(first, second):
    return await asyncio.gather(outcome(first), outcome(second))


async def timeline_of(press, name):
    """What happened, as stored; no revision was ever lost or made twice."""
    events = [row async for row in press.database["events"].find({"resource": name})]
    revisions = sorted(row["revision"] for row in events)
    assert revisions == list(range(1, len(revisions) + 1))
    row = await press.database["press_releases"].find_one({"_id": name.split("/")[1]})
    return [entry["action"] for entry in row["timeline"]]


async def test_two_decisions_at_once_leave_one(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)
    sha256 = release.draft.sha256

    answers = await both(rita.approve(release.name, sha256), rita.decline(release.name, sha256))

    decided = {"APPROVED", "DECLINED"}
    assert len(decided.intersection(answers)) == 1
    assert "PRESS_RELEASE_NOT_IN_REVIEW" in answers
    assert len(decided & {it.upper() for it in await timeline_of(press, release.name)}) == 1


async def test_an_upload_and_a_submission_at_once_are_both_known_of(press, cast):
    maker, _ = cast
    released = await maker.complete()

    await both(maker.upload(released.name, a_document("Second")), maker.submit(released.name))

    release = await maker.get(released.name)
    assert release.state == State.SUBMITTED
    assert release.draft.number == 2
    numbers = [it.number for it in release.drafts]
    happened = await timeline_of(press, released.name)
    was_replaced = happened.index("submitted") > happened.index("draft_uploaded", 2)
    assert numbers == ([2] if was_replaced else [1, 2])


@pytest.mark.parametrize("withdraws_first", [True, False])
async def test_a_decision_after_a_withdrawal_is_refused(press, cast, withdraws_first):
    maker, rita = cast
    release = await in_review(maker, rita)
    sha256 = release.draft.sha256
    acts = [lambda: maker.withdraw(release.name), lambda: rita.approve(release.name, sha256)]

    answers = [await outcome(act()) for act in (acts if withdraws_first else reversed(acts))]

    expected = (
        ["WITHDRAWN", "PRESS_RELEASE_NOT_IN_REVIEW"]
        if withdraws_first
        else ["APPROVED", "WITHDRAWN"]
    )
    assert answers == expected


async def test_a_decision_and_a_withdrawal_at_once_never_leave_an_approval(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)

    answers = await both(
        maker.withdraw(release.name), rita.approve(release.name, release.draft.sha256)
    )

    assert "WITHDRAWN" in answers
    assert not (await maker.get(release.name)).HasField("approval")


async def test_a_new_date_and_an_approval_at_once_never_approve_what_was_not_read(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)

    answers = await both(
        maker.change_date(release.name, "2027-03-09"), rita.approve_as_read(release)
    )

    # Either the approval came first and fell, or it was refused.
    after = await maker.get(release.name)
    assert answers in (["IN_REVIEW", "APPROVED"], ["IN_REVIEW", "RELEASE_DATE_CHANGED"])
    assert after.state == State.IN_REVIEW
    assert not after.HasField("approval")


MOVED = [
    {"release_date": a_date("2027-03-09")},
    {"release_date": ON_TIME, "release_time": TimeOfDay(hours=9)},
    {"release_date": ON_TIME, "time_zone": "America/Vancouver"},
]


@pytest.mark.parametrize("move", MOVED)
async def test_an_approval_is_of_the_date_that_was_read(press, cast, move):
    maker, rita = cast
    read = await in_review(maker, rita)
    await maker.call("ChangePressReleaseDate", name=read.name, **move)
    before = await press.everything()

    with pytest.raises(Stale) as refused:
        await rita.approve_as_read(read)
    unchanged = await press.everything()
    present = await rita.get(read.name)
    approved = await rita.approve_as_read(present)

    assert refused.value.reason == "RELEASE_DATE_CHANGED"
    assert unchanged == before
    assert refused.value.facts["time_zone"] == present.time_zone
    assert approved.state == State.APPROVED
    assert approved.approval.release_date == present.release_date


async def test_a_client_of_0_1_0_approves_whatever_date_there_is(press, cast):
    maker, rita = cast
    read = await in_review(maker, rita)
    await maker.change_date(read.name, "2027-03-09")

    approved = await rita.approve(read.name, read.draft.sha256)

    assert approved.approval.release_date == a_date("2027-03-09")


async def test_a_plan_that_nobody_can_have_read_is_refused(press, cast):
    maker, rita = cast
    read = await in_review(maker, rita)

    for plan, rule in [
        ({"release_date": Date(year=2027, month=2, day=30)}, "INVALID_DATE"),
        ({"release_date": ON_TIME, "release_time": TimeOfDay(hours=25)}, "INVALID_TIME"),
        ({"time_zone": "America/Los_Angeles"}, "REQUIRED"),
    ]:
        with pytest.raises(Invalid) as refused:
            await rita.approve(read.name, read.draft.sha256, **plan)
        assert [it.rule for it in refused.value.violations] == [rule]


async def test_an_approval_falls_with_the_date_it_was_of(press, cast):
    maker, rita = cast
    release = await rita.approve_as_read(await in_review(maker, rita))

    moved = await maker.change_date(release.name, "2027-03-09")

    assert moved.state == State.IN_REVIEW
    assert not moved.HasField("approval")


async def test_uploads_at_once_land_one_after_the_other(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)
    documents = [a_document(f"Draft about {what}") for what in ("mugs", "cups", "bowls")]

    await asyncio.gather(*(maker.upload(release.name, each) for each in documents))

    after = await maker.get(release.name)
    assert [it.number for it in after.drafts] == [1, 2, 3, 4]
    assert len({it.sha256 for it in after.drafts}) == 4
    assert all(it.HasField("similarity") for it in after.drafts[1:])
    for draft in after.drafts:
        assert await maker.download(release.name, draft.sha256)


async def test_a_draft_and_an_approval_at_once_never_approve_what_was_not_read(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)

    await both(
        maker.upload(release.name, a_document("Second")),
        rita.approve(release.name, release.draft.sha256),
    )

    after = await maker.get(release.name)
    assert after.state == State.IN_REVIEW
    assert not after.HasField("approval")


async def test_a_database_that_goes_away_in_the_middle_of_an_upload_leaves_nothing_half(
    press, mongodb_uri, tmp_path
):
    maker = await press.a_maker()
    started, document = await maker.start(), a_document(picture=bytes(range(256)) * 8192)
    target = int(mongodb_uri.partition("?")[0].rstrip("/").rpartition(":")[2])
    assemble = press.assemble
    async with (
        Proxy(target) as proxy,
        served(
            "pr_review", tmp_path, proxy.uri, press.database.name, assemble, now=press.clock
        ) as process,
    ):
        remote = Press(process, press.clock).as_(maker.subject, "maker", name="Ada")
        request_id = "11111111-2222-4333-8444-555555555555"
        header = pb.UploadDraftRequest.Header(
            name=started.name, file_name="a.docx", request_id=request_id
        )

        async def parts():
            yield pb.UploadDraftRequest(header=header)
            for begin in range(0, len(document), CHUNK):
                yield pb.UploadDraftRequest(chunk=document[begin : begin + CHUNK])
                await asyncio.sleep(0.01)

        sending = asyncio.create_task(remote.send(parts()))
        await asyncio.sleep(0.3)
        with proxy.refusing(), pytest.raises(grpc.aio.AioRpcError) as lost:
            await sending

        assert not (await maker.get(started.name)).HasField("draft")
        again = await remote.upload(
            started.name, document, file_name="a.docx", request_id=request_id
        )

    assert lost.value.code() is grpc.StatusCode.UNAVAILABLE
    assert again.draft.number == 1
    assert await maker.download(started.name) == document
