from datetime import UTC, datetime

import pytest

from chassis.errors import (
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    Stale,
    Violation,
    invalid,
    reason_of,
)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("LeadTimeTooShort", "LEAD_TIME_TOO_SHORT"),
        ("NotFound", "NOT_FOUND"),
        ("URLMissing", "URL_MISSING"),
        ("MissingURL", "MISSING_URL"),
        ("Sha256Wrong", "SHA256_WRONG"),
        ("Stale", "STALE"),
    ],
)
def test_the_reason_is_the_class_name_in_capitals(name, reason):
    assert reason_of(name) == reason


def test_facts_are_texts_and_moments_are_in_iso_form():
    problem = Refused("Too early.", opens_at=datetime(2030, 5, 1, tzinfo=UTC), stock="3")

    assert problem.facts == {"opens_at": "2030-05-01T00:00:00+00:00", "stock": "3"}


def test_an_invalid_field_is_named():
    problem = invalid("price", "PRICE_NEGATIVE", "Must not be negative.")

    assert problem.reason == "INVALID_REQUEST"
    assert problem.violations == (Violation("PRICE_NEGATIVE", "Must not be negative.", "price"),)
    assert "price" in problem.message


@pytest.mark.parametrize("kind", [Invalid, NotFound, Forbidden, Refused, Stale])
def test_a_restored_problem_says_what_the_first_one_said(kind):
    facts = {"message": "m", "violations": "v", "self": "s"}
    problem = kind.restored("TOO_BAD", "Too bad.", [Violation("A", "b")], facts)

    assert isinstance(problem, kind)
    assert str(problem) == problem.message == "Too bad."
    assert (problem.reason, problem.violations, problem.facts) == (
        "TOO_BAD",
        (Violation("A", "b"),),
        facts,
    )
