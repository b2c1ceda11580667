"""What reviewers ask of an applicant, and what they note for each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.actors import Actor


@dataclass(frozen=True)
class Question:
    """One question, and its answer once there is one."""

    id: str
    text: str
    answer: str = ""
    answered: datetime | None = None


@dataclass(frozen=True)
class InformationRequest:
    """Questions asked at once, until when all must be answered, that moment included."""

    id: str
    questions: tuple[Question, ...]
    reviewer: Actor
    created: datetime
    due: datetime
    answered: datetime | None = None

    def answer(self, answers: Mapping[str, str], moment: datetime) -> "InformationRequest":
        """With these answers by question id; one that was given before is replaced."""
        questions = tuple(
            replace(it, answer=answers[it.id], answered=moment) if it.id in answers else it
            for it in self.questions
        )
        is_whole = all(it.answered is not None for it in questions)
        return replace(self, questions=questions, answered=moment if is_whole else None)


@dataclass(frozen=True)
class Note:
    """A note of staff for staff."""

    author: Actor
    text: str
    created: datetime
