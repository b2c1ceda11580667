"""What a reviewer asked of an applicant besides the questionnaire, and the answers."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.values import Actor, moment, moment_if_set
from handmade.applications.v1 import application_pb2 as pb


@strawberry.type(description="One question of a reviewer, and its answer.")
class InformationQuestion:
    id: strawberry.ID = strawberry.field(
        description="What identifies it within its application: `applicationAnswer` takes it."
    )
    text: str = strawberry.field(description="What is asked.")
    answer: str | None = strawberry.field(description="The answer; null until there is one.")
    answered_at: datetime | None = strawberry.field(description="When it was answered, if it was.")

    @classmethod
    def from_proto(cls, question: pb.InformationRequest.Question) -> Self:
        """Reads a question."""
        return cls(
            id=strawberry.ID(question.id),
            text=question.text,
            answer=question.answer or None,
            answered_at=moment_if_set(question, "answer_time"),
        )


@strawberry.type(description="Questions that a reviewer asked together.")
class InformationRequest:
    id: strawberry.ID = strawberry.field(description="What identifies it within its application.")
    questions: list[InformationQuestion] = strawberry.field(description="What is asked, in order.")
    reviewer: Actor | None = strawberry.field(description="Who asked.")
    created_at: datetime = strawberry.field(description="When it was asked.")
    due_at: datetime = strawberry.field(
        description="Until when all must be answered, that moment included."
    )
    answered_at: datetime | None = strawberry.field(
        description="When all was answered; null until then."
    )

    @classmethod
    def from_proto(cls, asked: pb.InformationRequest) -> Self:
        """Reads what was asked."""
        return cls(
            id=strawberry.ID(asked.id),
            questions=[InformationQuestion.from_proto(each) for each in asked.questions],
            reviewer=Actor.from_proto(asked.reviewer),
            created_at=moment(asked.create_time),
            due_at=moment(asked.due_time),
            answered_at=moment_if_set(asked, "answer_time"),
        )
