"""Taking and approving: one representative, one document, one day."""

import asyncio
from uuid import uuid4

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release.chain import first_broken
from pr_review.store.release_document import from_document
from tests.integration.pr_review.conftest import ON_TIME
from tests.support.documents import a_document


async def test_of_two_who_take_it_at_once_one_has_it(press):
    maker = await press.a_maker()
    submitted = await maker.submitted()
    team = [press.as_(f"rep-{number}", "pr", name=f"Rep {number}") for number in range(6)]

    answers = await asyncio.gather(
        *(one.take(submitted.name) for one in team), return_exceptions=True
    )

    winners = [answer for answer in answers if isinstance(answer, pb.PressRelease)]
    losers = [answer for answer in answers if isinstance(answer, Refused)]
    assert (len(winners), len(losers)) == (1, 5)
    holder = winners[0].representative
    assert {refused.reason for refused in losers} == {"PRESS_RELEASE_TAKEN"}
    assert all(refused.facts["representative"] == holder.display_name for refused in losers)
    assert [e.action for e in (await maker.get(submitted.name)).timeline].count("taken") == 1


async def test_another_representative_may_not_approve_it(press):
    maker = await press.a_maker()
    rita, otto = press.as_("rita", "pr", name="Rita"), press.as_("otto", "pr_lead", name="Otto")
    submitted = await maker.submitted()
    await rita.take(submitted.name)
    before = await press.everything()

    with pytest.raises(Refused, match="Rita has taken this press release"):
        await otto.approve(submitted.name, submitted.draft.sha256)

    assert await press.everything() == before


async def test_a_stale_hash_is_refused(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    submitted = await maker.submitted()
    await rita.take(submitted.name)
    before = await press.everything()

    with pytest.raises(Stale) as refused:
        await rita.approve(submitted.name, "b" * 64)

    assert refused.value.reason == "DRAFT_CHANGED"
    assert refused.value.facts["sha256"] == submitted.draft.sha256
    assert await press.everything() == before


@pytest.mark.parametrize("sha256", ["abc", "A" * 64, "a" * 65])
async def test_a_malformed_hash_is_refused(press, sha256):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    submitted = await maker.submitted()
    await rita.take(submitted.name)

    with pytest.raises(Invalid) as refused:
        await rita.approve(submitted.name, sha256)

    assert refused.value.violations[0].rule == "SHA256_MALFORMED"


async def test_a_release_is_approved_once(press):
    maker, rita, request_id = await press.a_maker(), press.as_("rita", "pr"), str(uuid4())
    submitted = await maker.submitted()
    await rita.take(submitted.name)

    approved = await rita.approve(submitted.name, submitted.draft.sha256, request_id=request_id)
    again = await rita.approve(submitted.name, submitted.draft.sha256, request_id=request_id)

    assert approved == again
    with pytest.raises(Refused) as refused:
        await rita.approve(submitted.name, submitted.draft.sha256)
    assert refused.value.reason == "PRESS_RELEASE_NOT_IN_REVIEW"


async def test_approvals_at_once_leave_one(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    submitted = await maker.submitted()
    await rita.take(submitted.name)

    answers = await asyncio.gather(
        *(rita.approve(submitted.name, submitted.draft.sha256) for _ in range(4)),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, pb.PressRelease) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 3


async def test_what_nobody_has_taken_is_not_approved(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    submitted = await maker.submitted()

    with pytest.raises(Refused) as refused:
        await rita.approve(submitted.name, submitted.draft.sha256)

    assert refused.value.reason == "PRESS_RELEASE_NOT_IN_REVIEW"


async def test_nothing_is_approved_once_the_release_day_is_over(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    submitted = await maker.submitted(release_date=ON_TIME)
    await rita.take(submitted.name)
    press.clock.forward(days=14, hours=12)
    before = await press.everything()

    with pytest.raises(Refused) as refused:
        await rita.approve(submitted.name, submitted.draft.sha256)

    assert refused.value.reason == "RELEASE_DATE_PAST"
    assert await press.everything() == before


async def test_it_is_approved_on_the_very_day(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr_lead")
    submitted = await maker.submitted(release_date=ON_TIME)
    await rita.take(submitted.name)
    press.clock.forward(days=14, hours=11)

    approved = await rita.approve(submitted.name, submitted.draft.sha256)

    assert approved.state == pb.PressRelease.APPROVED


async def test_the_press_team_does_not_see_what_was_not_submitted(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    released = await maker.complete()

    for act in (
        lambda: rita.get(released.name),
        lambda: rita.take(released.name),
        lambda: rita.approve(released.name, released.draft.sha256),
        lambda: rita.download(released.name),
    ):
        with pytest.raises(NotFound) as absent:
            await act()
        assert absent.value.reason == "PRESS_RELEASE_NOT_FOUND"


@pytest.mark.parametrize("role", ["maker", "support", "admin", "stakeholder", "reviewer", "buyer"])
async def test_only_the_press_team_takes_and_approves(press, role):
    maker, other = await press.a_maker(), press.as_("other", role)
    submitted = await maker.submitted()

    for act in (
        lambda: other.take(submitted.name),
        lambda: other.approve(submitted.name, submitted.draft.sha256),
    ):
        with pytest.raises(Forbidden):
            await act()


async def test_nobody_reviews_a_release_of_their_own(press):
    maker = await press.a_maker("ada", grants=[("agency", ["press:write"])])
    submitted = await maker.submitted()
    by_agency = await press.as_("agency", "partner").start(maker=maker.maker)
    await press.as_("agency", "partner").upload(by_agency.name, a_document())
    await maker.update(
        by_agency.name, release_date=ON_TIME, distribution_plan="Wire", contact="Ada"
    )
    await maker.submit(by_agency.name)

    for who, name in (("ada", submitted.name), ("agency", by_agency.name)):
        with pytest.raises(Refused) as refused:
            await press.as_(who, "pr").take(name)
        assert refused.value.reason == "OWN_PRESS_RELEASE"


async def test_the_timeline_says_who_did_what_under_which_rules(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr", name="Rita")
    submitted = await maker.submitted()
    before = await rita.get(submitted.name)
    taken = await rita.take(submitted.name)

    entry = taken.timeline[-1]

    assert (entry.action, entry.actor.display_name, entry.rule_version) == ("taken", "Rita", "2")
    assert entry.state == pb.PressRelease.IN_REVIEW
    assert taken.timeline[:-1] == before.timeline


async def test_staff_see_the_chain_of_a_timeline_and_makers_no_part_of_it(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr", name="Rita")
    submitted = await maker.submitted()
    taken = await rita.take(submitted.name)

    [row] = await press.database["press_releases"].find({}).to_list()

    assert [it.number for it in taken.timeline] == list(range(1, len(taken.timeline) + 1))
    assert [it.hash for it in taken.timeline] == [it["hash"] for it in row["timeline"]]
    assert len({it.hash for it in taken.timeline}) == len(taken.timeline)
    assert row["timeline_hash"] == taken.timeline[-1].hash
    assert first_broken(from_document(row)) is None
    for shown in (submitted, await maker.get(submitted.name)):
        assert {(it.number, it.hash) for it in shown.timeline} == {(0, "")}


async def test_what_is_changed_in_the_database_afterwards_is_found(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr", name="Rita")
    submitted = await maker.submitted()
    await rita.take(submitted.name)

    await press.database["press_releases"].update_one(
        {}, {"$set": {"timeline.1.actor.display_name": "Somebody else"}}
    )

    [row] = await press.database["press_releases"].find({}).to_list()
    assert first_broken(from_document(row)) == 2
