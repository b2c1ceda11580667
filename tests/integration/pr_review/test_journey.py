"""A press release from its first line to its approval."""

from datetime import UTC, datetime

from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.conftest import ON_TIME, digest
from tests.support.documents import a_document

State = pb.PressRelease.State


async def test_a_release_goes_from_its_first_line_to_its_approval(press):
    maker, representative = await press.a_maker(), press.as_("rita", "pr", name="Rita")
    document = a_document()

    started = await maker.start(title="  Dog mugs  ")
    await maker.update(
        started.name,
        release_date=ON_TIME,
        time_zone="America/Los_Angeles",
        distribution_plan="A wire service",
        contact="Ada",
    )
    uploaded = await maker.upload(started.name, document)
    submitted = await maker.submit(started.name)
    taken = await representative.take(started.name)
    downloaded = await representative.download(started.name)
    approved = await representative.approve(started.name, digest(downloaded))

    assert started.title == "Dog mugs"
    assert started.maker == maker.maker
    assert (uploaded.draft.number, uploaded.draft.sha256) == (1, digest(document))
    assert uploaded.draft.size_bytes == len(document)
    assert submitted.state == State.SUBMITTED
    assert submitted.HasField("submit_time")
    assert (taken.state, taken.representative.display_name) == (State.IN_REVIEW, "Rita")
    assert downloaded == document
    assert approved.state == State.APPROVED
    assert approved.approval.sha256 == digest(document)
    assert approved.approval.release_date == ON_TIME
    assert approved.approval.time_zone == "America/Los_Angeles"
    assert approved.approval.expire_time.ToDatetime(UTC) == datetime(2027, 6, 1, 7, tzinfo=UTC)
    assert [entry.action for entry in approved.timeline] == [
        "started",
        "changed",
        "draft_uploaded",
        "submitted",
        "taken",
        "approved",
    ]
