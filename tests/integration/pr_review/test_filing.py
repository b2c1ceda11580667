"""Who files a press release, for whom, and what is known of that."""

from datetime import UTC, datetime, timedelta

import pytest
from google.type.timeofday_pb2 import TimeOfDay

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from chassis.ids import new_id
from handmade.access.v1 import access_pb2
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.conftest import NOON, ON_TIME
from tests.support.documents import a_document

State = pb.PressRelease.State
COMPLETE = {
    "release_date": ON_TIME,
    "time_zone": "America/Los_Angeles",
    "distribution_plan": "Wire",
    "contact": "Ada",
}


def support(press, subject="sam"):
    return press.as_(subject, "support", name=subject.title())


async def test_support_files_for_a_maker_who_wrote_and_acts_on_it(press):
    maker, sam = await press.a_maker(), support(press)

    filed = await sam.start(
        maker=maker.maker,
        beside={"first_contact_time": NOON - timedelta(days=1), "reference": "Ticket 7"},
        **COMPLETE,
    )
    await sam.update(filed.name, contact="Bea")
    await sam.upload(filed.name, a_document())
    release = await sam.submit(filed.name)

    assert release.intake.channel == pb.PressRelease.FROM_SUPPORT
    assert release.intake.reference == "Ticket 7"
    assert release.intake.first_contact_time.ToDatetime(UTC) == NOON - timedelta(days=1)
    assert release.intake.recorder.subject == "sam"
    assert release.notice.receive_time.ToDatetime(UTC) == NOON
    assert {entry.actor.role for entry in release.timeline} == {access_pb2.SUPPORT}
    to_maker = await maker.get(release.name)
    assert to_maker.intake.recorder.display_name == "Sam"
    assert to_maker.intake.recorder.subject == ""


async def test_a_draft_of_supports_is_seen_by_who_filed_it_and_by_its_maker_alone(press):
    maker, sam = await press.a_maker(), support(press)
    filed = await sam.start(maker=maker.maker)

    assert (await sam.get(filed.name)).title == "Dog mugs"
    assert [it.name for it in (await sam.list()).press_releases] == [filed.name]
    assert (await maker.update(filed.name, title="Cat mugs")).title == "Cat mugs"
    for other in (support(press, "sue"), press.as_("rita", "pr"), press.as_("leo", "stakeholder")):
        with pytest.raises(NotFound):
            await other.get(filed.name)
        assert filed.name not in [it.name for it in (await other.list()).press_releases]


async def test_support_does_not_act_on_what_was_not_filed_through_it(press):
    maker, sam = await press.a_maker(), support(press)
    submitted = await maker.submitted()

    with pytest.raises(Refused) as refused:
        await sam.withdraw(submitted.name)

    assert refused.value.reason == "NOT_FILED_BY_SUPPORT"


@pytest.mark.parametrize("subject", ["sam", "sue"])
async def test_once_it_is_submitted_support_does_nothing_in_the_makers_place(press, subject):
    maker, sam = await press.a_maker(), support(press)
    filed = await sam.start(maker=maker.maker, **COMPLETE)
    await sam.upload(filed.name, a_document())
    release = await sam.submit(filed.name)
    withdrawn = await maker.submitted()
    await maker.withdraw(withdrawn.name)
    before, somebody = await press.everything(), support(press, subject)

    for act in (
        lambda: somebody.withdraw(release.name),
        lambda: somebody.change_date(release.name, "2027-03-09"),
        lambda: somebody.answer(release.name, release.draft.sha256),
        lambda: somebody.upload(release.name, a_document("Other words")),
        lambda: somebody.undo(withdrawn.name),
    ):
        with pytest.raises(Refused) as refused:
            await act()
        assert refused.value.reason == "NOT_FILED_BY_SUPPORT"

    assert await press.everything() == before
    moved = await maker.change_date(release.name, "2027-03-09")
    assert moved.release_date.day == 9


async def test_who_filed_it_does_not_review_it(press):
    maker = await press.a_maker()
    both = press.as_("sam", "support", "pr", name="Sam")
    filed = await both.start(maker=maker.maker, **COMPLETE)
    await both.upload(filed.name, a_document())
    await both.submit(filed.name)

    with pytest.raises(Refused) as refused:
        await both.take(filed.name)

    assert refused.value.reason == "OWN_PRESS_RELEASE"


async def test_support_names_a_maker_that_exists(press):
    sam = support(press)

    with pytest.raises(NotFound) as absent:
        await sam.start(maker=f"makers/{new_id()}")
    with pytest.raises(Invalid) as unnamed:
        await sam.start()

    assert absent.value.reason == "MAKER_NOT_FOUND"
    assert [(it.rule, it.subject) for it in unnamed.value.violations] == [("REQUIRED", "maker")]


async def test_only_support_says_when_the_maker_first_wrote(press):
    maker, sam = await press.a_maker(), support(press)
    contact = {"first_contact_time": NOON - timedelta(days=1), "reference": "Ticket 7"}

    with pytest.raises(Invalid) as refused:
        await maker.start(beside=contact)
    with pytest.raises(Invalid) as early:
        await sam.start(
            maker=maker.maker, beside=contact | {"first_contact_time": NOON + timedelta(days=1)}
        )
    with pytest.raises(Invalid) as unnamed:
        await sam.start(maker=maker.maker, beside=contact | {"reference": " "})

    assert [it.subject for it in refused.value.violations] == ["first_contact_time", "reference"]
    assert early.value.violations[0].rule == "IN_THE_FUTURE"
    assert unnamed.value.violations[0].subject == "reference"


async def test_a_partner_has_the_makers_grant_as_its_authority(press):
    maker = await press.a_maker(grants=[("agency", ["press:write"])])
    agency = press.as_("agency", "partner", name="Loud & Clear")

    filed = await agency.start(maker=maker.maker, **COMPLETE)
    await agency.upload(filed.name, a_document())
    release = await agency.submit(filed.name)

    assert release.intake.channel == pb.PressRelease.FROM_AGENCY
    assert release.agency == release.authority.agency == "Loud & Clear"
    assert release.authority.giver.display_name == "Clay & Co"
    assert release.authority.HasField("give_time")


async def test_an_agency_that_support_names_waits_for_the_makers_word(press):
    maker, sam = await press.a_maker(), support(press)
    filed = await sam.start(maker=maker.maker, agency="Loud & Clear", **COMPLETE)
    await sam.upload(filed.name, a_document())

    with pytest.raises(Refused) as missing:
        await sam.submit(filed.name)
    with pytest.raises(Invalid) as unread:
        await sam.call("AuthorisePressRelease", name=filed.name, agency="Loud & Clear")
    told = {"name": filed.name, "agency": "Loud & Clear", "reference": "Ticket 8"}
    authorised = await sam.call("AuthorisePressRelease", **told)
    with pytest.raises(Refused) as again:
        await maker.call("AuthorisePressRelease", name=filed.name, agency="Loud & Clear")

    assert [it.rule for it in missing.value.violations] == ["AUTHORITY_MISSING"]
    assert not filed.authority.HasField("giver")
    assert unread.value.violations[0].subject == "reference"
    assert authorised.authority.reference == "Ticket 8"
    assert again.value.reason == "AUTHORITY_GIVEN"
    assert (await sam.submit(filed.name)).state == State.SUBMITTED


async def test_a_maker_who_names_an_agency_has_said_so(press):
    maker = await press.a_maker()

    started = await maker.start(agency="Loud & Clear")
    changed = await maker.update(started.name, agency="Quiet & Dim")
    cleared = await maker.update(started.name, mask=["agency"])

    assert started.authority.giver.display_name == "Ada"
    assert changed.authority.agency == changed.agency == "Quiet & Dim"
    assert not cleared.HasField("authority")


async def test_a_copy_has_what_the_other_says_unless_it_is_said_anew(press):
    maker, other = await press.a_maker(), await press.a_maker()
    first = await maker.complete(type=pb.PressRelease.INTERVIEW)

    copy = await maker.start(title="Cat mugs", beside={"copy_from": first.name})

    assert (copy.title, copy.type, copy.contact) == ("Cat mugs", first.type, first.contact)
    assert copy.copied_from == first.name
    assert not copy.HasField("draft")
    with pytest.raises(NotFound):
        await other.start(beside={"copy_from": first.name})


async def test_what_a_form_says_besides_comes_back(press):
    maker = await press.a_maker()
    markets = [
        pb.PressRelease.Market(country_code="US"),
        pb.PressRelease.Market(country_code="JP", time_zone="Asia/Tokyo"),
    ]

    started = await maker.start(
        markets=markets, release_time=TimeOfDay(hours=9, minutes=30), release_date=ON_TIME
    )

    assert started.type == pb.PressRelease.PRESS_RELEASE
    assert [it.time_zone for it in started.markets] == ["America/New_York", "Asia/Tokyo"]
    assert started.release_time == TimeOfDay(hours=9, minutes=30)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"markets": [pb.PressRelease.Market(country_code="JP")]}, "MARKET_ZONE_MISSING"),
        ({"release_time": TimeOfDay(hours=25)}, "INVALID_TIME"),
        ({"release_time": TimeOfDay(hours=9, seconds=1)}, "INVALID_TIME"),
        ({"agency": "a" * 201}, "TEXT_TOO_LONG"),
    ],
)
async def test_a_form_that_says_too_much_or_too_little_is_refused(press, fields, rule):
    maker = await press.a_maker()

    with pytest.raises(Invalid) as refused:
        await maker.start(**fields)

    assert [it.rule for it in refused.value.violations] == [rule]


async def test_short_notice_without_a_reason_is_told_what_an_exception_needs(press):
    maker = await press.a_maker()
    press.clock.forward(days=2)
    released = await maker.complete()

    with pytest.raises(Refused, match="why it can't wait") as refused:
        await maker.submit(released.name)

    assert refused.value.facts["verdict"] == "SHORT_NOTICE"


async def test_a_first_contact_is_recorded_by_staff_and_lies_before_the_receipt(press):
    maker, sam, rita = await press.a_maker(), support(press), press.as_("rita", "pr")
    submitted = await maker.submitted()
    contact = {
        "name": submitted.name,
        "first_contact_time": datetime(2027, 2, 15, tzinfo=UTC),
        "reference": "Ticket 7",
    }
    press.clock.forward(hours=2)

    with pytest.raises(Forbidden):
        await maker.call("RecordPressReleaseFirstContact", **contact)
    with pytest.raises(Refused) as late:
        await sam.call(
            "RecordPressReleaseFirstContact",
            **contact | {"first_contact_time": NOON + timedelta(hours=1)},
        )
    with pytest.raises(Forbidden):
        await rita.call("AcceptPressReleaseFirstContact", name=submitted.name, reason="True.")
    recorded = await rita.call("RecordPressReleaseFirstContact", **contact)

    assert late.value.reason == "FIRST_CONTACT_TOO_LATE"
    assert recorded.intake.recorder.subject == "rita"
    assert recorded.notice == submitted.notice
