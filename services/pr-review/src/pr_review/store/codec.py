"""Frozen dataclasses as documents, and back.

A document that an earlier release wrote lacks the newer fields, which then have their defaults;
what a newer release wrote besides is left out.
"""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from chassis import actors
from chassis.actors import Actor

T = TypeVar("T")

_MILLISECOND = timedelta(milliseconds=1)


def encoded(value: Any) -> Any:
    """The value as MongoDB keeps it."""
    if isinstance(value, Actor):
        return actors.to_document(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {it.name: encoded(getattr(value, it.name)) for it in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | frozenset):
        return [encoded(item) for item in value]
    if isinstance(value, timedelta):
        return value // _MILLISECOND
    # MongoDB knows moments only; a day or an hour without a zone must not become one.
    if isinstance(value, date | time) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def decoded(kind: type[T], document: Mapping[str, Any]) -> T:
    """The dataclass in a document."""
    known = _hints(cast("Hashable", kind))
    return kind(**{name: _value(known[name], document[name]) for name in known if name in document})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {it.name: hints[it.name] for it in fields(kind)}


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, UnionType):
        [hint] = [each for each in get_args(hint) if each is not type(None)]
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in value)
    if hint is Actor:
        return actors.from_document(value)
    if hint is timedelta:
        return value * _MILLISECOND
    if hint in (date, time):
        return hint.fromisoformat(value)
    if not isinstance(hint, type):
        return value
    if is_dataclass(hint):
        return decoded(cast("type[Any]", hint), value)
    return hint(value) if issubclass(hint, Enum) else value
