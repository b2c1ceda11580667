"""Files on their way from a request to a service, never whole in memory."""

from collections.abc import AsyncIterator
from typing import Any

import grpc
from google.protobuf.message import Message
from starlette.datastructures import UploadFile

CHUNK_BYTES = 64 * 1024
_TRIES = 3


async def upload(method: Any, kind: type[Any], header: Message, file: UploadFile) -> Any:
    """Sends a file to a method whose messages of a `kind` are a header, then chunks.

    A refusal that comes while chunks are still being sent can get lost in gRPC's client, which
    then says only that a message could not be sent. What was refused is refused again, and the
    header's `request_id` makes it harmless where it was not, so it is sent once more.
    """
    for _ in range(_TRIES - 1):
        try:
            return await method(_messages(kind, header, file))
        except grpc.aio.AioRpcError as error:
            if not _lost_its_answer(error):
                raise
        await file.seek(0)
    return await method(_messages(kind, header, file))


async def _messages(kind: type[Any], header: Message, file: UploadFile) -> AsyncIterator[Any]:
    yield kind(header=header)
    while chunk := await file.read(CHUNK_BYTES):
        yield kind(chunk=chunk)


def _lost_its_answer(error: grpc.aio.AioRpcError) -> bool:
    said = error.details() or ""
    return error.code() is grpc.StatusCode.INTERNAL and said.startswith("Internal error from Core")
