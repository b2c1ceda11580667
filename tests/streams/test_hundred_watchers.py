"""A hundred watch while fifty write: each sees exactly what it may, once and in order."""

import asyncio
from collections import Counter, defaultdict

import grpc
import pytest

from chassis import status
from chassis.rooms import Rooms
from handmade.messaging.v1 import thread_pb2, thread_pb2_grpc
from tests.support.watchers import PATIENCE, all_heard, watching

WRITES_EACH = 8


@pytest.fixture(scope="module")
async def watched_crowd(crowd):
    """The watchers after all was written and heard, what that was, and each resource's order."""
    watchers, before = crowd.watchers(), len(crowd.happened)
    async with watching(watchers):
        await crowd.write(WRITES_EACH)
        happened = crowd.happened[before:]
        await all_heard(watchers, happened)
    # Others may have written before.
    written = {each.id for each in happened}
    order = {
        resource: [name for name in names if name in written]
        for resource, names in (await crowd.order()).items()
    }
    return watchers, happened, order


async def test_there_are_a_hundred_watchers_and_fifty_who_write(watched_crowd):
    watchers, happened, order = watched_crowd

    assert len(watchers) == 100
    assert len(happened) == 50 * WRITES_EACH
    assert sum(len(names) for names in order.values()) == 50 * WRITES_EACH


async def test_nobody_misses_anything_or_sees_what_it_may_not(watched_crowd):
    watchers, happened, _ = watched_crowd

    for watcher in watchers:
        may_see = Counter(each.id for each in happened if watcher.hears(each.resource))
        assert Counter(each.id for each in watcher.seen) == may_see, watcher.who


async def test_nobody_sees_an_event_twice(watched_crowd):
    watchers, *_ = watched_crowd

    for watcher in watchers:
        assert len(set(watcher.event_ids)) == len(watcher.event_ids), watcher.who


async def test_everybody_sees_what_happened_to_a_resource_in_its_order(watched_crowd):
    watchers, _, order = watched_crowd

    for watcher in watchers:
        seen = defaultdict(list)
        for happening in watcher.seen:
            seen[happening.resource].append(happening.id)
        assert seen == {resource: order[resource] for resource in seen}, watcher.who


async def test_all_who_see_everything_see_it_in_the_same_order(watched_crowd):
    watchers, *_ = watched_crowd
    of_messages = [w.event_ids for w in watchers if w.who.startswith(("support", "service"))][:10]

    assert len(of_messages[0]) == 30 * WRITES_EACH
    assert of_messages == of_messages[:1] * 10


async def test_buyers_may_open_so_many_watches_and_keep_nobody_else_out(crowd):
    stub = crowd.stub("messaging", thread_pb2_grpc.ThreadServiceStub)

    def watch(who):
        return stub.WatchMessages(thread_pb2.WatchMessagesRequest(), metadata=crowd.as_(who))

    async def admitted(who):
        # A service hears a moment later that those of earlier tests have left.
        async with asyncio.timeout(PATIENCE):
            while True:
                call = watch(who)
                try:
                    await call.read()
                except grpc.aio.AioRpcError as error:
                    assert status.reason_from(error) == "TOO_MANY_STREAMS"  # noqa: PT017
                    await asyncio.sleep(0.1)
                else:
                    return call

    async def refusal(who):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await watch(who).read()
        return refused.value.code().name, status.reason_from(refused.value)

    people, calls = Rooms().people, []
    try:
        for caller in range(people.most // people.each):
            greedy = f"buyer-greedy-{caller}"
            calls += [await admitted(greedy) for _ in range(people.each)]
            assert await refusal(greedy) == ("RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS")
        assert await refusal("buyer-modest") == ("RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS")
        for who in ("service-copy", "support-modest", "partner-modest"):
            calls.append(await admitted(who))
    finally:
        for call in calls:
            call.cancel()
