"""The one mapping between problems and gRPC statuses, both ways."""

from collections.abc import Iterable

import grpc
from google.protobuf import any_pb2
from google.protobuf.message import DecodeError, Message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from chassis.errors import (
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    Refused,
    Stale,
    Unauthenticated,
    Violation,
)

DOMAIN = "handmade.example"
_DETAILS_KEY = "grpc-status-details-bin"

# A status travels in headers, of which clients accept 8 KiB altogether.
_MOST_MESSAGE_BYTES = 400
_MOST_VIOLATION_BYTES = 4000

_CODES: tuple[tuple[type[Problem], int], ...] = (
    (Invalid, code_pb2.INVALID_ARGUMENT),
    (NotFound, code_pb2.NOT_FOUND),
    (Forbidden, code_pb2.PERMISSION_DENIED),
    (Refused, code_pb2.FAILED_PRECONDITION),
    (Stale, code_pb2.ABORTED),
    (Unauthenticated, code_pb2.UNAUTHENTICATED),
)


def to_status(problem: Problem) -> status_pb2.Status:
    """The status a client gets: `ErrorInfo`, and every violation in the detail its kind has.

    Of very many violations only the first fit; the fact `violations_omitted` says how many do not.
    """
    code = next((code for kind, code in _CODES if isinstance(problem, kind)), code_pb2.INTERNAL)
    shown = list(_fitting(problem.violations))
    facts = dict(problem.facts)
    if len(shown) < len(problem.violations):
        facts["violations_omitted"] = str(len(problem.violations) - len(shown))
    info = error_details_pb2.ErrorInfo(reason=problem.reason, domain=DOMAIN, metadata=facts)
    return status_pb2.Status(
        code=code,
        message=_shortened(problem.message),
        details=[_packed(info), *_packed_violations(problem, shown)],
    )


def _fitting(violations: Iterable[Violation]) -> Iterable[Violation]:
    room = _MOST_VIOLATION_BYTES
    for violation in violations:
        room -= len(f"{violation.rule}{violation.message}{violation.subject}".encode()) + 8
        if room < 0:
            return
        yield violation


def _shortened(message: str) -> str:
    raw = message.encode()
    if len(raw) <= _MOST_MESSAGE_BYTES:
        return message
    return raw[:_MOST_MESSAGE_BYTES].decode(errors="ignore") + "…"


def failure(code: grpc.StatusCode, reason: str, message: str, **facts: str) -> status_pb2.Status:
    """A status for what failed on our side: no details beyond a reason and facts."""
    info = error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN, metadata=facts)
    return status_pb2.Status(code=code.value[0], message=message, details=[_packed(info)])


def from_error(error: grpc.aio.AioRpcError) -> Problem | None:
    """The problem a service raised, or None when the call failed for another reason."""
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS_KEY and isinstance(value, bytes):
            return _from_status(_parsed(value))
    return None


def reason_from(error: grpc.aio.AioRpcError) -> str:
    """The reason in an error that is no problem of the caller's, else the status code's name."""
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS_KEY and isinstance(value, bytes):
            info = error_details_pb2.ErrorInfo()
            for detail in _parsed(value).details:
                if detail.Is(info.DESCRIPTOR) and detail.Unpack(info):
                    return str(info.reason)
    return str(error.code().name)


def _parsed(value: bytes) -> status_pb2.Status:
    try:
        return status_pb2.Status.FromString(value)
    except DecodeError:
        return status_pb2.Status()


def _from_status(status: status_pb2.Status) -> Problem | None:
    kind = next((kind for kind, code in _CODES if code == status.code), None)
    if kind is None:
        return None
    info = error_details_pb2.ErrorInfo()
    violations: list[Violation] = []
    try:
        for detail in status.details:
            detail.Unpack(info)
            violations += _violations_in(detail)
    except DecodeError:
        return None
    return kind.restored(info.reason, status.message, violations, dict(info.metadata))


def _packed(message: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


def _packed_violations(problem: Problem, shown: list[Violation]) -> Iterable[any_pb2.Any]:
    if not shown:
        return
    if isinstance(problem, Invalid):
        bad = error_details_pb2.BadRequest()
        for broken in shown:
            bad.field_violations.add(
                field=broken.subject, description=broken.message, reason=broken.rule
            )
        yield _packed(bad)
    else:
        unmet = error_details_pb2.PreconditionFailure()
        for broken in shown:
            unmet.violations.add(
                type=broken.rule, subject=broken.subject, description=broken.message
            )
        yield _packed(unmet)


def _violations_in(detail: any_pb2.Any) -> Iterable[Violation]:
    bad = error_details_pb2.BadRequest()
    if detail.Unpack(bad):
        for field in bad.field_violations:
            yield Violation(field.reason, field.description, field.field)
    unmet = error_details_pb2.PreconditionFailure()
    if detail.Unpack(unmet):
        for rule in unmet.violations:
            yield Violation(rule.type, rule.description, rule.subject)
