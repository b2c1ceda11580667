"""How long the running call may still take; every wait on its behalf is cut to this."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pymongo

# What an answer needs to travel back, so that the caller hears of a late database from us.
MARGIN = 0.1

STEP_SECONDS = 9.0
"""The longest that a step of a long call may take: what a short call has as a whole."""

_ends: ContextVar[float | None] = ContextVar("deadline", default=None)


def remaining(default: float) -> float:
    """Seconds left for the running call, or `default` when nothing limits it."""
    ends = _ends.get()
    return default if ends is None else max(ends - time.monotonic(), 0.0)


def shortened(seconds: float) -> float:
    """What somebody may take who must answer within so many seconds."""
    return max(seconds - MARGIN, seconds / 2)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Limits everything inside the block, down to single database commands."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        # Zero would mean no limit at all.
        with pymongo.timeout(max(shortened(seconds), 0.001)):
            yield
    finally:
        _ends.reset(token)


@contextmanager
def step() -> Iterator[None]:
    """Limits one step on the database within a call that lasts longer, such as an upload.

    Else who uploads would hear of a database that is away only when the upload's time is over.
    """
    with within(min(remaining(STEP_SECONDS), STEP_SECONDS)):
        yield
