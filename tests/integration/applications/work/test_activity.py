"""Who did what: by person, by resource and by time, newest first."""

from datetime import timedelta

import pytest

from chassis.actors import Actor
from chassis.caller import Role
from chassis.errors import Invalid
from tests.integration.applications.work.conftest import NOW

HOUR = timedelta(hours=1)
RITA = Actor("rita", "Rita", Role.REVIEWER)
ADA = Actor("ada", "Ada", Role.MAKER)
POTTERY, WEAVING = "applications/pottery", "applications/weaving"


def actions(page):
    return [entry.action for entry in page.entries]


@pytest.fixture
async def a_morning(did):
    await did("application.submitted", POTTERY, NOW - 5 * HOUR, "SUBMITTED", ADA, region="NA")
    await did("application.taken", POTTERY, NOW - 4 * HOUR, "IN_REVIEW", RITA, rule_version="1")
    await did("application.taken", WEAVING, NOW - 3 * HOUR, "IN_REVIEW", RITA)
    await did("application.declined", POTTERY, NOW - 2 * HOUR, "DECLINED", RITA, reason="RESOLD")
    await did("application.expired", WEAVING, NOW - HOUR, "EXPIRED")


async def test_it_is_told_newest_first_with_the_states_it_led_from_and_to(rita, a_morning):
    page = await rita.activity()

    assert actions(page) == [
        "application.expired",
        "application.declined",
        "application.taken",
        "application.taken",
        "application.submitted",
    ]
    assert [(entry.from_state, entry.to_state) for entry in page.entries] == [
        ("IN_REVIEW", "EXPIRED"),
        ("IN_REVIEW", "DECLINED"),
        ("", "IN_REVIEW"),
        ("SUBMITTED", "IN_REVIEW"),
        ("", "SUBMITTED"),
    ]
    assert not page.entries[0].HasField("actor")
    assert page.entries[1].actor.display_name == "Rita"
    assert page.entries[1].reason == "RESOLD"
    assert page.entries[3].rule_version == "1"
    assert page.entries[4].region == "NA"


async def test_it_is_told_by_person_by_resource_and_by_time(rita, a_morning):
    assert actions(await rita.activity(actor="ada")) == ["application.submitted"]
    assert actions(await rita.activity(actor="nobody")) == []
    assert actions(await rita.activity(resource=WEAVING)) == [
        "application.expired",
        "application.taken",
    ]
    assert actions(await rita.activity(actor="rita", resource=WEAVING)) == ["application.taken"]
    # The first moment is in it, the last is not.
    between = await rita.activity(start_time=NOW - 4 * HOUR, end_time=NOW - 2 * HOUR)
    assert actions(between) == ["application.taken", "application.taken"]


async def test_pages_have_every_line_once_while_others_write(rita, did):
    for number in range(5):
        # Two of them at one moment.
        await did(f"application.number{number}", POTTERY, NOW - (number // 2) * HOUR, "")
    first = await rita.activity(page_size=2)

    await did("application.later", POTTERY, NOW + HOUR, "")
    second = await rita.activity(page_size=2, page_token=first.next_page_token)
    third = await rita.activity(page_size=2, page_token=second.next_page_token)

    told = actions(first) + actions(second) + actions(third)
    assert sorted(told) == [f"application.number{number}" for number in range(5)]
    assert not third.next_page_token


async def test_what_was_done_to_drafts_is_their_owners(rita, did):
    await did("application.started", POTTERY, NOW, "DRAFT", ADA, for_staff=False)

    assert actions(await rita.activity()) == []
    assert actions(await rita.activity(resource=POTTERY)) == []
    assert actions(await rita.activity(actor="ada")) == []


async def test_what_moves_two_memberships_is_a_line_for_each(rita, did):
    maker = "makers/ada"
    both = {"NA": "ACTIVE", "EU": "ACTIVE"}
    await did("maker.activated", maker, NOW - HOUR, "", states=both)
    await did("maker.changed", maker, NOW - HOUR / 2, "", states=both)
    await did("maker.suspended", maker, NOW, "", states=dict.fromkeys(both, "SUSPENDED"))

    told = [
        (entry.action, entry.region, entry.from_state, entry.to_state)
        for entry in (await rita.activity()).entries
    ]

    assert sorted(told[:2]) == [
        ("maker.suspended", "EU", "ACTIVE", "SUSPENDED"),
        ("maker.suspended", "NA", "ACTIVE", "SUSPENDED"),
    ]
    assert told[2] == ("maker.changed", "", "", "")


async def test_nobody_is_told_of_what_they_have_a_part_in(rita, a_desk, did):
    await did("application.taken", POTTERY, NOW - HOUR, "IN_REVIEW", RITA, parties={"ada"})
    await did("application.taken", WEAVING, NOW, "IN_REVIEW", RITA, parties={"zoe", "rita"})

    assert await resources(rita) == [POTTERY]
    assert await resources(rita, resource=WEAVING) == []
    assert await resources(rita, actor="rita") == [POTTERY]
    assert await resources(a_desk("otto")) == [WEAVING, POTTERY]


async def test_who_comes_to_have_a_part_in_it_is_told_nothing_of_the_past_either(rita, did):
    invitation = "invitations/pottery"
    await did("application.taken", POTTERY, NOW - 3 * HOUR, "IN_REVIEW", parties={"ada"})
    await did("application.answered", POTTERY, NOW - 2 * HOUR, "", parties={"ada", "rita"})
    await did("application.approved", POTTERY, NOW - HOUR, "APPROVED", parties={"ada"})
    await did("invitation.issued", invitation, NOW, "ISSUED", parties={"ada"}, about=[POTTERY])

    assert await resources(rita) == []


async def resources(desk, **asked):
    return [entry.resource for entry in (await desk.activity(**asked)).entries]


async def test_a_token_of_another_question_is_refused(rita, a_morning):
    token = (await rita.activity(page_size=1)).next_page_token

    with pytest.raises(Invalid):
        await rita.activity(page_token=token, actor="rita")
