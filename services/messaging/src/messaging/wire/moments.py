"""Moments and clocks as the contract has them."""

from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import invalid
from handmade.messaging.v1 import thread_pb2 as pb
from messaging.domain.clock import ResponseClock, Verdict

_VERDICTS = {
    Verdict.TICKING: pb.ResponseClock.TICKING,
    Verdict.MET: pb.ResponseClock.MET,
    Verdict.BREACHED: pb.ResponseClock.BREACHED,
}


def to_timestamp(moment: datetime) -> Timestamp:
    """The moment as a message."""
    timestamp = Timestamp()
    timestamp.FromDatetime(moment)
    return timestamp


def from_timestamp(timestamp: Timestamp, field: str) -> datetime:
    """The moment, to the millisecond that is stored; `InvalidRequest` when it is none."""
    try:
        moment = timestamp.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise invalid(field, "TIMESTAMP_INVALID", "Must be of the years 1 to 9999.") from None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def to_clock(clock: ResponseClock, now: datetime) -> pb.ResponseClock:
    """The clock as it stands at the moment."""
    shown = pb.ResponseClock(
        open_time=to_timestamp(clock.opened),
        due_time=to_timestamp(clock.due),
        verdict=_VERDICTS[clock.verdict(now)],
    )
    if clock.answered is not None:
        shown.answer_time.CopyFrom(to_timestamp(clock.answered))
    return shown
