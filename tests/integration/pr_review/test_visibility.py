"""Who sees what of a release in review: makers, agencies, staff, and whom they ask."""

import asyncio
from datetime import timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from pymongo import AsyncMongoClient

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.test_histories import is_asked

SECRETS = ("leo", "Leo", "rita", "lena", "on strike", "May we say this?")


@pytest.fixture
async def cast(press):
    maker = await press.a_maker(grants=[("agency", ["press:write", "events:read"])])
    return maker, press.as_("rita", "pr", name="R. Vale"), press.as_("lena", "pr_lead", name="L.")


async def decided(press, maker, rita, lena):
    """Taken by one, with a stakeholder asked, and approved by the lead over that one's silence."""
    release = await rita.take((await maker.submitted()).name)
    await is_asked(press, release, "leo")
    return await lena.call(
        "ApprovePressRelease",
        name=release.name,
        sha256=release.draft.sha256,
        override_reason="Legal is on strike.",
    )


async def test_makers_and_agencies_learn_nothing_of_how_the_staff_came_to_it(press, cast):
    maker, rita, lena = cast
    release = await decided(press, maker, rita, lena)
    agency = press.as_("agency", "partner", name="Loud & Clear")

    for outside in (maker, agency):
        for seen in (
            await outside.get(release.name),
            (await outside.list(maker=maker.maker)).press_releases[0],
        ):
            assert not any(secret in str(seen) for secret in SECRETS)
            assert seen.letters[0].author.display_name == "L."
    assert "on strike" in str(await rita.get(release.name))


async def test_makers_do_not_read_why_a_lead_let_a_first_contact_count(press, cast):
    maker, rita, lena = cast
    release = await maker.submitted()
    contact = Timestamp()
    contact.FromDatetime(press.clock() - timedelta(days=2))
    await rita.call(
        "RecordPressReleaseFirstContact",
        name=release.name,
        first_contact_time=contact,
        reference="Ticket 7",
    )

    read = await lena.call(
        "AcceptPressReleaseFirstContact", name=release.name, reason="They are on strike."
    )

    assert "on strike" in str(read)
    assert "on strike" not in str(await maker.get(release.name))


async def test_one_of_the_press_team_whom_the_maker_lets_write_is_of_its_side(press, cast):
    maker, rita, lena = cast
    release = await rita.take((await maker.submitted()).name)
    await is_asked(press, release, "leo")
    queued = await maker.submitted(title="Cat mugs")
    granted = press.as_("agency", "pr", name="A.")
    await press.knows("agency", "pr")

    for act in (
        lambda: granted.take(queued.name),
        lambda: lena.call("AssignPressRelease", name=queued.name, representative="agency"),
        lambda: lena.call("HandOverPressRelease", name=release.name, representative="agency"),
        lambda: granted.say("AddPressComment", press_release=release.name, text="Fine."),
        lambda: granted.report(release.name, without_approval=True),
    ):
        with pytest.raises((Refused, Invalid)):
            await act()

    listed = (await granted.list()).press_releases
    [planned] = (await granted.list(maker=maker.maker, states=[release.state])).press_releases
    assert {it.name for it in listed} == {release.name, queued.name}
    for seen in (*listed, planned, await granted.get(release.name)):
        assert not seen.stakeholders
        assert "leo" not in str(seen)


async def test_what_happens_is_told_to_who_may_write_as_to_an_agency(press, cast):
    maker, rita, _ = cast
    release = await rita.take((await maker.submitted()).name)
    await is_asked(press, release, "leo")
    await rita.request_changes(release.name, release.draft.sha256)
    granted = press.as_("agency", "pr", "partner", scope=["press:write", "events:read"])

    heard = [without_chance(it) for it in await granted.watch(4, press_release=release.name)]

    assert "stakeholder_asked" not in str([it.type for it in heard])
    assert not any("leo" in str(it) for it in heard)


@pytest.mark.parametrize("roles", [("stakeholder", "maker"), ("admin", "maker")])
async def test_who_only_reads_or_is_asked_does_nothing_as_staff(press, cast, roles):
    maker, rita, _ = cast
    release = await rita.take((await maker.submitted()).name)
    await is_asked(press, release, "leo")
    leo = press.as_("leo", *roles, name="Leo")
    before = await press.everything()

    for act in (
        lambda: leo.report(release.name, without_approval=True),
        lambda: leo.call("AuthorisePressRelease", name=release.name, agency="A", reference="x"),
    ):
        with pytest.raises(Forbidden) as refused:
            await act()
        assert refused.value.reason == "ROLE_MISSING"

    assert await press.everything() == before


async def test_a_stakeholder_sees_what_they_were_asked_about_as_the_press_team_does(press, cast):
    maker, rita, _ = cast
    leo = press.as_("leo", "stakeholder", name="Leo")
    other = await maker.submitted(title="Cat mugs")
    release = await rita.take((await maker.submitted()).name)
    with pytest.raises(NotFound):
        await leo.get(release.name)

    await is_asked(press, release, "leo")

    assert await leo.get(release.name) == await rita.get(release.name)
    assert [it.name for it in (await leo.list()).press_releases] == [release.name]
    assert [it.name for it in (await leo.list(maker=maker.maker)).press_releases] == [release.name]
    assert await leo.lookup(release.name, other.name) == [release.name, ""]
    assert await leo.download(release.name)
    with pytest.raises(NotFound):
        await leo.get(other.name)


async def test_a_stakeholder_without_the_role_sees_nothing(press, cast):
    maker, rita, _ = cast
    release = await rita.take((await maker.submitted()).name)
    await is_asked(press, release, "leo")

    with pytest.raises(NotFound):
        await press.as_("leo", "buyer").get(release.name)


async def test_staff_that_is_the_maker_sees_its_own_as_makers_do(press, cast):
    _, rita, lena = cast
    maker = await press.a_maker(subject="mia")
    release = await decided(press, maker, rita, lena)

    seen = await press.as_("mia", "maker", "pr").get(release.name)

    assert not seen.stakeholders
    assert not any(secret in str(seen) for secret in SECRETS)


async def test_makers_hear_of_what_concerns_them_and_staff_of_all(press, cast):
    maker, rita, lena = cast
    release = await rita.take((await maker.submitted()).name)
    starts = [(await calls.watch(1))[0].resume_token for calls in (maker, rita)]
    await press.knows("otto", "pr")

    await lena.call("HandOverPressRelease", name=release.name, representative="otto")
    await maker.change_date(release.name, "2027-03-09")

    heard = [
        await heard_until(calls, start, "press_release.date_changed")
        for calls, start in zip((maker, rita), starts, strict=True)
    ]
    types = [[entry.type.partition(".")[2] for entry in entries] for entries in heard]
    assert types == [["date_changed"], ["handed_over", "date_changed"]]
    assert not any("lena" in str(entry) for entry in heard[0])


async def test_that_staff_takes_a_draft_home_is_written_down(press, cast):
    maker, rita, _ = cast
    release = await rita.take((await maker.submitted()).name)
    agency = press.as_("agency", "partner")
    for calls in (
        maker,
        agency,
        rita,
        press.as_("gateway", "service"),
        press.as_("sam", "support"),
    ):
        await calls.download(release.name)

    lines = press.database["activity"].find({"action": "press_release.draft_downloaded"})
    noted = [(row["actor"]["subject"], row["resource"]) async for row in lines]

    assert noted == [("rita", release.name), ("sam", release.name)]


async def test_every_change_is_a_line_of_the_activity_and_drafts_are_none_for_staff(press, cast):
    maker, rita, _ = cast
    release = await rita.take((await maker.submitted()).name)
    found = press.database["activity"].find({"resource": release.name}).sort("_id", 1)
    lines = [row async for row in found]

    told = {row["action"].partition(".")[2]: row for row in lines}

    assert list(told) == ["started", "draft_uploaded", "submitted", "taken"]
    assert [row["for_staff"] for row in told.values()] == [False, False, True, True]
    assert (told["taken"]["from_state"], told["taken"]["to_state"]) == ("SUBMITTED", "IN_REVIEW")
    assert told["taken"]["actor"]["subject"] == "rita"
    assert all("Dog mugs" not in str(row) for row in lines)


async def test_a_list_takes_as_many_commands_however_long_it_is(press, cast, mongodb_uri):
    maker, rita, _ = cast
    for _ in range(2):
        await rita.take((await maker.submitted()).name)
    few = await commands(press, mongodb_uri, rita)
    own = await commands(press, mongodb_uri, maker)
    [row, *_] = [row async for row in press.database["press_releases"].find({})]
    for number in range(20):
        copy = row | {"_id": f"0190a0a0-0000-7000-8000-{number:012}"}
        await press.database["press_releases"].insert_one(copy)

    many = await commands(press, mongodb_uri, rita)

    assert few == many
    assert many["press_releases"] == 1
    assert sum(many.values()) <= 4
    assert own == {"makers": 1, "press_releases": 1}


async def commands(press, mongodb_uri, calls):
    """How often a list asks for each collection, by the database's own profiler."""
    async with AsyncMongoClient(mongodb_uri) as client:
        database = client[press.database.name]
        await database.command("profile", 2)
        try:
            assert (await calls.list()).press_releases
        finally:
            await database.command("profile", 0)
        entries = [entry async for entry in database["system.profile"].find({})]
        await database["system.profile"].drop()
    asked: dict[str, int] = {}
    for entry in entries:
        name = entry["ns"].partition(".")[2]
        is_sweep = entry["command"].get("projection") == {"_id": 1}
        if name.startswith(("press_", "makers")) and not is_sweep:
            asked[name] = asked.get(name, 0) + 1
    return asked


async def heard_until(calls, token, last):
    found = []
    async with asyncio.timeout(60):
        while not found or found[-1].type != last:
            for entry in await calls.watch(1, resume_token=token):
                token = entry.resume_token
                if entry.event_id:
                    found.append(without_chance(entry))
    return found


def without_chance(entry):
    """The letters of a token could make any word."""
    entry.ClearField("resume_token")
    return entry


def test_the_contract_has_no_actor_that_makers_would_see_the_account_of():
    """Whoever adds an actor to the contract decides whether makers may have its account."""
    known = {
        "PressRelease": {"representative", "substitute"},
        "ExceptionRequest": {"asker", "decider"},
        "Intake": {"recorder", "accepter"},
        "Authority": {"giver"},
        "Schedule": {"actor"},
        "Letter": {"author"},
        "Answer": {"author"},
        "Publication": {"recorder"},
        "Draft": {"uploader"},
        "EditedCopy": {"uploader"},
        "Approval": {"representative"},
        "Stakeholder": {"who", "asker", "delegator"},
        "TimelineEntry": {"actor", "colleague"},
    }
    found: dict[str, set[str]] = {}
    waiting = [pb.PressRelease.DESCRIPTOR]
    while waiting:
        message = waiting.pop()
        for field in message.fields:
            if field.message_type is None or field.message_type.file is not message.file:
                is_actor = field.message_type is not None and field.message_type.name == "Actor"
                if is_actor:
                    found.setdefault(message.name, set()).add(field.name)
            elif field.message_type.name not in found:
                waiting.append(field.message_type)

    assert found == known
