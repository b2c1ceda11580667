"""Where a review ends that would go on without one."""

from types import SimpleNamespace

import pytest

from applications.domain.application import TooManyNotes, TooManyQuestions, TooManySteps
from applications.policy.numbers import Policy
from applications.policy.review import (
    ensure_asked_within,
    ensure_passed_on_within,
    ensure_questions,
)
from chassis.errors import InvalidRequest
from tests.unit.applications.builders import NOON

NUMBERS = Policy(
    notes_max=3,
    notes_total_max=20,
    information_requests_max=3,
    questions_total_max=7,
    timeline_max=5,
)


def with_notes(*texts):
    return SimpleNamespace(timeline=(), notes=[SimpleNamespace(text=text) for text in texts])


def asked(*counts):
    requests = [SimpleNamespace(questions=["Why?"] * count) for count in counts]
    return SimpleNamespace(information_requests=requests)


@pytest.mark.parametrize("texts", [(), ("a", "b", "c"), ("🏺" * 20,), ("x" * 10, "y" * 10)])
def test_notes_within_bounds_are_taken(texts):
    ensure_passed_on_within(with_notes(*texts), NUMBERS)


@pytest.mark.parametrize("texts", [("a", "b", "c", "d"), ("🏺" * 21,), ("x" * 20, "y")])
def test_one_note_or_character_more_is_refused(texts):
    with pytest.raises(TooManyNotes) as refused:
        ensure_passed_on_within(with_notes(*texts), NUMBERS)

    assert refused.value.facts == {"most": "3", "characters": "20"}


@pytest.mark.parametrize("counts", [(), (1, 1, 1), (7,), (3, 3, 1)])
def test_questions_within_bounds_are_asked(counts):
    ensure_asked_within(asked(*counts), NUMBERS)


@pytest.mark.parametrize("counts", [(1, 1, 1, 1), (8,), (3, 3, 2)])
def test_one_round_or_question_more_is_refused(counts):
    with pytest.raises(TooManyQuestions):
        ensure_asked_within(asked(*counts), NUMBERS)


def test_a_timeline_that_is_full_takes_nothing_that_leads_nowhere():
    ensure_passed_on_within(SimpleNamespace(timeline=range(5), notes=()), NUMBERS)

    with pytest.raises(TooManySteps):
        ensure_passed_on_within(SimpleNamespace(timeline=range(6), notes=()), NUMBERS)


def test_a_question_is_not_asked_twice_at_once():
    ensure_questions(["Why?", "How?"], None, NOON, NUMBERS)

    with pytest.raises(InvalidRequest) as refused:
        ensure_questions(["Why?", "How?", " Why? ", "How?"], None, NOON, NUMBERS)

    assert [(it.subject, it.rule) for it in refused.value.violations] == [
        ("questions[2]", "DUPLICATE"),
        ("questions[3]", "DUPLICATE"),
    ]
