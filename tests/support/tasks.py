"""Ends background tasks, as a frame does."""

import asyncio


async def ended(*tasks: asyncio.Task) -> None:
    """Cancels until they have ended: up to Python 3.11 a cancellation may get lost."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.5)
