"""Answers are lost, twins race and the service dies: a request takes effect once for its id."""

import asyncio
import uuid
from contextlib import AsyncExitStack

import grpc
import httpx

from chassis import status
from dev.graph import name_of, query
from handmade.messaging.v1 import thread_pb2, thread_pb2_grpc
from tests.faults.history import Outcome
from tests.faults.running import PATIENCE, until
from tests.faults.seeds import seconds

SHORTEST, LONGEST = 0.02, 5.0
PER_SECOND = 8
OTHER_BODY = "Something else under the same id"


class Writer:
    """Somebody who writes messages over gRPC and over GraphQL, and notes every call."""

    def __init__(self, running, history):
        self.running, self.history = running, history
        self.thread = name_of(running.story.thread)
        self.whose = running.story.cast.maker
        self.answers = {}

    async def __aenter__(self):
        self._open = AsyncExitStack()
        channel = await self._open.enter_async_context(self.running.channel("messaging"))
        self._stub = thread_pb2_grpc.ThreadServiceStub(channel)
        self._graph = await self._open.enter_async_context(self.running.graph(self.whose, "maker"))
        self._metadata = self.running.metadata(self.whose, "maker")
        return self

    async def __aexit__(self, *_):
        await self._open.aclose()

    async def send(self, way, key, limit, text=""):
        """Sends once; says what became of it, and keeps a message's name under its key."""
        number = self.history.invoke(way.__name__, "SendMessage", key, self.thread)
        reason, name = await way(self, key, limit, text or f"Message {key}")
        if name:
            self.answers.setdefault(key, set()).add(name)
            self.history.complete(number, Outcome.OK, answer={"name": name})
        else:
            self.history.complete(number, Outcome.UNKNOWN, reason, reason)
        return reason

    async def by_grpc(self, key, limit, text):
        request = thread_pb2.SendMessageRequest(thread=self.thread, text=text, request_id=key)
        try:
            sent = await self._stub.SendMessage(request, metadata=self._metadata, timeout=limit)
        except grpc.aio.AioRpcError as error:
            return status.reason_from(error) or error.code().name, ""
        return "", sent.name

    async def by_graphql(self, key, limit, text):
        given = {"thread": self.running.story.thread, "text": text, "requestId": key}
        try:
            async with asyncio.timeout(limit):
                answer = await self._graph.answer(query("message_send"), {"input": given})
        except (TimeoutError, httpx.TransportError) as error:
            return type(error).__name__, ""
        if answer.get("errors"):
            return answer["errors"][0]["extensions"]["code"], ""
        sent = answer["data"]["messageSend"]
        if sent["userErrors"]:
            return sent["userErrors"][0]["code"], ""
        return "", name_of(sent["message"]["id"])


WAYS = (Writer.by_grpc, Writer.by_graphql)


async def test_a_request_has_one_effect_and_one_answer_whatever_is_lost(running, chance, history):
    span = seconds(5)
    keys = [
        str(uuid.UUID(int=chance.getrandbits(128), version=4))
        for _ in range(int(span * PER_SECOND))
    ]
    messages = running.database("messaging")["messages"]

    async with Writer(running, history) as writer:
        async with asyncio.TaskGroup() as clients:
            for key in keys:
                clients.create_task(twins(writer, key, chance, chance.uniform(0, span)))
            clients.create_task(deaths(running, history, chance, span))
        for key in keys:
            for way in WAYS:
                await until(
                    lambda key=key, way=way: answered(writer, way, key), f"{key} is answered"
                )
        reused = [
            await writer.send(way, key, PATIENCE, OTHER_BODY) for key in keys[:5] for way in WAYS
        ]

    assert {key: len(names) for key, names in writer.answers.items()} == dict.fromkeys(keys, 1)
    for key in keys:
        [name] = writer.answers[key]
        kept = await messages.find({"text": f"Message {key}"}).to_list()
        assert [name.endswith(str(document["_id"]).rpartition("/")[2]) for document in kept] == [
            True
        ]
    assert await events_of(running, keys) == len(keys)
    assert set(reused) == {"REQUEST_ID_REUSED"}
    assert await messages.count_documents({"text": OTHER_BODY}) == 0
    unknown = [operation for operation in history if operation.outcome is Outcome.UNKNOWN]
    # Else nothing was lost, and nothing is proven.
    assert len(unknown) > len(keys) / 10


async def twins(writer, key, chance, pause):
    """One to three calls at once, each with its own patience."""
    calls = [
        (chance.choice(WAYS), key, SHORTEST * (LONGEST / SHORTEST) ** chance.random())
        for _ in range(chance.randint(1, 3))
    ]
    await asyncio.sleep(pause)
    await asyncio.gather(*(writer.send(*call) for call in calls))


async def deaths(running, history, chance, span):
    """The service dies in the middle of it all, and comes back."""
    left = span
    while left > 0:
        pause = chance.uniform(0.2, 0.4) * min(left, 10)
        await asyncio.sleep(pause)
        history.fault("messaging is killed")
        await running.stack.kill("messaging")
        await running.stack.start("messaging")
        history.fault("messaging is back")
        left -= pause + 5


async def answered(writer, way, key):
    return await writer.send(way, key, PATIENCE) == ""


async def events_of(running, keys):
    """How many events tell of these messages."""
    found = 0
    async for event in running.database("messaging")["events"].find({"type": "message.sent"}):
        message = thread_pb2.Message.FromString(event["snapshot"])
        found += message.text.removeprefix("Message ") in keys
    return found
