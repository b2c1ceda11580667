"""A version of the questionnaire, and what stands against submitting answers to it."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.names import input_path, subject_of
from gateway.values import moment
from handmade.applications.v1 import application_pb2 as pb

# Where the contract keeps a time the graph asks only whether.
_NAMES = {"attest_time": "attested"}


@strawberry.type(description="One possible answer to a question.")
class QuestionnaireChoice:
    value: str = strawberry.field(
        description="The answer, such as `COOPERATIVE` or `home-and-kitchen`."
    )
    text: str = strawberry.field(description="What it means.")
    is_accepted: bool = strawberry.field(
        description="Whether the programme accepts it; if not, the text says why and which "
        "exceptions there are."
    )


@strawberry.type(description="One question of the questionnaire.")
class QuestionnaireQuestion:
    field: str = strawberry.field(
        description="Which answer it is about, such as `processDescription`, `products.goods` for "
        "that of every line, or `photos.product`."
    )
    text: str = strawberry.field(description="What is asked.")
    help: str | None = strawberry.field(
        description="What to consider: what the programme accepts, what not, and its exceptions."
    )
    is_required: bool = strawberry.field(description="Whether it must be answered to submit.")
    least: int | None = strawberry.field(
        description="The fewest characters of a text or items of a list, if there is a limit."
    )
    most: int | None = strawberry.field(
        description="The most characters of a text or items of a list, if there is a limit."
    )
    choices: list[QuestionnaireChoice] = strawberry.field(
        description="What can be chosen, where only that can."
    )

    @classmethod
    def from_proto(cls, question: pb.QuestionnaireForm.Question) -> Self:
        """Reads a question."""
        return cls(
            field=".".join(input_path(question.field, _NAMES)),
            text=question.text,
            help=question.help or None,
            is_required=question.required,
            least=question.least or None,
            most=question.most or None,
            choices=[
                QuestionnaireChoice(
                    value=choice.value, text=choice.text, is_accepted=choice.accepted
                )
                for choice in question.choices
            ],
        )


@strawberry.type(
    description="One version of the questionnaire. It never changes; a new version takes its place."
)
class QuestionnaireForm:
    version: str = strawberry.field(description="The version, such as `v2`.")
    effective_at: datetime = strawberry.field(
        description="Since when applications are started under it."
    )
    questions: list[QuestionnaireQuestion] = strawberry.field(
        description="What is asked, in order."
    )

    @classmethod
    def from_proto(cls, form: pb.QuestionnaireForm) -> Self:
        """Reads a version."""
        return cls(
            version=form.version,
            effective_at=moment(form.effective_time),
            questions=[QuestionnaireQuestion.from_proto(each) for each in form.questions],
        )


@strawberry.type(description="Something that stands against submitting a draft.")
class ApplicationProblem:
    code: str = strawberry.field(
        description="The broken rule, such as `PHOTO_REQUIRED`; what submitting would answer."
    )
    subject: str | None = strawberry.field(
        description="The answer it is about, such as `questionnaire.products.0.goods`."
    )
    message: str = strawberry.field(description="Why, and what would be accepted.")

    @classmethod
    def from_proto(cls, problem: pb.ApplicationProblem) -> Self:
        """Reads a problem."""
        return cls(
            code=problem.rule,
            subject=subject_of(problem.field, _NAMES),
            message=problem.message,
        )
