"""Suspended, reinstated, put out, gone: who may do it, what it does, and who hears what."""

import asyncio

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.applications.v1 import application_pb2, maker_pb2
from tests.integration.applications.people import request_id

NOBODYS = "makers/01900000-0000-7000-8000-000000000000"
Reason = maker_pb2.Membership.Reason


async def test_a_suspended_maker_sells_nothing_until_reinstated(
    maker, name, reviewer, nobody, standing, told
):
    await reviewer.suspend(name, reason="COMMUNICATION_RULES", text="You asked for reviews.")

    [held] = (await maker.own_maker()).memberships
    assert (held.state, held.reason) == (
        maker_pb2.Membership.SUSPENDED,
        maker_pb2.Membership.COMMUNICATION_RULES,
    )
    assert held.reason_text == "You asked for reviews."
    with pytest.raises(NotFound):
        await nobody.maker(name)

    await reviewer.reinstate(name, text="The appeal was right.")

    assert await standing(maker) == {"NA": "ACTIVE"}
    [held] = (await maker.own_maker()).memberships
    assert (held.reason, held.reason_text) == (0, "The appeal was right.")
    assert sorted(held.ready_countries) == ["CA", "MX", "US"]
    assert (await told(name))[-2:] == ["suspended", "reinstated"]


async def test_why_a_membership_stands_as_it_does_is_told_to_the_maker_and_staff_alone(
    maker, name, reviewer, nobody, a_person
):
    partner = a_person("partner")
    await maker.grant(partner.subject, "events:read", "catalog:write")
    await reviewer.suspend(name, text="Secret.")
    await reviewer.reinstate(name, text="Also secret.")

    for stranger in (nobody, a_person("buyer"), a_person("maker"), partner):
        seen = await stranger.maker(name)
        assert "secret" not in str(seen).lower()
        assert (seen.language, seen.memberships[0].reason_text) == ("", "")
    for insider in (maker, reviewer, a_person("support"), a_person("service")):
        seen = await insider.maker(name)
        assert (seen.language, seen.memberships[0].reason_text) == ("en", "Also secret.")


async def test_a_partner_of_a_suspended_maker_sees_no_membership_and_no_reason(
    maker, name, reviewer, a_person
):
    partner = a_person("partner")
    await maker.grant(partner.subject, "events:read")

    await reviewer.suspend(name)

    assert not (await partner.maker(name)).memberships


async def test_only_a_suspended_maker_is_put_out_and_for_good(
    maker, name, reviewer, standing, told
):
    with pytest.raises(Refused) as refused:
        await reviewer.remove(name)
    assert refused.value.reason == "MEMBERSHIP_NOT_SUSPENDED"
    assert refused.value.facts["state"] == "ACTIVE"

    await reviewer.suspend(name)
    await reviewer.remove(name)

    assert await standing(maker) == {"NA": "REMOVED"}
    for again in (reviewer.suspend, reviewer.reinstate, reviewer.remove):
        with pytest.raises(Refused):
            await again(name)
    assert (await told(name))[-2:] == ["suspended", "removed"]


async def test_a_maker_leaves_at_once_and_says_why(maker, name, standing, told, stored):
    left = await maker.leave(reason="OTHER_REASON", text="I move to the sea.")

    assert left.memberships[0].state == maker_pb2.Membership.LEFT
    assert left.memberships[0].reason_text == "I move to the sea."
    assert (await told(name))[-1] == "left"
    with pytest.raises(Refused) as refused:
        await maker.leave()
    assert refused.value.reason == "MEMBERSHIP_NOT_ACTIVE"
    event = await stored.events.find_one({"resource": name, "type": "maker.left"})
    assert event["facts"]["region"] == "NA"


async def test_whose_invitation_was_taken_back_never_was_in_the_programme(
    maker, invited, reviewer, standing
):
    approved, _ = await invited(maker)
    await reviewer.revoke_invitation(approved.invitation)
    assert await standing(maker) == {"NA": "REMOVED"}

    application = await maker.start()
    await maker.submit(application.name)

    assert (
        application_pb2.Application.FORMER_MAKER
        not in (await reviewer.application(application.name)).flags
    )


async def test_who_has_left_may_apply_again_and_is_flagged_as_a_former_maker(
    maker, name, reviewer, invited, standing
):
    before = (await maker.own_maker()).memberships[0].grant_time
    await maker.leave()

    application = await maker.start()
    await maker.submit(application.name)

    flags = (await reviewer.application(application.name)).flags
    assert application_pb2.Application.FORMER_MAKER in flags
    await reviewer.take(application.name)
    await reviewer.approve(application.name)
    assert await standing(maker) == {"NA": "GRANTED"}
    after = (await maker.own_maker()).memberships[0].grant_time
    assert after.ToDatetime() > before.ToDatetime()


async def test_who_was_put_out_may_apply_again(maker, name, reviewer, standing):
    await reviewer.suspend(name)
    await reviewer.remove(name)

    application = await maker.start()

    assert application.state == application_pb2.Application.DRAFT


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "remove"])
async def test_only_reviewers_and_administrators_decide_on_memberships(maker, name, a_person, verb):
    for stranger in (maker, a_person("support"), a_person("partner"), a_person("service")):
        with pytest.raises(Forbidden):
            await getattr(stranger, verb)(name)


async def test_administrators_may_suspend(name, a_person):
    suspended = await a_person("admin").suspend(name)

    assert suspended.memberships[0].state == maker_pb2.Membership.SUSPENDED


async def test_nobody_decides_on_a_membership_of_their_own(a_person, admitted):
    judge = a_person("maker")
    name = await admitted(judge)
    same = a_person("reviewer", subject=judge.subject)

    with pytest.raises(Refused) as refused:
        await same.suspend(name)

    assert refused.value.reason == "OWN_MEMBERSHIP"


async def test_a_maker_that_is_not_there_is_not_found(reviewer, maker):
    for verb in (reviewer.suspend, reviewer.reinstate, reviewer.remove):
        with pytest.raises(NotFound):
            await verb(NOBODYS)
    with pytest.raises(NotFound):
        await maker.leave()


async def test_a_membership_that_is_not_there_is_no_membership_to_end(name, reviewer, maker):
    for call in (reviewer.suspend(name, region="EU"), maker.leave(region="EU")):
        with pytest.raises(Refused) as refused:
            await call
        assert (refused.value.reason, refused.value.facts["state"]) == (
            "MEMBERSHIP_NOT_ACTIVE",
            "",
        )


@pytest.mark.parametrize(
    ("changes", "subjects"),
    [
        ({"region": "XX"}, ["region"]),
        ({"region": ""}, ["region"]),
        ({"reason": "CLOSING"}, ["reason"]),
        ({"reason": "HOME_MEMBERSHIP"}, ["reason"]),
        ({"text": "  "}, ["text"]),
        ({"text": "x" * 2001, "reason": "COSTS"}, ["reason", "text"]),
        ({"maker": "makers/x"}, ["maker"]),
    ],
)
async def test_a_suspension_says_everything_that_is_wrong_with_it(reviewer, changes, subjects):
    with pytest.raises(Invalid) as refused:
        await reviewer.suspend(**({"maker": NOBODYS} | changes))

    assert [it.subject for it in refused.value.violations] == subjects


@pytest.mark.parametrize(
    ("reason", "subjects"), [("PERFORMANCE", ["reason"]), ("OTHER_REASON", ["text"])]
)
async def test_makers_leave_for_their_own_reasons(name, maker, reason, subjects):
    with pytest.raises(Invalid) as refused:
        await maker.leave(reason=reason)

    assert [it.subject for it in refused.value.violations] == subjects


async def test_repeating_a_request_gives_the_first_answer_again(name, reviewer):
    request = maker_pb2.SuspendMembershipRequest(
        maker=name, region="NA", reason="PERFORMANCE", text="Late.", request_id=request_id()
    )

    first = await reviewer.makers.SuspendMembership(request)

    assert await reviewer.makers.SuspendMembership(request) == first


@pytest.mark.parametrize("_round", range(2))
async def test_of_two_reviewers_who_suspend_at_once_one_hears_that_it_is_done(
    name, a_person, told, _round
):
    reviewers = [a_person("reviewer") for _ in range(3)]

    outcomes = await asyncio.gather(
        *(one.suspend(name) for one in reviewers), return_exceptions=True
    )

    assert sum(isinstance(it, maker_pb2.Maker) for it in outcomes) == 1
    assert {it.reason for it in outcomes if isinstance(it, Refused)} == {"MEMBERSHIP_NOT_ACTIVE"}
    assert (await told(name)).count("suspended") == 1


@pytest.mark.parametrize("_round", range(2))
async def test_reinstating_and_putting_out_at_once_end_in_one_of_the_two(
    maker, name, a_person, standing, _round
):
    one, other = a_person("reviewer"), a_person("reviewer")
    await one.suspend(name)

    outcomes = await asyncio.gather(one.reinstate(name), other.remove(name), return_exceptions=True)

    assert sum(isinstance(it, maker_pb2.Maker) for it in outcomes) == 1
    assert [it.reason for it in outcomes if isinstance(it, Refused)] == ["MEMBERSHIP_NOT_SUSPENDED"]
    won = "ACTIVE" if isinstance(outcomes[0], maker_pb2.Maker) else "REMOVED"
    assert await standing(maker) == {"NA": won}


@pytest.mark.parametrize("_round", range(2))
async def test_leaving_and_being_suspended_at_once_end_in_one_of_the_two(
    maker, name, reviewer, standing, _round
):
    outcomes = await asyncio.gather(maker.leave(), reviewer.suspend(name), return_exceptions=True)

    assert sum(isinstance(it, maker_pb2.Maker) for it in outcomes) == 1
    assert [it.reason for it in outcomes if isinstance(it, Refused)] == ["MEMBERSHIP_NOT_ACTIVE"]
    assert await standing(maker) in ({"NA": "LEFT"}, {"NA": "SUSPENDED"})


async def test_every_move_leaves_a_line_of_who_did_it_and_why(maker, name, reviewer, stored):
    await reviewer.suspend(name, reason="PERFORMANCE")
    await maker.grant("tool", "events:read")

    row = await stored.activity.find_one({"resource": name, "action": "maker.suspended"})

    assert row["actor"]["subject"] == reviewer.subject
    assert row["reason"] == "PERFORMANCE"


async def test_who_lets_a_partner_act_first_becomes_known_and_the_partner_files_for_them(
    maker, a_person
):
    agency = a_person("partner")

    known = await maker.grant(agency.subject, "applications:write")

    assert (known.country, known.email, known.language) == ("", maker.email, "en")
    filed = await agency.start(maker=known.name)
    assert filed.email == maker.email
    assert (await maker.own_maker()).country == "US"


async def test_somebody_without_a_verified_address_is_not_made_known(a_person):
    unverified = a_person("maker", email="not an address")

    with pytest.raises(Refused) as refused:
        await unverified.grant("agency", "applications:write")

    assert refused.value.reason == "EMAIL_UNVERIFIED"
    with pytest.raises(NotFound):
        await unverified.own_maker()


async def test_two_first_grants_at_once_make_one_maker(maker):
    await asyncio.gather(*(maker.grant(f"tool-{it}", "events:read") for it in range(3)))

    assert len((await maker.own_maker()).grants) == 3


@pytest.mark.parametrize(
    ("country", "said", "language"),
    [("US", "", "en"), ("MX", "", "es"), ("CA", "fr", "fr"), ("DE", "", "de"), ("FR", "it", "it")],
)
async def test_makers_are_written_to_as_they_say_or_as_their_country_speaks(
    maker, country, said, language
):
    await maker.start(country=country, language=said)

    assert (await maker.own_maker()).language == language
