"""Moments and actors as the contract has them."""

from datetime import UTC, datetime

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from applications.domain.application import Actor
from handmade.access.v1 import access_pb2


def to_timestamp(moment: datetime) -> Timestamp:
    """The moment as a message."""
    timestamp = Timestamp()
    timestamp.FromDatetime(moment)
    return timestamp


def from_timestamp(message: Message, field: str) -> datetime | None:
    """The moment in a field, to the millisecond that is stored; None when it is not set."""
    if not message.HasField(field):
        return None
    moment: datetime = getattr(message, field).ToDatetime(tzinfo=UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def to_actor(actor: Actor | None) -> access_pb2.Actor | None:
    """The actor as a message; None stays unset."""
    if actor is None:
        return None
    return access_pb2.Actor(
        subject=actor.subject,
        display_name=actor.display_name,
        role=access_pb2.Role.Value(actor.role.upper()),
    )
