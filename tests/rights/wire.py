"""Calls any method of the contracts, and says what came back, to be compared."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2

PROTOS = Path(__file__).parents[2] / "protos"
SECONDS = 30.0
# A machine that is busy says nothing about rights, and every request may be repeated.
BUSY = (
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.ABORTED,
)
PAUSES = (0.5, 1.0, 2.0, 4.0)


def _contracts() -> list[Any]:
    names = (
        ".".join(path.relative_to(PROTOS).with_suffix("").parts)
        for path in sorted(PROTOS.glob("handmade/**/*.proto"))
    )
    return [import_module(f"{name}_pb2").DESCRIPTOR for name in names]


# Every method of every contract, by its name, which no two share.
METHOD: dict[str, MethodDescriptor] = {
    method.name: method
    for file in _contracts()
    for service in file.services_by_name.values()
    for method in service.methods
}


def domain_of(method: str) -> str:
    """The domain in the contract's package, such as `pr_review`."""
    return METHOD[method].containing_service.full_name.split(".")[1]


@dataclass(frozen=True)
class Answer:
    """What a call came to: a code, and the message or the whole status as text."""

    code: str
    message: Any = None
    status: str = ""

    def shows(self, needle: str) -> bool:
        return needle in str(self.message)

    def without(self, *given: str) -> tuple[str, str]:
        """What can be compared with another answer, without what the caller itself said."""
        text = self.status or str(self.message)
        for word in given:
            text = text.replace(word, "<given>") if word else text
        return self.code, text


async def invoke(
    channels: Mapping[str, grpc.aio.Channel],
    method: str,
    request: Message | Sequence[Message],
    token: str,
    domain: str = "",
) -> Answer:
    """Calls a method once. Of a stream without an end it takes the first message."""
    described = METHOD[method]
    channel = channels[domain or domain_of(method)]
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    path = f"/{described.containing_service.full_name}/{method}"
    kind = f"{'stream' if described.client_streaming else 'unary'}_" + (
        "stream" if described.server_streaming else "unary"
    )
    call = getattr(channel, kind)(
        path,
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=GetMessageClass(described.output_type).FromString,
    )
    for pause in (*PAUSES, None):
        sent = iter(request) if isinstance(request, Sequence) else request
        try:
            if described.server_streaming:
                return Answer("OK", await _first(call(sent, metadata=metadata, timeout=SECONDS)))
            return Answer("OK", await call(sent, metadata=metadata, timeout=SECONDS))
        except grpc.aio.AioRpcError as error:
            if pause is None or error.code() not in BUSY:
                return Answer(error.code().name, None, status_of(error))
        await asyncio.sleep(pause)
    raise AssertionError("unreachable")


async def _first(stream: Any) -> Any:
    try:
        async for message in stream:
            return message
    finally:
        stream.cancel()
    return None


async def following(stream: Any) -> AsyncIterator[Any]:
    """The messages of a stream, until it is closed from here."""
    try:
        async for message in stream:
            yield message
    finally:
        stream.cancel()


def status_of(error: grpc.aio.AioRpcError) -> str:
    """The whole status as text: code, message and every detail, but for the request's id."""
    status = status_pb2.Status()
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin" and isinstance(value, bytes):
            status.ParseFromString(value)
    parts = [f"{error.code().name} {error.details()}", str(status.code), status.message]
    for detail in status.details:
        for kind in (
            error_details_pb2.ErrorInfo,
            error_details_pb2.BadRequest,
            error_details_pb2.PreconditionFailure,
        ):
            message = kind()
            if detail.Is(message.DESCRIPTOR) and detail.Unpack(message):
                parts.append(re.sub(r'key: "request_id"\s+value: "[^"]*"', "", str(message)))
                break
        else:
            parts.append(str(detail))
    return "\n".join(parts)
