"""Starting, changing and submitting applications, and who sees them."""

import asyncio

import pytest

from applications.store.application import Applications
from chassis.errors import Forbidden, Invalid, NotFound, Refused, Stale, Unauthenticated
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import request_id

SOMEBODYS = "applications/01900000-0000-7000-8000-000000000000"


@pytest.fixture
def support(a_person):
    return a_person("support")


def rules_in(refused):
    return [(it.subject, it.rule) for it in refused.value.violations]


async def test_a_draft_belongs_to_the_region_of_its_country_and_to_its_maker(maker):
    draft = await maker.start(country="DE")

    assert draft.state == pb.Application.DRAFT
    assert draft.region == "EU"
    assert draft.email == maker.email
    assert draft.questionnaire_version == "v2"
    assert draft.maker == (await maker.own_maker()).name


async def test_the_first_application_makes_the_maker_and_the_next_one_finds_it(maker):
    american = await maker.start()
    german = await maker.start(country="DE")

    assert american.maker == german.maker


async def test_somebody_whose_address_is_not_verified_cannot_apply(service, a_person):
    person = a_person("maker", email="not an address")

    with pytest.raises(Refused) as refused:
        await person.start()

    assert refused.value.reason == "EMAIL_UNVERIFIED"
    assert "a new token" in refused.value.message
    assert "appl" not in refused.value.message


async def test_an_application_is_submitted_for_the_address_the_account_has_then(
    maker, a_person, reviewer, post_office
):
    draft = await maker.start()
    moved = a_person("maker", subject=maker.subject, email=f"New-{maker.email}")

    submitted = await moved.submit(draft.name)

    assert (draft.email, submitted.email) == (maker.email, moved.email)
    await reviewer.take(draft.name)
    await reviewer.approve(draft.name)
    assert await post_office.mail_to(moved.email)


async def test_nothing_is_submitted_for_an_address_that_is_not_verified(maker, a_person):
    draft = await maker.start()
    moved = a_person("maker", subject=maker.subject, email="not an address")

    with pytest.raises(Refused) as refused:
        await moved.submit(draft.name)

    assert refused.value.reason == "EMAIL_UNVERIFIED"
    assert (await maker.application(draft.name)).state == pb.Application.DRAFT


async def test_a_submission_cannot_take_an_address_with_another_open_application(maker, a_person):
    other = a_person("maker")
    await other.start()
    draft = await maker.start()
    moved = a_person("maker", subject=maker.subject, email=other.email)

    with pytest.raises(Refused) as refused:
        await moved.submit(draft.name)

    assert refused.value.reason == "OPEN_APPLICATION_EXISTS"
    assert (await maker.application(draft.name)).email == maker.email


async def test_only_makers_apply(reviewer, nobody):
    with pytest.raises(Forbidden):
        await reviewer.start()
    with pytest.raises(Unauthenticated):
        await nobody.start()


async def test_a_country_is_asked_for_and_named_if_it_is_not_accepted(maker):
    with pytest.raises(Invalid) as refused:
        await maker.start(country="JP")

    assert rules_in(refused) == [("questionnaire.country", "COUNTRY_UNKNOWN")]
    with pytest.raises(Invalid) as refused:
        await maker.start(country="")
    assert rules_in(refused) == [("questionnaire.country", "REQUIRED")]


async def test_an_address_has_one_open_application_for_a_region(maker, a_person):
    first = await maker.start()

    with pytest.raises(Refused) as refused:
        await maker.start(country="MX")
    assert refused.value.reason == "OPEN_APPLICATION_EXISTS"
    assert refused.value.facts == {"region": "NA", "application": first.name}
    assert "You already have" in refused.value.message
    namesake = a_person("maker", email=maker.email.upper())
    with pytest.raises(Refused) as refused:
        await namesake.start()
    assert refused.value.reason == "OPEN_APPLICATION_EXISTS"
    assert refused.value.facts == {"region": "NA", "application": ""}
    assert "Another account" in refused.value.message


async def test_addresses_that_differ_in_more_than_letter_case_apply_each(a_person):
    sharp = a_person("maker", email="wei\u00df@stra\u00dfe.example")
    double = a_person("maker", email="weiss@strasse.example")

    first, second = await sharp.start(), await double.start()

    assert first.email != second.email


async def test_addresses_that_an_earlier_release_folded_are_found_again(
    service, a_person, support, stored
):
    known = a_person("maker", email="Wei\u00df@example.com")
    draft = await known.start()
    await known.submit(draft.name)
    row = {"_id": draft.name.partition("/")[2]}
    before = {"$set": {"email_folded": "weiss@example.com"}, "$unset": {"folding": 1}}
    await stored.applications.update_one(row, before)

    async def found():
        return (await support.list_applications(email="wei\u00df@EXAMPLE.com")).applications

    assert not await found()

    await Applications(service.frame.database).prepare()

    assert [it.name for it in await found()] == [draft.name]


@pytest.mark.parametrize("email", ["ada", " ", "ada@", "@example.com", "ada@example.com, bo"])
async def test_staff_looks_for_whole_addresses(support, email):
    with pytest.raises(Invalid) as refused:
        await support.list_applications(email=email)

    assert rules_in(refused) == [("email", "EMAIL_MALFORMED")]


async def test_spaces_around_an_address_that_is_looked_for_say_nothing(maker, support):
    draft = await maker.start()
    await maker.submit(draft.name)

    found = await support.list_applications(email=f" {maker.email}\n")

    assert [it.name for it in found.applications] == [draft.name]


async def test_a_draft_cannot_move_to_a_region_that_has_one(maker):
    await maker.start()
    german = await maker.start(country="DE")

    with pytest.raises(Refused) as refused:
        await maker.update(german.name, country="US")

    assert refused.value.reason == "OPEN_APPLICATION_EXISTS"


async def test_a_declined_applicant_may_apply_again_after_some_time(maker, reviewer, later):
    application = await maker.start()
    await maker.submit(application.name)
    await reviewer.take(application.name)
    await reviewer.decline(application.name)

    with pytest.raises(Refused) as refused:
        await maker.start()
    later(days=90)
    again = await maker.start()

    assert refused.value.reason == "REAPPLICATION_TOO_EARLY"
    assert again.state == pb.Application.DRAFT


async def test_a_maker_in_the_programme_of_a_region_needs_no_second_approval(maker, invited):
    await invited(maker)

    with pytest.raises(Refused) as refused:
        await maker.start(country="CA")

    assert refused.value.reason == "ALREADY_ADMITTED"


async def test_of_twin_starts_one_application_comes(maker, stored):
    started = await asyncio.gather(*(maker.start() for _ in range(8)), return_exceptions=True)

    applications = [it for it in started if isinstance(it, pb.Application)]
    assert len(applications) == 1
    refusals = [it for it in started if it not in applications]
    assert {it.reason for it in refusals} == {"OPEN_APPLICATION_EXISTS"}
    assert await stored.applications.count_documents({"subject": maker.subject}) == 1
    assert await stored.makers.count_documents({"subject": maker.subject}) == 1


async def test_two_regions_at_once_make_one_maker(maker, stored):
    american, german = await asyncio.gather(maker.start(), maker.start(country="DE"))

    assert american.maker == german.maker
    assert await stored.makers.count_documents({"subject": maker.subject}) == 1


async def test_the_same_request_sent_eight_times_at_once_starts_one(maker, stored):
    key = request_id()

    started = await asyncio.gather(*(maker.start(key) for _ in range(8)))

    assert len({it.name for it in started}) == 1
    assert await stored.applications.count_documents({"subject": maker.subject}) == 1


async def test_a_request_id_stands_for_one_request(maker):
    key = request_id()
    await maker.start(key)

    with pytest.raises(Refused) as refused:
        await maker.start(key, country="DE")

    assert refused.value.reason == "REQUEST_ID_REUSED"


async def test_only_the_masked_answers_change(maker):
    draft = await maker.start()

    changed = await maker.update(draft.name, mask=["tools", "shop_urls"], tools="A kiln.")

    assert changed.questionnaire.tools == "A kiln."
    assert changed.questionnaire.contact_name == draft.questionnaire.contact_name
    cleared = await maker.update(draft.name, mask=["tools"])
    assert cleared.questionnaire.tools == ""


async def test_without_a_mask_every_given_answer_changes(maker):
    draft = await maker.start()

    changed = await maker.update(draft.name, tools="A kiln.", country="DE")

    assert changed.region == "EU"
    assert changed.questionnaire.tools == "A kiln."
    assert changed.questionnaire.business_name == draft.questionnaire.business_name


async def test_a_mask_names_answers_only(maker):
    draft = await maker.start()

    with pytest.raises(Invalid) as refused:
        await maker.update(draft.name, mask=["state", "$set"])

    assert rules_in(refused) == [
        ("update_mask.state", "FIELD_UNKNOWN"),
        ("update_mask.$set", "FIELD_UNKNOWN"),
    ]


@pytest.mark.parametrize("etag", ["0", "99", '{"$ne": null}', "x" * 1000])
async def test_a_stale_etag_changes_nothing(maker, etag):
    draft = await maker.start()

    with pytest.raises(Stale):
        await maker.update(draft.name, etag=etag, tools="A kiln.")

    assert (await maker.application(draft.name)).questionnaire.tools == ""


async def test_of_two_who_read_the_same_etag_one_writes(maker):
    draft = await maker.start()

    outcomes = await asyncio.gather(
        maker.update(draft.name, etag=draft.etag, tools="A kiln."),
        maker.update(draft.name, etag=draft.etag, tools="A wheel."),
        return_exceptions=True,
    )

    assert sorted(type(it).__name__ for it in outcomes) == ["Application", "Stale"]


async def test_a_submission_names_everything_that_is_missing_at_once(maker):
    draft = await maker.start(
        process_description="By hand.", products=[], statements=["MADE_BY_US"]
    )

    with pytest.raises(Refused) as refused:
        await maker.submit(draft.name)

    assert rules_in(refused) == [
        ("questionnaire.products", "REQUIRED"),
        ("questionnaire.process_description", "PROCESS_DESCRIPTION_TOO_SHORT"),
        ("questionnaire.statements", "OWN_OR_LICENSED_DESIGNS_UNCONFIRMED"),
        ("questionnaire.statements", "NO_RESELLING_UNCONFIRMED"),
        ("questionnaire.statements", "NO_DROP_SHIPPING_UNCONFIRMED"),
    ]


async def test_a_large_group_is_flagged_for_reviewers_and_not_refused(maker, reviewer):
    draft = await maker.start(head_count="OVER_TWENTY", production_partners="A foundry casts.")

    submitted = await maker.submit(draft.name)

    assert submitted.state == pb.Application.SUBMITTED
    assert not submitted.flags
    assert list((await reviewer.application(draft.name)).flags) == [
        pb.Application.LARGE_GROUP,
        pb.Application.PRODUCTION_PARTNERS,
    ]


async def test_what_was_submitted_does_not_change(maker):
    draft = await maker.start()
    await maker.submit(draft.name)

    with pytest.raises(Refused) as refused:
        await maker.update(draft.name, tools="A kiln.")
    assert refused.value.reason == "APPLICATION_NOT_DRAFT"
    with pytest.raises(Refused):
        await maker.submit(draft.name)


async def test_a_draft_is_the_applicants_alone(maker, reviewer, a_person):
    draft = await maker.start()

    for stranger in (reviewer, a_person("support"), a_person("maker"), a_person("partner")):
        with pytest.raises(NotFound):
            await stranger.application(draft.name)
    await maker.submit(draft.name)
    assert (await reviewer.application(draft.name)).name == draft.name


async def test_somebody_elses_application_looks_like_none_at_all(maker, a_person):
    theirs = await a_person("maker").start()

    async def refusal(act, name):
        with pytest.raises(NotFound) as refused:
            await act(name)
        return refused.value.reason, refused.value.message, refused.value.facts

    for act in (maker.application, maker.submit, maker.update):
        assert await refusal(act, theirs.name) == await refusal(act, SOMEBODYS)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "applications/",
        "applications/1",
        "applications/" + "x" * 10_000,
        "makers/01900000-0000-7000-8000-000000000000",
        "applications/01900000-0000-7000-8000-000000000000/../x",
        "APPLICATIONS/01900000-0000-7000-8000-000000000000",
        '{"$ne": null}',
        "applications/01900000-0000-7000-8000-000000000000\n",
    ],
)
async def test_what_is_no_name_is_said_to_be_none(maker, name):
    for act in (maker.application, maker.submit):
        with pytest.raises(Invalid) as refused:
            await act(name)
        assert [it.subject for it in refused.value.violations] == ["name"]


async def test_answers_are_text_whatever_they_look_like(maker):
    text = '{"$ne": null} <script>alert(1)</script>'

    draft = await maker.start(tools=text)

    assert (await maker.application(draft.name)).questionnaire.tools == text


async def test_a_choice_nobody_offers_is_refused(maker):
    questionnaire = pb.Questionnaire(country="US", artisan_type=99)
    request = pb.StartApplicationRequest(questionnaire=questionnaire, request_id=request_id())

    with pytest.raises(Invalid) as refused:
        await maker.applications.StartApplication(request)

    assert rules_in(refused) == [("questionnaire.artisan_type", "ENUM_VALUE_UNKNOWN")]
