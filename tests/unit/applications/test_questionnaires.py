"""The versions of the questionnaire, as data."""

import copy
import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from applications.domain.form import QuestionnaireVersionNotFound
from applications.domain.questionnaire import Goods
from applications.policy.numbers import Policy
from applications.questionnaires import QuestionnaireBroken, forms, tables

RELEASED = {
    "v1": "ac2d5b12b3000857fb1bd32552b8929e552c2dec99c9cb5a7bea6c31362c80ca",
    "v2": "2da52b2426feadb469bd84969863d09a24e5dda78a87eb67a4ec8c263530b04b",
}
"""What each version says, since people have applied under it. A new version is a new line here."""

FORMS = forms(Policy())


def digest(table):
    return hashlib.sha256(
        json.dumps(table, sort_keys=True, default=str, ensure_ascii=True).encode()
    ).hexdigest()


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def broken(change):
    """Why a changed file would keep the service from starting."""
    versions = copy.deepcopy(tables())
    change(versions)
    with pytest.raises(QuestionnaireBroken) as refused:
        forms(Policy(), versions)
    return str(refused.value)


def test_a_released_version_never_changes():
    assert {table["name"]: digest(table) for table in tables()} == RELEASED


def test_an_application_is_started_under_the_version_of_its_day():
    second = FORMS.version("v2").valid_from
    midnight = datetime(second.year, second.month, second.day, tzinfo=UTC)

    assert FORMS.at(noon(date(2020, 1, 1))).version == "v1"
    assert FORMS.at(midnight - timedelta(microseconds=1)).version == "v1"
    assert FORMS.at(midnight).version == "v2"


def test_there_is_no_version_but_these():
    with pytest.raises(QuestionnaireVersionNotFound):
        FORMS.version("v3")


def test_limits_are_those_of_the_settings():
    stricter = forms(Policy(name_max=50)).version("v2")

    assert FORMS.version("v2").question("contact_name").most == 100
    assert stricter.question("contact_name").most == 50


def test_every_choice_explains_itself():
    for form in FORMS:
        for question in form.questions:
            assert all(choice.text for choice in question.choices), question.field


def test_what_is_not_taken_is_among_the_choices():
    goods = FORMS.version("v2").question("products[].goods").choices

    assert {choice.value for choice in goods} == {each.value for each in Goods}
    assert {choice.value for choice in goods if not choice.accepted} == {
        "SUPPLIES_BOUGHT",
        "DIGITAL",
        "FOOD",
        "ELECTRONICS",
        "LIVE_PLANTS",
        "FROM_BOUGHT_KIT",
    }


def first_question(versions):
    return versions[0]["question"][0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda them: them.clear(), "Each version"),
        (lambda them: them.reverse(), "Each version"),
        (lambda them: them.append(them[1] | {"from": date(2200, 1, 1)}), "twice"),
        (lambda them: first_question(them).update(field="shoe_size"), "no such answer"),
        (lambda them: first_question(them).update(most="shoe_max"), "no setting 'shoe_max'"),
        (lambda them: them[0]["question"].append(first_question(them)), "asks something twice"),
        (
            lambda them: first_question(them).update(choices=[{"value": "A", "text": "A."}]),
            "nothing is chosen",
        ),
        (lambda them: them[0]["question"][3].update(choices=[]), "nothing to choose"),
        (
            lambda them: them[0]["question"][3]["choices"].append({"value": "DUO", "text": "Two."}),
            r"no answers ['DUO']",
        ),
        (
            lambda them: them[0]["question"][3]["choices"].append(
                them[0]["question"][3]["choices"][0]
            ),
            "a choice is there twice",
        ),
    ],
)
def test_a_service_does_not_start_with_a_questionnaire_that_cannot_be(change, why):
    assert why in broken(change)


def test_what_may_be_none_at_the_fewest_need_not_be_answered():
    lenient = forms(Policy(product_photos_min=0, process_description_min=0)).version("v2")

    assert not lenient.question("photos.product").required
    assert not lenient.question("process_description").required
    assert lenient.question("photos.workspace").required
