"""The id that one outside request carries through every process, log line and answer."""

import re
import uuid
from contextvars import ContextVar

HEADER = "x-request-id"

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The running request's id; empty outside a request."""
    return _current.get()


def adopt(given: str) -> str:
    """Makes `given` the running request's id, or a new one when it is none we would log."""
    chosen = given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else str(uuid.uuid4())
    _current.set(chosen)
    return chosen
