import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse

from chassis import request_id
from console.relay import MOST, Listener, Relay, Subscription

LONG = 3600.0


class Events:
    """A graph that streams what a test puts in, of each subscription by its document."""

    def __init__(self):
        self.coming = {}
        self.asked = []
        self.ended = []
        self.status = {}

    def put(self, document, piece):
        self.coming.setdefault(document, asyncio.Queue()).put_nowait(piece)

    async def __call__(self, scope, receive, send):
        request = Request(scope, receive)
        asked = await request.json()
        document = asked["query"]
        self.asked.append((dict(scope["headers"]), asked))
        if status := self.status.get(document):
            await JSONResponse({"errors": []}, status)(scope, receive, send)
            return
        coming = self.coming.setdefault(document, asyncio.Queue())

        async def pieces():
            while (piece := await coming.get()) is not None:
                yield piece

        try:
            answer = StreamingResponse(pieces(), media_type="text/event-stream")
            await answer(scope, receive, send)
        finally:
            self.ended.append(document)


class Browser:
    """Whoever listens, until they leave."""

    def __init__(self, relay, *documents, subject="paul", seconds=LONG):
        self.sent = asyncio.Queue()
        self.kept = []
        self.left = asyncio.Event()
        stream = relay.stream(
            Listener(subject, "token", seconds), [Subscription(it, {"id": "7"}) for it in documents]
        )
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/console/live/application",
            "headers": [(b"cookie", b"secret")],
        }
        self.listening = asyncio.create_task(stream(scope, self._receive, self.sent.put))

    async def _receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def next(self):
        async with asyncio.timeout(30):
            return await self.sent.get()

    async def end(self):
        async with asyncio.timeout(30):
            await self.listening

    async def leave(self):
        self.left.set()
        await self.end()


@pytest.fixture
def events():
    return Events()


async def test_events_of_several_topics_come_in_one_stream_and_none_cuts_another(events):
    browser = Browser(Relay(events), "a", "b")
    assert (await browser.next())["status"] == 200

    events.put("a", "event: next\ndata: half")
    events.put("b", "event: next\ndata: of b\n\n")
    first = await browser.next()
    events.put("a", " of a\n\nevent: ne")
    second = await browser.next()

    assert first["body"] == b"event: next\ndata: of b\n\n"
    assert second["body"] == b"event: next\ndata: half of a\n\n"
    await browser.leave()


async def test_each_topic_is_asked_as_whoever_listens_and_as_the_same_request(events):
    id_ = request_id.adopt("from-the-browser")
    browser = Browser(Relay(events), "a", "b")
    await browser.next()
    events.put("a", "x\n\n")
    events.put("b", "x\n\n")
    await browser.next()
    await browser.next()

    await browser.leave()

    heads = [head for head, _ in events.asked]
    assert {head[b"authorization"] for head in heads} == {b"Bearer token"}
    assert {head[b"x-request-id"] for head in heads} == {id_.encode()}
    assert not any(b"cookie" in head for head in heads)
    assert [asked["variables"] for _, asked in events.asked] == [{"id": "7"}] * 2


async def test_the_graphs_side_ends_with_the_browsers(events):
    browser = Browser(Relay(events), "a", "b")
    events.put("a", "x\n\n")
    events.put("b", "x\n\n")
    for _ in range(3):
        await browser.next()

    await browser.leave()

    assert sorted(events.ended) == ["a", "b"]


async def test_a_stream_ends_when_one_of_its_topics_does_so_that_the_browser_comes_again(events):
    browser = Browser(Relay(events), "a", "b")
    await browser.next()

    events.put("b", None)

    assert await browser.next() == {"type": "http.response.body", "body": b"", "more_body": False}
    await browser.end()


async def test_a_stream_ends_with_the_session(events):
    browser = Browser(Relay(events), "a", seconds=1.0)

    await browser.end()

    assert events.ended == ["a"]
    sent = [await browser.next() for _ in range(browser.sent.qsize())]
    assert sent[-1]["more_body"] is False


@pytest.mark.parametrize(("status", "told"), [(401, 204), (429, 429), (500, 500)])
async def test_a_token_that_the_graph_refuses_tells_the_browser_not_to_come_back(
    events, status, told
):
    events.status["a"] = status
    browser = Browser(Relay(events), "a")

    assert (await browser.next())["status"] == told
    await browser.end()


async def test_one_person_has_so_many_streams_and_gets_others_for_those_that_ended(events):
    relay = Relay(events)
    many = [Browser(relay, "a") for _ in range(MOST)]
    for one in many:
        assert (await one.next())["status"] == 200

    refused, other = Browser(relay, "a"), Browser(relay, "a", subject="rosa")

    assert (await refused.next())["status"] == 429
    assert (await other.next())["status"] == 200
    await many[0].leave()
    again = Browser(relay, "a")
    assert (await again.next())["status"] == 200
    for one in (*many[1:], other, again):
        await one.leave()
