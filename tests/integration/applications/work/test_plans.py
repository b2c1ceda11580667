"""Whatever is asked of the queue, an index answers it, in order and without a sort."""

from datetime import timedelta
from random import Random

import pytest

from applications.domain.application import Flag
from applications.domain.questionnaire import ArtisanType
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


async def test_counting_and_figures_read_no_application(busy, stored, rita):
    await rita.counts()
    await rita.counts(regions=["EU"], overdue=True)
    await rita.weeks()

    plans = [it for it in await recorded(stored, "applications") if "$group" in it.command]

    assert [it.examined for it in plans if it.collection == "applications"] == [0] * 6


async def test_activity_figures_and_reviewers_are_looked_up(busy, stored, rita, did):
    resource = "applications/pottery"
    await did("application.submitted", resource, NOW, "SUBMITTED", region="NA")
    await rita.activity()
    await rita.activity(actor="rita")
    await rita.activity(actor="rita", resource=resource, start_time=NOW, end_time=NOW)
    await rita.activity(resource=resource)
    await rita.weeks()
    await rita.weeks(region="NA", weeks=104)
    await rita.reviewers()

    plans = await recorded(stored, "applications")

    assert {"activity", "applications", "staff"} <= {it.collection for it in plans}
    assert not [it for it in plans if "COLLSCAN" in it.summary]
    assert not [it for it in plans if it.collection == "activity" and it.sorts]
