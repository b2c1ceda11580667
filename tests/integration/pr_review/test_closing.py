"""Other dates, withdrawals, and what went out."""

from datetime import UTC, timedelta

import pytest
from google.type.timeofday_pb2 import TimeOfDay

from chassis.errors import Invalid, Refused, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.conftest import NOON, a_date
from tests.support.documents import a_document

State = pb.PressRelease.State


@pytest.fixture
async def cast(press):
    return await press.a_maker(), press.as_("rita", "pr", name="Rita")


async def in_review(maker, rita, **fields):
    return await rita.take((await maker.submitted(**fields)).name)


async def approved(maker, rita, **fields):
    release = await in_review(maker, rita, **fields)
    return await rita.approve(release.name, release.draft.sha256)


async def test_another_date_is_given_for_what_was_read(press, cast):
    maker, _ = cast
    submitted = await maker.submitted()

    with pytest.raises(Stale):
        await maker.change_date(submitted.name, "2027-03-05", etag="1")
    moved = await maker.change_date(submitted.name, "2027-03-05", etag=submitted.etag)
    with pytest.raises(Refused) as same:
        await maker.change_date(submitted.name, "2027-03-05")

    assert moved.release_date == a_date("2027-03-05")
    assert same.value.reason == "RELEASE_DATE_UNCHANGED"


async def test_a_makers_etag_stays_while_staff_does_what_makers_do_not_see(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)
    before = await maker.get(release.name)
    await press.database["press_releases"].update_one(
        {"_id": release.name.split("/")[1]},
        {"$push": {"timeline": a_staff_entry(press)}, "$inc": {"revision": 1}},
    )

    assert (await maker.get(release.name)).etag == before.etag
    assert (await rita.get(release.name)).etag != release.etag
    moved = await maker.change_date(release.name, "2027-03-05", etag=before.etag)

    assert moved.release_date == a_date("2027-03-05")


@pytest.mark.parametrize(
    ("day", "fields", "rule"),
    [
        ("2027-03-14", {"release_time": TimeOfDay(hours=2, minutes=30)}, "INVALID_LOCAL_TIME"),
        ("2027-03-14", {"release_time": TimeOfDay(hours=24)}, "INVALID_TIME"),
        ("2027-03-14", {"time_zone": "EST"}, "INVALID_TIME_ZONE"),
    ],
)
async def test_a_date_that_there_is_not_is_refused(press, cast, day, fields, rule):
    maker, _ = cast
    submitted = await maker.submitted()

    with pytest.raises(Invalid) as refused:
        await maker.change_date(submitted.name, day, **fields)

    assert [it.rule for it in refused.value.violations] == [rule]


@pytest.mark.parametrize(
    ("day", "reason"), [("2027-02-15", "RELEASE_DATE_PAST"), ("2028-03-20", "TOO_FAR_AHEAD")]
)
async def test_a_date_in_the_past_or_too_far_ahead_is_refused(press, cast, day, reason):
    maker, _ = cast
    submitted = await maker.submitted()

    with pytest.raises(Refused) as refused:
        await maker.change_date(submitted.name, day)

    assert refused.value.reason == reason


async def test_the_date_of_a_draft_is_changed_with_the_rest_of_it(press, cast):
    maker, _ = cast
    started = await maker.start()

    with pytest.raises(Refused) as refused:
        await maker.change_date(started.name, "2027-03-05")

    assert refused.value.reason == "RELEASE_DATE_FIXED"


async def test_after_30_days_what_lapsed_is_closed_for_good(press, cast):
    maker, _ = cast
    submitted = await maker.submitted()
    press.clock.forward(days=14, hours=12)
    lapsed = await maker.get(submitted.name)
    closes = lapsed.undo_expire_time.ToDatetime(UTC)

    press.clock.moment = closes + timedelta(seconds=1)
    with pytest.raises(Refused) as late:
        await maker.change_date(submitted.name, "2027-06-01")
    press.clock.moment = closes
    revived = await maker.change_date(submitted.name, "2027-06-01")

    assert closes == NOON + timedelta(days=44, hours=12)
    assert late.value.reason == "LAPSED_TOO_LONG"
    assert revived.state == State.SUBMITTED


async def test_withdrawn_while_changes_are_asked_for_its_clock_goes_on_standing_still(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)
    await rita.request_changes(release.name, release.draft.sha256)
    asked = await maker.get(release.name)

    await maker.withdraw(release.name)
    press.clock.forward(hours=24)
    undone = await maker.undo(release.name)

    assert undone.state == State.CHANGES_REQUESTED
    assert not undone.HasField("answer_due_time")
    assert undone.letters == asked.letters


async def test_an_approval_comes_back_with_the_undo(press, cast):
    maker, rita = cast
    release = await approved(maker, rita)

    withdrawn = await maker.withdraw(release.name, "Not now.")
    undone = await maker.undo(release.name)

    assert not withdrawn.HasField("approval")
    assert undone.approval == (await maker.get(release.name)).approval
    assert undone.approval.sha256 == release.draft.sha256
    with pytest.raises(Refused) as again:
        await maker.undo(release.name)
    assert again.value.reason == "PRESS_RELEASE_NOT_WITHDRAWN"


async def test_what_has_ended_is_not_withdrawn(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)
    await rita.decline(release.name, release.draft.sha256)

    with pytest.raises(Refused) as refused:
        await maker.withdraw(release.name)

    assert refused.value.reason == "PRESS_RELEASE_OVER"


async def test_a_maker_tells_that_what_was_approved_went_out(press, cast):
    maker, rita = cast
    release = await approved(maker, rita)
    with pytest.raises(Refused) as early:
        await maker.report(release.name)
    press.clock.forward(days=14)

    published = await maker.report(
        release.name, uri="https://news.example/mugs", note="On the front page."
    )

    assert early.value.reason == "PUBLICATION_NOT_APPROVED"
    assert published.state == State.PUBLISHED
    assert published.publication.uri == "https://news.example/mugs"
    assert (await rita.get(release.name)).publication.note == "On the front page."
    with pytest.raises(Refused) as again:
        await maker.report(release.name)
    assert again.value.reason == "PUBLICATION_REPORTED"


async def test_staff_records_what_went_out_without_an_approval(press, cast):
    maker, rita = cast
    release = await in_review(maker, rita)

    with pytest.raises(Refused):
        await maker.report(release.name)
    with pytest.raises(Invalid) as staffs:
        await maker.report(release.name, without_approval=True)
    told = {"uri": "https://news.example", "note": "Seen by a colleague."}
    published = await rita.report(release.name, **told)

    assert staffs.value.violations[0].rule == "STAFF_ONLY"
    assert published.state == State.PUBLISHED_WITHOUT_APPROVAL
    assert published.publication.note == "Seen by a colleague."
    assert (await maker.get(release.name)).publication.note == ""


async def test_staff_records_that_another_text_than_the_approved_one_went_out(press, cast):
    maker, rita = cast
    release = await approved(maker, rita)
    press.clock.forward(days=14)

    published = await rita.report(release.name, without_approval=True)

    assert published.state == State.PUBLISHED_WITHOUT_APPROVAL


@pytest.mark.parametrize("fields", [{"uri": "ftp://x"}, {"uri": "javascript:alert(1)"}])
async def test_a_publication_has_a_web_address_or_none(press, cast, fields):
    maker, rita = cast
    release = await approved(maker, rita)

    with pytest.raises(Invalid):
        await maker.report(release.name, **fields)


async def test_nothing_is_published_in_the_future(press, cast):
    maker, rita = cast
    release = await approved(maker, rita)

    with pytest.raises(Invalid) as refused:
        await maker.report(release.name, publish_time=press.clock() + timedelta(minutes=1))

    assert refused.value.violations[0].subject == "publish_time"


async def test_a_draft_is_withdrawn_too_and_staff_never_sees_it(press, cast):
    maker, rita = cast
    started = await maker.start()

    withdrawn = await maker.withdraw(started.name)

    assert withdrawn.state == State.WITHDRAWN
    assert await rita.lookup(started.name) == [""]
    assert list((await rita.list(maker=maker.maker)).press_releases) == []


async def test_a_draft_that_changes_nothing_but_bytes_is_no_draft(press, cast):
    maker, rita = cast
    release, document = await in_review(maker, rita), a_document("Once more")
    await maker.upload(release.name, document)

    with pytest.raises(Refused) as refused:
        await maker.upload(release.name, document)

    assert refused.value.reason == "DRAFT_UNCHANGED"
    assert len((await maker.get(release.name)).drafts) == 2


def a_staff_entry(press):
    asked = {"subject": "leo", "display_name": "Leo", "role": "stakeholder"}
    return {
        "occurred": press.clock(),
        "actor": {"subject": "rita", "display_name": "Rita", "role": "pr"},
        "rule_version": "2",
        "action": "stakeholder_asked",
        "state": "IN_REVIEW",
        "reason": "LEGAL",
        "text": "",
        "colleague": asked,
        "draft_number": 1,
        "release_on": "2027-03-02",
    }
