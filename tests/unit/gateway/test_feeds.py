"""A subscription's source: a service's feed, kept alive through the service's restarts."""

import asyncio
from contextlib import aclosing

import grpc
import pytest

from chassis import status
from chassis.errors import Forbidden, NotFound, Refused, Unauthenticated, invalid
from gateway.errors import Failure
from gateway.feeds import FOLLOWED, follow
from handmade.messaging.v1 import thread_pb2 as pb

UNAVAILABLE = grpc.StatusCode.UNAVAILABLE


class HistoryGone(Refused):
    """As the services raise it."""


class FeedInterrupted(Refused):
    """As the services raise it."""


class FellBehind(Refused):
    """As the services raise it."""


class Failed(grpc.aio.AioRpcError):
    """How a call ends: with a code alone, as the transport says it, or a service's status."""

    def __init__(self, code, found=None):
        details = grpc.aio.Metadata()
        if found is not None:
            details.add("grpc-status-details-bin", found.SerializeToString())
        super().__init__(code, grpc.aio.Metadata(), details, "not for clients")


def problem(raised, code=grpc.StatusCode.FAILED_PRECONDITION):
    return Failed(code, status.to_status(raised))


def failure(code, reason):
    return Failed(code, status.failure(code, reason, "In the service's words."))


def stands(token):
    return pb.WatchMessagesResponse(resume_token=token)


def event(number):
    return pb.WatchMessagesResponse(resume_token=f"t{number}", event_id=f"e{number}")


class Call:
    """One stream: what it says in turn, and how it ends."""

    def __init__(self, script):
        self._script = list(script)
        self.cancelled = False

    async def __aiter__(self):
        for step in self._script:
            if isinstance(step, Exception):
                raise step
            if step is None:
                await asyncio.sleep(60)
            yield step

    def cancel(self):
        self.cancelled = True


class Service:
    """Answers each call with the next script, the last one again and again."""

    def __init__(self, *scripts):
        self._scripts = scripts
        self.asked, self.calls = [], []

    def watch(self, request):
        self.asked.append(request.resume_token)
        script = self._scripts[min(len(self.calls), len(self._scripts) - 1)]
        self.calls.append(Call(script))
        return self.calls[-1]

    async def heard(self, count, after=None, **changes):
        """The first things a follower hears: tokens."""
        heard = []
        async with aclosing(
            follow(self.watch, pb.WatchMessagesRequest(), after, **changes)
        ) as feed:
            async for news in feed:
                heard.append(news.resume_token)
                if len(heard) == count:
                    break
        return heard

    async def refusal(self, **changes):
        with pytest.raises(Exception) as refused:
            await self.heard(100, **changes)
        return refused.value


async def test_where_a_feed_stands_is_told_at_once_and_then_seldom():
    service = Service([stands("t0"), stands("t0"), stands("t1"), event(2), stands("t3"), event(4)])

    assert await service.heard(3) == ["t0", "t2", "t4"]
    assert await service.heard(6, standing=0) == ["t0", "t0", "t1", "t2", "t3", "t4"]


@pytest.mark.parametrize(
    "break_",
    [
        failure(UNAVAILABLE, "GOING_AWAY"),
        Failed(UNAVAILABLE),
        Failed(grpc.StatusCode.CANCELLED),
        problem(FeedInterrupted("watch again")),
        None,
    ],
    ids=["going away", "killed", "cut", "interrupted", "silent"],
)
async def test_a_feed_that_breaks_goes_on_where_it_stood(break_):
    service = Service(
        [stands("t0"), event(1), stands("t5"), break_], [Failed(UNAVAILABLE)], [event(6), None]
    )

    heard = await service.heard(3, after="given", silence=0.2)

    assert heard == ["t0", "t1", "t6"]
    assert service.asked == ["given", "t5", "t5"]


async def test_a_feed_that_just_ends_goes_on_too():
    service = Service([event(1)], [event(2)])

    assert await service.heard(2) == ["t1", "t2"]
    assert service.asked == ["", "t1"]


async def test_an_interrupted_feed_whose_token_is_too_old_is_told_so():
    service = Service(
        [event(1), problem(FeedInterrupted("watch again"))], [problem(HistoryGone("too old"))]
    )

    refused = await service.refusal()

    assert (refused.reason, service.asked) == ("HISTORY_GONE", ["", "t1"])


async def test_a_service_that_stays_away_is_told_in_time():
    service = Service([stands("t0"), Failed(UNAVAILABLE)], [Failed(UNAVAILABLE)])

    refused = await service.refusal(patience=1.0)

    assert isinstance(refused, Failure)
    assert refused.extensions == {"code": "UNAVAILABLE"}
    assert "resumeToken" in refused.message
    assert len(service.calls) > 2


@pytest.mark.parametrize("raised", [NotFound("No."), Forbidden("No."), Unauthenticated("No.")])
async def test_what_a_service_refuses_ends_the_subscription(raised):
    service = Service([stands("t0"), problem(raised, grpc.StatusCode.NOT_FOUND)])

    refused = await service.refusal()

    assert (type(refused), refused.reason, refused.message) == (type(raised), raised.reason, "No.")
    assert len(service.calls) == 1


async def test_a_refusal_speaks_the_graphs_language():
    gone = await Service([problem(HistoryGone("watch without one"))]).refusal()
    raised = invalid("resume_token", "RESUME_TOKEN_INVALID", "Use the last resume_token.")
    token = await Service([problem(raised, grpc.StatusCode.INVALID_ARGUMENT)]).refusal()
    full = await Service(
        [failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS")]
    ).refusal()

    behind = await Service([problem(FellBehind("watch with the last resume_token"))]).refusal()

    assert gone.reason == "HISTORY_GONE"
    # In this order: what happens between reading and subscribing would never be told.
    assert 0 < gone.message.index("Subscribe without `after`") < gone.message.index("read everyth")
    assert (behind.reason, "`resumeToken`" in behind.message) == ("FELL_BEHIND", True)
    assert "`resumeToken`" in token.violations[0].message
    assert full.extensions == {"code": "OVERLOADED", "reason": "TOO_MANY_STREAMS"}


async def test_what_failed_inside_a_service_is_passed_on_as_it_is():
    refused = await Service([Failed(grpc.StatusCode.INTERNAL)]).refusal()

    assert refused.code() is grpc.StatusCode.INTERNAL


async def test_a_follower_who_leaves_cancels_the_call():
    service = Service([stands("t0"), None])
    before = FOLLOWED._value.get()
    feed = follow(service.watch, pb.WatchMessagesRequest(), None)
    await anext(feed)
    during = FOLLOWED._value.get()
    waiting = asyncio.create_task(anext(feed))
    await asyncio.sleep(0)

    waiting.cancel()
    await asyncio.wait([waiting])

    assert service.calls[0].cancelled
    assert (during, FOLLOWED._value.get()) == (before + 1, before)
