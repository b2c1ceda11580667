"""When a press release is to go out, where, and whether there is time to review it."""

from datetime import date, datetime, time
from typing import Self

import strawberry

from gateway.subgraphs.pr_review.enums import (
    PressReleaseExceptionState,
    PressReleaseNoticeVerdict,
)
from gateway.subgraphs.pr_review.wire import chosen, day, time_if_set
from gateway.values import Actor, moment, moment_if_set
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.type(description="A country that a press release goes out in.")
class PressReleaseMarket:
    country: str = strawberry.field(description="The country, as an ISO 3166-1 code.")
    time_zone: str | None = strawberry.field(
        description="The zone its day is meant in there, as an IANA name; null: the country's."
    )

    @classmethod
    def from_proto(cls, market: pb.PressRelease.Market) -> Self:
        """Reads a market."""
        return cls(country=market.country_code, time_zone=market.time_zone or None)


@strawberry.type(
    description="How much time there was for the review on the day a press release was received."
)
class PressReleaseNotice:
    verdict: PressReleaseNoticeVerdict = strawberry.field(description="What the days come to.")
    received_at: datetime = strawberry.field(
        description="When it was received, complete, or when a lapsed one got its new date."
    )
    days: int = strawberry.field(
        description="The days from the day of receipt to the day of release, in the zone furthest "
        "ahead."
    )
    working_days: int = strawberry.field(description="The working days that lie between.")
    last_on_time: date = strawberry.field(
        description="The last day on which it would have been on time."
    )
    earliest_release_on: date = strawberry.field(
        description="The earliest day of release that would be on time for this receipt."
    )
    hour_comes_twice: bool = strawberry.field(
        description="Whether clocks show the time of release twice that day, since they go back; "
        "the first one is meant."
    )

    @classmethod
    def from_proto(cls, notice: pb.PressRelease.Notice) -> Self:
        """Reads a notice."""
        return cls(
            verdict=_verdict(notice.verdict),
            received_at=moment(notice.receive_time),
            days=notice.days,
            working_days=notice.working_days,
            last_on_time=day(notice.last_on_time_date),
            earliest_release_on=day(notice.earliest_release_date),
            hour_comes_twice=notice.hour_comes_twice,
        )


@strawberry.type(description="A time at which a press release was to go out.")
class PressReleaseSchedule:
    release_on: date = strawberry.field(description="The day, in the zone.")
    release_at: time | None = strawberry.field(
        description="The time of the day; null for the whole day."
    )
    time_zone: str = strawberry.field(description="The zone, as an IANA name.")
    notice: PressReleaseNotice = strawberry.field(description="What the days came to.")
    created_at: datetime = strawberry.field(description="When this became the plan.")
    actor: Actor | None = strawberry.field(description="Who said so.")

    @classmethod
    def from_proto(cls, schedule: pb.PressRelease.Schedule) -> Self:
        """Reads a plan."""
        return cls(
            release_on=day(schedule.release_date),
            release_at=time_if_set(schedule, "release_time"),
            time_zone=schedule.time_zone,
            notice=PressReleaseNotice.from_proto(schedule.notice),
            created_at=moment(schedule.create_time),
            actor=Actor.from_proto(schedule.actor),
        )


@strawberry.type(description="A request to review a press release in less than 14 days.")
class PressReleaseException:
    id: strawberry.ID = strawberry.field(
        description="What identifies it within its press release; give it to decide on it."
    )
    reason: str = strawberry.field(description="Why there is less time.")
    state: PressReleaseExceptionState = strawberry.field(description="Where it is.")
    verdict: PressReleaseNoticeVerdict = strawberry.field(description="What the days came to.")
    asker: Actor | None = strawberry.field(description="Who asked.")
    created_at: datetime = strawberry.field(description="When it was asked.")
    decider: Actor | None = strawberry.field(description="Who answered; null until somebody does.")
    decided_at: datetime | None = strawberry.field(description="When; null until then.")
    answer: str | None = strawberry.field(
        description="The answer's words; null where there are none."
    )

    @classmethod
    def from_proto(cls, asked: pb.PressRelease.ExceptionRequest) -> Self:
        """Reads a request."""
        states = pb.PressRelease.ExceptionRequest.State
        return cls(
            id=strawberry.ID(asked.id),
            reason=asked.reason,
            state=chosen(PressReleaseExceptionState, states, asked.state),
            verdict=_verdict(asked.verdict),
            asker=Actor.from_proto(asked.asker),
            created_at=moment(asked.create_time),
            decider=Actor.from_proto(asked.decider),
            decided_at=moment_if_set(asked, "decide_time"),
            answer=asked.answer or None,
        )


def _verdict(verdict: pb.PressRelease.Notice.Verdict.ValueType) -> PressReleaseNoticeVerdict:
    return chosen(PressReleaseNoticeVerdict, pb.PressRelease.Notice.Verdict, verdict)
