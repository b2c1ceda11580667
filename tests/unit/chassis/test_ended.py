"""How the frame ends a call: told to a client that listens, and in silence when it has left."""

import asyncio

import grpc
import pytest

from chassis import ended


class Leaving:
    """A call whose client leaves while it is told why its call ends."""

    async def abort(self, code, details, trailing_metadata):
        raise grpc.aio.InternalError("nothing can be sent any more")


class Listening:
    async def abort(self, code, details, trailing_metadata):
        self.heard = code, dict(trailing_metadata)["request-id"]
        raise grpc.aio.AbortError


async def test_a_client_that_has_left_makes_no_failure_of_ours():
    with pytest.raises(asyncio.CancelledError):
        await ended.abort(Leaving(), ended.to_status(ended.TookTooLong()))


async def test_a_client_that_listens_hears_why_and_of_which_request():
    call = Listening()

    with pytest.raises(grpc.aio.AbortError):
        await ended.abort(call, ended.to_status(ended.TookTooLong()), ("request-id", "r-1"))

    assert call.heard == (grpc.StatusCode.DEADLINE_EXCEEDED, "r-1")
