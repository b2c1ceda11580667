"""Retirements of listings and profiles."""

from datetime import datetime
from typing import Self

import strawberry

from gateway.subgraphs.catalog.enums import RetirementReason
from gateway.values import moment
from handmade.catalog.v1 import retirement_pb2 as pb


@strawberry.type(
    description="Why a listing or profile is off for good: the membership it was made under has "
    "ended."
)
class Retirement:
    reason: RetirementReason = strawberry.field(description="How the membership ended.")
    retired_at: datetime = strawberry.field(description="When it was retired.")

    @classmethod
    def from_proto(cls, retirement: pb.Retirement) -> Self:
        """Reads a retirement."""
        return cls(
            reason=RetirementReason[pb.Retirement.Reason.Name(retirement.reason)],
            retired_at=moment(retirement.retire_time),
        )
