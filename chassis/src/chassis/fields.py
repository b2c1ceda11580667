"""What the contract's annotations ask of every request: REQUIRED fields and update masks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from google.api import field_behavior_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import InvalidRequest, Stale, Violation, reason_of

if TYPE_CHECKING:
    from google._upb import _message as upb

Field: TypeAlias = "FieldDescriptor | upb.FieldDescriptor"

_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

# What both a Timestamp and a datetime can say.
_FIRST_SECOND, _LAST_SECOND = -62135596800, 253402300799

# Far beyond what any rule accepts, and little enough to be looked at in milliseconds.
MOST_CHARACTERS = 10_000
MOST_ITEMS = 1_000

M = TypeVar("M", bound=Message)


def ensure_complete(request: Message) -> None:
    """Refuses a request that lacks a `REQUIRED` field, or whose values can't be what they are for.

    That is: a `request_id` that is no UUIDv4, a number that the enum does not have, and a moment
    that no calendar has. A request beyond all bounds is refused for that alone, before anything
    of it is looked at: rules on texts may take time that grows faster than the text.

    The resource in an update is exempt: an update mask says what of it is meant.
    """
    oversize = _oversize(request)
    if oversize:
        raise InvalidRequest([oversize])
    broken = [*_missing(request, ""), *_bad_request_id(request), *_senseless(request, "")]
    if broken:
        raise InvalidRequest(broken)


def merge(current: M, patch: M, mask: FieldMask) -> M:
    """The resource with the masked fields of the patch; an empty mask means every set field.

    Fails with `InvalidRequest` naming each path that does not exist or that clients can't set,
    and each `REQUIRED` field that what is changed would lack.
    """
    fields = current.DESCRIPTOR.fields_by_name
    broken = [
        Violation("FIELD_UNKNOWN", f"There is no field `{path}` to change.", f"update_mask.{path}")
        if path not in fields
        else Violation(
            "FIELD_READ_ONLY", f"The field `{path}` is set by the server.", f"update_mask.{path}"
        )
        for path in mask.paths
        if path not in fields or _is_read_only(fields[path])
    ]
    if broken:
        raise InvalidRequest(broken)
    merged = type(current)()
    merged.CopyFrom(current)
    changed = list(mask.paths) or _set_by_client(patch)
    for path in changed:
        merged.ClearField(path)
        merged.MergeFrom(_only(patch, path))
    # Named as in the request, where the resource is a field called after its type.
    resource = reason_of(current.DESCRIPTOR.name).lower()
    lacking = [
        replace(violation, subject=f"{resource}.{violation.subject}")
        for violation in _missing(merged, "")
        if re.split(r"[.\[]", violation.subject)[0] in changed
    ]
    if lacking:
        raise InvalidRequest(lacking)
    return merged


def _only(patch: M, path: str) -> M:
    chosen = type(patch)()
    chosen.CopyFrom(patch)
    for field, _ in patch.ListFields():
        if field.name != path:
            chosen.ClearField(field.name)
    return chosen


class EtagMismatch(Stale):
    """The resource has changed since the caller read it; the fact `etag` is the present one.

    Read it again, apply your change to what you find, and send the new `etag`.
    """

    def __init__(self, etag: str) -> None:
        super().__init__("It has changed since you read it. Read it again.", etag=etag)


def ensure_current(etag: str, revision: int) -> None:
    """Refuses a stale etag; an empty one means the caller does not mind."""
    if etag and etag != str(revision):
        raise EtagMismatch(str(revision))


def _set_by_client(patch: Message) -> list[str]:
    return [field.name for field, _ in patch.ListFields() if not _is_read_only(field)]


def _behaviors(field: Field) -> list[int]:
    return list(field.GetOptions().Extensions[field_behavior_pb2.field_behavior])


def _is_read_only(field: Field) -> bool:
    behaviors = _behaviors(field)
    return field_behavior_pb2.OUTPUT_ONLY in behaviors or field_behavior_pb2.IDENTIFIER in behaviors


def _missing(message: Message, prefix: str) -> Iterator[Violation]:
    is_update = "update_mask" in message.DESCRIPTOR.fields_by_name
    given = {field.name: value for field, value in message.ListFields()}
    for field in message.DESCRIPTOR.fields:
        path = f"{prefix}{field.name}"
        value = given.get(field.name)
        if field_behavior_pb2.REQUIRED in _behaviors(field) and _is_absent(field, message):
            yield Violation("REQUIRED", "Must be given.", path)
        elif field.type == FieldDescriptor.TYPE_MESSAGE and not (is_update and not prefix):
            yield from _missing_inside(field, value, path)


def _missing_inside(field: Field, value: object, path: str) -> Iterator[Violation]:
    if isinstance(value, Message):
        if _is_ours(value.DESCRIPTOR):
            yield from _missing(value, f"{path}.")
    elif isinstance(value, Iterable) and not _is_map(field):
        for index, item in enumerate(value):
            if _is_ours(item.DESCRIPTOR):
                yield from _missing(item, f"{path}[{index}].")


def _is_ours(descriptor: "Descriptor | upb.Descriptor") -> bool:
    return str(descriptor.full_name).startswith("handmade.")


def _is_map(field: Field) -> bool:
    return bool(field.message_type and field.message_type.GetOptions().map_entry)


def _is_absent(field: Field, message: Message) -> bool:
    if field.has_presence:
        if not message.HasField(field.name):
            return True
        return isinstance(getattr(message, field.name), str) and not getattr(message, field.name)
    return field.name not in {found.name for found, _ in message.ListFields()}


def _oversize(request: Message) -> Violation | None:
    items = 0
    waiting: list[tuple[str, Message]] = [("", request)]
    while waiting:
        prefix, message = waiting.pop()
        for field, value in message.ListFields():
            path = f"{prefix}{field.name}"
            items += len(value) if field.is_repeated else 0
            if items > MOST_ITEMS:
                text = f"A request may have {MOST_ITEMS:,} items in all its lists."
                return Violation("TOO_MANY_ITEMS", text, path)
            if _is_map(field):
                continue
            for place, item in _items(field, value, path):
                if isinstance(item, Message):
                    waiting.append((f"{place}.", item))
                elif isinstance(item, str) and len(item) > MOST_CHARACTERS:
                    text = f"No text may have more than {MOST_CHARACTERS:,} characters."
                    return Violation("TEXT_TOO_LONG", text, place)
    return None


def _bad_request_id(request: Message) -> Iterator[Violation]:
    request_id = getattr(request, "request_id", "")
    if request_id and not _UUID4.fullmatch(request_id):
        yield Violation("REQUEST_ID_MALFORMED", "Must be a UUIDv4 in lower case.", "request_id")


def _senseless(message: Message, prefix: str) -> Iterator[Violation]:
    for field, value in message.ListFields():
        if _is_map(field):
            continue
        for path, item in _items(field, value, f"{prefix}{field.name}"):
            if not _is_choice(field, item):
                yield Violation("ENUM_VALUE_UNKNOWN", f"There is no value {item}.", path)
            elif isinstance(item, Timestamp) and not _is_moment(item):
                yield Violation("MOMENT_OUT_OF_RANGE", "Must be in the years 1 to 9999.", path)
            elif isinstance(item, Message):
                yield from _senseless(item, f"{path}.")


def _items(field: Field, value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not field.is_repeated:
        yield path, value
        return
    for index, item in enumerate(value):
        yield f"{path}[{index}]", item


def _is_choice(field: Field, item: Any) -> bool:
    if field.enum_type is None:
        return True
    # In a list, "not given" is to leave it out.
    return item in field.enum_type.values_by_number and not (field.is_repeated and item == 0)


def _is_moment(timestamp: Timestamp) -> bool:
    return _FIRST_SECOND <= timestamp.seconds <= _LAST_SECOND and 0 <= timestamp.nanos < 10**9
