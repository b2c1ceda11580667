"""Clocks as the contract has them."""

from datetime import datetime

from chassis.moments import to_timestamp
from handmade.messaging.v1 import thread_pb2 as pb
from messaging.domain.clock import ResponseClock, Verdict

_VERDICTS = {
    Verdict.TICKING: pb.ResponseClock.TICKING,
    Verdict.MET: pb.ResponseClock.MET,
    Verdict.BREACHED: pb.ResponseClock.BREACHED,
}


def to_clock(clock: ResponseClock, now: datetime) -> pb.ResponseClock:
    """The clock as it stands at the moment."""
    return pb.ResponseClock(
        open_time=to_timestamp(clock.opened),
        due_time=to_timestamp(clock.due),
        answer_time=to_timestamp(clock.answered),
        verdict=_VERDICTS[clock.verdict(now)],
    )
