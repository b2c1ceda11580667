"""What an applicant is asked: the versions of the questionnaire."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from chassis.errors import NotFound


class QuestionnaireVersionNotFound(NotFound):
    """There is no such version of the questionnaire.

    Ask without a version for the present one. An application says which one it was made under.
    """

    def __init__(self, version: str) -> None:
        super().__init__("There is no such version of the questionnaire.", version=version)


@dataclass(frozen=True)
class Choice:
    """One possible answer. If it is not accepted, the text says why and which exceptions there
    are."""

    value: str
    text: str
    accepted: bool = True


@dataclass(frozen=True)
class Question:
    """One question.

    `field` is the answer it is about, such as `tools`, `products[].goods` for the goods of every
    line, or `photos.product`. `least` and `most` are characters of a text or items of a list; 0 is
    no limit.
    """

    field: str
    text: str
    help: str = ""
    required: bool = False
    least: int = 0
    most: int = 0
    choices: tuple[Choice, ...] = ()

    def choice(self, value: str) -> Choice | None:
        """The choice with this value."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Form:
    """One version of the questionnaire, for applications started since a day.

    Its questions, choices and texts never change; `least` and `most` are settings of today.
    """

    version: str
    valid_from: date
    questions: tuple[Question, ...]

    def question(self, field: str) -> Question | None:
        """The question about an answer; None where this version does not ask it."""
        return next((question for question in self.questions if question.field == field), None)


class Forms:
    """Every version of the questionnaire, oldest first."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms = tuple(forms)

    def __iter__(self) -> Iterator[Form]:
        return iter(self._forms)

    def at(self, moment: datetime) -> Form:
        """The version that applications are started under at a moment."""
        return [form for form in self._forms if form.valid_from <= moment.date()][-1]

    def version(self, version: str) -> Form:
        """The version of this name. Fails with `QuestionnaireVersionNotFound`."""
        for form in self._forms:
            if form.version == version:
                return form
        raise QuestionnaireVersionNotFound(version)
