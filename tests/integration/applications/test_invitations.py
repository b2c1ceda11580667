"""Links that die, links that only are looked at, and what a registration still needs."""

import asyncio
from datetime import UTC

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.applications.v1 import invitation_pb2, maker_pb2
from tests.integration.applications.people import eventually, request_id, secret_in

Invitation = invitation_pb2.Invitation
Link = invitation_pb2.InvitationLink


@pytest.fixture
def support(a_person):
    return a_person("support")


@pytest.fixture
def new_mail(post_office):
    """The mail with the link that took the place of a lost one."""

    async def new_mail(maker):
        return await post_office.mail_to(maker.email, "new link")

    return new_mail


async def test_a_link_dies_when_another_is_issued(maker, invited, support, new_mail, marketplace):
    approved, old = await invited(maker)

    issued = await support.reissue(approved.invitation)

    assert issued.state == Invitation.ISSUED
    assert issued.name != approved.invitation
    with pytest.raises(Refused, match="another link was mailed on") as refused:
        await maker.redeem(secret_in(old))
    assert refused.value.reason == "INVITATION_SUPERSEDED"
    replaced = await maker.invitation(approved.invitation)
    assert (replaced.state, replaced.superseded_by) == (Invitation.SUPERSEDED, issued.name)
    assert (await maker.application(approved.name)).invitation == issued.name

    await marketplace.report(maker)
    confirmed = await maker.redeem(secret_in(await new_mail(maker)))
    assert (confirmed.name, confirmed.state) == (issued.name, Invitation.CONFIRMED)
    assert confirmed.may_list


async def test_how_support_knew_the_applicant_is_kept_and_never_shown(
    maker, invited, support, new_mail, stored
):
    approved, _ = await invited(maker)
    check = "She knew the glaze of her third mug."

    issued = await support.reissue(approved.invitation, identity_check=check)

    mail = await new_mail(maker)
    document = await stored.invitations.find_one({"_id": issued.name.partition("/")[2]})
    assert document["identity_check"] == check
    for who in (maker, support):
        for name in (issued.name, approved.invitation):
            assert check not in str(await who.invitation(name))
        assert check not in str(await who.application(approved.name))
    assert check not in mail.as_string()
    assert check not in str([line async for line in stored.activity.find()])


async def test_an_expired_invitation_is_issued_again(maker, invited, support, later, new_mail):
    approved, old = await invited(maker)
    later(days=31)

    issued = await support.reissue(approved.invitation)

    assert issued.expire_time.ToDatetime() > issued.create_time.ToDatetime()
    with pytest.raises(Refused) as refused:
        await maker.redeem(secret_in(old))
    assert refused.value.reason == "INVITATION_SUPERSEDED"
    redeemed = await maker.redeem(secret_in(await new_mail(maker)))
    assert redeemed.state == Invitation.REDEEMED


async def test_of_redeeming_and_reissuing_at_once_exactly_one_wins(
    a_person, invited, support, new_mail
):
    for _ in range(5):
        maker = a_person("maker")
        approved, mail = await invited(maker)

        redeemed, reissued = await asyncio.gather(
            maker.redeem(secret_in(mail)),
            support.reissue(approved.invitation),
            return_exceptions=True,
        )

        state = (await maker.invitation(approved.invitation)).state
        if isinstance(redeemed, Exception):
            assert redeemed.reason in ("INVITATION_SUPERSEDED", "INVITATION_CHANGED")
            assert state == Invitation.SUPERSEDED
            assert (await maker.redeem(secret_in(await new_mail(maker)))).name == reissued.name
        else:
            assert reissued.reason in ("INVITATION_NOT_REPLACEABLE", "INVITATION_CHANGED")
            assert state == Invitation.REDEEMED


async def test_of_two_who_reissue_at_once_one_issues(maker, invited, a_person, stored):
    approved, _ = await invited(maker)
    supporters = [a_person("support") for _ in range(4)]

    answers = await asyncio.gather(
        *(each.reissue(approved.invitation) for each in supporters), return_exceptions=True
    )

    issued = [it for it in answers if not isinstance(it, Exception)]
    assert len(issued) == 1
    assert {it.reason for it in answers if isinstance(it, Exception)} <= {
        "INVITATION_NOT_REPLACEABLE",
        "INVITATION_CHANGED",
    }
    ids = await stored.invitations.distinct(
        "_id", {"application": approved.name.partition("/")[2], "state": "ISSUED"}
    )
    assert ids == [issued[0].name.partition("/")[2]]


async def test_a_repeated_request_issues_nothing_anew(maker, invited, support, stored):
    approved, _ = await invited(maker)
    key = request_id()

    first = await support.reissue(approved.invitation, key=key)
    again = await support.reissue(approved.invitation, key=key)

    assert first == again
    application = approved.name.partition("/")[2]
    assert await stored.invitations.count_documents({"application": application}) == 2


async def test_a_link_that_has_registered_somebody_is_not_replaced(maker, invited, support):
    approved, mail = await invited(maker)
    await maker.redeem(secret_in(mail))

    with pytest.raises(Refused) as refused:
        await support.reissue(approved.invitation)

    assert refused.value.reason == "INVITATION_NOT_REPLACEABLE"
    assert refused.value.facts["state"] == "REDEEMED"


async def test_only_support_reissues_and_only_reviewers_revoke(maker, invited, reviewer, support):
    approved, _ = await invited(maker)

    for who in (maker, reviewer):
        with pytest.raises(Forbidden):
            await who.reissue(approved.invitation)
    for who in (maker, support):
        with pytest.raises(Forbidden):
            await who.revoke_invitation(approved.invitation)
    with pytest.raises(NotFound):
        await support.reissue("invitations/01900000-0000-7000-8000-000000000000")
    with pytest.raises(Invalid):
        await support.reissue(approved.invitation, identity_check=" ")
    with pytest.raises(Invalid):
        await reviewer.revoke_invitation(approved.invitation, reason="x" * 2001)


@pytest.mark.parametrize("is_redeemed", [False, True])
async def test_what_is_taken_back_opens_nothing_and_ends_the_approval(
    maker, invited, reviewer, marketplace, post_office, is_redeemed
):
    approved, mail = await invited(maker)
    if is_redeemed:
        await maker.redeem(secret_in(mail))

    revoked = await reviewer.revoke_invitation(approved.invitation, "They are bought, see <b>.")

    assert (revoked.state, revoked.may_list) == (Invitation.REVOKED, False)
    assert "taken back" in revoked.may_list_because[0]
    with pytest.raises(Refused) as refused:
        await maker.redeem(secret_in(mail))
    assert refused.value.reason == "INVITATION_REVOKED"
    await marketplace.report(maker)
    [held] = (await maker.own_maker()).memberships
    assert held.state == maker_pb2.Membership.REMOVED
    assert held.reason == maker_pb2.Membership.INVITATION_REVOKED
    told = await post_office.mail_to(maker.email, "taken back")
    assert "They are bought, see <b>." in told.get_body(("plain",)).get_content()
    assert "see &lt;b&gt;." in told.get_body(("html",)).get_content()


async def test_a_complete_registration_is_not_taken_back(maker, invited, reviewer, marketplace):
    approved, mail = await invited(maker)
    await marketplace.report(maker)
    await maker.redeem(secret_in(mail))

    with pytest.raises(Refused) as refused:
        await reviewer.revoke_invitation(approved.invitation)

    assert refused.value.reason == "INVITATION_NOT_REVOCABLE"


async def test_a_link_that_a_mail_scanner_opened_first_still_registers(
    maker, invited, nobody, stored
):
    approved, mail = await invited(maker)
    before = await stored.invitations.find_one({"_id": approved.invitation.partition("/")[2]})

    for _ in range(3):
        seen = await nobody.link(secret_in(mail))

    assert (seen.state, seen.region, seen.fit) == (Invitation.ISSUED, "NA", 0)
    assert seen.email_hint == "m\u2022\u2022@e\u2022\u2022.com"
    assert maker.email not in str(seen)
    after = await stored.invitations.find_one({"_id": before["_id"]})
    assert after == before
    assert (await maker.redeem(secret_in(mail))).state == Invitation.REDEEMED
    assert (await nobody.link(secret_in(mail))).state == Invitation.REDEEMED


@pytest.mark.parametrize("pasted", ["https://a.example/register#{}", "#{}", "  {}\n"])
async def test_a_link_works_however_it_was_pasted(maker, invited, nobody, pasted):
    _, mail = await invited(maker)
    secret = pasted.format(secret_in(mail))

    assert (await nobody.link(secret)).state == invitation_pb2.Invitation.ISSUED
    assert (await maker.redeem(secret)).state == invitation_pb2.Invitation.REDEEMED


async def test_whoever_opens_a_link_signed_in_learns_whether_it_is_theirs(
    maker, invited, a_person, reviewer
):
    _, mail = await invited(maker)
    shouting = a_person("maker", email=maker.email.upper())
    twin = a_person("maker", email=maker.email)

    assert (await maker.link(secret_in(mail))).fit == Link.FITS
    assert (await shouting.link(secret_in(mail))).fit == Link.LETTER_CASE_DIFFERS
    assert (await twin.link(secret_in(mail))).fit == Link.OTHER_ACCOUNT
    assert (await reviewer.link(secret_in(mail))).fit == Link.OTHER_ACCOUNT


@pytest.mark.parametrize("secret", ['{"$ne": null}', "x", "\x00", "A" * 43])
async def test_what_was_never_mailed_leads_nowhere(nobody, secret):
    with pytest.raises(NotFound):
        await nobody.link(secret)


@pytest.mark.parametrize(
    ("applied_with", "signs_in_with", "is_case"),
    [
        ("ana+shop@example.com", "Ana+shop@example.com", "true"),
        ("ana+shop@example.com", "ana@example.com", "false"),
        ('"ana reed"@example.com', '"Ana Reed"@example.com', "true"),
        ('"ana reed"@example.com', "ana.reed@example.com", "false"),
        ("ana@b\u00fccher.example", "ana@B\u00dcCHER.example", "true"),
        ("ana@b\u00fccher.example", "ana@xn--bcher-kva.example", "false"),
        ("stra\u00dfe@example.com", "STRASSE@example.com", "false"),
        ("\u0130rem@example.com", "irem@example.com", "false"),
    ],
)
async def test_an_address_is_the_same_letter_for_letter(
    a_person, reviewer, post_office, stored, applied_with, signs_in_with, is_case
):
    maker = a_person("maker", email=applied_with)
    changed = a_person("maker", subject=maker.subject, email=signs_in_with)
    application = await maker.start()
    await maker.submit(application.name)
    await reviewer.take(application.name)
    approved = await reviewer.approve(application.name)
    issued = await stored.events.find_one(
        {"resource": approved.invitation, "type": "invitation.issued"}
    )

    def sent():
        return [it for it in post_office.mails if issued["_id"] in it["Message-ID"]]

    await eventually(sent)
    secret = secret_in(sent()[0])

    with pytest.raises(Refused) as refused:
        await changed.redeem(secret)

    assert refused.value.reason == "EMAIL_MISMATCH"
    assert refused.value.facts["letter_case_differs"] == is_case
    assert (await maker.redeem(secret)).state == Invitation.REDEEMED


async def test_blockers_come_in_the_order_in_which_a_person_sees_to_them(
    maker, invited, marketplace
):
    approved, mail = await invited(maker)
    await maker.redeem(secret_in(mail))

    async def seen():
        found = await maker.invitation(approved.invitation)
        return [Invitation.Blocker.Name(it) for it in found.blockers], found

    individual = maker_pb2.SellerAccount.INDIVIDUAL
    assert (await seen())[0] == ["CREATE_ACCOUNT"]
    wrong = {"email": maker.email.upper(), "verified": False}
    await marketplace.report(maker, plan=individual, on_legacy_platform=True, version=1, **wrong)
    blockers, found = await seen()
    assert blockers == ["MIGRATE", "UPGRADE_PLAN", "EMAIL_MISMATCH", "VERIFY_ACCOUNT"]
    assert len(found.may_list_because) == 4
    assert "only the letter case differs" in found.may_list_because[2]
    await marketplace.report(maker, plan=individual, version=2, **wrong)
    assert (await seen())[0] == ["UPGRADE_PLAN", "EMAIL_MISMATCH", "VERIFY_ACCOUNT"]
    await marketplace.report(maker, version=3, verified=False)
    assert (await seen())[0] == ["VERIFY_ACCOUNT"]
    await marketplace.report(maker, version=4)
    blockers, found = await seen()
    assert blockers == []
    assert (found.state, found.may_list) == (Invitation.CONFIRMED, True)
    assert found.HasField("confirm_time")
    assert "Handmade products can be added in" in found.may_list_because[-1]


async def test_who_is_suspended_may_not_list_though_the_registration_stands(
    maker, invited, marketplace, reviewer
):
    approved, mail = await invited(maker)
    await marketplace.report(maker)
    await maker.redeem(secret_in(mail))

    await reviewer.suspend((await maker.own_maker()).name)

    seen = await maker.invitation(approved.invitation)
    assert (seen.state, seen.may_list) == (Invitation.CONFIRMED, False)
    assert "suspended since" in seen.may_list_because[0]


async def test_what_nobody_used_in_time_is_stored_and_told_as_expired_once(
    maker, invited, later, stored
):
    approved, _ = await invited(maker)
    identity = approved.invitation.partition("/")[2]
    until = (await maker.invitation(approved.invitation)).expire_time.ToDatetime(tzinfo=UTC)
    later(days=31)

    async def is_stored():
        return (await stored.invitations.find_one({"_id": identity}))["state"] == "EXPIRED"

    await eventually(is_stored)
    document = await stored.invitations.find_one({"_id": identity})
    assert document["ended"] == until
    [told] = await stored.events.find(
        {"resource": approved.invitation, "type": "invitation.expired"}
    ).to_list()
    assert told["actor"] == ""


async def test_nobody_replaces_or_takes_back_an_invitation_of_their_own(a_person, invited):
    maker = a_person("maker")
    approved, _ = await invited(maker)
    as_support = a_person("maker", "support", "reviewer", subject=maker.subject)

    for step in (
        as_support.reissue(approved.invitation),
        as_support.revoke_invitation(approved.invitation),
    ):
        with pytest.raises(Refused) as refused:
            await step
        assert refused.value.reason == "OWN_INVITATION"
    assert (await maker.invitation(approved.invitation)).state == Invitation.ISSUED


async def test_who_applied_for_somebody_decides_nothing_about_the_invitation(
    maker, a_person, reviewer
):
    agency = a_person("partner", scope="applications:write")
    await maker.grant(agency.subject, "applications:write")
    own = await maker.own_maker()
    draft = await agency.start(maker=own.name)
    await maker.submit(draft.name)
    await reviewer.take(draft.name)
    approved = await reviewer.approve(draft.name)
    as_support = a_person("support", subject=agency.subject)

    with pytest.raises(Refused) as refused:
        await as_support.reissue(approved.invitation)

    assert refused.value.reason == "OWN_INVITATION"
