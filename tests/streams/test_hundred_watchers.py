"""A hundred watch while fifty write: each sees exactly what it may, once and in order."""

from collections import Counter, defaultdict

import grpc
import pytest

from chassis import status
from chassis.interceptor import MOST_STREAMS, MOST_STREAMS_EACH
from handmade.messaging.v1 import thread_pb2, thread_pb2_grpc
from tests.support.watchers import all_heard, watching

WRITES_EACH = 8


@pytest.fixture(scope="module")
async def watched_crowd(crowd):
    """The watchers after everything was written and heard, and the order it happened in."""
    watchers = crowd.watchers()
    async with watching(watchers):
        await crowd.write(WRITES_EACH)
        await all_heard(watchers, crowd.happened)
    return watchers, await crowd.order()


async def test_there_are_a_hundred_watchers_and_fifty_who_write(watched_crowd, crowd):
    watchers, order = watched_crowd

    assert len(watchers) == 100
    assert len(crowd.happened) == 50 * WRITES_EACH
    assert sum(len(names) for names in order.values()) == 50 * WRITES_EACH


async def test_nobody_misses_anything_or_sees_what_it_may_not(watched_crowd, crowd):
    watchers, _ = watched_crowd

    for watcher in watchers:
        may_see = Counter(each.id for each in crowd.happened if watcher.hears(each.resource))
        assert Counter(each.id for each in watcher.seen) == may_see, watcher.who


async def test_nobody_sees_an_event_twice(watched_crowd):
    watchers, _ = watched_crowd

    for watcher in watchers:
        assert len(set(watcher.event_ids)) == len(watcher.event_ids), watcher.who


async def test_everybody_sees_what_happened_to_a_resource_in_its_order(watched_crowd):
    watchers, order = watched_crowd

    for watcher in watchers:
        seen = defaultdict(list)
        for happening in watcher.seen:
            seen[happening.resource].append(happening.id)
        assert seen == {resource: order[resource] for resource in seen}, watcher.who


async def test_all_who_see_everything_see_it_in_the_same_order(watched_crowd):
    watchers, _ = watched_crowd
    of_messages = [w.event_ids for w in watchers if w.who.startswith(("support", "service"))][:10]

    assert len(of_messages[0]) == 30 * WRITES_EACH
    assert of_messages == of_messages[:1] * 10


async def test_the_limits_of_open_watches_hold(crowd):
    stub = crowd.stub("messaging", thread_pb2_grpc.ThreadServiceStub)

    def watch(who):
        return stub.WatchMessages(thread_pb2.WatchMessagesRequest(), metadata=crowd.as_(who))

    async def refusal(who):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await watch(who).read()
        return refused.value.code().name, status.reason_from(refused.value)

    calls = []
    for caller in range(MOST_STREAMS // MOST_STREAMS_EACH):
        mine = [watch(f"buyer-greedy-{caller}") for _ in range(MOST_STREAMS_EACH)]
        calls += mine
        for call in mine:
            await call.read()
        assert await refusal(f"buyer-greedy-{caller}") == ("RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS")
    one_too_many = await refusal("buyer-modest")
    for call in calls:
        call.cancel()

    assert one_too_many == ("RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS")
