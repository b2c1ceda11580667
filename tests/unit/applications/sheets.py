"""Filled-in questionnaires of every version; a test names the one answer that matters."""

from dataclasses import replace

from applications.domain.photo import Photo, PhotoKind
from applications.domain.questionnaire import (
    Goods,
    ProductionMethod,
    ProductLine,
    SellerPlan,
    Statement,
)
from applications.policy.answers import Sheet
from applications.policy.numbers import Policy
from applications.policy.submission import findings
from applications.questionnaires import forms
from tests.unit.applications.builders import NOON, some_answers

NUMBERS = Policy()


def form(version, numbers=NUMBERS):
    return forms(numbers).version(version)


def a_line(category="home-and-kitchen", **changes):
    return replace(ProductLine(category, ProductionMethod.MADE_BY_HAND, Goods.FINISHED), **changes)


def answers_to_v2(**changes):
    given = {
        "categories": (),
        "production_method": None,
        "products": (a_line(),),
        "statements": tuple(Statement),
        "seller_plan": SellerPlan.NO_ACCOUNT,
    }
    return some_answers(**given | changes)


def photos(kind, count):
    return tuple(
        Photo(
            id=f"{kind.value}-{number}",
            kind=kind,
            file_name="a.jpg",
            content_type="image/jpeg",
            size=1000,
            sha256=f"{number:064x}",
            width=1000,
            height=750,
            created=NOON,
            file_id=f"f{number}",
            thumbnail_id=f"t{number}",
            original_sha256=f"{number:064x}",
            look="0" * 16,
        )
        for number in range(count)
    )


SHOWN = photos(PhotoKind.PRODUCT, 1) + photos(PhotoKind.WORKSPACE, 1)


def a_sheet(answers, version="v2", shown=SHOWN, numbers=NUMBERS):
    return Sheet(answers, form(version, numbers), numbers, shown if version != "v1" else ())


def said_of(violations):
    """The rules that are broken, each with its field."""
    return [(it.subject.removeprefix("questionnaire."), it.rule) for it in violations]


def broken_by(answers, version="v2", shown=SHOWN, numbers=NUMBERS):
    return said_of(findings(a_sheet(answers, version, shown, numbers)))
