"""The versions of the questionnaire, from the package's own data."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import resources
from typing import Any

from applications.domain.form import Choice, Form, Forms, Question
from applications.domain.questionnaire import (
    ArtisanType,
    Goods,
    HeadCount,
    ProductionMethod,
    SellerPlan,
    Statement,
)
from applications.policy.numbers import Policy

_ENUMS: Mapping[str, type[Enum]] = {
    "artisan_type": ArtisanType,
    "head_count": HeadCount,
    "production_method": ProductionMethod,
    "products[].production_method": ProductionMethod,
    "products[].goods": Goods,
    "statements": Statement,
    "seller_plan": SellerPlan,
}
_CODES = frozenset({"categories", "products[].category", "language"})
_OTHERS = frozenset(
    {
        "contact_name",
        "business_name",
        "country",
        "organisation_url",
        "group_description",
        "process_description",
        "tools",
        "production_partners",
        "shop_urls",
        "attest_time",
        "products",
        "seller_account",
        "photos.product",
        "photos.workspace",
    }
)


class QuestionnaireBroken(ValueError):
    """The data says something that no questionnaire can. The service does not start."""


def tables() -> list[dict[str, Any]]:
    """The versions as they stand in the file."""
    text = resources.files("applications").joinpath("questionnaires.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["version"]
    return found


def forms(numbers: Policy, entries: list[dict[str, Any]] | None = None) -> Forms:
    """Every version, with its limits from the settings. Fails with `QuestionnaireBroken`."""
    found = [_form(entry, numbers) for entry in (tables() if entries is None else entries)]
    days = [form.valid_from for form in found]
    if not found or days != sorted(set(days)):
        raise QuestionnaireBroken("Each version must begin after the one before.")
    if len({form.version for form in found}) < len(found):
        raise QuestionnaireBroken("A version is there twice.")
    return Forms(found)


def _form(entry: dict[str, Any], numbers: Policy) -> Form:
    questions = tuple(_question(it, numbers, entry["name"]) for it in entry["question"])
    form = Form(entry["name"], entry["from"], questions)
    if len({question.field for question in questions}) < len(questions):
        raise QuestionnaireBroken(f"{form.version} asks something twice.")
    return form


def _question(entry: dict[str, Any], numbers: Policy, version: str) -> Question:
    place = f"{version}, {entry['field']}"
    least = _number(entry.get("least"), numbers, place)
    question = Question(
        field=entry["field"],
        text=entry["text"],
        help=entry.get("help", ""),
        # Whoever sets the fewest to none asks for none.
        required=entry.get("required", False) and (least > 0 or "least" not in entry),
        least=least,
        most=_number(entry.get("most"), numbers, place),
        choices=tuple(Choice(**choice) for choice in entry.get("choices", ())),
    )
    for fault in _faults(question):
        raise QuestionnaireBroken(f"{place}: {fault}")
    return question


def _number(setting: str | None, numbers: Policy, place: str) -> int:
    if setting is None:
        return 0
    if setting not in Policy.model_fields:
        raise QuestionnaireBroken(f"{place}: there is no setting {setting!r}.")
    number: int = getattr(numbers, setting)
    return number


def _faults(question: Question) -> Iterator[str]:
    values = [choice.value for choice in question.choices]
    if question.field not in _ENUMS.keys() | _CODES | _OTHERS:
        yield "there is no such answer."
    if question.field in _OTHERS and values:
        yield "nothing is chosen here."
    if question.field not in _OTHERS and not values:
        yield "there is nothing to choose."
    if len(set(values)) < len(values):
        yield "a choice is there twice."
    if question.field in _ENUMS:
        unknown = set(values) - {choice.value for choice in _ENUMS[question.field]}
        if unknown:
            yield f"there are no answers {sorted(unknown)}."
