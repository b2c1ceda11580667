"""What reviewers and applicants may write to each other, and the times of a review.

The sources are in docs/rules.md#reviewing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from applications.domain.application import (
    Application,
    ReapplicationTooEarly,
    TooManyNotes,
    TooManyQuestions,
    TooManySteps,
)
from applications.policy.numbers import Policy
from chassis.errors import InvalidRequest, Violation
from chassis.text import control_in, is_blank, named, too_long


def plain(field: str, text: str, most: int, *, required: bool = True) -> Iterable[Violation]:
    """What stands against a text of several lines, in any alphabet and direction of writing."""
    if is_blank(text):
        if required or text.strip():
            yield Violation("REQUIRED", "Must say something.", field)
        return
    yield from too_long(field, text, most, "TEXT_TOO_LONG")
    if control := control_in(text, lines=True):
        yield Violation(
            "CONTROL_CHARACTER", f"Must be plain text, without {named(control)}.", field
        )


def ensure_plain(field: str, text: str, most: int, *, required: bool = True) -> None:
    """Fails with `InvalidRequest` unless the text is one that can be shown and mailed."""
    _ensure(plain(field, text, most, required=required))


def ensure_questions(
    questions: Sequence[str], due: datetime | None, now: datetime, numbers: Policy
) -> None:
    """Fails with `InvalidRequest` naming every question that can't be asked.

    So it does for a moment by which to answer that leaves too little or too much time.
    """
    _ensure([*_of_questions(questions, numbers), *_of_due(due, now, numbers)])


def _of_questions(questions: Sequence[str], numbers: Policy) -> Iterable[Violation]:
    if not 1 <= len(questions) <= numbers.questions_max:
        yield Violation(
            "QUESTIONS_COUNT",
            f"From 1 to {numbers.questions_max} questions; these are {len(questions)}.",
            "questions",
        )
    for place, text in enumerate(questions):
        yield from plain(f"questions[{place}]", text, numbers.question_max)
        if text.strip() and text.strip() in {other.strip() for other in questions[:place]}:
            yield Violation("DUPLICATE", "Is asked already, further up.", f"questions[{place}]")


def ensure_answers(
    given: Sequence[tuple[str, str]], asked: Collection[str], numbers: Policy
) -> Mapping[str, str]:
    """The answers by the ids of their questions.

    Fails with `InvalidRequest` naming every answer that is not acceptable.
    """
    _ensure(_of_answers(given, asked, numbers))
    return {question: text.strip() for question, text in given}


def _of_answers(
    given: Sequence[tuple[str, str]], asked: Collection[str], numbers: Policy
) -> Iterable[Violation]:
    if not given:
        yield Violation("REQUIRED", "Answer at least one question.", "answers")
    seen = set[str]()
    for place, (question, text) in enumerate(given):
        about = f"answers[{place}]"
        if question not in asked:
            known = ", ".join(asked)
            yield Violation("QUESTION_UNKNOWN", f"These are asked: {known}.", f"{about}.question")
        elif question in seen:
            yield Violation("QUESTION_REPEATED", "Answer each question once.", f"{about}.question")
        seen.add(question)
        yield from plain(f"{about}.text", text, numbers.answer_max)


def _of_due(given: datetime | None, now: datetime, numbers: Policy) -> Iterable[Violation]:
    first = now + timedelta(days=numbers.information_days_min)
    last = now + timedelta(days=numbers.information_days_max)
    if given is not None and not first <= given <= last:
        yield Violation(
            "DUE_TIME_OUT_OF_RANGE",
            f"From {numbers.information_days_min} to {numbers.information_days_max} days from now: "
            f"{_spoken(first)} to {_spoken(last)}.",
            "due_time",
        )


def information_due(now: datetime, numbers: Policy) -> datetime:
    """Until when questions must be answered if nobody says otherwise."""
    return now + timedelta(days=numbers.information_days)


def answer_due(submitted: datetime, numbers: Policy) -> datetime:
    """Until when we mean to answer what was submitted."""
    return submitted + timedelta(days=numbers.review_target_days)


def reapply_from(declined: datetime, numbers: Policy) -> datetime:
    """From when another application for the region is accepted, that moment included."""
    return declined + timedelta(days=numbers.reapply_days)


def reopen_until(expired: datetime, numbers: Policy) -> datetime:
    """Until when an expired application can be reopened, that moment included."""
    return expired + timedelta(days=numbers.reopen_days)


def ensure_waited(opens_at: datetime | None, region: str, now: datetime) -> None:
    """Fails with `ReapplicationTooEarly` before the moment from which one may apply again."""
    if opens_at is not None and now < opens_at:
        raise ReapplicationTooEarly(region, opens_at)


def ensure_asked_within(after: Application, numbers: Policy) -> None:
    """Fails with `TooManyQuestions` where the last request is one too many, or asks too much."""
    asked = sum(len(request.questions) for request in after.information_requests)
    times = len(after.information_requests)
    if times > numbers.information_requests_max or asked > numbers.questions_total_max:
        raise TooManyQuestions(numbers.information_requests_max, numbers.questions_total_max)


def ensure_passed_on_within(after: Application, numbers: Policy) -> None:
    """Fails with `TooManySteps` or `TooManyNotes` for what could go on without end.

    Never for what leads to an end: a decision, a withdrawal, an answer.
    """
    if len(after.timeline) > numbers.timeline_max:
        raise TooManySteps(numbers.timeline_max)
    characters = sum(len(note.text) for note in after.notes)
    if len(after.notes) > numbers.notes_max or characters > numbers.notes_total_max:
        raise TooManyNotes(numbers.notes_max, numbers.notes_total_max)


def _ensure(violations: Iterable[Violation]) -> None:
    if broken := list(violations):
        raise InvalidRequest(broken)


def _spoken(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
