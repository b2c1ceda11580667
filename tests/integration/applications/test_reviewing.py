"""Taking, approving and declining."""

import asyncio

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.access.v1 import access_pb2
from handmade.applications.v1 import application_pb2 as pb
from handmade.applications.v1 import maker_pb2


async def submitted(maker, **changes):
    application = await maker.start(**changes)
    return await maker.submit(application.name)


async def test_a_reviewer_takes_what_waits(maker, reviewer):
    application = await submitted(maker)

    taken = await reviewer.take(application.name)

    assert taken.state == pb.Application.IN_REVIEW
    assert taken.reviewer.subject == reviewer.subject
    assert taken.reviewer.role == access_pb2.REVIEWER


async def test_of_reviewers_who_take_at_once_one_gets_it(maker, a_person):
    application = await submitted(maker)
    reviewers = [a_person("reviewer") for _ in range(6)]

    outcomes = await asyncio.gather(
        *(reviewer.take(application.name) for reviewer in reviewers), return_exceptions=True
    )

    [taken] = [it for it in outcomes if isinstance(it, pb.Application)]
    refusals = [it for it in outcomes if isinstance(it, Refused)]
    assert {it.reason for it in refusals} == {"APPLICATION_TAKEN"}
    assert len(refusals) == 5
    assert all(it.facts["reviewer"] == taken.reviewer.display_name for it in refusals)


async def test_nobody_but_reviewers_decides(maker, a_person):
    application = await submitted(maker)

    for stranger in (maker, a_person("support"), a_person("buyer"), a_person("partner")):
        with pytest.raises(Forbidden):
            await stranger.take(application.name)


async def test_a_reviewer_does_not_take_an_application_of_their_own(a_person):
    both = a_person("maker", "reviewer")
    application = await submitted(both)

    with pytest.raises(Refused) as refused:
        await both.take(application.name)

    assert refused.value.reason == "OWN_APPLICATION"


async def test_another_reviewers_application_is_not_decided_on(maker, reviewer, a_person):
    application = await submitted(maker)
    await reviewer.take(application.name)
    other = a_person("reviewer")

    for decision in (other.approve(application.name), other.decline(application.name)):
        with pytest.raises(Refused) as refused:
            await decision
        assert refused.value.reason == "APPLICATION_TAKEN"


async def test_an_approval_grants_the_region_and_issues_one_invitation(
    maker, reviewer, stored, post_office
):
    application = await submitted(maker, country="DE")
    await reviewer.take(application.name)

    approved = await reviewer.approve(application.name)

    assert approved.state == pb.Application.APPROVED
    invitation = await maker.invitation(approved.invitation)
    assert (invitation.application, invitation.region) == (approved.name, "EU")
    [membership] = (await maker.own_maker()).memberships
    assert (membership.region, membership.state) == ("EU", maker_pb2.Membership.GRANTED)
    assert await stored.invitations.count_documents({"subject": maker.subject}) == 1


async def test_who_approves_twice_at_once_issues_one_invitation(maker, reviewer, stored):
    application = await submitted(maker)
    await reviewer.take(application.name)

    outcomes = await asyncio.gather(
        *(reviewer.approve(application.name) for _ in range(5)), return_exceptions=True
    )

    assert sum(isinstance(it, pb.Application) for it in outcomes) == 1
    assert await stored.invitations.count_documents({"subject": maker.subject}) == 1


async def test_two_reviewers_sign_for_a_group_that_is_not_listed(maker, reviewer, a_person):
    application = await submitted(
        maker, artisan_type="OTHER", group_description="A village that weaves."
    )
    await reviewer.take(application.name)

    signed = await reviewer.approve(application.name)

    assert signed.state == pb.Application.IN_REVIEW
    assert signed.first_signature.subject == reviewer.subject
    seen = await maker.application(application.name)
    assert not seen.HasField("first_signature")
    assert [entry.action for entry in seen.timeline] == ["started", "submitted", "taken"]
    with pytest.raises(Refused) as refused:
        await reviewer.approve(application.name)
    assert refused.value.reason == "SECOND_SIGNATURE_MISSING"
    approved = await a_person("reviewer").approve(application.name)
    assert approved.state == pb.Application.APPROVED


async def test_a_decline_says_why(maker, reviewer):
    application = await submitted(maker)
    await reviewer.take(application.name)

    await reviewer.decline(application.name, "RESOLD", "We found these on a factory's page.")

    seen = await maker.application(application.name)
    assert seen.state == pb.Application.DECLINED
    assert seen.decline_reason == pb.Application.RESOLD
    assert seen.decline_text == "We found these on a factory's page."
    assert seen.timeline[-1].reason == "RESOLD"
    assert seen.reviewer.subject == ""


@pytest.mark.parametrize("text", [" ", "x" * 2001])
async def test_a_decline_without_proper_words_is_refused(maker, reviewer, text):
    application = await submitted(maker)
    await reviewer.take(application.name)

    with pytest.raises(Invalid):
        await reviewer.decline(application.name, text=text)


async def test_what_was_decided_stays_so(maker, reviewer):
    application = await submitted(maker)
    await reviewer.take(application.name)
    await reviewer.decline(application.name)

    for act in (reviewer.approve, reviewer.decline, reviewer.take):
        with pytest.raises(Refused):
            await act(application.name)


async def test_what_no_reviewer_may_see_looks_like_nothing(maker, reviewer):
    draft = await maker.start()

    for act in (reviewer.take, reviewer.approve, reviewer.decline):
        with pytest.raises(NotFound):
            await act(draft.name)
