"""The `request_id` of the running mutation: the client's own, or one made for it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("mutation_request_id", default="")


def current() -> str:
    """The running mutation's `request_id`, a UUIDv4."""
    return _current.get() or str(uuid.uuid4())


@contextmanager
def repeating(given: str | None) -> Iterator[None]:
    """Gives every call inside the block the client's `request_id`, or one new one."""
    before = _current.set(given or str(uuid.uuid4()))
    try:
        yield
    finally:
        _current.reset(before)
