"""What is at the edge of what can be written: of the calendar, of alphabets, of what staff says."""

from datetime import timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.timeofday_pb2 import TimeOfDay

from chassis.errors import Invalid, Problem, Refused
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.conftest import a_date

State = pb.PressRelease.State
LAST, FIRST = Date(year=9999, month=12, day=31), Date(year=1, month=1, day=1)
LATE, EARLY = TimeOfDay(hours=23, minutes=59), TimeOfDay()
AHEAD = "Pacific/Kiritimati"


def a_moment(text):
    given = Timestamp()
    given.FromJsonString(text)
    return given


@pytest.fixture
async def cast(press):
    return await press.a_maker(), press.as_("rita", "pr", name="Rita")


def rules(problem):
    return [it.rule for it in problem.value.violations]


@pytest.mark.parametrize(
    ("day", "at", "zone", "reason"),
    [
        (LAST, LATE, "America/Los_Angeles", "TOO_FAR_AHEAD"),
        (LAST, None, "America/Los_Angeles", "TOO_FAR_AHEAD"),
        (FIRST, EARLY, AHEAD, "RELEASE_DATE_PAST"),
        (FIRST, None, AHEAD, "RELEASE_DATE_PAST"),
    ],
)
async def test_a_day_at_an_end_of_the_calendar_is_refused_like_any_other(
    press, cast, day, at, zone, reason
):
    maker, _ = cast
    fields = {"release_date": day, "release_time": at, "time_zone": zone}
    drafted = await maker.complete(**fields)
    submitted = await maker.submitted()

    with pytest.raises(Refused) as handed_in:
        await maker.submit(drafted.name)
    with pytest.raises(Refused) as moved:
        await maker.call(
            "ChangePressReleaseDate", name=submitted.name, exception_reason="Why not?", **fields
        )

    assert (handed_in.value.reason, moved.value.reason) == (reason, reason)


async def test_what_happened_was_not_long_ago_and_what_is_asked_for_is_not_for_afterwards(
    press, cast
):
    maker, rita = cast
    release = await rita.take((await maker.submitted()).name)
    await press.knows("leo", "stakeholder", name="Leo")
    long_ago = a_moment("0001-01-01T00:00:00Z")

    with pytest.raises(Invalid) as contact:
        await rita.call(
            "RecordPressReleaseFirstContact",
            name=release.name,
            first_contact_time=long_ago,
            reference="T1",
        )
    with pytest.raises(Invalid) as published:
        await rita.report(release.name, publish_time=long_ago, without_approval=True)
    with pytest.raises(Invalid) as asked:
        await rita.say(
            "AddStakeholder",
            press_release=release.name,
            who="leo",
            area=pb.Stakeholder.LEGAL,
            need=pb.Stakeholder.REQUIRED,
            due_time=a_moment("9999-12-31T23:59:59Z"),
        )

    assert (rules(contact), rules(published)) == (["TOO_LONG_AGO"], ["TOO_LONG_AGO"])
    assert rules(asked) == ["DUE_TOO_LATE"]


async def test_what_went_out_before_it_was_filed_can_be_told(press, cast):
    maker, rita = cast
    release = await rita.take((await maker.submitted()).name)

    published = await rita.report(
        release.name, publish_time=press.clock() - timedelta(days=30), without_approval=True
    )

    assert published.state == State.PUBLISHED_WITHOUT_APPROVAL


@pytest.mark.parametrize("field", ["title", "distribution_plan", "contact", "exception_reason"])
@pytest.mark.parametrize("nothing", ["\u3164", "\u2800", "\u0301"])
async def test_what_cannot_be_seen_is_not_said(press, cast, field, nothing):
    maker, _ = cast

    with pytest.raises(Invalid) as refused:
        await maker.start(**{field: nothing})

    assert "REQUIRED" in rules(refused)
    assert {it.subject for it in refused.value.violations} == {f"press_release.{field}"}


@pytest.mark.parametrize("code", ["ß", "ﬁ"])
async def test_other_letters_are_no_country(press, cast, code):
    maker, _ = cast
    markets = [pb.PressRelease.Market(country_code=code, time_zone="Asia/Tokyo")]

    with pytest.raises(Invalid) as refused:
        await maker.start(markets=markets)

    assert rules(refused) == ["COUNTRY_MALFORMED"]


async def test_an_agency_with_a_very_long_name_files_all_the_same(press):
    maker = await press.a_maker(grants=[("paula", ["press:write"])])

    started = await press.as_("paula", "partner", name="P" * 300).start(maker=maker.maker)

    assert started.agency == "P" * 200


async def test_an_address_with_a_password_is_none(press, cast):
    maker, rita = cast
    release = await rita.take((await maker.submitted()).name)

    with pytest.raises(Invalid) as refused:
        await rita.report(release.name, uri="https://u:p@paper.example/", without_approval=True)

    assert rules(refused) == ["URI_MALFORMED"]


async def test_makers_read_no_reason_of_a_leads(press, cast):
    maker, rita = cast
    lena = press.as_("lena", "pr_lead", name="Lena")
    release = await rita.take((await maker.submitted()).name)
    wrote = press.clock() - timedelta(days=3)
    moment = Timestamp()
    moment.FromDatetime(wrote)
    await rita.call(
        "RecordPressReleaseFirstContact",
        name=release.name,
        first_contact_time=moment,
        reference="Ticket 7",
    )

    await lena.call("AcceptPressReleaseFirstContact", name=release.name, reason="Between us.")

    assert "Between us." in str(await rita.get(release.name))
    shown = await maker.get(release.name)
    assert "Between us." not in str(shown)
    assert shown.timeline[-1].action == "first_contact_accepted"


async def test_an_undo_has_room_in_a_full_timeline(press, cast):
    maker, _ = cast
    release = await maker.submitted()
    row = {"_id": release.name.split("/")[1]}
    stored = await press.database["press_releases"].find_one(row)
    full = stored["timeline"] + [stored["timeline"][-1]] * (500 - len(stored["timeline"]))
    await press.database["press_releases"].update_one(row, {"$set": {"timeline": full}})

    await maker.withdraw(release.name)
    undone = await maker.undo(release.name)
    await maker.withdraw(release.name)
    with pytest.raises(Problem) as again:
        await maker.undo(release.name)

    assert undone.state == State.SUBMITTED
    assert again.value.reason == "TOO_MANY_STEPS"


async def test_an_approved_release_whose_day_is_over_is_received_anew(press, cast):
    maker, rita = cast
    release = await rita.take((await maker.submitted()).name)
    await rita.approve_as_read(release)
    press.clock.forward(days=181)
    soon = (press.clock() + timedelta(days=2)).date().isoformat()

    with pytest.raises(Refused) as short:
        await maker.change_date(release.name, soon)
    moved = await maker.change_date(release.name, soon, exception_reason="The fair.")

    assert short.value.reason == "LEAD_TIME_TOO_SHORT"
    assert moved.state == State.IN_REVIEW
    assert [it.state for it in moved.exceptions] == [pb.PressRelease.ExceptionRequest.ASKED]
    assert moved.release_date == a_date(soon)
