"""Who is away, who stands in meanwhile, and what that lets them do."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from pr_review.store.absence import Absences
from tests.integration.pr_review.work.made import a_story, somebody, taken, waiting
from tests.unit.pr_review.builders import NOW

DAY = timedelta(days=1)
NEXT_WEEK = NOW + 7 * DAY


@pytest.fixture
async def otto(a_desk):
    """A colleague who was here."""
    desk = a_desk("otto")
    await desk.work()
    return desk


@pytest.fixture
async def ruth(a_desk):
    desk = a_desk("ruth")
    await desk.work()
    return desk


async def absence_of(desk, who):
    known = (await desk.ask("ListRepresentatives")).representatives
    [found] = [it for it in known if it.actor.subject == who]
    return found.absence if found.HasField("absence") else None


async def test_what_somebody_away_has_taken_is_their_substitutes_too(queue, rita, otto):
    ritas, own, _ = await queue(
        taken("rita", moment=NOW), taken("otto", moment=NOW + DAY), waiting()
    )

    told = await rita.is_away("otto", NEXT_WEEK)

    assert (told.representative.subject, told.substitute.subject) == ("rita", "otto")
    assert told.start_time.ToDatetime(tzinfo=NOW.tzinfo) == NOW
    assert await otto.names(assigned="MINE") == [ritas, own]
    assert await rita.names(assigned="MINE") == [ritas]
    assert await rita.names(assigned="OTHERS") == [own]
    assert (await otto.counts())["mine"] == 2
    assert (await otto.counts(assigned="OTHERS")).get("all", 0) == 0
    [item] = (await otto.work(assigned="MINE")).items[:1]
    assert item.press_release.representative.subject == "rita"
    assert item.press_release.substitute.subject == "otto"


async def test_where_a_substitute_is_away_too_theirs_decides(
    stored, queue, rita, otto, ruth, a_maker
):
    maker = await a_maker()
    story = a_story().take(somebody("rita"))
    [name] = await queue(story.release)
    await stored["press_releases"].update_one({"_id": story.release.id}, {"$set": {"maker": maker}})
    decision = {"sha256": story.release.draft.sha256, "reason": "OTHER", "words": "No."}
    await rita.is_away("otto", NEXT_WEEK)
    await otto.is_away("ruth", NEXT_WEEK)

    assert await ruth.names(assigned="MINE") == [name]
    assert await otto.names(assigned="MINE") == []
    with pytest.raises(Refused, match="Rita"):
        await otto.do("DeclinePressRelease", name, **decision)
    declined = await ruth.do("DeclinePressRelease", name, **decision)

    assert declined.representative.subject == "rita"
    assert declined.timeline[-1].actor.subject == "ruth"


async def test_what_is_said_last_of_somebody_counts(queue, rita, otto, ruth):
    [name] = await queue(taken("rita"))
    await rita.is_away("otto", NEXT_WEEK)
    await rita.is_away("ruth", NOW + DAY)

    assert await otto.names(assigned="MINE") == []
    assert await ruth.names(assigned="MINE") == [name]
    assert (await absence_of(otto, "rita")).substitute.subject == "ruth"


async def test_an_absence_to_come_is_told_and_lets_nobody_do_anything_yet(queue, rita, otto):
    await queue(taken("rita"))
    await rita.is_away("otto", NEXT_WEEK, since=NOW + DAY)

    assert await otto.names(assigned="MINE") == []
    told = await absence_of(otto, "rita")
    assert told.start_time.ToDatetime(tzinfo=NOW.tzinfo) == NOW + DAY


async def test_who_is_back_is_back_at_once(stored, queue, rita, otto):
    await queue(taken("rita"))
    await rita.is_away("otto", NEXT_WEEK)
    await rita.is_back()

    assert await otto.names(assigned="MINE") == []
    assert await absence_of(otto, "rita") is None
    with pytest.raises(NotFound):
        await rita.is_back()
    # Who said what stays known.
    [kept] = [row async for row in stored["press_absences"].find()]
    assert (kept["said_by"]["subject"], kept["cancelled_by"]["subject"]) == ("rita", "rita")


async def test_the_lead_says_it_of_anybody_and_others_of_themselves(rita, otto, lena):
    await rita.work()
    with pytest.raises(Refused, match="lead"):
        await otto.is_away("otto", NEXT_WEEK, who="rita")
    await lena.is_away("otto", NEXT_WEEK, who="rita")
    with pytest.raises(Refused, match="lead"):
        await otto.is_back("rita")

    assert (await absence_of(otto, "rita")).representative.display_name == "Rita"
    await lena.is_back("rita")
    assert await absence_of(otto, "rita") is None


@pytest.mark.parametrize("role", ["support", "admin", "stakeholder", "maker"])
async def test_nobody_else_says_who_is_away(a_desk, otto, role):
    other = a_desk("max", role)

    for asking in (lambda: other.is_away("otto", NEXT_WEEK), other.is_back):
        with pytest.raises(Forbidden):
            await asking()


async def test_who_stands_in_is_somebody_else_and_there(rita, otto, ruth):
    await otto.is_away("ruth", NOW + 2 * DAY)

    with pytest.raises(Refused, match="Nobody stands in for themselves"):
        await rita.is_away("rita", NEXT_WEEK)
    with pytest.raises(Refused, match="can't stand in"):
        await rita.is_away("otto", NEXT_WEEK)
    with pytest.raises(Refused, match="Nobody of the press team"):
        await rita.is_away("nobody", NEXT_WEEK)
    # Otto is there again when Rita leaves.
    await rita.is_away("otto", NEXT_WEEK, since=NOW + 2 * DAY)


async def test_two_who_name_each_other_leave_nobody(queue, rita, otto):
    await rita.work()
    await queue(taken("rita"))
    await rita.is_away("otto", NEXT_WEEK, since=NOW)

    with pytest.raises(Refused):
        await otto.is_away("rita", NEXT_WEEK)


@pytest.mark.parametrize(
    ("since", "until", "rule"),
    [
        (None, NOW, "TOO_EARLY"),
        (NOW - 2 * DAY, NOW - DAY, "TOO_EARLY"),
        (NOW + 2 * DAY, NOW + DAY, "TOO_EARLY"),
        (None, NOW + 367 * DAY, "ABSENCE_TOO_LONG"),
    ],
)
async def test_a_time_that_is_none_is_refused(rita, otto, since, until, rule):
    with pytest.raises(Invalid) as refusal:
        await rita.is_away("otto", until, since=since)

    assert [(it.subject, it.rule) for it in refusal.value.violations] == [("end_time", rule)]


async def test_a_retry_says_it_once(stored, rita, otto):
    request_id = str(uuid4())

    told = [await rita.is_away("otto", NEXT_WEEK, request_id=request_id) for _ in range(2)]

    assert told[0] == told[1]
    assert await stored["press_absences"].count_documents({}) == 1


async def test_of_two_who_say_it_at_once_one_counts(service, stored, rita, lena, otto, ruth):
    await rita.work()

    await asyncio.gather(
        *(lena.is_away("otto", NEXT_WEEK + number * DAY, who="rita") for number in range(4)),
        *(rita.is_away("ruth", NEXT_WEEK + number * DAY) for number in range(4)),
    )

    present = await Absences(service.frame.database).at(NOW)
    assert len(present) == 1
    assert await stored["press_absences"].count_documents({}) == 8


async def test_who_is_away_is_given_nothing(stored, queue, lena, rita, a_maker):
    maker = await a_maker()
    await rita.work()
    known = (await rita.ask("ListRepresentatives")).representatives
    for other in {it.actor.subject for it in known} - {"rita", "lena"}:
        await lena.is_away("lena", NEXT_WEEK, who=other)
    await rita.is_away("lena", NEXT_WEEK)
    story = a_story()
    [name] = await queue(story.release)
    await stored["press_releases"].update_one({"_id": story.release.id}, {"$set": {"maker": maker}})

    given = await lena.do("AssignPressRelease", name)

    assert given.representative.subject == "lena"
