"""What waits for a word of somebody who is asked, and who can be asked."""

from datetime import timedelta

import pytest

from chassis.caller import Role
from chassis.errors import Forbidden
from pr_review.domain.release.states import Area, Need
from tests.integration.pr_review.work.made import a_story, asked, somebody, taken
from tests.unit.pr_review.builders import NOW, SHA

HOUR = timedelta(hours=1)
LEO = somebody("leo", Role.STAKEHOLDER)
OTTO = somebody("otto")


async def test_a_stakeholder_sees_what_waits_for_their_word_with_the_questions(queue, leo):
    story = a_story().take(OTTO)
    story.ask(LEO, actor=OTTO).ask(somebody("bea", Role.STAKEHOLDER), Area.BRAND, actor=OTTO)
    story.ask(LEO, Area.PRIVACY, Need.OPTIONAL, actor=OTTO)
    twice = story.release
    once, twice, *_ = await queue(
        asked("otto", "leo", moment=NOW + HOUR), twice, asked("otto", "bea"), taken("otto")
    )

    items = (await leo.work()).items

    assert [it.press_release.name for it in items] == [once, twice]
    assert [list(it.stakeholders) for it in items] == [["1"], ["1", "3"]]
    assert await leo.counts() == {"all": 2, "stakeholder": 2}


async def test_what_they_answered_or_need_not_answer_waits_for_them_no_more(queue, leo):
    answered = a_story().take(OTTO).ask(LEO, actor=OTTO).say(who=LEO).release
    declined = a_story().take(OTTO).ask(LEO, actor=OTTO)
    await queue(answered, asked("otto", "leo", need=Need.FOR_INFORMATION))
    declined.release = declined.release.decline_part("1", "Ask Bea.", declined.on(LEO))
    await queue(declined.release)

    assert await leo.names() == []
    assert await leo.counts() == {}


async def test_another_draft_lets_it_wait_for_them_again(queue, leo):
    story = a_story().take(OTTO).ask(LEO, actor=OTTO).say(who=LEO, sha256=SHA)
    [name] = await queue(story.upload().release)

    assert await leo.names() == [name]


async def test_one_of_the_press_team_who_is_asked_sees_all_with_their_questions(queue, a_desk):
    both = a_desk("lou", "pr", "stakeholder")
    await queue(asked("otto", "lou", moment=NOW + HOUR), taken("otto"))

    assert [list(it.stakeholders) for it in (await both.work()).items] == [["1"], []]


async def test_who_looks_at_the_queue_can_be_asked(queue, rita, a_desk):
    await a_desk("lara", "stakeholder").work()
    lara = somebody("lara", Role.STAKEHOLDER)
    story = a_story().take(OTTO).ask(lara, actor=OTTO).ask(lara, Area.BRAND, actor=OTTO)
    await queue(story.release, asked("otto", "lara"), asked("otto", "bea"))

    known = (await rita.ask("ListStakeholders")).stakeholders

    [found] = [it for it in known if it.actor.subject == "lara"]
    assert found.actor.display_name == "Lara"
    assert found.last_seen_time.ToDatetime(tzinfo=NOW.tzinfo) == NOW
    assert found.open_questions == 3


async def test_who_looks_at_the_queue_can_be_given_something(queue, a_desk):
    sid = a_desk("sid", "support")
    for desk in (a_desk("zoe", "pr_lead"), a_desk("abe"), sid):
        await desk.work()
    await queue(taken("abe"), taken("abe"), asked("abe", "leo"), taken("otto"))

    known = (await sid.ask("ListRepresentatives")).representatives

    told = {it.actor.display_name: it.open_press_releases for it in known}
    assert list(told) == sorted(told)
    assert (told["Abe"], told["Zoe"]) == (2, 0)
    assert "Sid" not in told


async def test_who_is_asked_finds_whom_to_pass_it_on_to_and_not_what_waits_for_them(
    queue, leo, a_desk
):
    await a_desk("bea", "stakeholder").work()
    await queue(asked("otto", "bea"))

    known = (await leo.ask("ListStakeholders")).stakeholders

    [found] = [it for it in known if it.actor.subject == "bea"]
    assert (found.actor.display_name, found.open_questions) == ("Bea", 0)


async def test_a_stakeholder_is_told_nothing_else_of_the_work(leo):
    for method in (
        "ListPressActivity",
        "ListPressWeeklyFigures",
        "ListPlannedReleases",
        "ListRepresentatives",
    ):
        with pytest.raises(Forbidden):
            await leo.ask(method)
