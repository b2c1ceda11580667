"""Preparing and submitting: dates, missing fields, edits, retries."""

from uuid import uuid4

import pytest
from google.type.date_pb2 import Date
from google.type.timeofday_pb2 import TimeOfDay

from chassis.errors import Invalid, Refused, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.conftest import ON_TIME, a_date
from tests.support.documents import a_document

THIRTEEN_DAYS = Date(year=2027, month=3, day=1)


async def test_14_days_ahead_is_accepted(press):
    maker = await press.a_maker()
    released = await maker.complete(release_date=ON_TIME)

    submitted = await maker.submit(released.name)

    assert submitted.state == pb.PressRelease.SUBMITTED


async def test_13_days_ahead_is_refused_with_the_earliest_date(press):
    maker = await press.a_maker()
    released = await maker.complete(release_date=THIRTEEN_DAYS)
    before = await press.everything()

    with pytest.raises(Refused, match="on 2 March 2027 at the earliest") as refused:
        await maker.submit(released.name)

    assert refused.value.reason == "LEAD_TIME_TOO_SHORT"
    assert refused.value.facts == {
        "earliest": "2027-03-02",
        "submitted": "2027-02-16",
        "verdict": "SHORT_NOTICE",
    }
    assert [broken.rule for broken in refused.value.violations] == ["LEAD_TIME_TOO_SHORT"]
    assert await press.everything() == before


async def test_a_refused_submission_can_be_mended_and_repeated(press):
    maker, request_id = await press.a_maker(), str(uuid4())
    released = await maker.complete(release_date=THIRTEEN_DAYS)
    with pytest.raises(Refused):
        await maker.submit(released.name, request_id)

    await maker.update(released.name, release_date=ON_TIME)
    submitted = await maker.submit(released.name, request_id)

    assert submitted.state == pb.PressRelease.SUBMITTED
    assert submitted.draft == released.draft


async def test_received_means_submitted_and_not_uploaded(press):
    maker = await press.a_maker()
    released = await maker.complete()
    press.clock.forward(days=1)

    with pytest.raises(Refused) as refused:
        await maker.submit(released.name)

    assert refused.value.facts["earliest"] == "2027-03-03"


async def test_a_refused_file_starts_no_clock(press):
    maker = await press.a_maker()
    started = await maker.start(
        release_date=ON_TIME, distribution_plan="A wire service", contact="Ada"
    )
    with pytest.raises(Invalid):
        await maker.upload(started.name, b"%PDF-1.7")
    press.clock.forward(days=1)
    await maker.upload(started.name, a_document())

    with pytest.raises(Refused) as refused:
        await maker.submit(started.name)

    assert refused.value.reason == "LEAD_TIME_TOO_SHORT"
    assert (await maker.get(started.name)).distribution_plan == "A wire service"


async def test_everything_that_is_missing_is_named_at_once(press):
    maker = await press.a_maker()
    started = await maker.start(release_date=THIRTEEN_DAYS)

    with pytest.raises(Refused) as refused:
        await maker.submit(started.name)

    assert [broken.rule for broken in refused.value.violations] == [
        "DISTRIBUTION_PLAN_MISSING",
        "CONTACT_MISSING",
        "DRAFT_MISSING",
        "LEAD_TIME_TOO_SHORT",
    ]
    assert refused.value.facts["earliest"] == "2027-03-02"


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("US", "America/New_York"),
        ("DE", "Europe/Berlin"),
        pytest.param("UA", "", id="a country the programme does not have"),
    ],
)
async def test_the_zone_is_that_of_the_makers_country_unless_given(press, country, zone):
    maker = await press.a_maker(country=country)

    started = await maker.start()

    assert started.time_zone == zone


async def test_a_zone_taken_back_is_the_countrys_again(press):
    maker = await press.a_maker()
    started = await maker.start(time_zone="Asia/Tokyo")

    updated = await maker.update(started.name, mask=["time_zone"])

    assert updated.time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"title": "  "}, [("REQUIRED", "press_release.title")]),
        ({"title": "a" * 201}, [("TITLE_TOO_LONG", "press_release.title")]),
        ({"time_zone": "EST"}, [("INVALID_TIME_ZONE", "press_release.time_zone")]),
        (
            {"release_date": Date(year=2027, month=2, day=29), "time_zone": "UTC+2"},
            [
                ("INVALID_DATE", "press_release.release_date"),
                ("INVALID_TIME_ZONE", "press_release.time_zone"),
            ],
        ),
    ],
)
async def test_a_form_that_breaks_rules_is_refused_with_all_of_them(press, fields, broken):
    maker = await press.a_maker()
    before = await press.everything()

    with pytest.raises(Invalid) as refused:
        await maker.start(**fields)

    assert [(v.rule, v.subject) for v in refused.value.violations] == broken
    assert await press.everything() == before


async def test_a_mask_clears_what_it_names_and_leaves_the_rest(press):
    maker = await press.a_maker()
    released = await maker.complete()

    updated = await maker.update(released.name, mask=["release_date", "contact"], contact="Bea")

    assert not updated.HasField("release_date")
    assert updated.contact == "Bea"
    assert updated.distribution_plan == released.distribution_plan
    assert updated.draft == released.draft


@pytest.mark.parametrize(
    ("mask", "rule"),
    [
        ("state", "FIELD_READ_ONLY"),
        ("name", "FIELD_READ_ONLY"),
        ("draft", "FIELD_READ_ONLY"),
        ("timeline", "FIELD_READ_ONLY"),
        ("draft.sha256", "FIELD_UNKNOWN"),
        ("$set", "FIELD_UNKNOWN"),
    ],
)
async def test_an_update_changes_only_what_a_maker_writes(press, mask, rule):
    maker = await press.a_maker()
    started = await maker.start()

    with pytest.raises(Invalid) as refused:
        await maker.update(started.name, mask=[mask], title="New")

    assert refused.value.violations[0].rule == rule


async def test_fields_the_server_sets_are_ignored_without_a_mask(press):
    maker = await press.a_maker()
    started = await maker.start(state=pb.PressRelease.APPROVED, maker="")

    updated = await maker.update(started.name, title="New", state=pb.PressRelease.APPROVED)

    assert started.state == updated.state == pb.PressRelease.DRAFT


@pytest.mark.parametrize("etag", ["0", "2", "x", "-1", "1 ", "$ne"])
async def test_a_stale_or_invented_etag_is_refused(press, etag):
    maker = await press.a_maker()
    started = await maker.start()

    with pytest.raises(Stale) as refused:
        await maker.update(started.name, etag=etag, title="New")

    assert refused.value.reason == "ETAG_MISMATCH"
    assert (await maker.get(started.name)).title == "Dog mugs"


async def test_an_hour_that_comes_twice_is_said_to_be_meant_the_first_time(press):
    maker = await press.a_maker()
    press.at("2027-10-20T12:00Z")
    day, zone = a_date("2027-11-07"), "America/New_York"

    twice, once = [
        await maker.submitted(release_date=day, release_time=TimeOfDay(hours=hour), time_zone=zone)
        for hour in (1, 3)
    ]

    assert (twice.notice.hour_comes_twice, once.notice.hour_comes_twice) == (True, False)
    assert twice.lapse_time.ToJsonString() == "2027-11-07T05:00:00Z"


async def test_the_present_etag_is_accepted_once(press):
    maker = await press.a_maker()
    started = await maker.start()

    updated = await maker.update(started.name, etag=started.etag, title="New")

    assert updated.etag != started.etag
    with pytest.raises(Stale):
        await maker.update(started.name, etag=started.etag, title="Newer")


async def test_nothing_is_edited_once_it_was_submitted(press):
    maker = await press.a_maker()
    submitted = await maker.submitted()
    before = await press.everything()

    for again in (
        lambda: maker.update(submitted.name, title="New"),
        lambda: maker.submit(submitted.name),
    ):
        with pytest.raises(Refused) as refused:
            await again()
        assert refused.value.reason == "PRESS_RELEASE_NOT_DRAFT"

    assert await press.everything() == before


async def test_a_repeated_start_starts_one(press):
    maker, request_id = await press.a_maker(), str(uuid4())

    first = await maker.start(request_id=request_id)
    again = await maker.start(request_id=request_id)

    assert first == again
    assert len((await maker.list()).press_releases) == 1
    with pytest.raises(Refused) as refused:
        await maker.start(request_id=request_id, title="Another")
    assert refused.value.reason == "REQUEST_ID_REUSED"


async def test_only_who_applied_to_the_programme_starts_a_release(press):
    stranger = press.as_("stranger", "maker")

    with pytest.raises(Refused) as refused:
        await stranger.start()

    assert refused.value.reason == "NO_MAKER"


async def test_a_draft_says_the_earliest_date_as_of_now_in_its_zone(press):
    maker = await press.a_maker()
    started = await maker.start(time_zone="America/Los_Angeles")

    now = (await maker.get(started.name)).earliest_release_date
    in_tokyo = await maker.update(started.name, time_zone="Asia/Tokyo")
    press.clock.forward(days=3)
    later = (await maker.list()).press_releases[0].earliest_release_date

    assert (started.earliest_release_date, now) == (ON_TIME, ON_TIME)
    assert in_tokyo.earliest_release_date == Date(year=2027, month=3, day=3)
    assert later == Date(year=2027, month=3, day=6)


async def test_the_earliest_date_is_accepted_and_gone_once_submitted(press):
    maker = await press.a_maker()
    released = await maker.complete()

    submitted = await maker.submit(released.name)

    assert released.earliest_release_date == released.release_date
    assert not submitted.HasField("earliest_release_date")


async def test_without_a_zone_no_earliest_date_is_known(press):
    maker = await press.a_maker(country="UA")

    assert not (await maker.start()).HasField("earliest_release_date")
