"""What buf cannot see of a broken promise: who may call, and what must be given."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from google.api import field_behavior_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
)

from handmade.access.v1 import access_pb2


def narrowed(released: Path, current: Path) -> list[str]:
    """What callers of the released contracts may do no longer, or must give anew."""
    before, after = _read(released), _read(current)
    known, now = dict(_methods(before)), dict(_methods(after))
    complaints = [
        f"{name} was open to more callers"
        for name, method in known.items()
        if name in now and not _admits(now[name], _access(method))
    ]
    messages, fields_of = dict(_messages(before)), dict(_messages(after))
    for name, message in messages.items():
        optional = {field.name for field in message.field if not _is_required(field)}
        optional |= {field.name for field in fields_of.get(name, message).field} - {
            field.name for field in message.field
        }
        complaints += [
            f"{name}.{field.name} did not have to be given"
            for field in fields_of.get(name, message).field
            if field.name in optional and _is_required(field)
        ]
    return complaints


def _read(path: Path) -> FileDescriptorSet:
    return FileDescriptorSet.FromString(path.read_bytes())


def _methods(files: FileDescriptorSet) -> Iterator[tuple[str, MethodDescriptorProto]]:
    for file in files.file:
        for service in file.service:
            for method in service.method:
                yield f"{file.package}.{service.name}.{method.name}", method


def _messages(files: FileDescriptorSet) -> Iterator[tuple[str, DescriptorProto]]:
    for file in files.file:
        # Others' messages are theirs to change.
        if file.package.startswith("handmade."):
            waiting = [(file.package, message) for message in file.message_type]
            while waiting:
                prefix, message = waiting.pop()
                name = f"{prefix}.{message.name}"
                yield name, message
                waiting += [(name, nested) for nested in message.nested_type]


def _access(method: MethodDescriptorProto) -> access_pb2.Access:
    return method.options.Extensions[access_pb2.access]


def _admits(method: MethodDescriptorProto, before: access_pb2.Access) -> bool:
    now = _access(method)
    if now.anonymous:
        return True
    if before.anonymous or (before.signed_in and not now.signed_in):
        return False
    is_same_scope = now.partner_scope in ("", before.partner_scope)
    return now.signed_in or (set(before.roles) <= set(now.roles) and is_same_scope)


def _is_required(field: FieldDescriptorProto) -> bool:
    behaviors: Mapping[object, list[int]] = field.options.Extensions  # type: ignore[assignment]
    return field_behavior_pb2.REQUIRED in behaviors[field_behavior_pb2.field_behavior]
