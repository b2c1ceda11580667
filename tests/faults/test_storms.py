"""Hundreds of calls are given up by their callers: nothing of them is left behind."""

import asyncio
import time
import uuid

import grpc
import httpx

from chassis.interceptor import UNARY
from chassis.server import GRACE_SECONDS
from dev.graph import name_of, query
from handmade.messaging.v1 import thread_pb2, thread_pb2_grpc
from tests.faults.running import PATIENCE
from tests.faults.seeds import seconds
from tests.support.stack import started_again

SERVICE = "messaging"
SHORTEST, LONGEST = 0.002, 0.3
AT_ONCE = 40
CALLS = 300
LEFT = ("transactions", "open transactions", "commands", "cursors")
# What waits at the server for news, for as long as the service runs.
WAITING = {"getMore", "hello", "isMaster", "ismaster"}


async def test_calls_that_are_given_up_leave_nothing_behind(running, chance):
    calls = CALLS * max(1, int(seconds(0)) // 10)
    await running.read_page()
    thread, whose = name_of(running.story.thread), running.story.cast.maker
    metadata = running.metadata(whose, "maker")
    places = asyncio.Semaphore(AT_ONCE)
    given_up = 0

    async with running.channel(SERVICE) as channel, running.graph(whose, "maker") as graph:
        stub = thread_pb2_grpc.ThreadServiceStub(channel)

        async def over_grpc(text, limit):
            request = thread_pb2.SendMessageRequest(
                thread=thread, text=text, request_id=str(uuid.uuid4())
            )
            # A deadline of its own, or a caller who goes away without a word of one.
            if chance.random() < 0.5:
                await stub.SendMessage(request, metadata=metadata, timeout=limit)
            else:
                call = stub.SendMessage(request, metadata=metadata)
                await asyncio.sleep(limit)
                call.cancel()
                await call

        async def over_http(text, limit):
            given = {"thread": running.story.thread, "text": text}
            async with asyncio.timeout(limit):
                await graph.answer(query("message_send"), {"input": given})

        async def over_a_feed(text, limit):
            watch = stub.WatchMessages(thread_pb2.WatchMessagesRequest(), metadata=metadata)
            await watch.read()
            await asyncio.sleep(limit)
            watch.cancel()
            await watch.read()

        async def one(number):
            nonlocal given_up
            way = chance.choice((over_grpc, over_grpc, over_http, over_http, over_a_feed))
            limit = SHORTEST * (LONGEST / SHORTEST) ** chance.random()
            async with places:
                try:
                    await way(f"Storm {number}", limit)
                except (
                    grpc.aio.AioRpcError,
                    TimeoutError,
                    httpx.TransportError,
                    asyncio.CancelledError,
                ):
                    given_up += 1

        await asyncio.gather(*(one(number) for number in range(calls)))

        # The very next change of the same thread waits for nobody: what an abandoned transaction
        # holds would be free again after twenty seconds, and no call takes as long.
        await stub.SendMessage(
            thread_pb2.SendMessageRequest(
                thread=thread, text="After the storm", request_id=str(uuid.uuid4())
            ),
            metadata=metadata,
            timeout=UNARY.most,
        )

    assert given_up > calls / 4
    assert await left_at_last(running) == dict.fromkeys(LEFT, 0)
    messages = running.database(SERVICE)
    stored = await messages["messages"].count_documents({"text": {"$regex": "^Storm "}})
    texts = await messages["messages"].distinct("text", {"text": {"$regex": "^Storm "}})
    assert stored == len(texts)
    complaints = ("Traceback", "never awaited", "Task was destroyed", '"level": "error"')
    assert not [line for line in running.log_lines(SERVICE) if any(c in line for c in complaints)]
    # A handler that still ran would hold up the end for the whole of its grace.
    began = time.monotonic()
    await running.stack.stop(SERVICE)
    took = time.monotonic() - began
    status = running.stack.processes[SERVICE].exit_status
    await started_again(running.stack, SERVICE)
    assert took < GRACE_SECONDS
    assert status == 0


async def left(running):
    """What calls of the service hold: transactions, running commands, and open watches."""
    ours = {"appName": f"handmade-{SERVICE}"}
    admin = running.observer.admin
    pipeline = [{"$currentOp": {"allUsers": True, "idleSessions": True}}, {"$match": ours}]
    found = await (await admin.aggregate(pipeline)).to_list()
    server = await admin.command("serverStatus")
    return {
        "transactions": sum("transaction" in operation for operation in found),
        "open transactions": server["transactions"]["currentOpen"],
        "commands": sum(
            operation.get("active", False) and not operation.get("command", {}).keys() & WAITING
            for operation in found
        ),
        # The feed's own is always there.
        "cursors": max(
            sum("getMore" in operation.get("command", {}) for operation in found) - 1, 0
        ),
    }


async def left_at_last(running):
    """What is left when nothing is, or after a while."""
    ends = time.monotonic() + PATIENCE
    while any((found := await left(running)).values()) and time.monotonic() < ends:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    return found
