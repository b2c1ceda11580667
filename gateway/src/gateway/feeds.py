"""Where subscriptions come from: a service's `Watch…` feed, kept alive through its restarts."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from enum import Enum
from typing import Annotated, Any, TypeVar

import grpc
import strawberry
import structlog
from prometheus_client import Gauge

from chassis import status
from gateway.errors import Failure
from gateway.values import moment

log = structlog.get_logger()

A = TypeVar("A", bound=Enum)

FOLLOWED = Gauge("handmade_feeds_followed", "Feeds followed for subscribers now.")

# How long a service may be away before its followers hear of it. A restart takes seconds.
PATIENCE_SECONDS = 30.0
# A feed gives a sign of life twice a second; one silent for so long is as good as away.
SILENCE_SECONDS = 20.0
# How often a follower hears where a quiet feed stands: a token older than the history is useless.
STANDING_SECONDS = 60.0
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
_AWAY = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED})
# The service lost its place. It says so itself when the place to go on from is lost as well.
_INTERRUPTED = "FEED_INTERRUPTED"

# What the services say to clients of gRPC, in the graph's terms.
_WORDS = {
    "RESUME_TOKEN_INVALID": "Use the last `resumeToken` you got, unchanged, or none to start "
    "from now.",
    "HISTORY_GONE": "What happened since then is no longer kept. Subscribe without `after`; once "
    "its first payload is there, read everything.",
    "FELL_BEHIND": "You read too slowly. Subscribe again with the last `resumeToken` you got.",
    "TOO_MANY_STREAMS": "Too many subscriptions are open. Close some of yours, or try again in "
    "some seconds.",
}

ResumeAfter = Annotated[
    str | None,
    strawberry.argument(
        description="The last `resumeToken` received: everything after it is told, then what "
        "comes. None to start from now. The token of a subscription to everything is good for one "
        "to a single thing as well, never the reverse."
    ),
]
ACTION = "What happened; null without an event, or where this graph does not know it yet."
CREATED = "When it happened; null without an event."
EVENT = "The event's own id, the same whoever hears of it and how often; null without an event."
RESUME = "Where to resume after this: give it as `after` when you subscribe again."


async def follow(
    watch: Callable[[Any], Any],
    request: Any,
    after: str | None,
    *,
    patience: float = PATIENCE_SECONDS,
    silence: float = SILENCE_SECONDS,
    standing: float = STANDING_SECONDS,
) -> AsyncGenerator[Any, None]:
    """Yields every event of a feed, and now and then where it stands, at the very beginning too.

    The stream is opened again where it broke while its service is away, so that nothing is missed
    and nothing told twice. Ends with `UNAVAILABLE` when that takes longer than `patience`, and
    with whatever the service refuses. The call is cancelled when the follower leaves.
    """
    request.resume_token = after or ""
    told, away, pause = -standing, time.monotonic(), _SHORTEST_PAUSE
    with FOLLOWED.track_inprogress():
        while True:
            call = watch(request)
            try:
                feed = aiter(call)
                while True:
                    async with asyncio.timeout(silence):
                        news = await anext(feed)
                    request.resume_token = news.resume_token
                    now = time.monotonic()
                    if news.event_id or now - told >= standing:
                        told = now
                        yield news
                    away, pause = time.monotonic(), _SHORTEST_PAUSE
            except (StopAsyncIteration, TimeoutError) as error:
                reason = type(error).__name__
            except grpc.aio.AioRpcError as error:
                reason = status.reason_from(error)
                if error.code() not in _AWAY and reason != _INTERRUPTED:
                    raise _worded(error) from error
            finally:
                call.cancel()
            if time.monotonic() - away > patience:
                raise _Away
            log.info("feed interrupted", reason=reason)
            # Not all followers at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, _LONGEST_PAUSE)


class _Away(Failure):
    def __init__(self) -> None:
        super().__init__(
            "UNAVAILABLE",
            "This is not available now. Subscribe again soon, with the last `resumeToken` you got.",
        )


def _worded(error: grpc.aio.AioRpcError) -> Exception:
    """Returns what a service refused, in the graph's words where it speaks of its own."""
    problem, reason = status.from_error(error), status.reason_from(error)
    if problem is None:
        return Failure("OVERLOADED", _WORDS[reason], reason=reason) if reason in _WORDS else error
    violations = [replace(v, message=_WORDS.get(v.rule, v.message)) for v in problem.violations]
    message = _WORDS.get(reason, problem.message)
    return type(problem).restored(reason, message, violations, problem.facts)


def said(news: Any) -> dict[str, Any]:
    """Returns the fields that every payload has, with nulls where nothing happened."""
    is_event = bool(news.event_id)
    return {
        "event_id": strawberry.ID(news.event_id) if is_event else None,
        "created_at": moment(news.event_time) if is_event else None,
        "resume_token": news.resume_token,
    }


def action_of(actions: type[A], type_: str) -> A | None:
    """Returns what happened in an event: `application.submitted` is `SUBMITTED`.

    None for what the service says and this process, which may be older, does not know.
    """
    return actions.__members__.get(type_.rpartition(".")[2].upper())
