"""Retirements as the contract has them."""

from catalog.domain.retirement import Retirement
from chassis.moments import to_timestamp
from handmade.catalog.v1 import retirement_pb2 as pb


def to_retirement(retirement: Retirement | None) -> pb.Retirement | None:
    """Why something is off for good; None stays unset."""
    if retirement is None:
        return None
    return pb.Retirement(
        reason=pb.Retirement.Reason.Value(retirement.reason.name),
        retire_time=to_timestamp(retirement.at),
    )
