"""What the staff is told of who did what, and what not: of what somebody has a part in."""

from tests.integration.applications.people import secret_in
from tests.integration.applications.reviewing import do, known, refusal

STAFF = ("reviewer", "support")


async def test_a_reviewer_who_applied_learns_no_step_of_the_review(in_review, reviewer, a_person):
    both, colleague = a_person("maker", "reviewer"), await known(a_person("reviewer"))
    name = await in_review(applicant=both)
    await do(reviewer, "AddApplicationNote", name, text="I know her.")
    await do(reviewer, "HandOverApplication", name, reviewer=colleague.subject)

    told = [action for action, _ in await colleague.activity(resource=name)]

    assert told == [
        "application.handed_over",
        "application.noted",
        "application.taken",
        "application.submitted",
    ]
    assert await both.activity(resource=name) == []
    assert name not in {resource for _, resource in await both.activity()}


async def test_a_reviewer_who_is_a_maker_learns_nothing_of_what_was_done_with_it(
    invited, reviewer, a_person, marketplace
):
    both, agency = a_person("maker", *STAFF), a_person("partner", *STAFF)
    application, mail = await invited(both)
    await both.redeem(secret_in(mail))
    await marketplace.report(both)
    maker = (await both.own_maker()).name
    await both.grant(agency.subject, "applications:write")
    await reviewer.suspend(maker)

    assert ("maker.suspended", maker) in await reviewer.activity(resource=maker)
    for resource in (maker, application.invitation, application.name):
        assert await reviewer.activity(resource=resource)
        assert await both.activity(resource=resource) == []
    assert await agency.activity(resource=maker) == []


async def test_a_partner_who_reviews_learns_no_step_of_what_it_handed_in(maker, reviewer, a_person):
    agency = a_person("partner", *STAFF)
    await maker.start(country="DE")
    await maker.grant(agency.subject, "applications:write")
    draft = await agency.start(maker=(await maker.own_maker()).name)
    await agency.submit(draft.name)
    await reviewer.take(draft.name)
    invitation = (await reviewer.approve(draft.name)).invitation

    for resource in (draft.name, invitation):
        assert await reviewer.activity(resource=resource)
        assert await agency.activity(resource=resource) == []


async def test_who_comes_back_without_the_role_is_no_reviewer_any_more(
    in_review, reviewer, a_person
):
    name, colleague = await in_review(), await known(a_person("reviewer", "support"))
    assert colleague.subject in await reviewer.reviewers()

    demoted = a_person("support", subject=colleague.subject)
    await do(demoted, "AddApplicationNote", name, text="They rang.")

    assert colleague.subject not in await reviewer.reviewers()
    handing = do(reviewer, "HandOverApplication", name, reviewer=colleague.subject)
    assert (await refusal(handing)).reason == "REVIEWER_UNKNOWN"


async def test_who_stays_away_for_ninety_days_is_not_offered(in_review, reviewer, a_person, later):
    name, colleague = await in_review(), await known(a_person("reviewer"))

    later(days=89)
    assert colleague.subject in await reviewer.reviewers()
    later(days=1, minutes=1)

    assert colleague.subject not in await reviewer.reviewers()
    handing = do(reviewer, "HandOverApplication", name, reviewer=colleague.subject)
    assert (await refusal(handing)).reason == "REVIEWER_UNKNOWN"
    await known(colleague)
    assert colleague.subject in await reviewer.reviewers()
