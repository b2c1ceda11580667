"""What partners do for applicants: before the grant, with it, with another, after it has ended."""

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.reviewing import do, refusal
from tests.integration.applications.test_watching import applications, follow, problem

__all__ = ["follow"]

SCOPE = "applications:write"


@pytest.fixture
def agency(a_person):
    return a_person("partner", name="The Agency")


@pytest.fixture
async def applied(maker):
    """The name of a maker, known from an application in one region."""
    await maker.start(country="DE")
    return (await maker.own_maker()).name


async def test_a_partner_applies_for_the_maker_who_granted_it(maker, agency, reviewer, applied):
    await maker.grant(agency.subject, SCOPE)

    draft = await agency.start(maker=applied)
    await agency.update(draft.name, tools="A kiln.")
    submitted = await agency.submit(draft.name)

    assert (submitted.maker, submitted.email) == (applied, maker.email)
    assert submitted.questionnaire.tools == "A kiln."
    assert [(it.actor.display_name, it.actor.role) for it in submitted.timeline] == [
        ("The Agency", 8),
        ("The Agency", 8),
    ]
    own = await maker.application(draft.name)
    assert own.state == pb.Application.SUBMITTED
    assert {it.actor.subject for it in own.timeline} == {""}
    assert {it.actor.subject for it in submitted.timeline} == {agency.subject}
    to_staff = await reviewer.application(draft.name)
    assert {it.actor.subject for it in to_staff.timeline} == {agency.subject}


async def test_a_partner_reads_the_applications_of_the_maker_who_granted_it(maker, agency, applied):
    await maker.grant(agency.subject, SCOPE)
    draft = await maker.start()

    listed = await agency.list_applications(maker=applied)

    assert next(it.name for it in listed.applications) == draft.name
    assert len(listed.applications) == 2
    assert await agency.lookup_applications(draft.name) == [draft.name]
    assert (await agency.application(draft.name)).timeline[0].actor.subject == ""
    assert not (await agency.list_applications()).applications


@pytest.mark.parametrize("scopes", [(), ("catalog:write", "events:read")])
async def test_a_partner_without_the_grant_finds_nothing(maker, agency, applied, scopes):
    if scopes:
        await maker.grant(agency.subject, *scopes)
    draft = await maker.start()

    for act in (agency.application, agency.submit, agency.update):
        with pytest.raises(NotFound):
            await act(draft.name)
    with pytest.raises(NotFound):
        await agency.list_applications(maker=applied)
    assert await agency.lookup_applications(draft.name) == [""]
    for named in (applied, "makers/01900000-0000-7000-8000-000000000000", ""):
        with pytest.raises(Forbidden) as refused:
            await agency.start(maker=named)
        assert refused.value.reason == "GRANT_MISSING"


async def test_a_partner_whose_grant_has_ended_finds_nothing(maker, agency, applied):
    await maker.grant(agency.subject, SCOPE)
    draft = await agency.start(maker=applied)
    await maker.revoke(agency.subject)

    with pytest.raises(NotFound):
        await agency.submit(draft.name)
    with pytest.raises(Forbidden):
        await agency.start(maker=applied, country="CA")


async def test_a_maker_may_name_itself_and_nobody_else(maker, a_person, applied):
    assert (await maker.start(maker=applied)).maker == applied

    with pytest.raises(Forbidden):
        await a_person("maker").start(maker=applied)
    with pytest.raises(Invalid) as refused:
        await maker.start(maker="x")
    assert [it.subject for it in refused.value.violations] == ["maker"]


async def test_a_maker_lists_another_makers_applications_no_more_than_an_absent_ones(
    maker, a_person, reviewer, applied
):
    stranger = a_person("maker")

    for named in (applied, "makers/01900000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound) as refused:
            await stranger.list_applications(maker=named)
        assert refused.value.reason == "MAKER_NOT_FOUND"
    assert not (await reviewer.list_applications(maker=applied)).applications
    submitted = await maker.submit((await maker.start()).name)
    of_maker = await reviewer.list_applications(maker=applied)
    assert [it.name for it in of_maker.applications] == [submitted.name]


async def test_who_wrote_in_a_draft_reviews_it_no_more_than_who_handed_it_in(
    maker, a_person, reviewer, applied, follow
):
    both = a_person("partner", "reviewer")
    await maker.grant(both.subject, SCOPE)
    draft = await maker.start()
    await both.update(draft.name, tools="A kiln.")
    await maker.revoke(both.subject)
    following = await follow(applications(both))
    await maker.submit(draft.name)
    await reviewer.take(draft.name)

    note = {"text": "Looks bought."}
    await do(reviewer, "AddApplicationNote", draft.name, **note)
    await do(maker, "WithdrawApplication", draft.name)

    for call in (both.take(draft.name), do(both, "AddApplicationNote", draft.name, **note)):
        assert (await refusal(call)).reason == "OWN_APPLICATION"
    assert not (await both.application(draft.name)).notes
    heard = await following.until("application.withdrawn", draft.name)
    assert [it.type.partition(".")[2] for it in heard] == ["submitted", "taken", "withdrawn"]
    assert not any(it.application.notes for it in heard)


async def test_who_handed_an_application_in_does_not_review_it(maker, a_person, applied):
    both = a_person("partner", "reviewer")
    await maker.grant(both.subject, SCOPE)
    draft = await both.start(maker=applied)
    await both.submit(draft.name)

    with pytest.raises(Refused) as refused:
        await both.take(draft.name)

    assert refused.value.reason == "OWN_APPLICATION"


async def told_since(person, token):
    """The kinds of events among the next entries of a feed."""
    call = applications(person, resume_token=token)
    entries = [await call.read() for _ in range(4)]
    call.cancel()
    return [it.type for it in entries if it.event_id]


async def test_a_partner_hears_with_the_grant_to_events_and_only_as_long_as_it_holds(
    maker, agency, applied, follow
):
    token = (await follow(applications(agency))).token
    draft = await maker.start()
    await maker.submit(draft.name)

    silent = await told_since(agency, token)
    await maker.grant(agency.subject, SCOPE)
    without_the_scope = await told_since(agency, token)
    await maker.grant(agency.subject, "events:read")
    told = await told_since(agency, token)
    await maker.revoke(agency.subject)
    ended = await told_since(agency, token)

    assert (silent, without_the_scope, ended) == ([], [], [])
    assert told == ["application.started", "application.submitted"]


async def test_watching_one_application_needs_the_grant_to_events(maker, agency, applied, follow):
    draft = await maker.start()
    await maker.grant(agency.subject, SCOPE)

    assert isinstance(await problem(applications(agency, application=draft.name)), NotFound)

    await maker.grant(agency.subject, "events:read")
    watching = await follow(applications(agency, application=draft.name))
    await maker.submit(draft.name)
    assert [it.type for it in await watching.events(1)] == ["application.submitted"]
