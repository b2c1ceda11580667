"""Subscriptions as server-sent events, by GraphQL over SSE's “distinct connections” mode."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, suppress
from datetime import datetime
from typing import Any

from graphql import GraphQLError
from strawberry.http.streaming import SSETransport
from strawberry.types import ExecutionResult

from chassis import caller, tokens
from gateway.errors import Failure

# Proxies cut a connection that is quiet for long, many of them after a minute or half of one.
HEARTBEAT_SECONDS = 12.0


class LinesOnly(SSETransport):
    """Server-sent events that end their lines with LF; some routers split on nothing else."""

    def encode_event(self, event: str, data: str | None = None) -> str:
        """Writes one event."""
        return super().encode_event(event, data).replace("\r\n", "\n")

    def encode_comment(self, comment: str) -> str:
        """Writes one comment."""
        return super().encode_comment(comment).replace("\r\n", "\n")


class GoingAway(Failure):
    """The process stops; another one will answer."""

    def __init__(self) -> None:
        super().__init__(
            "UNAVAILABLE",
            "This server is stopping. Subscribe again with the last `resumeToken` you got.",
            reason="GOING_AWAY",
        )


async def ended(stopping: asyncio.Event, now: Callable[[], datetime]) -> ExecutionResult:
    """Waits until a stream has to end, and returns why: the token is over, or the process stops."""
    expires = caller.current().expires
    left = None if expires is None else expires - now().timestamp()
    try:
        async with asyncio.timeout(left):
            await stopping.wait()
    except TimeoutError:
        over = tokens.expired()
        why = Failure("UNAUTHENTICATED", over.message, reason=over.reason, **over.facts)
        return ExecutionResult(data=None, errors=[why])
    return ExecutionResult(data=None, errors=[GoingAway()])


def failed(error: Exception) -> ExecutionResult:
    """Returns what a stream ends with that failed on our side."""
    return ExecutionResult(data=None, errors=[GraphQLError("", original_error=error)])


async def told(
    results: AsyncGenerator[Any, None],
    end: Callable[[], Coroutine[Any, Any, ExecutionResult]],
    heartbeat: float = HEARTBEAT_SECONDS,
) -> AsyncGenerator[Any, None]:
    """Yields each result, None where there was none for a while, and at last why it had to end.

    Only one result is read ahead: a slow reader slows the source down instead of filling memory.
    """
    coming: asyncio.Queue[tuple[Any, bool]] = asyncio.Queue(maxsize=1)

    # In one task from first to last, since what surrounds an operation is bound to its task.
    async def read() -> None:
        try:
            async with aclosing(results):
                async for result in results:
                    await coming.put((result, False))
        except Exception as error:
            await coming.put((failed(error), True))
        else:
            await coming.put((None, True))

    async def stop() -> None:
        try:
            why = await end()
        except Exception as error:
            why = failed(error)
        # What was not told yet is told to whoever resumes.
        reading.cancel()
        await asyncio.wait([reading])
        await coming.put((why, True))

    reading = asyncio.create_task(read())
    stopping = asyncio.create_task(stop())
    try:
        is_last = False
        while not is_last:
            result = None
            with suppress(TimeoutError):
                async with asyncio.timeout(heartbeat):
                    result, is_last = await coming.get()
            if result is not None or not is_last:
                yield result
    finally:
        reading.cancel()
        stopping.cancel()
        await asyncio.wait([reading, stopping])
