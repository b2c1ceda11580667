"""The calendar: what is to go out on which day, and what it clashes with."""

from datetime import date, timedelta

import pytest
from google.type.date_pb2 import Date

from chassis.caller import Role
from chassis.errors import Invalid
from chassis.ids import new_id
from pr_review.domain.release.parts import Market
from pr_review.store.release_document import to_document
from tests.integration.pr_review.work.made import a_story, returned, somebody, taken, waiting
from tests.unit.pr_review.builders import NOW, Story, a_form

DAY = timedelta(days=1)
FIRST, SECOND = date(2027, 3, 8), date(2027, 3, 9)
OTTO = somebody("otto")


def a_day(day):
    return Date(year=day.year, month=day.month, day=day.day)


def days(first=FIRST, last=SECOND):
    return {"start_date": a_day(first), "end_date": a_day(last)}


async def calendar(desk, **asked):
    found = (await desk.ask("ListPlannedReleases", **(days() | asked))).releases
    return [it.press_release.name for it in found]


async def test_releases_are_told_by_day_with_all_that_clashes(queue, rita):
    german = waiting(release_on=FIRST, countries=["DE"])
    both = taken("rita", release_on=FIRST, countries=["DE", "FR"])
    french = returned("otto", release_on=FIRST, countries=["FR"])
    next_day = waiting(release_on=SECOND, countries=["FR"])
    nowhere = waiting(release_on=FIRST)
    _, named_both, named_french, *_ = await queue(german, both, french, next_day, nowhere)

    found = (await rita.ask("ListPlannedReleases", **days())).releases

    told = {it.press_release.name: list(it.clashes) for it in found}
    assert [it.release_date for it in found] == [a_day(FIRST)] * 4 + [a_day(SECOND)]
    assert told == {
        german.name: [named_both],
        both.name: sorted([german.name, named_french]),
        french.name: [named_both],
        next_day.name: [],
        nowhere.name: [],
    }


async def test_what_clashes_is_told_though_it_is_not_asked_for(queue, rita):
    both, french = await queue(
        waiting(release_on=FIRST, countries=["DE", "FR"]),
        waiting(release_on=FIRST, countries=["FR"]),
    )

    [found] = (await rita.ask("ListPlannedReleases", countries=["DE"], **days())).releases

    assert (found.press_release.name, list(found.clashes)) == (both, [french])


async def test_what_will_not_go_out_is_told_only_if_asked_for_and_clashes_with_nothing(queue, rita):
    given = {"release_on": FIRST, "countries": ["DE"]}
    planned, withdrawn, declined, lapsed = await queue(
        waiting(**given),
        a_story(**given).withdraw().release,
        a_story(**given).take(OTTO).decline(actor=OTTO).release,
        waiting(lapses=NOW - DAY / 86_400, **given),
    )
    markets = (Market("DE", "Europe/Berlin"),)
    await queue(Story(form=a_form(release_on=FIRST, markets=markets)).upload().release)

    [found] = (await rita.ask("ListPlannedReleases", **days())).releases
    assert (found.press_release.name, list(found.clashes)) == (planned, [])
    assert await calendar(rita, states=["DECLINED", "WITHDRAWN"]) == [withdrawn, declined]
    assert await calendar(rita, states=["LAPSED"]) == [lapsed]
    assert await calendar(rita, states=["DRAFT"]) == []


async def test_what_went_out_stays_in_it(queue, rita):
    story = a_story(NOW - 20 * DAY, release_on=NOW.date()).take(OTTO).approve(OTTO).at(NOW).report()
    [name] = await queue(story.release)

    today = days(NOW.date(), NOW.date())
    assert await calendar(rita, **today) == [name]
    assert await calendar(rita, **days(NOW.date() + DAY, SECOND)) == []


async def test_who_has_a_part_in_one_is_shown_it_as_its_maker_is(queue, rita):
    await queue(waiting(release_on=FIRST, by="rita", role=Role.PARTNER))

    [found] = (await rita.ask("ListPlannedReleases", **days())).releases

    assert all(not it.actor.subject or it.actor.subject == "rita"
               for it in found.press_release.timeline)  # fmt: skip


async def test_a_full_calendar_is_cut_and_so_is_what_clashes(stored, rita):
    one = to_document(waiting(release_on=FIRST, countries=["DE"]))
    await stored["press_releases"].insert_many({**one, "_id": new_id()} for _ in range(505))

    found = (await rita.ask("ListPlannedReleases", **days())).releases

    assert len(found) == 500
    assert {len(it.clashes) for it in found} == {20}


@pytest.mark.parametrize(
    ("asked", "field", "rule"),
    [
        (days(SECOND, FIRST), "end_date", "PERIOD_TOO_LONG"),
        (days(FIRST, FIRST + 93 * DAY), "end_date", "PERIOD_TOO_LONG"),
        ({"start_date": Date(year=2027, month=2, day=30)}, "start_date", "INVALID_DATE"),
        ({"countries": ["de"]}, "countries[0]", "COUNTRY_MALFORMED"),
    ],
)
async def test_a_span_that_is_none_is_refused(rita, asked, field, rule):
    with pytest.raises(Invalid) as refusal:
        await calendar(rita, **asked)

    assert [(it.subject, it.rule) for it in refusal.value.violations] == [(field, rule)]
