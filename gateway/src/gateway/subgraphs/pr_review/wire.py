"""Between the contract's values and those of the graph, where this domain alone has them."""

from collections.abc import Callable
from datetime import date, time
from enum import Enum
from typing import Any, TypeVar

from google.protobuf.message import Message
from google.type.date_pb2 import Date
from google.type.timeofday_pb2 import TimeOfDay

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def chosen(choices: type[E], contract: Any, number: int) -> E:
    """Reads a choice that is always made; `contract` is the enum of the contract."""
    return choices[contract.Name(number)]


def chosen_if_any(choices: type[E], contract: Any, number: int) -> E | None:
    """Reads a choice; None where none was made."""
    return chosen(choices, contract, number) if number else None


def number_of(contract: Any, choice: Enum | None) -> Any:
    """Writes a choice, which may be left out."""
    return contract.Value(choice.name) if choice is not None else 0


def read_if_set(message: Message, field: str, read: Callable[[Any], T]) -> T | None:
    """Reads a part that a message may not have."""
    return read(getattr(message, field)) if message.HasField(field) else None


def day(of: Date) -> date:
    """Reads a day."""
    return date(of.year, of.month, of.day)


def day_if_set(message: Message, field: str) -> date | None:
    """Reads a day that a message may not have."""
    return read_if_set(message, field, day)


def time_if_set(message: Message, field: str) -> time | None:
    """Reads a time of the day that a message may not have."""
    return read_if_set(message, field, lambda of: time(of.hours, of.minutes))


def to_day(of: date | None) -> Date | None:
    """Writes a day; None stays unset."""
    return Date(year=of.year, month=of.month, day=of.day) if of is not None else None


def to_time(of: time | None) -> TimeOfDay | None:
    """Writes a time of the day; None stays unset."""
    return TimeOfDay(hours=of.hour, minutes=of.minute) if of is not None else None
