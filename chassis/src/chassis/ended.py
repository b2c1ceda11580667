"""What the frame itself says when it ends or refuses a call, whatever the method says."""

import asyncio
from collections.abc import Mapping
from typing import Any

import grpc
import structlog
from google.rpc import status_pb2
from grpc_status import rpc_status
from pymongo.errors import PyMongoError

from chassis import mongo, status

log = structlog.get_logger()


class Ended(Exception):
    """The frame itself ended a call."""

    code: grpc.StatusCode
    reason: str
    message: str


class TookTooLong(Ended):
    """The call's time is over."""

    code = grpc.StatusCode.DEADLINE_EXCEEDED
    reason = "DEADLINE_EXCEEDED"
    message = (
        "This took too long. Whether it happened is not known: repeat it with the same request_id."
    )


class OpenTooLong(Ended):
    """A stream that needs no token was open for as long as it may be."""

    code = grpc.StatusCode.DEADLINE_EXCEEDED
    reason = "DEADLINE_EXCEEDED"
    message = "This stream was open for as long as it may be. Open it again."


class RequestMissing(Ended):
    """A call began, but what it asks for did not come."""

    code = grpc.StatusCode.DEADLINE_EXCEEDED
    reason = "DEADLINE_EXCEEDED"
    message = "The request did not arrive in time."


class DatabaseAway(Ended):
    """The database does not answer."""

    code = grpc.StatusCode.UNAVAILABLE
    reason = "DATABASE_UNAVAILABLE"
    message = "The database does not answer. Try again soon, with the same request_id."


class GoingAway(Ended):
    """The server is stopping."""

    code = grpc.StatusCode.UNAVAILABLE
    reason = "GOING_AWAY"
    message = "This server is stopping. Watch again with the last resume_token you got."


class ReadsNothing(Ended):
    """The client takes nothing of what is sent to it."""

    code = grpc.StatusCode.FAILED_PRECONDITION
    reason = "FELL_BEHIND"
    message = "You read too slowly. Begin again; a watch with the last resume_token you got."


class UploadTooSlow(Ended):
    """An upload came so slowly that it only held a place."""

    code = grpc.StatusCode.FAILED_PRECONDITION
    reason = "UPLOAD_TOO_SLOW"
    message = (
        "The file came too slowly, and nothing of it was kept. Read it whole first, then send it "
        "without a pause; over a slow connection send a smaller file."
    )


class TooManyStreams(Ended):
    """The room for streams of this kind is full, or the caller has enough of it."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = "TOO_MANY_STREAMS"
    message = "Too many streams are open. Close some of yours, or try again in some seconds."


class TooManyCalls(Ended):
    """The server has all the calls it can carry."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = "TOO_MANY_CALLS"
    message = "There is too much to do at once. Try again in some seconds."


def to_status(ended: Ended, facts: Mapping[str, str] = {}) -> status_pb2.Status:
    """The status a client gets."""
    return status.failure(ended.code, ended.reason, ended.message, **facts)


def failure(error: Exception, request_id: str) -> status_pb2.Status:
    """What a client hears of any error that is no `Problem`: never the error's own words."""
    facts = {"request_id": request_id}
    if isinstance(error, PyMongoError) and mongo.is_away(error):
        log.warning("database away", error=type(error).__name__)
        error = DatabaseAway()
    if isinstance(error, Ended):
        return to_status(error, facts)
    log.error("call failed", exc_info=error)
    return status.failure(
        grpc.StatusCode.INTERNAL, "INTERNAL", "Something went wrong on our side.", **facts
    )


async def abort(context: Any, answer: status_pb2.Status, *trailers: tuple[str, str]) -> None:
    """Ends a call with what its client is to hear, if that is still there to hear it."""
    rich = rpc_status.to_status(answer)
    try:
        await context.abort(rich.code, rich.details, (*rich.trailing_metadata, *trailers))
    except grpc.aio.InternalError as error:
        # Nothing can be sent any more: the client has left, which is nobody's fault.
        raise asyncio.CancelledError from error
