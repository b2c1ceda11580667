"""What the marketplace reports of selling accounts, in any order, and what follows."""

import asyncio

import pytest

from chassis.errors import Forbidden, Invalid
from handmade.applications.v1 import invitation_pb2 as invitation
from handmade.applications.v1 import maker_pb2
from tests.integration.applications.people import secret_in

INDIVIDUAL = maker_pb2.SellerAccount.INDIVIDUAL


@pytest.fixture
async def registered(maker, invited):
    """The name of an invitation that its maker has redeemed without an account."""
    _, mail = await invited(maker)
    return (await maker.redeem(secret_in(mail))).name


async def state_of(maker):
    [membership] = (await maker.own_maker()).memberships
    return maker_pb2.Membership.State.Name(membership.state)


async def test_the_last_blocker_gone_the_registration_completes_itself(
    maker, registered, marketplace
):
    await marketplace.report(maker, plan=INDIVIDUAL, verified=False, version=1)
    waiting = await maker.invitation(registered)
    assert list(waiting.blockers) == [
        invitation.Invitation.UPGRADE_PLAN,
        invitation.Invitation.VERIFY_ACCOUNT,
    ]
    assert await state_of(maker) == "GRANTED"

    await marketplace.report(maker, version=2)

    confirmed = await maker.invitation(registered)
    assert confirmed.state == invitation.Invitation.CONFIRMED
    assert not confirmed.blockers
    assert [check.met for check in confirmed.checks] == [True, True]
    assert await state_of(maker) == "ACTIVE"


async def test_a_late_report_changes_nothing_and_is_answered_with_what_is_known(
    maker, registered, marketplace
):
    newest = await marketplace.report(maker, plan=INDIVIDUAL, version=7)

    for version in (6, 7):
        assert await marketplace.report(maker, version=version) == newest

    assert await state_of(maker) == "GRANTED"


async def test_reports_in_any_order_lead_to_the_same(maker, registered, marketplace):
    for version in (3, 1, 2):
        await marketplace.report(
            maker, version=version, plan=maker_pb2.SellerAccount.PROFESSIONAL
            if version == 3 else INDIVIDUAL,
        )  # fmt: skip

    assert await state_of(maker) == "ACTIVE"


async def test_what_happens_to_the_account_later_takes_no_registration_back(
    maker, registered, marketplace
):
    await marketplace.report(maker, version=1)

    await marketplace.report(maker, version=2, plan=INDIVIDUAL)

    assert await state_of(maker) == "ACTIVE"
    seen = await maker.invitation(registered)
    assert (seen.state, list(seen.blockers)) == (invitation.Invitation.CONFIRMED, [])


async def test_an_account_in_another_region_does_not_count(maker, registered, marketplace):
    await marketplace.report(maker, region="EU")

    assert await state_of(maker) == "GRANTED"


async def test_the_accounts_address_must_be_the_applications_letter_for_letter(
    maker, registered, marketplace
):
    await marketplace.report(maker, email=maker.email.upper())

    seen = await maker.invitation(registered)
    assert list(seen.blockers) == [invitation.Invitation.EMAIL_MISMATCH]


async def test_a_report_of_somebody_unknown_is_kept_until_needed(a_person, invited, marketplace):
    maker = a_person("maker")
    await marketplace.report(maker)

    _, mail = await invited(maker)

    redeemed = await maker.redeem(secret_in(mail))
    assert redeemed.state == invitation.Invitation.CONFIRMED


@pytest.mark.parametrize("_round", range(4))
@pytest.mark.parametrize("is_known", [False, True], ids=["unknown", "known"])
async def test_a_report_and_a_redemption_at_the_same_time_never_miss_each_other(
    maker, invited, marketplace, stored, is_known, _round
):
    _, mail = await invited(maker)
    if is_known:
        await marketplace.report(maker, plan=INDIVIDUAL, version=1)

    await asyncio.gather(
        maker.redeem(secret_in(mail)),
        *(marketplace.report(maker, version=version) for version in (2, 3)),
    )

    assert await state_of(maker) == "ACTIVE"
    events = stored.events.find({"resource": (await maker.own_maker()).name})
    types = [event["type"] async for event in events]
    assert types.count("maker.activated") == 1


async def test_concurrent_reports_leave_the_newest(maker, marketplace, stored):
    await asyncio.gather(
        *(marketplace.report(maker, version=version) for version in (4, 2, 9, 1, 5))
    )

    known = await stored.seller_accounts.find_one({"_id": f"NA/{maker.subject}"})
    assert known["facts"]["version"] == 9


async def test_only_the_marketplace_reports(maker, reviewer, a_person):
    unscoped = a_person("partner")
    granted = a_person("partner", scope=["orders:write"])

    for stranger in (maker, reviewer, unscoped, granted):
        with pytest.raises(Forbidden):
            await stranger.report(maker)


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"region": "XX"}, "seller_account.region"),
        ({"region": '{"$ne": null}'}, "seller_account.region"),
        ({"version": 0}, "seller_account.version"),
        ({"version": -5}, "seller_account.version"),
        ({"plan": 0}, "seller_account.plan"),
        ({"plan": 9}, "seller_account.plan"),
        ({"email": ""}, "seller_account.email"),
        ({"email": "x" * 400}, "seller_account.email"),
        ({"email": "b"}, "seller_account.email"),
        ({"account": " "}, "seller_account.account"),
        ({"subject": "a\nb"}, "seller_account.subject"),
    ],
)
async def test_a_report_that_makes_no_sense_is_refused(marketplace, maker, changes, subject):
    with pytest.raises(Invalid) as refused:
        await marketplace.report(maker, **changes)

    assert [it.subject for it in refused.value.violations] == [subject]


async def test_what_a_report_changes_of_an_invitation_is_told(maker, invited, marketplace, stored):
    approved, mail = await invited(maker)
    name = approved.invitation

    async def told():
        rows = stored.events.find({"resource": name}, sort=[("revision", 1)])
        return [(row["type"], row["revision"]) async for row in rows]

    await marketplace.report(maker, plan=INDIVIDUAL, version=1)
    await marketplace.report(maker, plan=INDIVIDUAL, version=2)
    await maker.redeem(secret_in(mail))
    await marketplace.report(maker, plan=INDIVIDUAL, verified=False, version=3)
    await marketplace.report(maker, version=4)
    await marketplace.report(maker, plan=INDIVIDUAL, version=5)

    assert await told() == [
        ("invitation.issued", 1),
        ("invitation.blockers_changed", 2),
        ("invitation.redeemed", 3),
        ("invitation.blockers_changed", 4),
        ("invitation.confirmed", 5),
    ]
