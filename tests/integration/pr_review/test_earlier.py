"""What release 0.1.0 stored is read, gone on with, and lapses."""

import hashlib
from datetime import UTC, timedelta

import pytest

from chassis.errors import Invalid
from chassis.ids import new_id
from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_release_work_pb2 as work_pb2
from handmade.pr_review.v1 import press_release_work_pb2_grpc as work_stubs
from tests.integration.pr_review.conftest import NOON
from tests.integration.pr_review.test_lapsing import passes, until
from tests.support.documents import a_document

State = pb.PressRelease.State
DOCUMENT = a_document()
SHA256 = hashlib.sha256(DOCUMENT).hexdigest()
RITA = {"subject": "rita", "display_name": "Rita", "role": "pr"}


async def stored(press, maker, state, role="maker"):
    """A press release exactly as 0.1.0 stored it, with its document; its id."""

    async def content():
        yield DOCUMENT

    file = await press.process.frame.files("drafts").put("old.docx", content(), len(DOCUMENT))
    by = {"subject": f"by-{role}", "display_name": "Old Hand", "role": role}
    happened = ["started", "draft_uploaded", "submitted", "taken", "approved"]
    known = {"DRAFT": 2, "SUBMITTED": 3, "IN_REVIEW": 4, "APPROVED": 5}[state]
    states = ["DRAFT", "DRAFT", "SUBMITTED", "IN_REVIEW", "APPROVED"]
    approval = {
        "file_id": file.id,
        "file_name": "old.docx",
        "sha256": SHA256,
        "release_on": "2027-03-02",
        "time_zone": "America/Los_Angeles",
        "representative": RITA,
        "created": NOON,
        "expires": NOON + timedelta(days=104),
    }
    draft = {
        "number": 1,
        "file_id": file.id,
        "file_name": "old.docx",
        "size": len(DOCUMENT),
        "sha256": SHA256,
        "uploaded": NOON,
    }
    release_id = new_id()
    await press.database["press_releases"].insert_one(
        {
            "_id": release_id,
            "revision": known,
            "maker": maker.maker,
            "state": state,
            "form": {
                "title": "Old mugs",
                "release_on": "2027-03-02",
                "time_zone": "America/Los_Angeles",
                "distribution_plan": "Wire",
                "contact": "Ada",
            },
            "draft": draft,
            "representative": RITA if known > 3 else None,
            "approval": approval if known > 4 else None,
            "timeline": [
                {
                    "occurred": NOON,
                    "actor": RITA if action in ("taken", "approved") else by,
                    "action": action,
                    "state": after,
                    "rule_version": "1",
                }
                for action, after in list(zip(happened, states, strict=True))[:known]
            ],
            "created": NOON,
            "updated": NOON,
            "submitted": NOON if known > 2 else None,
        }
    )
    return f"pressReleases/{release_id}"


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED", "IN_REVIEW", "APPROVED"])
async def test_one_of_each_state_is_read_with_what_follows_from_it_by_now(press, state):
    maker = await press.a_maker()
    name = await stored(press, maker, state)

    release = await maker.get(name)
    listed = (await maker.list()).press_releases
    downloaded = await maker.download(name)

    assert release.state == State.Value(state)
    assert release.type == pb.PressRelease.PRESS_RELEASE
    assert release.intake.channel == pb.PressRelease.FROM_MAKER
    assert [it.number for it in release.drafts] == [1]
    assert [it.rule_version for it in release.timeline] == ["1"] * len(release.timeline)
    assert [it.name for it in listed] == [name]
    assert downloaded == DOCUMENT
    is_on_time = release.notice.verdict == pb.PressRelease.Notice.ON_TIME
    assert is_on_time == (state != "DRAFT")
    assert release.HasField("lapse_time") == (state in ("SUBMITTED", "IN_REVIEW"))
    assert release.round == (state != "DRAFT")


async def test_it_goes_on_to_its_approval(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr", name="Rita")
    name = await stored(press, maker, "IN_REVIEW")

    asked = await rita.request_changes(name, SHA256)
    uploaded = await maker.upload(name, a_document("New mugs"))
    answered = await maker.answer(name, uploaded.draft.sha256)
    approved = await rita.approve(name, answered.draft.sha256)

    assert asked.state == State.CHANGES_REQUESTED
    assert approved.state == State.APPROVED
    assert [it.number for it in approved.drafts] == [1, 2]
    assert await maker.download(name, SHA256) == DOCUMENT


async def test_a_draft_of_it_is_submitted(press):
    maker = await press.a_maker()
    name = await stored(press, maker, "DRAFT")

    await maker.update(name, title="Still mugs")

    assert (await maker.submit(name)).state == State.SUBMITTED


async def test_what_a_partner_filed_then_had_the_makers_grant(press):
    maker = await press.a_maker()

    release = await maker.get(await stored(press, maker, "SUBMITTED", role="partner"))

    assert release.intake.channel == pb.PressRelease.FROM_AGENCY
    assert release.authority.agency == "Old Hand"
    assert release.authority.HasField("give_time")


async def test_it_lapses_to_every_reader_and_by_the_sweep(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    name = await stored(press, maker, "SUBMITTED")
    passes(press)
    assert (await rita.get(name)).state == State.LAPSED
    press.clock.forward(seconds=11)

    async def lapsed():
        return await press.database["press_releases"].find_one({"state": "LAPSED"})

    assert (await until(lapsed))["maker_subject"] != ""


async def test_a_release_moment_follows_the_clock_rules_that_are_known_by_now(press):
    maker = await press.a_maker()
    release, withdrawn = await maker.submitted(), await maker.submitted()
    await maker.withdraw(withdrawn.name)
    wrong = NOON + timedelta(days=20)
    before = {"time_zones": "2020a", "lapses": wrong, "due": wrong}
    for each in (release, withdrawn):
        key = {"_id": each.name.partition("/")[2]}
        await press.database["press_releases"].update_one(key, {"$set": before})

    async def mended():
        row = await press.database["press_releases"].find_one(
            {"_id": release.name.partition("/")[2]}
        )
        return row if row["time_zones"] != "2020a" else None

    assert (await maker.get(release.name)).lapse_time == release.lapse_time
    row = await until(mended)
    assert row["due"] == release.lapse_time.ToDatetime(UTC)
    undone = await maker.undo(withdrawn.name)
    assert undone.lapse_time == withdrawn.lapse_time


async def test_a_zone_that_is_gone_is_said_to_be_and_another_mends_it(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    release = await rita.take((await maker.submitted()).name)
    await press.database["press_releases"].update_one(
        {"_id": release.name.partition("/")[2]},
        {"$set": {"form.time_zone": "America/Atlantis", "time_zones": "2020a"}},
    )

    assert (await maker.get(release.name)).lapse_time == release.lapse_time
    with pytest.raises(Invalid) as gone:
        await rita.approve(release.name, release.draft.sha256)
    with pytest.raises(Invalid) as still_gone:
        await maker.change_date(release.name, "2027-03-20")
    moved = await maker.change_date(release.name, "2027-03-20", time_zone="America/Denver")

    for refused in (gone, still_gone):
        [violation] = refused.value.violations
        assert (violation.rule, violation.subject) == ("INVALID_TIME_ZONE", "time_zone")
    assert moved.time_zone == "America/Denver"


async def test_its_files_are_kept(press):
    maker = await press.a_maker()
    name = await stored(press, maker, "APPROVED")
    files, releases = press.process.frame.files("drafts"), press.releases
    press.clock.forward(hours=25)

    removed = await files.sweep(releases.refers_to)

    assert removed == 0
    assert await maker.download(name) == DOCUMENT


async def test_it_waits_in_the_queue_as_soon_as_the_sweep_has_been(press):
    maker = await press.a_maker()
    waits = {await stored(press, maker, state) for state in ("SUBMITTED", "IN_REVIEW")}
    names = {*waits, await stored(press, maker, "APPROVED")}
    channel = press.process.channel(work_pb2, token=press.process.issuer.token("rita", "pr"))
    stub = work_stubs.PressReleaseWorkServiceStub(channel)

    async def queued():
        page = await stub.ListPressReleaseWork(work_pb2.ListPressReleaseWorkRequest())
        return page.items if len(page.items) == 2 else None

    items = await until(queued)

    assert {it.press_release.name for it in items} == waits
    # From now on somebody is reminded of it as of any other, its overdue answer first.
    planned = press.database["press_reminders"].find(
        {"_id": {"$in": [name.partition("/")[2] for name in names]}}
    )
    moments = {f"pressReleases/{row['_id']}": row["moment"] async for row in planned}
    assert moments.keys() == waits
    assert all(NOON < moment < NOON + timedelta(days=14) for moment in moments.values())
    assert all(it.HasField("next_due_time") and not it.overdue for it in items)
