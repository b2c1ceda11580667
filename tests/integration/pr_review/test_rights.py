"""Who sees and touches whose press releases; lists, lookups and feeds."""

import asyncio

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused, Unauthenticated
from chassis.ids import new_id
from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_release_pb2_grpc as stubs
from tests.integration.pr_review.conftest import Called, digest
from tests.support.documents import a_document

STAFF = ["pr", "pr_lead", "support", "admin"]


def agency(press, subject="agency"):
    return press.as_(subject, "partner", name="Agency")


async def test_somebody_elses_release_does_not_exist(press):
    maker, other = await press.a_maker(), await press.a_maker()
    released = await maker.complete()
    before = await press.everything()

    for act in (
        lambda: other.get(released.name),
        lambda: other.update(released.name, title="Mine"),
        lambda: other.upload(released.name, a_document()),
        lambda: other.download(released.name),
        lambda: other.submit(released.name),
        lambda: other.watch(1, press_release=released.name),
    ):
        with pytest.raises(NotFound) as absent:
            await act()
        assert absent.value.reason == "PRESS_RELEASE_NOT_FOUND"

    assert await other.lookup(released.name) == [""]
    assert list((await other.list()).press_releases) == []
    assert await press.everything() == before


async def test_what_does_not_exist_fails_in_the_same_words(press):
    maker, other = await press.a_maker(), await press.a_maker()
    hidden = (await maker.start()).name
    answers = []

    for name in (hidden, f"pressReleases/{new_id()}"):
        with pytest.raises(NotFound) as absent:
            await other.get(name)
        answers.append((absent.value.reason, absent.value.message, absent.value.facts))

    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "name",
    ["", "1", "pressReleases/", "pressReleases/1", "listings/0190a0a0-0000-7000-8000-000000000000",
     "pressReleases/0190A0A0-0000-7000-8000-000000000000", "pressReleases/../makers/1",
     '{"$ne": null}', "pressReleases/" + "a" * 5000],
)  # fmt: skip
async def test_a_malformed_name_is_refused(press, name):
    maker = await press.a_maker()

    for act in (lambda: maker.get(name), lambda: maker.submit(name), lambda: maker.download(name)):
        with pytest.raises(Invalid):
            await act()


@pytest.mark.parametrize("role", STAFF)
async def test_staff_reads_what_was_submitted(press, role):
    maker, staff = await press.a_maker(), press.as_("staff", role)
    draft, submitted = await maker.start(), await maker.submitted()

    listed = await staff.list()

    assert (await staff.get(submitted.name)).name == submitted.name
    assert [release.name for release in listed.press_releases] == [submitted.name]
    assert await staff.lookup(draft.name, submitted.name) == ["", submitted.name]
    assert await staff.download(submitted.name)
    of_maker = await staff.list(maker=maker.maker)
    assert [release.name for release in of_maker.press_releases] == [submitted.name]


@pytest.mark.parametrize("role", ["buyer", "reviewer", "stakeholder"])
async def test_others_see_nothing(press, role):
    maker, other = await press.a_maker(), press.as_("other", role)
    submitted = await maker.submitted()

    assert list((await other.list()).press_releases) == []
    assert await other.lookup(submitted.name) == [""]
    with pytest.raises(NotFound):
        await other.get(submitted.name)
    with pytest.raises(NotFound):
        await other.list(maker=maker.maker)
    with pytest.raises(Forbidden):
        await other.start()


async def test_nobody_is_let_in_without_a_token(press):
    channel = press.process.channel(pb)
    stranger = Called(stubs.PressReleaseServiceStub(channel))

    for act in (stranger.list, stranger.start, lambda: stranger.watch(1)):
        with pytest.raises(Unauthenticated):
            await act()


async def test_an_agency_acts_for_the_maker_who_granted_it(press):
    partner = agency(press)
    maker = await press.a_maker(grants=[("agency", ["press:write"])])

    started = await partner.start(maker=maker.maker, distribution_plan="Wire", contact="Agency")
    uploaded = await partner.upload(started.name, a_document())
    listed = await partner.list(maker=maker.maker)

    assert started.maker == maker.maker
    assert uploaded.timeline[-1].actor.display_name == "Agency"
    assert [release.name for release in listed.press_releases] == [started.name]
    assert (await maker.get(started.name)).name == started.name


async def test_an_agency_without_the_grant_does_nothing(press):
    partner = agency(press)
    maker = await press.a_maker(grants=[("agency", ["catalog:write", "events:read"])])
    released = await maker.complete()

    with pytest.raises(Forbidden):
        await partner.start(maker=maker.maker)
    with pytest.raises(Forbidden):
        await partner.start()
    for act in (lambda: partner.get(released.name), lambda: partner.submit(released.name)):
        with pytest.raises(NotFound):
            await act()


async def test_an_agency_whose_grant_ends_sees_nothing_any_more(press):
    partner = agency(press)
    maker = await press.a_maker(grants=[("agency", ["press:write"])])
    started = await partner.start(maker=maker.maker)

    await press.database["makers"].update_one({"_id": maker.maker}, {"$set": {"grants": []}})

    with pytest.raises(NotFound):
        await partner.get(started.name)


async def test_whoever_reviews_is_known_to_the_maker_by_name_and_not_by_account(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr", name="Rita")
    submitted = await maker.submitted()
    await rita.take(submitted.name)

    approved = await rita.approve(submitted.name, submitted.draft.sha256)
    to_maker = await maker.get(submitted.name)

    for shown, account in ((approved, "rita"), (to_maker, "")):
        actors = [shown.representative, shown.approval.representative, shown.timeline[-1].actor]
        assert {it.display_name for it in actors} == {"Rita"}
        assert {it.subject for it in actors} == {account}


async def test_who_came_too_late_learns_a_name_and_no_account(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr", name="Rita Lee")
    submitted = await maker.submitted()
    await rita.take(submitted.name)

    with pytest.raises(Refused) as refused:
        await press.as_("paul", "pr").take(submitted.name)

    assert refused.value.facts == {"representative": "Rita Lee"}


async def test_a_partner_does_not_learn_the_makers_account(press):
    partner, rita = agency(press), press.as_("rita", "pr")
    maker = await press.a_maker(grants=[("agency", ["press:write"])])
    submitted = await maker.submitted()

    to_partner = await partner.get(submitted.name)
    to_maker = await maker.get(submitted.name)
    to_staff = await rita.get(submitted.name)

    assert {entry.actor.subject for entry in to_partner.timeline} == {""}
    assert {entry.actor.display_name for entry in to_partner.timeline} == {"Ada"}
    assert "" not in {entry.actor.subject for entry in (*to_maker.timeline, *to_staff.timeline)}


async def test_lists_page_newest_first(press):
    maker = await press.a_maker()
    started = []
    for number in range(5):
        press.clock.forward(seconds=number // 3)  # three in the same moment
        started.append((await maker.start(title=f"Release {number}")).name)

    pages, token = [], ""
    while True:
        page = await maker.list(page_size=2, page_token=token)
        pages.append([release.name for release in page.press_releases])
        token = page.next_page_token
        if not token:
            break

    found = [name for page in pages for name in page]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(found) == sorted(started)
    times = [(await maker.get(name)).create_time.ToDatetime() for name in found]
    assert times == sorted(times, reverse=True)


async def test_a_cursor_continues_behind_its_item(press):
    maker = await press.a_maker()
    for number in range(3):
        press.clock.forward(seconds=1)
        await maker.start(title=f"Release {number}")
    first = await maker.list(page_size=3)

    rest = await maker.list(page_size=3, page_token=first.cursors[0])

    assert rest.press_releases == first.press_releases[1:]
    assert first.next_page_token == ""


async def test_a_list_is_narrowed_to_states(press):
    maker = await press.a_maker()
    draft, submitted = await maker.start(), await maker.submitted()
    State = pb.PressRelease.State

    drafts = await maker.list(states=[State.DRAFT])
    both = await maker.list(states=[State.DRAFT, State.SUBMITTED])

    assert [release.name for release in drafts.press_releases] == [draft.name]
    assert {r.name for r in both.press_releases} == {draft.name, submitted.name}
    assert list((await press.as_("rita", "pr").list(states=[State.DRAFT])).press_releases) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"page_token": "x"},
        {"page_size": -1},
        {"states": [99]},
        {"states": [0]},
        {"states": [-1]},
        {"maker": "makers/1"},
        {"maker": '{"$ne": null}'},
    ],
)
async def test_a_malformed_list_request_is_refused(press, fields):
    maker = await press.a_maker()

    with pytest.raises(Invalid):
        await maker.list(**fields)


async def test_a_page_token_is_its_callers_alone(press):
    maker, other = await press.a_maker(), await press.a_maker()
    for _ in range(2):
        await maker.start()
    token = (await maker.list(page_size=1)).next_page_token

    altered = token[:-1] + ("A" if token[-1] != "A" else "B")

    for act in (
        lambda: other.list(page_size=1, page_token=token),
        lambda: maker.list(page_size=1, page_token=altered),
        lambda: maker.list(page_token=token, states=[pb.PressRelease.DRAFT]),
    ):
        with pytest.raises(Invalid):
            await act()


async def test_a_lookup_keeps_the_order_and_leaves_gaps(press):
    maker = await press.a_maker()
    first, second = (await maker.start()).name, (await maker.start()).name

    found = await maker.lookup(second, "nonsense", f"pressReleases/{new_id()}", first, second)

    assert found == [second, "", "", first, second]
    with pytest.raises(Invalid):
        await maker.lookup(*[first] * 101)


async def test_the_first_releases_of_several_makers_are_had_at_once(press):
    one, other, silent = [await press.a_maker() for _ in range(3)]
    partner = agency(press)
    granting = await press.a_maker(grants=[("agency", ["press:write"])])
    for number in range(3):
        press.clock.forward(seconds=1)
        await one.start(title=f"Draft {number}")
    await other.submitted(title="Submitted")
    await granting.start(title="Granted")
    makers = [one.maker, other.maker, silent.maker, granting.maker, f"makers/{new_id()}", "x"]

    own = await one.batch(*makers, page_size=2)
    team = await press.as_("rita", "pr").batch(*makers)
    theirs = await partner.batch(*makers)

    (titles, token), *rest = own
    assert titles == ["Draft 2", "Draft 1"]
    assert rest == [None] * 5
    assert team == [([], ""), (["Submitted"], ""), ([], ""), ([], ""), None, None]
    assert theirs == [None, None, None, (["Granted"], ""), None, None]
    following = await one.list(maker=one.maker, page_size=2, page_token=token)
    assert [release.title for release in following.press_releases] == ["Draft 0"]
    with pytest.raises(Invalid) as refused:
        await one.batch(*[one.maker] * 101)
    assert [found.subject for found in refused.value.violations] == ["makers"]


async def test_services_see_everything(press):
    maker, service = await press.a_maker(), press.as_("gateway", "service")
    released = await maker.complete()

    assert await service.lookup(released.name) == [released.name]
    assert digest(await service.download(released.name)) == released.draft.sha256


async def heard(calls, act, count, **watching):
    """The events that reach a watcher while something happens."""
    entries = await calls.watch(1, **watching)
    token = entries[-1].resume_token
    await act()
    found = []
    while len(found) < count:
        for entry in await asyncio.wait_for(calls.watch(3, resume_token=token, **watching), 60):
            token = entry.resume_token
            if entry.event_id:
                found.append(entry)
    return found


async def test_a_maker_hears_of_each_change_of_its_own(press):
    maker, other = await press.a_maker(), await press.a_maker()

    async def act():
        await other.start()
        await maker.submitted()

    found = await heard(maker, act, 3)

    assert [entry.type for entry in found] == [
        "press_release.started",
        "press_release.draft_uploaded",
        "press_release.submitted",
    ]
    assert {entry.press_release.maker for entry in found} == {maker.maker}
    assert found[-1].press_release.state == pb.PressRelease.SUBMITTED


async def test_the_press_team_hears_from_the_submission_on(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")

    found = await heard(rita, maker.submitted, 1)

    assert [entry.type for entry in found] == ["press_release.submitted"]


async def test_a_partner_hears_only_with_the_grant_to_events(press):
    partner = agency(press)
    silent = await press.a_maker(grants=[("agency", ["press:write"])])
    told = await press.a_maker(grants=[("agency", ["events:read"])])

    async def act():
        await silent.start()
        await told.start()

    found = await heard(partner, act, 1)

    assert [entry.press_release.maker for entry in found] == [told.maker]
    assert found[0].press_release.timeline[0].actor.subject == ""


async def test_one_release_can_be_watched_alone(press):
    maker = await press.a_maker()
    watched, other = await maker.start(), await maker.start()

    async def act():
        await maker.update(other.name, title="Other")
        await maker.update(watched.name, title="Watched")

    found = await heard(maker, act, 1, press_release=watched.name)

    assert [entry.press_release.title for entry in found] == ["Watched"]


async def test_watching_one_release_needs_the_grant_to_events_and_no_other(press):
    partner = agency(press)
    silent = await press.a_maker(grants=[("agency", ["press:write"])])
    told = await press.a_maker(grants=[("agency", ["events:read"])])
    hidden, watched = await silent.start(), await told.start()

    with pytest.raises(NotFound):
        await partner.watch(1, press_release=hidden.name)
    found = await heard(
        partner, lambda: told.update(watched.name, title="New"), 1, press_release=watched.name
    )

    assert [entry.press_release.title for entry in found] == ["New"]


@pytest.mark.parametrize("token", ["x", "AAAA", '{"$ne": null}'])
async def test_an_invented_resume_token_is_refused(press, token):
    maker = await press.a_maker()

    with pytest.raises(Invalid):
        await maker.watch(1, resume_token=token)
