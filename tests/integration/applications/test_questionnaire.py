"""Answering the questionnaire: its versions, goods, statements, and what a draft lacks."""

from datetime import UTC, datetime

import pytest

from chassis.errors import Invalid, NotFound, Refused
from chassis.server import utc_now
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import COMPLETE

BEFORE_V2 = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)
OF_V1 = {
    "products": [],
    "statements": [],
    "seller_plan": "SELLER_PLAN_UNSPECIFIED",
    "categories": ["home-and-kitchen"],
    "production_method": "MADE_BY_HAND",
    "attest_time": "2020-01-01T00:00:00Z",
}


@pytest.fixture
def in_time_for_v1(clock):
    """Turns the service's clock back to the last minute of the first version."""
    clock.ahead = BEFORE_V2 - utc_now()


def a_line(goods, category="home-and-kitchen"):
    return {"category": category, "production_method": "MADE_BY_HAND", "goods": goods}


def said_of(problems):
    return [(it.field, it.rule, it.message) for it in problems]


def violations_of(refused):
    return [(it.subject, it.rule, it.message) for it in refused.value.violations]


async def form(person, version=""):
    request = pb.GetQuestionnaireFormRequest(version=version)
    return await person.applications.GetQuestionnaireForm(request)


async def test_everybody_may_read_what_is_asked(nobody):
    asked = await form(nobody)

    assert asked.version == "v2"
    assert asked.effective_time.ToJsonString() == "2026-11-01T00:00:00Z"
    by_field = {question.field: question for question in asked.questions}
    assert by_field["process_description"].required
    assert (by_field["process_description"].least, by_field["process_description"].most) == (
        200,
        5000,
    )
    refused = {it.value: it.text for it in by_field["products[].goods"].choices if not it.accepted}
    assert "three exceptions" in refused["SUPPLIES_BOUGHT"]
    assert "air plant" in refused["LIVE_PLANTS"]


async def test_a_version_stays_readable_when_another_has_taken_its_place(nobody):
    assert (await form(nobody, "v1")).version == "v1"

    with pytest.raises(NotFound) as refused:
        await form(nobody, "v3")

    assert refused.value.reason == "QUESTIONNAIRE_VERSION_NOT_FOUND"


async def test_a_draft_says_all_that_submitting_it_would_be_refused_for(maker):
    draft = await maker.start(
        contact_name=" ",
        artisan_type="COOPERATIVE",
        products=[a_line("FOOD"), a_line("GOODS_UNSPECIFIED", "art")],
        statements=["NO_RESELLING"],
        process_description="By hand.",
    )

    with pytest.raises(Refused) as refused:
        await maker.submit(draft.name)

    assert said_of(draft.problems) == violations_of(refused)
    assert [field for field, _, _ in said_of(draft.problems)] == [
        "questionnaire.contact_name",
        "questionnaire.products[1].goods",
        "questionnaire.organisation_url",
        "questionnaire.products[0].goods",
        "questionnaire.process_description",
        "questionnaire.statements",
        "questionnaire.statements",
        "questionnaire.statements",
    ]


async def test_a_problem_is_gone_with_the_answer_that_mends_it(maker):
    draft = await maker.start(products=[a_line("SUPPLIES_BOUGHT")])
    assert [it.rule for it in draft.problems] == ["GOODS_NOT_TAKEN"]

    mended = await maker.update(draft.name, ["products"], products=[a_line("SUPPLIES_ALTERED")])

    assert not mended.problems
    assert not (await maker.submit(draft.name)).problems


async def test_answers_are_cleared_by_their_mask(maker):
    draft = await maker.start(language="fr", seller_plan="INDIVIDUAL", seller_account="A1B2")
    mask = ["products", "statements", "language", "seller_account", "seller_plan"]
    nothing = {name: COMPLETE.get(name, "") and [] for name in ("products", "statements")}

    cleared = await maker.update(draft.name, mask, **nothing, seller_plan="SELLER_PLAN_UNSPECIFIED")

    answers = cleared.questionnaire
    assert not answers.products
    assert not answers.statements
    assert not answers.HasField("attest_time")
    assert (answers.language, answers.seller_account, answers.seller_plan) == ("", "", 0)


async def test_when_all_statements_were_confirmed_is_kept(maker):
    draft = await maker.start()

    later = await maker.update(draft.name, ["tools"], tools="A wheel.")

    assert draft.questionnaire.HasField("attest_time")
    assert later.questionnaire.attest_time == draft.questionnaire.attest_time


async def test_the_maker_is_written_to_in_the_language_chosen_or_that_of_the_country(
    a_person, stored
):
    chosen, german = a_person("maker"), a_person("maker")

    await chosen.start(language="it")
    await german.start(country="DE")

    languages = {
        it["subject"]: it["language"]
        async for it in stored["makers"].find(
            {"subject": {"$in": [chosen.subject, german.subject]}}
        )
    }
    assert languages == {chosen.subject: "it", german.subject: "de"}


async def test_a_draft_of_the_first_version_stays_one_and_is_submitted_by_its_rules(
    maker, clock, in_time_for_v1
):
    draft = await maker.start(**OF_V1)
    clock.ahead -= clock.ahead

    changed = await maker.update(draft.name, ["tools"], tools="A wheel.")
    line = pb.Questionnaire.ProductLine(category="art")
    with pytest.raises(Invalid) as refused:
        await maker.update(draft.name, ["products"], products=[line])
    submitted = await maker.submit(draft.name)

    assert draft.questionnaire_version == "v1"
    assert changed.questionnaire_version == submitted.questionnaire_version == "v1"
    assert [(it.subject, it.rule) for it in refused.value.violations] == [
        ("questionnaire.products", "NOT_ASKED")
    ]
    assert submitted.state == pb.Application.SUBMITTED


async def test_what_only_another_version_asks_is_refused(maker):
    with pytest.raises(Invalid) as refused:
        await maker.start(**OF_V1 | {"statements": COMPLETE["statements"]})

    assert [(it.subject, it.rule) for it in refused.value.violations] == [
        ("questionnaire.categories", "NOT_ASKED"),
        ("questionnaire.production_method", "NOT_ASKED"),
    ]


async def test_names_of_every_script_are_kept_letter_for_letter(maker):
    names = {"contact_name": "محمد عبد الله", "business_name": "🧶 Zoe\u0308’s 陶芸 👩‍🎨"}

    draft = await maker.start(**names)

    answers = (await maker.application(draft.name)).questionnaire
    assert {name: getattr(answers, name) for name in names} == names


@pytest.mark.parametrize(
    "name", ["Ana\u202eReed", "Ana\u2066Reed\u2069", "Ana\u200bReed", "Ana\nBcc: all", "Ana\x00"]
)
async def test_a_name_has_nothing_that_deceives(maker, name):
    with pytest.raises(Invalid) as refused:
        await maker.start(contact_name=name)

    assert [(it.subject, it.rule) for it in refused.value.violations] == [
        ("questionnaire.contact_name", "CONTROL_CHARACTER")
    ]
    assert ", without U+" in refused.value.violations[0].message


@pytest.mark.parametrize("mark", ["\u200f", "\u200e", "\u061c", " \u200f\u00a0\u200e"])
async def test_what_comes_along_when_a_name_is_copied_is_taken_off(maker, mark):
    name = "\u05e8\u05d5\u05ea"

    draft = await maker.start(contact_name=f"{mark}{name}{mark}", business_name=f"{name}{mark}")

    assert draft.questionnaire.contact_name == draft.questionnaire.business_name == name
