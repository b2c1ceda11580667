"""From an application to an active maker."""

import asyncio
from datetime import UTC, datetime

import pytest

from chassis.errors import NotFound, Refused
from handmade.applications.v1 import application_pb2, invitation_pb2, maker_pb2
from tests.integration.applications.people import request_id, secret_in


async def test_an_approved_applicant_registers_by_the_mailed_link_and_may_sell(
    maker, invited, marketplace
):
    approved, mail = await invited(maker)
    await marketplace.report(maker)

    invitation = await maker.redeem(secret_in(mail))

    assert approved.state == application_pb2.Application.APPROVED
    assert invitation.state == invitation_pb2.Invitation.CONFIRMED
    assert [check.met for check in invitation.checks] == [True, True]
    [membership] = (await maker.own_maker()).memberships
    assert membership.state == maker_pb2.Membership.ACTIVE
    assert sorted(membership.ready_countries) == ["CA", "MX", "US"]


async def test_of_many_who_redeem_at_once_exactly_one_succeeds(maker, invited, stored):
    approved, mail = await invited(maker)
    secret = secret_in(mail)

    outcomes = await asyncio.gather(
        *(maker.redeem(secret) for _ in range(8)), return_exceptions=True
    )

    assert sum(isinstance(it, invitation_pb2.Invitation) for it in outcomes) == 1
    refusals = {it.reason for it in outcomes if isinstance(it, Refused)}
    assert refusals == {"INVITATION_USED"}
    events = stored.events.find({"resource": approved.invitation})
    assert [it["type"] async for it in events] == ["invitation.issued", "invitation.redeemed"]


async def test_repeating_the_request_gives_the_first_answer_again(maker, invited):
    _, mail = await invited(maker)
    key = request_id()

    first = await maker.redeem(secret_in(mail), key)

    assert await maker.redeem(secret_in(mail), key) == first
    with pytest.raises(Refused) as refused:
        await maker.redeem(secret_in(mail))
    assert refused.value.reason == "INVITATION_USED"


async def test_another_address_is_refused_and_uses_nothing_up(a_person, invited):
    maker = a_person("maker", email="Ada.Reed@Example.com")
    _, mail = await invited(maker)
    shouting = a_person("maker", subject=maker.subject, email="ada.reed@example.com")
    stranger = a_person("maker")

    for who, differs in ((shouting, "true"), (stranger, "false")):
        with pytest.raises(Refused) as refused:
            await who.redeem(secret_in(mail))
        assert [it.rule for it in refused.value.violations] == ["EMAIL_MISMATCH"]
        assert refused.value.facts["letter_case_differs"] == differs
    redeemed = await maker.redeem(secret_in(mail))
    assert redeemed.state == invitation_pb2.Invitation.REDEEMED


async def test_a_namesake_with_another_account_cannot_use_the_link(a_person, invited):
    maker = a_person("maker")
    _, mail = await invited(maker)
    namesake = a_person("maker", email=maker.email)

    with pytest.raises(Refused) as refused:
        await namesake.redeem(secret_in(mail))

    assert [it.rule for it in refused.value.violations] == ["ACCOUNT_MISMATCH"]


async def test_a_link_altered_by_one_character_is_not_known(maker, invited):
    _, mail = await invited(maker)
    secret = secret_in(mail)

    for place in (0, 20, len(secret) - 1):
        other = "A" if secret[place] != "A" else "B"
        with pytest.raises(NotFound) as refused:
            await maker.redeem(secret[:place] + other + secret[place + 1 :])
        assert refused.value.reason == "INVITATION_NOT_FOUND"


@pytest.mark.parametrize("secret", ['{"$ne": null}', "x", "\x00", "A" * 43, "a" * 10_000])
async def test_what_was_never_mailed_opens_nothing(maker, secret):
    with pytest.raises(NotFound):
        await maker.redeem(secret)


async def test_a_link_expires_after_thirty_days_and_says_since_when(maker, invited, later):
    approved, mail = await invited(maker)
    until = (await maker.invitation(approved.invitation)).expire_time.ToDatetime(tzinfo=UTC)
    later(days=30, seconds=1)

    with pytest.raises(Refused) as refused:
        await maker.redeem(secret_in(mail))

    assert refused.value.reason == "INVITATION_EXPIRED"
    assert datetime.fromisoformat(refused.value.facts["closes_at"]) == until
    assert "Support" in refused.value.message
    seen = await maker.invitation(approved.invitation)
    assert seen.state == invitation_pb2.Invitation.EXPIRED


async def test_an_invitation_is_seen_by_whom_it_invites_and_by_staff(
    maker, reviewer, invited, a_person
):
    approved, _ = await invited(maker)

    for who in (maker, reviewer, a_person("support")):
        assert (await who.invitation(approved.invitation)).name == approved.invitation
    for stranger in (a_person("maker"), a_person("buyer"), a_person("partner")):
        with pytest.raises(NotFound) as hidden:
            await stranger.invitation(approved.invitation)
        with pytest.raises(NotFound) as absent:
            await stranger.invitation("invitations/01900000-0000-7000-8000-000000000000")
        assert str(hidden.value) == str(absent.value)


async def test_the_secret_is_nowhere_in_the_database(maker, invited, stored):
    _, mail = await invited(maker)
    secret = secret_in(mail)
    await maker.redeem(secret)

    for name in await stored.list_collection_names():
        async for document in stored[name].find():
            assert secret not in str(document), name
