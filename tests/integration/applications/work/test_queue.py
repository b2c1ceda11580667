"""The queue: what waits for whom, in which order, narrowed, counted and turned page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications.domain.application import Flag
from applications.domain.questionnaire import ArtisanType
from applications.store.application_document import to_document
from chassis.errors import Forbidden, Invalid
from handmade.applications.v1 import application_pb2 as pb
from handmade.applications.v1 import application_work_pb2 as work
from tests.integration.applications.people import eventually
from tests.integration.applications.work.conftest import NOW
from tests.support.plans import record, recorded
from tests.support.queue import a_draft, asked, occasion, submitted, taken

DAY = timedelta(days=1)


async def test_what_is_due_next_comes_first_whoever_it_waits_for(queue, rita):
    late, fresh, waiting, soon = await queue(
        submitted(NOW - 6 * DAY),
        submitted(NOW),
        asked(NOW - DAY, "rita", due=NOW + 2 * DAY),
        taken(NOW - 4 * DAY, "otto"),
    )

    assert await rita.names() == [late, soon, waiting, fresh]


async def test_drafts_and_what_is_over_wait_for_nobody(queue, rita):
    mine = taken(NOW - 3 * DAY, "rita")
    await queue(
        a_draft(NOW),
        mine.approve("0190", occasion("rita", NOW)),
        submitted(NOW).withdraw("", occasion("ada", NOW)),
    )

    assert await rita.names() == []
    assert await rita.counts() == {}


async def test_an_item_says_for_whom_since_when_and_until_when(queue, rita):
    began = NOW - 2 * DAY
    signed = taken(began, "otto", flags=[Flag.CASE_BY_CASE]).approve(
        "0190", occasion("otto", NOW - DAY)
    )
    await queue(
        submitted(NOW - 7 * DAY),
        taken(NOW - 4 * DAY, "otto"),
        asked(began, "otto", due=NOW + 2 * DAY),
        signed,
    )

    items = (await rita.work()).items

    kinds = work.ApplicationWorkItem.WaitingFor
    assert [kinds.Name(item.waiting_for) for item in items] == [
        "TAKER",
        "ASSIGNEE",
        "APPLICANT",
        "SECOND_REVIEWER",
    ]
    submission, assigned, asking, second = items
    assert submission.overdue
    assert not any(item.overdue for item in (assigned, asking, second))
    assert asking.due_time.ToJsonString() == asking.next_due_time.ToJsonString()
    assert asking.due_time.ToJsonString() == "2026-11-20T12:00:00Z"
    assert not asking.HasField("answer_due_time")
    assert not second.HasField("due_time")
    assert second.answer_due_time.ToJsonString() == "2026-11-21T12:00:00Z"
    assert second.wait_time.ToJsonString() == "2026-11-17T12:00:00Z"


async def test_what_is_due_this_very_moment_is_not_overdue_yet(queue, rita):
    before, _ = await queue(
        submitted(NOW - 9 * DAY, due=NOW - timedelta(milliseconds=1)),
        submitted(NOW - 9 * DAY, due=NOW),
    )

    assert await rita.names(overdue=True) == [before]
    assert await rita.counts() == {"all": 2, "unassigned": 2, "overdue": 1}


@pytest.fixture
async def mixed(queue):
    """One of each kind, by name."""
    applications = {
        "american": submitted(NOW - DAY),
        "german": submitted(NOW - 2 * DAY, region="EU"),
        "co-op": submitted(NOW - 3 * DAY, kind=ArtisanType.COOPERATIVE, region="EU"),
        "large": submitted(NOW - 4 * DAY, flags=[Flag.LARGE_GROUP, Flag.POSSIBLE_DUPLICATE]),
        "mine": taken(NOW - 4.5 * DAY, "rita"),
        "others": taken(NOW - 4.6 * DAY, "otto", kind=ArtisanType.OTHER),
        "asked": asked(NOW - 4.7 * DAY, "otto", due=NOW + 4.9 * DAY),
    }
    names = await queue(*applications.values())
    return dict(zip(names, applications, strict=True))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"regions": ["EU"]}, ["co-op", "german"]),
        (
            {"regions": ["NA", "EU"]},
            ["others", "mine", "large", "co-op", "german", "american", "asked"],
        ),
        ({"artisan_types": ["COOPERATIVE", "OTHER"]}, ["others", "co-op"]),
        ({"flags": ["POSSIBLE_DUPLICATE"]}, ["large"]),
        ({"flags": ["LARGE_GROUP", "POSSIBLE_DUPLICATE"]}, ["large"]),
        ({"waiting_for": ["ASSIGNEE"]}, ["others", "mine"]),
        (
            {"waiting_for": ["APPLICANT", "TAKER"], "regions": ["NA"]},
            ["large", "american", "asked"],
        ),
        ({"assigned": "MINE"}, ["mine"]),
        ({"assigned": "NOBODY"}, ["large", "co-op", "german", "american"]),
        ({"assigned": "OTHERS"}, ["others", "asked"]),
        ({"submitted_before": NOW - 4 * DAY}, ["others", "mine", "asked"]),
        ({"regions": ["EU"], "artisan_types": ["COOPERATIVE"], "assigned": "NOBODY"}, ["co-op"]),
        ({"flags": ["PRODUCTION_PARTNERS"]}, []),
    ],
)
async def test_the_queue_is_narrowed(rita, mixed, filters, expected):
    assert [mixed[name] for name in await rita.names(**filters)] == expected
    assert (await rita.counts(**filters)).get("all", 0) == len(expected)


async def test_every_count_is_a_part_of_what_is_asked_for(queue, rita):
    signed = {
        who: taken(NOW - DAY, who, flags=[Flag.CASE_BY_CASE]).approve("0190", occasion(who, NOW))
        for who in ("rita", "otto")
    }
    await queue(
        submitted(NOW - 6 * DAY),
        submitted(NOW, region="EU"),
        taken(NOW, "rita"),
        asked(NOW, "rita", due=NOW + DAY),
        *signed.values(),
    )

    assert await rita.counts() == {
        "all": 6,
        "mine": 3,
        "unassigned": 2,
        # What rita has signed herself she can't sign once more.
        "second_reviewer": 1,
        "applicant": 1,
        "overdue": 1,
    }
    assert await rita.counts(regions=["EU"]) == {"all": 1, "unassigned": 1}


@pytest.mark.parametrize(
    ("roles", "second"), [(["reviewer", "support"], 1), (["support"], 0), (["admin"], 0)]
)
async def test_a_second_signature_waits_for_those_who_may_give_it(queue, a_desk, roles, second):
    signed = taken(NOW, "otto", flags=[Flag.CASE_BY_CASE]).approve("0190", occasion("otto", NOW))
    await queue(signed)

    counts = await a_desk("sam", *roles).counts()

    assert (counts["all"], counts.get("second_reviewer", 0)) == (1, second)


async def test_nobody_is_offered_what_they_had_a_part_in(queue, rita, a_desk):
    written = replace(submitted(NOW), writers=frozenset({"rita"}))
    await queue(submitted(NOW, subject="rita"), submitted(NOW, by="rita"), written)

    assert await rita.names() == []
    assert await rita.counts() == {}
    assert len(await a_desk("otto").names()) == 3


async def test_pages_have_every_item_once(queue, rita):
    # Several of one moment, which only their ids tell apart.
    names = await queue(*(submitted(NOW + (number // 3) * DAY) for number in range(8)))

    seen, token = [], ""
    while True:
        page = await rita.work(page_size=3, page_token=token)
        seen += [item.application.name for item in page.items]
        token = page.next_page_token
        if not token:
            break

    assert seen == names
    assert page.cursors[-1]
    assert len(page.items) == 2


async def test_pages_are_stable_while_others_write(queue, stored, rita):
    names = await queue(*(submitted(NOW + number * DAY) for number in range(6)))
    first = await rita.work(page_size=3)

    # Meanwhile one that was shown is decided on, and one comes that is due before all.
    await stored["applications"].delete_one({"_id": names[1].partition("/")[2]})
    await queue(submitted(NOW - 9 * DAY))
    second = await rita.work(page_size=3, page_token=first.next_page_token)

    assert [item.application.name for item in (*first.items, *second.items)] == names


async def test_a_token_of_another_filter_is_refused(queue, rita):
    await queue(submitted(NOW), submitted(NOW))
    token = (await rita.work(page_size=1)).next_page_token

    with pytest.raises(Invalid) as refusal:
        await rita.work(page_size=1, page_token=token, overdue=True)

    assert [it.subject for it in refusal.value.violations] == ["page_token"]


async def test_each_region_that_there_is_not_is_named(rita):
    for asking in (rita.work, rita.counts):
        with pytest.raises(Invalid) as refusal:
            await asking(regions=["XX", "NA", "YY"])

        assert [it.subject for it in refusal.value.violations] == [
            "filter.regions[0]",
            "filter.regions[2]",
        ]


@pytest.mark.parametrize("role", ["buyer", "maker", "pr", "pr_lead", "stakeholder", "partner"])
async def test_who_is_not_of_the_staff_sees_no_work(a_desk, role):
    somebody = a_desk("somebody", role)

    for asking in (
        somebody.work,
        somebody.counts,
        somebody.activity,
        somebody.weeks,
        somebody.reviewers,
    ):
        with pytest.raises(Forbidden):
            await asking()


@pytest.mark.parametrize("role", ["support", "admin"])
async def test_support_and_administrators_see_it_whole(queue, a_desk, role):
    await queue(submitted(NOW, flags=[Flag.LARGE_GROUP]))

    [item] = (await a_desk("somebody", role).work()).items

    assert list(item.application.flags) == [pb.Application.LARGE_GROUP]


async def test_who_looks_at_the_queue_is_known_with_what_waits_for_them(queue, a_desk):
    await queue(
        taken(NOW, "zora"),
        taken(NOW, "zora"),
        asked(NOW, "zora", due=NOW + DAY),
        taken(NOW, "never-seen"),
    )
    zora, abel = a_desk("zora"), a_desk("abel")
    for desk in (zora, abel, a_desk("sue", "support")):
        await desk.work()

    known = await zora.reviewers()

    names = [it.actor.display_name for it in known]
    assert names == sorted(names)
    assert {"Never-seen", "Sue"}.isdisjoint(names)
    waiting = {it.actor.subject: it.open_applications for it in known}
    assert (waiting["zora"], waiting["abel"]) == (2, 0)
    assert all(it.last_seen_time.ToDatetime(tzinfo=NOW.tzinfo) == NOW for it in known)


async def test_what_a_process_of_an_earlier_release_stores_is_queued_all_along(stored, rita):
    waiting, draft = to_document(submitted(NOW - 6 * DAY)), to_document(a_draft(NOW))
    newer = ["applicants", "waiting_for", "waiting_since", "due", "next_due", "answer_due"]
    older = [
        {key: value for key, value in document.items() if key not in newer}
        for document in (waiting, draft)
    ]
    await record(stored)

    await stored["applications"].insert_many(older)

    async def is_queued():
        return await rita.names(overdue=True) == [f"applications/{waiting['_id']}"]

    await eventually(is_queued)
    told = await recorded(stored, "applications")
    plans = [it for it in told if "'waiting_for': None" in it.command]
    await stored.command("profile", 0)
    assert plans
    assert {it.summary for it in plans} == {"IXSCAN { waiting_for: 1, state: 1 }"}
    assert max(it.examined for it in plans) <= 1
