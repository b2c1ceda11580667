"""Pages of applications, and several at once."""

import pytest

from chassis.errors import Invalid, Unauthenticated
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import request_id

COUNTRIES = {"NA": "US", "EU": "DE"}


@pytest.fixture
def withdrawn(maker):
    """Makes applications that are over and keep nobody from the next, oldest first."""

    async def withdrawn(count):
        names = []
        for _ in range(count):
            application = await maker.start()
            await maker.submit(application.name)
            await maker.applications.WithdrawApplication(
                pb.WithdrawApplicationRequest(name=application.name, request_id=request_id())
            )
            names.append(application.name)
        return names

    return withdrawn


async def all_pages(person, size, **query):
    names, token, pages = [], "", 0
    while True:
        page = await person.list_applications(page_size=size, page_token=token, **query)
        names += [it.name for it in page.applications]
        pages += 1
        token = page.next_page_token
        if not token:
            return names, pages


async def test_pages_have_every_application_once_newest_first(maker, withdrawn):
    names = await withdrawn(5)

    seen, pages = await all_pages(maker, 2)

    assert seen == names[::-1]
    assert pages == 3


async def test_a_cursor_is_the_page_token_behind_its_item(maker, withdrawn):
    names = await withdrawn(3)
    first = await maker.list_applications(page_size=3)

    after_the_first = await maker.list_applications(page_token=first.cursors[0])

    assert [it.name for it in after_the_first.applications] == [names[1], names[0]]


async def test_a_page_that_is_just_full_is_the_last(maker, withdrawn):
    await withdrawn(2)

    page = await maker.list_applications(page_size=2)

    assert len(page.applications) == 2
    assert page.next_page_token == ""


async def test_an_applicant_sees_no_others(maker, a_person):
    await a_person("maker").start()
    mine = await maker.start()

    seen = await maker.list_applications()

    assert [it.name for it in seen.applications] == [mine.name]


async def test_staff_see_what_was_submitted_and_no_drafts(maker, reviewer):
    draft = await maker.start()
    other = await maker.start(country="DE")
    await maker.submit(other.name)

    seen = await reviewer.list_applications(page_size=100)

    names = [it.name for it in seen.applications]
    assert other.name in names
    assert draft.name not in names
    assert not (await reviewer.list_applications(mine=True)).applications


async def test_a_reviewer_who_applies_sees_the_own_draft_too(a_person):
    both = a_person("maker", "reviewer")
    draft = await both.start()

    seen = await both.list_applications(page_size=100)

    assert draft.name in [it.name for it in seen.applications]
    only = await both.list_applications(mine=True)
    assert [it.name for it in only.applications] == [draft.name]


async def test_a_list_can_be_narrowed(maker):
    american = await maker.start()
    german = await maker.start(country="DE")
    await maker.submit(german.name)

    async def narrowed(**query):
        return [it.name for it in (await maker.list_applications(**query)).applications]

    assert await narrowed(region="EU") == [german.name]
    assert await narrowed(states=[pb.Application.DRAFT]) == [american.name]
    assert await narrowed(states=[pb.Application.DRAFT, pb.Application.SUBMITTED]) == [
        german.name,
        american.name,
    ]
    assert await narrowed(states=[pb.Application.APPROVED]) == []


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ({"region": "XX"}, "region"),
        ({"region": '{"$ne": null}'}, "region"),
        ({"states": [0]}, "states[0]"),
        ({"states": [2, 99]}, "states[1]"),
        ({"page_size": -1}, "page_size"),
        ({"page_token": "rubbish"}, "page_token"),
        ({"page_token": '{"$ne": null}'}, "page_token"),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused(maker, query, subject):
    with pytest.raises(Invalid) as refused:
        await maker.list_applications(**query)

    assert [it.subject for it in refused.value.violations] == [subject]


async def test_a_page_token_belongs_to_its_query_and_its_caller(maker, reviewer, withdrawn):
    await withdrawn(2)
    token = (await maker.list_applications(page_size=1)).next_page_token

    for attempt in (
        reviewer.list_applications(page_token=token),
        maker.list_applications(page_token=token, region="NA"),
        maker.list_applications(page_token=token[:-1] + ("A" if token[-1] != "A" else "B")),
    ):
        with pytest.raises(Invalid) as refused:
            await attempt
        assert [it.rule for it in refused.value.violations] == ["PAGE_TOKEN_INVALID"]


async def test_who_is_not_signed_in_lists_nothing(nobody):
    with pytest.raises(Unauthenticated):
        await nobody.list_applications()


async def test_a_lookup_keeps_the_order_and_hides_what_is_not_the_callers(maker, a_person):
    mine = await maker.start()
    theirs = await a_person("maker").start()
    names = [theirs.name, "rubbish", mine.name, mine.name]

    answer = await maker.applications.LookupApplicationsByName(
        pb.LookupApplicationsByNameRequest(names=names)
    )

    found = [it.application.name for it in answer.results]
    assert found == ["", "", mine.name, mine.name]
