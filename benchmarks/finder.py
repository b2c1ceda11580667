"""A process that looks things up, again and again: an order as JSON on stdin, times on stdout."""

import asyncio
import itertools
import json
import sys
import time

import grpc

from chassis.mongo import connect
from handmade.messaging.v1 import thread_pb2, thread_pb2_grpc

PAUSE = 0.02


async def find(order: dict) -> dict[str, list[float]]:
    """One look-up each way in turn, some fifty times a second together."""
    mongo = connect(order["uri"], "motor", "finder")
    threads = mongo.database("handmade_messaging")["threads"]
    metadata = (("authorization", f"Bearer {order['token']}"),)
    took: dict[str, list[float]] = {"finding": [], "getting": []}
    async with grpc.aio.insecure_channel(order["address"]) as channel:
        stub = thread_pb2_grpc.ThreadServiceStub(channel)

        async def finding(thread: str) -> None:
            if await threads.find_one({"_id": thread}) is None:
                raise LookupError(thread)

        async def getting(thread: str) -> None:
            await stub.GetThread(thread_pb2.GetThreadRequest(name=thread), metadata=metadata)

        for thread in order["threads"]:
            await finding(thread)
            await getting(thread)
        ends = time.perf_counter() + order["seconds"]
        for thread in itertools.cycle(order["threads"]):
            for way in (finding, getting):
                began = time.perf_counter()
                await way(thread)
                took[way.__name__].append(time.perf_counter() - began)
                await asyncio.sleep(PAUSE)
            if time.perf_counter() > ends:
                break
    await mongo.close()
    return took


if __name__ == "__main__":
    print(json.dumps(asyncio.run(find(json.load(sys.stdin)))))
