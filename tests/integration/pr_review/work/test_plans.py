"""Whatever is asked of the queue, an index answers it, in order and without a sort."""

from datetime import timedelta
from random import Random

import pytest

from chassis.caller import Role
from chassis.ids import new_id
from pr_review.domain.release.states import ReleaseType
from pr_review.store.release import PressReleases
from pr_review.store.release_document import to_document
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
from tests.unit.pr_review.builders import NOW, WHY

COUNT, MADE = 1500, 150
DAY = timedelta(days=1)
COUNTRIES = ["US", "DE", "FR", "IT", "JP"]
EVERYTHING = {
    "waiting_for": ["TAKER", "ASSIGNEE"],
    "verdicts": ["ON_TIME", "SHORT_NOTICE"],
    "countries": ["DE", "FR"],
    "types": ["PRESS_RELEASE", "EVENT"],
    "assigned": "OTHERS",
    "lapsing_before": NOW + 20 * DAY,
    "overdue": True,
}


@pytest.fixture(scope="module")
def many():
    """A queue that is long and mixed, each time the same."""
    chance = Random(7)

    def one():
        moment = NOW + timedelta(minutes=chance.randrange(-2_000, 12_000))
        given = {
            "moment": moment,
            "countries": chance.sample(COUNTRIES, chance.randrange(4)),
            "type": chance.choice(list(ReleaseType)),
        }
        who = chance.choice(["rita", "otto", "ruth"])
        match chance.randrange(8):
            case 0 | 1:
                return taken(who, **given)
            case 2:
                return asked(who, chance.choice(["leo", "bea"]), **given)
            case 3:
                return for_the_lead(who, **given)
            case 4:
                return returned(who, lapses=given.pop("moment") + 3 * DAY, **given)
            case 5:
                return waiting(release_on=SHORT, reason=WHY, **given)
        return waiting(**given)

    made = [to_document(one()) for _ in range(MADE)]
    return [{**each, "_id": new_id()} for _ in range(COUNT // MADE) for each in made]


@pytest.fixture
async def busy(many, stored):
    """That queue; commands are recorded from then on."""
    await stored["press_releases"].insert_many(many)
    await record(stored)
    yield
    await stored.command("profile", 0)


FILTERS = [
    {},
    *({name: value} for name, value in EVERYTHING.items()),
    {"assigned": "MINE"},
    {"assigned": "NOBODY"},
    {"countries": ["DE"], "waiting_for": ["TAKER"]},
    {"countries": COUNTRIES, "types": ["EVENT"], "assigned": "NOBODY"},
    {"assigned": "MINE", "overdue": True},
    {"assigned": "MINE", "countries": ["US"]},
    {"verdicts": ["SHORT_NOTICE"], "countries": ["FR"]},
    {"types": ["EVENT"], "verdicts": ["VERY_SHORT_NOTICE"], "assigned": "OTHERS"},
    EVERYTHING,
]


async def test_every_page_and_count_is_read_in_the_order_of_an_index(busy, stored, rita, leo):
    for filters in FILTERS:
        for asker in (rita, leo):
            first = await asker.work(page_size=10, **filters)
            if token := first.next_page_token:
                await asker.work(page_size=10, page_token=token, **filters)
            await asker.counts(**filters)

    plans = [it for it in await recorded(stored, "pr_review") if it.collection == "press_releases"]

    assert len(plans) >= 4 * len(FILTERS)
    assert [(it.command, it.summary) for it in plans if "COLLSCAN" in it.summary] == []
    assert [(it.command, it.summary) for it in plans if it.sorts] == []


async def test_counting_reads_indexes_alone(busy, stored, rita, leo):
    for filters in FILTERS:
        await rita.counts(**filters)
    await leo.counts()
    await rita.ask("ListRepresentatives")

    asked_for = await recorded(stored, "pr_review")
    plans = [it for it in asked_for if "$group" in it.command and it.collection == "press_releases"]

    assert len(plans) >= 2 * len(FILTERS)
    assert [(it.command, it.summary) for it in plans if it.examined] == []


# A page shows ten and looks for one more; each of five who may be waited for costs a few more.
SLACK = 25
MANY = 300


@pytest.fixture
async def with_rarities(queue, stored):
    """A long queue of one kind, in which one of another kind is due last."""
    far = NOW + 10 * DAY
    await queue(
        *(waiting(moment=NOW + timedelta(minutes=number)) for number in range(MANY)),
        waiting(moment=far, countries=["JP"], type=ReleaseType.EVENT, release_on=SHORT, reason=WHY),
        taken("rita", moment=far),
        returned("otto"),
        waiting(moment=far, by="rita", role=Role.SUPPORT),
        waiting(moment=NOW - DAY),
        waiting(moment=NOW - DAY / 2, lapses=NOW + DAY),
    )
    await record(stored)
    yield
    await stored.command("profile", 0)


async def test_a_page_of_the_whole_queue_reads_little_more_than_it_shows(
    with_rarities, stored, rita
):
    await rita.work(page_size=10)

    asked_for = await recorded(stored, "pr_review")
    plans = [it for it in asked_for if "'rita'" in it.command and "parties" in it.command]

    assert plans
    assert max(it.examined for it in plans) <= 20


RARE = [
    {"countries": ["JP"]},
    {"types": ["EVENT"]},
    {"verdicts": ["SHORT_NOTICE"]},
    {"waiting_for": ["MAKER"]},
    {"assigned": "MINE"},
    {"assigned": "OTHERS", "waiting_for": ["ASSIGNEE", "MAKER"]},
    {"overdue": True, "lapsing_before": NOW + 2 * DAY},
    {"types": ["EVENT"], "countries": ["JP"], "verdicts": ["SHORT_NOTICE"]},
]


async def test_what_is_rare_is_found_without_going_through_the_queue(with_rarities, stored, rita):
    for rare in RARE:
        await record(stored)
        assert len((await rita.work(page_size=10, **rare)).items) == 1, rare
        assert (await rita.counts(**rare))["all"] == 1, rare

        asked_for = await recorded(stored, "pr_review")
        # What sweeps ask for meanwhile is not about anybody.
        plans = [
            it for it in asked_for if it.collection == "press_releases" and "'rita'" in it.command
        ]

        assert len(plans) >= 2
        assert max(it.examined for it in plans) <= SLACK, rare
        assert max(it.keys for it in plans) <= SLACK, rare


async def test_what_is_asked_of_a_stakeholder_is_found_so_too(with_rarities, queue, stored, leo):
    await queue(asked("otto", "leo", moment=NOW + 9 * DAY))
    await record(stored)

    assert len((await leo.work()).items) == 1
    assert await leo.counts() == {"all": 1, "stakeholder": 1}

    asked_for = await recorded(stored, "pr_review")
    # What sweeps ask for meanwhile is not about anybody.
    plans = [it for it in asked_for if it.collection == "press_releases" and "leo" in it.command]
    assert plans
    assert max(it.keys for it in plans) <= SLACK


async def test_the_sweep_finds_what_earlier_releases_stored_without_going_through_all(
    with_rarities, stored, service
):
    releases = PressReleases(service.frame.mongo, service.frame.database)

    found = await releases.of_earlier_releases(100)

    plans = [it for it in await recorded(stored, "pr_review") if "'files'" in it.command]

    assert found == []
    assert max((it.keys for it in plans), default=0) <= SLACK


@pytest.fixture
async def busy_days(queue, did, stored):
    """A calendar and a past that are full; commands are recorded from then on."""
    releases = [
        waiting(
            NOW - (number % 40) * DAY,
            release_on=(NOW + (number % 90 + 20) * DAY).date(),
            countries=["JP" if number == 77 else "DE"],
        )
        for number in range(MANY)
    ]
    decided = [
        a_story(countries=["JP" if number == 7 else "DE"])
        .take(somebody("otto"))
        .decline(actor=somebody("otto"))
        .release
        for number in range(60)
    ]
    await queue(*releases, *decided)
    for number in range(60):
        country = "JP" if number == 7 else "DE"
        await did(
            "lapsed", f"pressReleases/{number}", NOW - number * DAY, "LAPSED", countries=[country]
        )
    await record(stored)
    yield releases
    await stored.command("profile", 0)


async def test_figures_are_read_from_indexes_alone(busy_days, stored, rita):
    await rita.weeks()
    await rita.weeks(country="JP", weeks=104)

    asked_for = await recorded(stored, "pr_review")
    plans = [
        it
        for it in asked_for
        if "$group" in it.command and it.collection in ("activity", "press_releases")
    ]

    assert len(plans) >= 8
    assert [(it.command, it.summary) for it in plans if it.examined] == []
    assert max(it.keys for it in plans if "'JP'" in it.command) <= SLACK


async def test_the_calendar_reads_the_days_and_countries_it_shows(busy_days, stored, rita):
    first, last = (NOW + 20 * DAY).date(), (NOW + 29 * DAY).date()
    days = {"start_date": _day(first), "end_date": _day(last)}
    found = (await rita.ask("ListPlannedReleases", **days)).releases
    wide = {"start_date": _day(first), "end_date": _day(first + 90 * DAY)}
    rare = (await rita.ask("ListPlannedReleases", countries=["JP"], **wide)).releases

    asked_for = await recorded(stored, "pr_review")
    plans = [it for it in asked_for if "release_on" in it.command]

    assert (len(found), len(rare)) == (40, 1)
    assert [it for it in plans if it.sorts or "COLLSCAN" in it.summary] == []
    assert max(it.examined for it in plans) <= 45
    assert max(it.examined for it in plans if "'JP'" in it.command) <= 1


def _day(day):
    return {"year": day.year, "month": day.month, "day": day.day}
