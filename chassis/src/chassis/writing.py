"""Sends what a stream tells, to clients that read."""

import asyncio
from typing import Any

import grpc
from google.protobuf.message import Message

from chassis.ended import ReadsNothing

# A client that reads nothing for so long while its buffers are full has no use for its stream.
STALLED_SECONDS = 30.0


async def write(context: Any, answer: Message, stalled: float = STALLED_SECONDS) -> None:
    """Writes one message. Fails with `ReadsNothing` when the client takes none."""
    try:
        async with asyncio.timeout(stalled):
            await context.write(answer)
    except TimeoutError as error:
        raise ReadsNothing from error
    except grpc.aio.InternalError as error:
        # Nothing can be sent any more: the client has left, which is nobody's fault.
        raise asyncio.CancelledError from error
