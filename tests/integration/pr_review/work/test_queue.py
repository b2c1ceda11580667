"""The queue: what waits for whom, in which order, narrowed, counted and turned page by page."""

from collections import Counter
from datetime import timedelta

import pytest

from chassis.caller import Role
from chassis.errors import Forbidden, Invalid
from handmade.pr_review.v1 import press_release_work_pb2 as work
from pr_review.domain.release.states import ReleaseType
from pr_review.domain.work import Assigned, WorkCounts, WorkFilter
from pr_review.store.work import Work
from tests.integration.pr_review.work.made import (
    SHORT,
    a_story,
    asked,
    for_the_lead,
    returned,
    somebody,
    taken,
    waiting,
)
from tests.support.plans import record, recorded
from tests.unit.pr_review.builders import NOW, WHY, Story

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WaitingFor = work.PressReleaseWorkItem.WaitingFor


async def test_what_is_due_next_comes_first_whoever_it_waits_for(queue, rita):
    fresh, late, back, soon = await queue(
        waiting(moment=NOW + 5 * DAY),
        waiting(moment=NOW - DAY),
        returned("otto", lapses=NOW + 2 * DAY),
        taken("otto", moment=NOW + DAY),
    )

    assert await rita.names() == [late, soon, back, fresh]


async def test_drafts_and_what_is_decided_wait_for_nobody(queue, rita):
    decided = a_story().take(somebody("rita")).approve(somebody("rita"))
    await queue(Story().upload().release, decided.release, a_story().withdraw().release)

    assert await rita.names() == []
    assert await rita.counts() == {}


async def test_an_item_says_for_whom_since_when_and_until_when(queue, rita):
    await queue(
        waiting(NOW - 2 * DAY, NOW - HOUR),
        taken("otto", NOW - DAY, NOW + HOUR),
        asked("otto", "leo", moment=NOW + 2 * HOUR),
        for_the_lead("otto", moment=NOW + 3 * HOUR),
        returned("otto", lapses=NOW + 4 * HOUR),
    )

    items = (await rita.work()).items

    assert [WaitingFor.Name(it.waiting_for) for it in items] == [
        "TAKER",
        "ASSIGNEE",
        "STAKEHOLDER",
        "LEAD",
        "MAKER",
    ]
    assert [it.overdue for it in items] == [True, False, False, False, False]
    taker, assignee, *_, maker = items
    assert taker.answer_due_time == taker.next_due_time
    assert taker.due_time.ToJsonString() == "2027-03-03T08:00:00Z"
    assert assignee.wait_time.ToJsonString() == "2027-02-15T20:00:00Z"
    assert maker.due_time == maker.next_due_time
    assert not maker.HasField("answer_due_time")


async def test_what_has_lapsed_waits_for_nobody_before_that_is_stored(queue, rita):
    await queue(waiting(moment=NOW - DAY, lapses=NOW), waiting(NOW, lapses=NOW - HOUR / 3600))

    assert await rita.names() == []
    assert await rita.counts() == {}


async def test_what_is_due_this_very_moment_is_not_overdue_yet(queue, rita):
    before, _ = await queue(waiting(moment=NOW - timedelta(milliseconds=1)), waiting(moment=NOW))

    assert await rita.names(overdue=True) == [before]
    assert await rita.counts() == {"all": 2, "unassigned": 2, "overdue": 1}


@pytest.fixture
async def mixed(queue):
    """One of each kind, by name, in the order in which they are due."""
    releases = {
        "late": waiting(NOW - 3 * DAY, NOW - DAY),
        "german": waiting(moment=NOW + HOUR, countries=["DE"]),
        "twice": waiting(moment=NOW + 2 * HOUR, countries=["DE", "FR"]),
        "post": waiting(moment=NOW + 3 * HOUR, type=ReleaseType.SOCIAL_MEDIA),
        "short": waiting(moment=NOW + 4 * HOUR, release_on=SHORT, reason=WHY),
        "mine": taken("rita", moment=NOW + 5 * HOUR),
        "others": taken("otto", moment=NOW + 6 * HOUR, countries=["FR"]),
        "asked": asked("otto", "leo", moment=NOW + 7 * HOUR),
        "lead": for_the_lead("otto", moment=NOW + 8 * HOUR),
        "back": returned("rita"),
    }
    names = await queue(*releases.values())
    return dict(zip(names, releases, strict=True))


UNTAKEN = ["late", "german", "twice", "post", "short"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"countries": ["DE"]}, ["german", "twice"]),
        ({"countries": ["FR", "DE"]}, ["german", "twice", "others"]),
        ({"countries": ["FR"], "assigned": "OTHERS"}, ["others"]),
        ({"types": ["SOCIAL_MEDIA", "EVENT"]}, ["post"]),
        ({"verdicts": ["SHORT_NOTICE"]}, ["short"]),
        ({"verdicts": ["SHORT_NOTICE", "VERY_SHORT_NOTICE"]}, ["short", "lead"]),
        ({"waiting_for": ["STAKEHOLDER", "LEAD"]}, ["asked", "lead"]),
        ({"waiting_for": ["MAKER"]}, ["back"]),
        ({"assigned": "MINE"}, ["mine", "back"]),
        ({"assigned": "NOBODY"}, UNTAKEN),
        ({"assigned": "OTHERS"}, ["others", "asked", "lead"]),
        ({"overdue": True}, ["late"]),
        ({"lapsing_before": NOW + 3 * DAY}, ["lead"]),
        ({"lapsing_before": NOW + 9 * DAY}, ["short", "lead"]),
        ({"lapsing_before": NOW + 9 * DAY, "overdue": True}, []),
        ({"countries": ["IT"]}, []),
    ],
)
async def test_the_queue_is_narrowed_down(mixed, rita, filters, expected):
    assert [mixed[name] for name in await rita.names(**filters)] == expected
    assert (await rita.counts(**filters)).get("all", 0) == len(expected)


async def test_the_counts_are_parts_of_all(mixed, rita):
    assert await rita.counts() == {
        "all": 10,
        "mine": 2,
        "unassigned": 5,
        "stakeholder": 1,
        "lead": 1,
        "maker": 1,
        "overdue": 1,
        "short_notice": 2,
        "lapsing": 1,
    }


async def test_pages_follow_each_other_without_gaps_where_moments_are_equal(queue, rita):
    names = await queue(*(waiting(moment=NOW + DAY) for _ in range(7)))

    turned, token = [], ""
    while True:
        page = await rita.work(page_size=3, page_token=token)
        turned += [it.press_release.name for it in page.items]
        token = page.next_page_token
        if not token:
            break

    assert turned == sorted(names)
    assert await rita.names(page_token=page.cursors[-1]) == []


async def test_nobody_sees_what_they_have_a_part_in(queue, rita, a_desk):
    own, others = await queue(
        waiting(moment=NOW + DAY, by="rita", role=Role.SUPPORT), waiting(moment=NOW + 2 * DAY)
    )

    assert await rita.names() == [others]
    assert await rita.counts() == {"all": 1, "unassigned": 1}
    assert await a_desk("otto").names() == [own, others]


async def test_who_had_a_part_in_one_that_counts_as_others_is_told_of_none(queue, rita):
    await queue(taken("otto", by="rita", role=Role.PARTNER), taken("otto"))

    assert await rita.counts(assigned="OTHERS") == {"all": 1}


@pytest.mark.parametrize("role", ["support", "admin", "pr_lead"])
async def test_staff_see_all_that_waits(mixed, a_desk, role):
    assert len(await a_desk("sam", role).names()) == len(mixed)


@pytest.mark.parametrize("role", ["maker", "partner", "buyer", "reviewer"])
async def test_nobody_else_does(mixed, a_desk, role):
    other = a_desk("max", role)

    for asking in (other.work, other.counts, other.weeks):
        with pytest.raises(Forbidden):
            await asking()


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"countries": ["de"]}, "filter.countries[0]"),
        ({"countries": ["DE", "Germany"]}, "filter.countries[1]"),
        ({"countries": ["DE"] * 31}, "filter.countries"),
    ],
)
async def test_what_is_no_country_is_refused(rita, filters, field):
    for asking in (rita.work, rita.counts):
        with pytest.raises(Invalid) as refusal:
            await asking(**filters)

        assert [it.subject for it in refusal.value.violations] == [field]


async def test_a_token_belongs_to_its_query(queue, rita):
    await queue(*(waiting() for _ in range(3)))
    page = await rita.work(page_size=1)

    with pytest.raises(Invalid):
        await rita.work(page_size=1, page_token=page.next_page_token, overdue=True)


@pytest.mark.parametrize(
    ("narrowed", "counts"),
    [
        ({}, WorkCounts(all=3, unassigned=3, overdue=2)),
        ({"assigned": Assigned.NOBODY}, WorkCounts(all=3, unassigned=3, overdue=2)),
        ({"assigned": Assigned.OTHERS}, WorkCounts(all=2, maker=1)),
        ({"assigned": Assigned.MINE}, WorkCounts(all=1, mine=1)),
    ],
)
async def test_a_long_queue_is_counted_from_what_is_due_next(queue, service, narrowed, counts):
    await queue(
        # Whom it waits for comes first in the index, and is due last.
        returned("otto"),
        taken("otto", moment=NOW + 5 * DAY),
        taken("rita", moment=NOW + 5 * DAY),
        waiting(moment=NOW + DAY),
        waiting(moment=NOW - DAY),
        waiting(moment=NOW - 2 * DAY),
    )
    work = Work(service.frame.mongo, service.frame.database, most_counted=3)

    found = await work.count(WorkFilter("rita", now=NOW, lapsing_soon=NOW + 3 * DAY, **narrowed))

    assert found == counts


async def test_a_page_costs_as_many_commands_however_many_it_shows(queue, stored, rita):
    async def commands():
        await record(stored)
        await rita.work()
        plans = await recorded(stored, "pr_review")
        await stored.command("profile", 0)
        # What the service does on its own asks for others, or for nobody's.
        return Counter(
            it.collection
            for it in plans
            if it.collection in ("press_comments", "press_absences", "makers")
            or "parties" in it.command
        )

    await queue(asked("otto", "leo"), taken("rita"))
    few = await commands()
    await queue(*(asked("otto", "leo") for _ in range(20)))
    many = await commands()

    assert few["press_releases"] == few["press_comments"] == 1
    assert many == few
