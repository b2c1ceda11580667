"""Those of other teams who are asked to look at a press release."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.subgraphs.pr_review.review_enums import (
    StakeholderArea,
    StakeholderNeed,
    StakeholderState,
    StakeholderVerdict,
)
from gateway.subgraphs.pr_review.wire import chosen, chosen_if_any
from gateway.values import Actor, moment, moment_if_set
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.type(description="Somebody of another team who was asked to look at a press release.")
class PressReleaseStakeholder:
    id: strawberry.ID = strawberry.field(
        description="What identifies the question within its press release; give it to answer."
    )
    who: Actor | None = strawberry.field(description="Who is asked.")
    area: StakeholderArea = strawberry.field(description="What they look after.")
    need: StakeholderNeed = strawberry.field(description="How much their word counts.")
    question: str | None = strawberry.field(
        description="What they are asked; null where nothing in particular."
    )
    due_at: datetime | None = strawberry.field(
        description="Until when they are asked to answer; null where they are asked nothing."
    )
    state: StakeholderState = strawberry.field(description="Where it is.")
    verdict: StakeholderVerdict | None = strawberry.field(
        description="What they said last; null until they say something."
    )
    text: str | None = strawberry.field(description="In words; null where there are none.")
    conditions: list[str] = strawberry.field(description="The conditions.")
    draft_number: int | None = strawberry.field(
        description="Which draft they read; null until they say something."
    )
    keeps_for_small_changes: bool = strawberry.field(
        description="Whether their word stays when a new draft changes little."
    )
    asker: Actor | None = strawberry.field(description="Who asked them.")
    created_at: datetime = strawberry.field(description="When they were asked.")
    answered_at: datetime | None = strawberry.field(
        description="When they said what they said last; null until then."
    )
    reason: str | None = strawberry.field(
        description="Why they declined, or why it was waived; null where neither."
    )
    delegator: Actor | None = strawberry.field(
        description="Who passed it on to them; null if nobody did."
    )

    @classmethod
    def from_proto(cls, asked: pb.Stakeholder) -> Self:
        """Reads who was asked."""
        return cls(
            id=strawberry.ID(asked.id),
            who=Actor.from_proto(asked.who),
            area=chosen(StakeholderArea, pb.Stakeholder.Area, asked.area),
            need=chosen(StakeholderNeed, pb.Stakeholder.Need, asked.need),
            question=asked.question or None,
            due_at=moment_if_set(asked, "due_time"),
            state=chosen(StakeholderState, pb.Stakeholder.State, asked.state),
            verdict=chosen_if_any(StakeholderVerdict, pb.Stakeholder.Verdict, asked.verdict),
            text=asked.text or None,
            conditions=list(asked.conditions),
            draft_number=asked.draft_number or None,
            keeps_for_small_changes=asked.keeps_for_small_changes,
            asker=Actor.from_proto(asked.asker),
            created_at=moment(asked.create_time),
            answered_at=moment_if_set(asked, "answer_time"),
            reason=asked.reason or None,
            delegator=Actor.from_proto(asked.delegator),
        )
