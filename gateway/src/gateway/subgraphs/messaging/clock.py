"""The clock on a maker's answer."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.subgraphs.messaging.enums import ResponseClockVerdict
from gateway.values import moment
from handmade.messaging.v1 import thread_pb2 as pb


@strawberry.type(
    description="The time a maker has to answer: 24 hours, weekends and holidays included."
)
class ResponseClock:
    opened_at: datetime = strawberry.field(
        description="When the message that waits for an answer came."
    )
    due_at: datetime = strawberry.field(
        description="Until when an answer is in time, this very moment included."
    )
    answered_at: datetime | None = strawberry.field(
        description="When it was answered; null until then."
    )
    verdict: ResponseClockVerdict = strawberry.field(description="What became of the answer.")

    @classmethod
    def from_proto(cls, clock: pb.ResponseClock) -> Self:
        """Reads a clock."""
        answered = clock.HasField("answer_time")
        return cls(
            opened_at=moment(clock.open_time),
            due_at=moment(clock.due_time),
            answered_at=moment(clock.answer_time) if answered else None,
            verdict=ResponseClockVerdict[pb.ResponseClock.Verdict.Name(clock.verdict)],
        )
