"""Who sees what of a maker, and whom makers let act for them."""

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.applications.v1 import maker_pb2 as pb
from tests.integration.applications.people import request_id, secret_in

NOBODYS = "makers/01900000-0000-7000-8000-000000000000"


@pytest.fixture
async def active(maker, invited, marketplace):
    """The name of a maker who sells."""
    _, mail = await invited(maker)
    await marketplace.report(maker)
    await maker.redeem(secret_in(mail))
    return (await maker.own_maker()).name


async def lookup(person, *names):
    request = pb.LookupMakersByNameRequest(names=names)
    answer = await person.makers.LookupMakersByName(request)
    return [it.maker if it.HasField("maker") else None for it in answer.results]


async def test_everybody_sees_who_sells_and_nothing_private(maker, active, nobody, a_person):
    await maker.grant("tool", "events:read")

    for stranger in (nobody, a_person("buyer"), a_person("maker"), a_person("partner")):
        seen = await stranger.maker(active)
        assert seen.display_name == "Reed Pottery"
        assert seen.memberships[0].state == pb.Membership.ACTIVE
        assert (seen.subject, seen.email, list(seen.grants)) == ("", "", [])


async def test_the_maker_staff_and_services_see_everything(maker, reviewer, active, a_person):
    await maker.grant("tool", "events:read")

    for insider in (maker, reviewer, a_person("support"), a_person("service"), a_person("admin")):
        seen = await insider.maker(active)
        assert (seen.subject, seen.email) == (maker.subject, maker.email)
        assert seen.grants[0].partner == "tool"


async def test_who_only_applies_is_known_to_nobody_else(maker, nobody, a_person):
    await maker.start()
    name = (await maker.own_maker()).name

    for stranger in (nobody, a_person("buyer"), a_person("partner")):
        with pytest.raises(NotFound) as hidden:
            await stranger.maker(name)
        with pytest.raises(NotFound) as absent:
            await stranger.maker(NOBODYS)
        assert str(hidden.value) == str(absent.value)


async def test_a_partner_sees_whom_it_acts_for(maker, a_person):
    await maker.start()
    partner = a_person("partner")
    name = (await maker.own_maker()).name

    await maker.grant(partner.subject, "catalog:write")

    seen = await partner.maker(name)
    assert seen.display_name == "Reed Pottery"
    assert seen.subject == ""
    assert [(it.partner, list(it.scopes)) for it in seen.grants] == [
        (partner.subject, ["catalog:write"])
    ]


async def test_a_lookup_answers_in_order_with_gaps_for_what_is_not_to_be_seen(
    maker, active, nobody, a_person
):
    applicant = a_person("maker")
    await applicant.start()
    hidden = (await applicant.own_maker()).name

    found = await lookup(nobody, NOBODYS, active, hidden, "rubbish", active)

    assert [it and it.name for it in found] == [None, active, None, None, active]


async def test_a_lookup_takes_a_hundred_names(nobody):
    assert len(await lookup(nobody, *[NOBODYS] * 100)) == 100
    with pytest.raises(Invalid):
        await lookup(nobody, *[NOBODYS] * 101)


async def test_who_never_applied_is_no_maker(maker):
    with pytest.raises(NotFound):
        await maker.own_maker()
    with pytest.raises(NotFound):
        await maker.revoke("tool")


async def test_services_list_all_makers_page_by_page(a_person):
    applicants = [a_person("maker") for _ in range(5)]
    for applicant in applicants:
        await applicant.start()
    copier = a_person("service")

    seen, token = [], ""
    while True:
        request = pb.ListMakersRequest(page_size=2, page_token=token)
        page = await copier.makers.ListMakers(request)
        assert len(page.makers) <= 2
        assert len(page.cursors) == len(page.makers)
        seen += [it.subject for it in page.makers]
        token = page.next_page_token
        if not token:
            break

    assert len(seen) == len(set(seen))
    assert [it for it in seen if it in {a.subject for a in applicants}] == [
        a.subject for a in applicants
    ]


async def test_makers_are_not_listed_for_everybody(maker, a_person):
    for stranger in (maker, a_person("buyer"), a_person("pr"), a_person("stakeholder")):
        with pytest.raises(Forbidden):
            await stranger.makers.ListMakers(pb.ListMakersRequest())


async def test_a_partner_lists_whoever_granted_it_something_and_nobody_else(a_person, active):
    partner, other = a_person("partner"), a_person("partner")
    makers = [a_person("maker") for _ in range(5)]
    for number, granting in enumerate(makers):
        await granting.start()
        await granting.grant(partner.subject, ("applications:write", "events:read")[number % 2])
        await granting.grant("tool", "press:write")
    await makers[1].revoke(partner.subject)
    await makers[2].grant(partner.subject, "catalog:write", "messages:write")

    listed, token = [], ""
    while True:
        request = pb.ListMakersRequest(page_size=2, page_token=token)
        page = await partner.makers.ListMakers(request)
        listed += page.makers
        token = page.next_page_token
        if not token:
            break

    left = [makers[place] for place in (0, 2, 3, 4)]
    assert [it.name for it in listed] == [(await it.own_maker()).name for it in left]
    assert {it.display_name for it in listed} == {"Reed Pottery"}
    assert {it.subject + it.email for it in listed} == {""}
    assert [[(it.partner, list(it.scopes)) for it in one.grants] for one in listed] == [
        [(partner.subject, ["applications:write"])],
        [(partner.subject, ["catalog:write", "messages:write"])],
        [(partner.subject, ["events:read"])],
        [(partner.subject, ["applications:write"])],
    ]
    assert not (await other.makers.ListMakers(pb.ListMakersRequest())).makers
    first = await partner.makers.ListMakers(pb.ListMakersRequest(page_size=2))
    stolen = pb.ListMakersRequest(page_token=first.next_page_token)
    with pytest.raises(Invalid):
        await other.makers.ListMakers(stolen)


async def test_a_partner_that_watches_and_then_lists_misses_nobody(a_person, maker):
    partner, later = a_person("partner"), a_person("maker")
    for each in (maker, later):
        await each.start()
    await maker.grant(partner.subject, "events:read")
    watching = partner.makers.WatchMakers(pb.WatchMakersRequest())
    await watching.read()
    await later.grant(partner.subject, "events:read")

    listed = (await partner.makers.ListMakers(pb.ListMakersRequest())).makers

    assert [it.name for it in listed] == [(await it.own_maker()).name for it in (maker, later)]
    watching.cancel()


async def test_a_partner_is_granted_and_revoked(maker, a_person):
    await maker.start()

    granting = await maker.grant("tool", "catalog:write", "catalog:write", "events:read")

    assert list(granting.grants[0].scopes) == ["catalog:write", "events:read"]
    assert not (await maker.revoke("tool")).grants
    with pytest.raises(Refused) as refused:
        await maker.revoke("tool")
    assert refused.value.reason == "NOTHING_GRANTED"


async def test_a_grant_says_everything_that_is_wrong_with_it(maker):
    await maker.start()

    with pytest.raises(Invalid) as refused:
        await maker.grant(maker.subject, "orders:write", "accounts:write")

    assert [it.rule for it in refused.value.violations] == [
        "OWN_ACCOUNT",
        "SCOPE_NOT_GRANTABLE",
        "SCOPE_NOT_GRANTABLE",
    ]


async def test_a_partner_is_named_without_spaces_around_it(maker):
    await maker.start()

    with pytest.raises(Invalid) as refused:
        await maker.grant(" Agency ", "events:read")

    assert [(it.rule, it.subject) for it in refused.value.violations] == [
        ("PARTNER_MALFORMED", "grant.partner")
    ]


async def test_a_grant_names_a_partner_and_a_scope(maker):
    await maker.start()

    with pytest.raises(Invalid) as refused:
        await maker.makers.GrantPartner(
            pb.GrantPartnerRequest(grant=pb.Grant(), request_id=request_id())
        )

    assert [it.subject for it in refused.value.violations] == ["grant.partner", "grant.scopes"]


async def test_twenty_partners_are_enough(maker):
    await maker.start()
    for number in range(20):
        await maker.grant(f"tool-{number}", "events:read")

    with pytest.raises(Refused) as refused:
        await maker.grant("one-more", "events:read")

    assert refused.value.reason == "TOO_MANY_PARTNERS"
