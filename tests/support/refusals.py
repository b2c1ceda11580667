"""What a service refused, read from the error that a client of any language gets."""

from contextlib import contextmanager

import grpc
import pytest

from chassis import status


class Refusal:
    """The code, reason, message and broken rules of a failed call."""

    code = reason = message = None
    rules = subjects = ()


@contextmanager
def refused():
    """Expects a call to fail; afterwards says how."""
    refusal = Refusal()
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        yield refusal
    error = caught.value
    problem = status.from_error(error)
    refusal.code, refusal.message = error.code().name, error.details()
    refusal.reason = status.reason_from(error)
    refusal.rules = [broken.rule for broken in problem.violations] if problem else []
    refusal.subjects = [broken.subject for broken in problem.violations] if problem else []
