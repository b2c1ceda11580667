"""Whatever is asked of the queue, an index answers it, in order and without a sort."""

from datetime import timedelta
from random import Random

import pytest

from applications.domain.application import Flag
from applications.domain.questionnaire import ArtisanType
from chassis.actors import Actor
from chassis.caller import Role
from tests.integration.applications.work.conftest import NOW
from tests.support.plans import record, recorded
from tests.support.queue import asked, submitted, taken

COUNT = 1500
EVERYTHING = {
    "regions": ["NA", "EU"],
    "artisan_types": ["SOLO", "COOPERATIVE", "OTHER"],
    "flags": ["LARGE_GROUP", "CASE_BY_CASE"],
    "waiting_for": ["TAKER", "ASSIGNEE"],
    "assigned": "OTHERS",
    "submitted_before": NOW,
    "overdue": True,
}


@pytest.fixture
async def busy(queue, stored):
    """A queue that is long and mixed, each time the same; commands are recorded from then on."""
    chance = Random(7)
    flags = [(), (), (), (Flag.LARGE_GROUP,), (Flag.CASE_BY_CASE, Flag.POSSIBLE_DUPLICATE)]

    def one():
        began = NOW - timedelta(minutes=chance.randrange(14_000))
        given = {
            "region": chance.choice(["NA", "EU"]),
            "kind": chance.choice(list(ArtisanType)),
            "flags": chance.choice(flags),
        }
        match chance.randrange(4):
            case 0:
                return taken(began, chance.choice(["rita", "otto"]), **given)
            case 1:
                return asked(began, "otto", NOW + timedelta(days=chance.randrange(14)), **given)
        return submitted(began, **given)

    await queue(*(one() for _ in range(COUNT)))
    await record(stored)
    yield
    await stored.command("profile", 0)


FILTERS = [
    {},
    *({name: value} for name, value in EVERYTHING.items()),
    {"regions": ["EU"], "waiting_for": ["TAKER"]},
    {"regions": ["EU"], "artisan_types": ["OTHER"], "assigned": "NOBODY"},
    {"assigned": "MINE", "overdue": True},
    {"assigned": "MINE", "waiting_for": ["ASSIGNEE"]},
    {"flags": ["CASE_BY_CASE"], "regions": ["NA"]},
    EVERYTHING,
]


async def test_every_page_and_count_is_read_in_the_order_of_an_index(busy, stored, rita):
    for filters in FILTERS:
        first = await rita.work(page_size=10, **filters)
        if first.next_page_token:
            await rita.work(page_size=10, page_token=first.next_page_token, **filters)
        await rita.counts(**filters)

    plans = [it for it in await recorded(stored, "applications") if it.collection == "applications"]

    assert len(plans) >= 2 * len(FILTERS)
    assert not [it for it in plans if "COLLSCAN" in it.summary]
    assert not [it for it in plans if it.sorts]


async def test_a_page_of_the_whole_queue_reads_little_more_than_it_shows(busy, stored, rita):
    await rita.work(page_size=10)

    [plan] = [it for it in await recorded(stored, "applications") if "next_due" in it.command]

    assert plan.examined <= 20


# A page shows ten and looks for one more; each of four places where to wait costs a few more.
SLACK = 20
MANY = 300


@pytest.fixture
async def with_rarities(queue, stored):
    """A long queue of one kind, in which one of another kind is due last."""
    far = timedelta(days=90)
    await queue(
        *(submitted(NOW + timedelta(minutes=number)) for number in range(MANY)),
        submitted(NOW + far, region="EU", kind=ArtisanType.OTHER, flags=[Flag.LARGE_GROUP]),
        taken(NOW + far, "rita"),
        asked(NOW, "otto", NOW + far),
        submitted(NOW + far, subject="rita"),
        submitted(NOW - far),
    )
    await record(stored)
    yield
    await stored.command("profile", 0)


RARE = [
    {"regions": ["EU"]},
    {"artisan_types": ["OTHER"]},
    {"flags": ["LARGE_GROUP"]},
    {"waiting_for": ["APPLICANT"]},
    {"assigned": "MINE"},
    {"assigned": "OTHERS", "waiting_for": ["ASSIGNEE", "APPLICANT"]},
    {"overdue": True},
    {"artisan_types": ["OTHER"], "regions": ["EU"], "flags": ["LARGE_GROUP"]},
]


async def test_what_is_rare_is_found_without_going_through_the_queue(with_rarities, stored, rita):
    for rare in RARE:
        await record(stored)
        assert len((await rita.work(page_size=10, **rare)).items) == 1, rare
        assert (await rita.counts(**rare))["all"] == 1, rare

        asked_for = await recorded(stored, "applications")
        plans = [it for it in asked_for if it.collection == "applications"]

        # The page, its lookup and the counts; what the service looks for on its own may be there.
        assert len(plans) >= 3
        assert max(it.examined for it in plans) <= SLACK, rare
        assert max(it.keys for it in plans) <= SLACK, rare


async def test_own_applications_are_told_from_the_counts_without_going_through_them(
    with_rarities, stored, rita
):
    assert (await rita.counts())["all"] == MANY + 4

    plans = [it for it in await recorded(stored, "applications") if "rita" in it.command]

    assert [it.examined + it.keys <= SLACK for it in plans] == [True]


COUNTED = [
    *FILTERS,
    {"assigned": "NOBODY", "artisan_types": ["SOLO"], "submitted_before": NOW},
    {"flags": ["LARGE_GROUP", "POSSIBLE_DUPLICATE"], "overdue": True},
]


async def test_counting_and_figures_read_indexes_alone(busy, stored, rita, did):
    for number in range(50):
        resource = f"applications/{number}"
        region = ("NA", "EU")[number % 2]
        await did("application.submitted", resource, NOW, "SUBMITTED", region=region)
        await did("application.declined", resource, NOW, "DECLINED", region=region)
    await stored["applications"].update_many(
        {"reviewer.subject": "otto"},
        {"$set": {"ended": NOW, "first_answered": NOW, "state": "DECLINED", "in_time": True}},
    )
    for filters in COUNTED:
        await rita.counts(**filters)
    await rita.weeks()
    await rita.weeks(region="EU", weeks=104)
    await rita.reviewers()

    plans = [
        it
        for it in await recorded(stored, "applications")
        if "$group" in it.command and it.collection != "events"
    ]

    assert len(plans) == 2 * len(COUNTED) + 2 * 3 + 1
    assert {it.collection for it in plans} == {"activity", "applications"}
    assert [(it.command, it.summary) for it in plans if it.examined] == []


@pytest.fixture
async def busy_days(did, stored):
    """Much that was done, to many things by many people; commands are recorded from then on."""
    for number in range(300):
        actor = Actor(f"reviewer-{number % 30}", "Somebody", Role.REVIEWER)
        parties = {"rita"} if number == 150 else {"ada"}
        await did(
            "application.taken",
            f"applications/{number % 50}-{number == 150}",
            NOW - timedelta(hours=number),
            "",
            actor,
            parties=parties,
        )
    yield
    await stored.command("profile", 0)


PAST = [
    {},
    {"actor": "reviewer-7"},
    {"resource": "applications/7-False"},
    {"actor": "reviewer-7", "resource": "applications/7-False"},
    {"end_time": NOW - timedelta(hours=145)},
    {"start_time": NOW - timedelta(hours=160), "end_time": NOW - timedelta(hours=145)},
]


async def test_a_page_of_what_was_done_reads_little_more_than_it_shows(busy_days, stored, rita):
    for which in PAST:
        await record(stored)
        page = await rita.activity(page_size=3, **which)
        if page.next_page_token:
            await rita.activity(page_size=3, page_token=page.next_page_token, **which)

        asked_for = await recorded(stored, "applications")
        plans = [it for it in asked_for if it.collection == "activity"]

        assert page.entries
        assert plans
        assert [it for it in plans if it.sorts or "COLLSCAN" in it.summary] == []
        assert max(it.examined for it in plans) <= 10, which
        assert max(it.keys for it in plans) <= 12, which


async def test_reviewers_are_looked_up(busy, stored, rita):
    await rita.reviewers()

    plans = await recorded(stored, "applications")

    assert {"applications", "staff"} <= {it.collection for it in plans}
    assert not [it for it in plans if "COLLSCAN" in it.summary]
