"""Uploads on their way in: spooled to a temporary file, so that nothing refused is ever kept.

Every upload's messages are alike: a `oneof part` of a `header`, which comes first, and a `chunk`.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from google.protobuf.message import Message

from chassis import deadline, fields
from chassis.errors import Problem, invalid
from chassis.mongo import Session
from chassis.requests import Requests

A = TypeVar("A", bound=Message)

CHUNK_BYTES = 64 * 1024
_WRITE_BYTES = 256 * 1024


@dataclass(frozen=True)
class Spool:
    """A whole upload in a temporary file without a name."""

    file: BinaryIO
    sha256: str

    async def chunks(self) -> AsyncIterator[bytes]:
        """Its bytes, from the beginning."""
        await asyncio.to_thread(self.file.seek, 0)
        while chunk := await asyncio.to_thread(self.file.read, _WRITE_BYTES):
            yield chunk


async def header_of(requests: AsyncIterator[Any]) -> Any:
    """What the first message says. Fails with `InvalidRequest` when it says nothing, or not all."""
    first = await anext(requests, None)
    if first is None or first.WhichOneof("part") != "header":
        raise invalid("header", "HEADER_EXPECTED", "The first message must be the header.")
    fields.ensure_complete(first.header)
    return first.header


async def chunks_of(requests: AsyncIterator[Any]) -> AsyncIterator[bytes]:
    """The bytes of the messages after the first."""
    async for request in requests:
        if request.WhichOneof("part") != "chunk":
            raise invalid("chunk", "CHUNK_EXPECTED", "After the header only chunks may come.")
        if len(request.chunk) > CHUNK_BYTES:
            raise invalid("chunk", "CHUNK_TOO_LARGE", "Must have 65,536 bytes at most.")
        yield request.chunk


@asynccontextmanager
async def spooled(
    chunks: AsyncIterator[bytes], most: int, too_large: Callable[[], Problem]
) -> AsyncIterator[Spool]:
    """The whole upload, gone when the block ends. Refused as soon as it is larger than `most`."""
    digest, size, waiting = hashlib.sha256(), 0, bytearray()
    with tempfile.TemporaryFile() as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise too_large()
            digest.update(chunk)
            waiting += chunk
            if len(waiting) >= _WRITE_BYTES:
                await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(file.write, bytes(waiting))
        await asyncio.to_thread(file.flush)
        yield Spool(file, digest.hexdigest())


async def referred_to_once(
    requests: Requests,
    method: str,
    header: Any,
    sha256: str,
    refer: Callable[[Session], Awaitable[A]],
    is_kept: Callable[[], Awaitable[bool]],
    discard: Callable[[], Awaitable[None]],
) -> A:
    """Refers to what was stored of an upload, once for the header's `request_id`.

    What nothing refers to afterwards is discarded: after a refusal, and after a repeated upload,
    of which the first one's stays.
    """
    content = header.SerializeToString(deterministic=True) + sha256.encode()
    try:
        with deadline.step():
            answer = await requests.once(method, header, refer, content)
    except Problem:
        # Only what was refused for certain goes at once. After a lost connection it may be
        # referred to all the same; if it is not, the sweep finds it.
        await discard()
        raise
    with deadline.step():
        if not await is_kept():
            await discard()
    return answer
