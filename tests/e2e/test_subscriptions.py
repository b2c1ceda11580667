"""Live pages over both transports: a thread, a queue, a press release; cuts, restarts, refusals."""

import asyncio
import signal
import time
import uuid
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from chassis.tokens import LEEWAY_SECONDS
from dev.applying import a_complete_draft
from dev.graph import soon
from dev.samples import Cast, a_draft, a_questionnaire
from gateway.__main__ import GRACE_SECONDS, NOTICE_SECONDS
from gateway.ids import to_id
from gateway.transport import SUBSCRIPTIONS
from tests.support.listening import PATIENCE, TRANSPORTS, a_socket, over_sse
from tests.support.stack import started_again

NEWS = "eventId createdAt resumeToken"
MESSAGES = (
    "subscription($thread: ID, $after: String) { messageAdded(thread: $thread, after: $after) {"
    f" message {{ author text thread {{ id state }} }} {NEWS} }} }}"
)
APPLICATIONS = (
    "subscription($id: ID, $after: String) { applicationChanged(application: $id, after: $after)"
    f" {{ application {{ id state flags maker {{ profiles {{ storeName }} }} }} action {NEWS} }} }}"
)
RELEASES = (
    "subscription($id: ID, $after: String) { pressReleaseChanged(pressRelease: $id, after: $after)"
    f" {{ pressRelease {{ id state maker {{ displayName }} }} action {NEWS} }} }}"
)


@pytest.fixture(params=TRANSPORTS.values(), ids=TRANSPORTS)
def listening(stack, request):
    """Subscribes as somebody over one of the transports."""

    def listen(subject, role, document, **variables):
        token = stack.issuer.token(subject, role) if subject else ""
        return request.param(stack.gateway_url, token, document, **variables)

    return listen


async def test_buyer_and_maker_read_a_thread_live(story, signed_in, listening):
    cast = story.cast
    async with (
        signed_in(cast.buyer, "buyer") as buyer,
        signed_in(cast.maker, "maker") as maker,
        listening(cast.buyer, "buyer", MESSAGES, thread=story.thread) as by_buyer,
        listening(cast.maker, "maker", MESSAGES) as by_maker,
    ):
        begun = [await by_buyer.news(), await by_maker.news()]
        await buyer.do("message_send", thread=story.thread, text="Is it in the kiln?")
        await maker.do("message_send", thread=story.thread, text="Since this morning.")
        heard = [await by_buyer.events(2), await by_maker.events(2)]

    assert [(news["message"], news["eventId"]) for news in begun] == [(None, None)] * 2
    assert all(news["resumeToken"] for news in begun)
    for events in heard:
        messages = [event["message"] for event in events]
        assert [(one["author"], one["text"]) for one in messages] == [
            ("BUYER", "Is it in the kiln?"),
            ("MAKER", "Since this morning."),
        ]
        assert [one["thread"]["id"] for one in messages] == [story.thread] * 2


async def test_a_reviewer_sees_the_queue_fill(story, signed_in, listening):
    cast = Cast.new()
    async with (
        signed_in(cast.maker, "maker") as applicant,
        signed_in("rosa", "reviewer") as rosa,
        listening("rosa", "reviewer", APPLICATIONS) as queue,
    ):
        await queue.news()
        started = await a_complete_draft(applicant, a_questionnaire(cast))
        async with listening(cast.maker, "maker", APPLICATIONS, id=started["id"]) as own:
            await own.news()
            await applicant.do("application_submit", id=started["id"])
            await rosa.do("application_take", id=started["id"])
            seen, told = await queue.events(2), await own.events(2)

    changes = [("SUBMITTED", "SUBMITTED"), ("TAKEN", "IN_REVIEW")]
    for events in (seen, told):
        assert [(one["action"], one["application"]["state"]) for one in events] == changes
        assert {one["application"]["id"] for one in events} == {started["id"]}
    # What another service adds is asked anew for each event.
    assert seen[0]["application"]["maker"] == {"profiles": []}


async def a_release(maker):
    """A press release as it is started."""
    day = (datetime.now(UTC) + timedelta(weeks=4)).date().isoformat()
    return await maker.do(
        "press_release_start",
        title="A new kiln",
        releaseOn=day,
        timeZone="America/New_York",
        distributionPlan="Local papers.",
        contact="Ada, press@example.com",
    )


async def test_a_maker_follows_a_press_release(story, signed_in, listening):
    cast = story.cast
    async with signed_in(cast.maker, "maker") as maker, signed_in("paul", "pr") as paul:
        release = await a_release(maker)
        async with (
            listening(cast.maker, "maker", RELEASES, id=release["id"]) as own,
            listening("paul", "pr", RELEASES) as desk,
        ):
            await own.news(), await desk.news()
            file = ("kiln.docx", a_draft())
            await maker.upload("press_release_upload_draft", file, id=release["id"])
            await maker.do("press_release_submit", id=release["id"])
            await paul.do("press_release_take", id=release["id"])
            told, seen = await own.events(3), await desk.events(2)

    assert [one["pressRelease"]["state"] for one in told] == ["DRAFT", "SUBMITTED", "IN_REVIEW"]
    assert [one["action"] for one in seen] == [one["action"] for one in told[1:]]
    assert {one["pressRelease"]["maker"]["displayName"] for one in told + seen} == {
        told[0]["pressRelease"]["maker"]["displayName"]
    }


async def test_what_happened_while_a_client_was_away_is_told_once(story, signed_in, listening):
    cast = story.cast
    words = [f"Message {number} {uuid.uuid4()}" for number in range(6)]
    async with signed_in(cast.buyer, "buyer") as buyer:

        async def send(*texts):
            for text in texts:
                await buyer.do("message_send", thread=story.thread, text=text)

        async with listening(cast.maker, "maker", MESSAGES) as first:
            begun = await first.news()
            await send(*words[:2])
            [before, _] = await first.events(2)
        await send(*words[2:4])
        after = before["resumeToken"]
        # The token of everything is good for the one thread, too.
        async with listening(
            cast.maker, "maker", MESSAGES, thread=story.thread, after=after
        ) as second:
            await second.event()
            await send(*words[4:])
            resumed = await second.events(4)
        after = begun["resumeToken"]
        async with listening(cast.maker, "maker", MESSAGES, after=after) as third:
            everything = await third.events(6)

    assert [event["message"]["text"] for event in resumed] == words[2:]
    assert [event["message"]["text"] for event in everything] == words
    assert len({event["eventId"] for event in everything}) == 6


async def test_a_service_may_be_killed_and_return_under_open_subscriptions(
    story, stack, signed_in, listening
):
    cast = story.cast
    before, after = f"Before {uuid.uuid4()}", f"After {uuid.uuid4()}"
    async with (
        signed_in(cast.buyer, "buyer") as buyer,
        listening(cast.maker, "maker", MESSAGES, thread=story.thread) as maker,
    ):
        await maker.news()
        await buyer.do("message_send", thread=story.thread, text=before)
        heard = [await maker.event()]
        await stack.kill("messaging")
        await started_again(stack, "messaging")
        await buyer.do_soon("message_send", thread=story.thread, text=after)
        heard.append(await maker.event())

    assert [event["message"]["text"] for event in heard] == [before, after]


@pytest.mark.parametrize(
    ("document", "type_", "collection", "name"),
    [
        (MESSAGES.replace("$thread", "$id"), "Thread", "threads", "thread"),
        (APPLICATIONS, "Application", "applications", "application"),
        (RELEASES, "PressRelease", "pressReleases", "press_release"),
    ],
    ids=["thread", "application", "press release"],
)
async def test_a_foreign_thing_cannot_be_told_from_an_absent_one(
    story, listening, document, type_, collection, name
):
    refused = []
    for id_ in (getattr(story, name), to_id(type_, f"{collection}/{uuid.uuid4()}")):
        async with listening("mallory", "maker", document, id=id_) as heard:
            refused.append(await heard.refusal())
    for refusal in refused:
        # What was asked for itself, and which request it was.
        del refusal["requestId"]
        refusal.pop("name", None)

    assert refused[0] == refused[1]
    assert refused[0]["code"] == "NOT_FOUND"


async def test_what_is_no_token_or_no_id_is_refused(story, listening):
    async with listening("paul", "pr", RELEASES, after="rubbish") as heard:
        token = await heard.refusal()
    async with listening("paul", "pr", RELEASES, id=story.thread) as heard:
        wrong_type = await heard.refusal()
    async with listening("", "", RELEASES) as heard:
        nobody = await heard.refusal()
    async with listening(story.cast.buyer, "buyer", APPLICATIONS, after=5) as heard:
        no_text = await heard.refusal()

    assert (token["code"], token["violations"]) == (
        "INVALID",
        [
            {
                "code": "RESUME_TOKEN_INVALID",
                "message": "Use the last `resumeToken` you got, unchanged, or none to start "
                "from now.",
                "path": ["after"],
            }
        ],
    )
    assert wrong_type["violations"][0]["code"] == "ID_MALFORMED"
    assert wrong_type["violations"][0]["path"] == ["pressRelease"]
    assert nobody["code"] == "UNAUTHENTICATED"
    assert no_text["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_a_subscription_ends_with_its_token(story, stack):
    # Some seconds before nobody accepts it any more, in which both have to be there.
    issued = datetime.now(UTC) - timedelta(hours=8, seconds=LEEWAY_SECONDS - 12)
    token = stack.issuer.token(story.cast.maker, "maker", now=issued)

    async with (
        over_sse(stack.gateway_url, token, MESSAGES) as events,
        a_socket(stack.gateway_url, token) as socket,
    ):
        await (await socket.subscribe(MESSAGES)).news()
        refused, closed = await events.refusal(), await socket.closed()

    assert (refused["code"], refused["why"]) == ("UNAUTHENTICATED", "EXPIRED")
    assert closed == 4401


async def test_a_subscription_needs_a_transport_that_streams(stack):
    token = stack.issuer.token("rosa", "reviewer")
    headers = {"authorization": f"Bearer {token}"}
    body = {"query": APPLICATIONS}

    async with httpx.AsyncClient(base_url=stack.gateway_url, trust_env=False, timeout=30) as client:
        posted = await client.post("/graphql", json=body, headers=headers)
        got = await client.get(
            "/graphql", params=body, headers=headers | {"accept": "text/event-stream"}
        )

    [error] = posted.json()["errors"]
    assert (posted.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert "text/event-stream" in error["message"]
    assert "event:" not in got.text


async def followed(client):
    """How many feeds the gateway follows for its clients."""
    lines = (await client.get("/metrics")).text.splitlines()
    [count] = [line for line in lines if line.startswith("handmade_feeds_followed ")]
    return float(count.split()[1])


async def test_a_client_that_leaves_frees_its_place_at_once(stack):
    token = stack.issuer.token(f"rosa-{uuid.uuid4()}", "reviewer")
    async with (
        httpx.AsyncClient(base_url=stack.gateway_url, trust_env=False, timeout=30) as client,
        AsyncExitStack() as opened,
    ):

        async def one_more():
            async with over_sse(stack.gateway_url, token, APPLICATIONS) as heard:
                payload = await heard.payload()
                return "errors" not in payload and payload

        async def none_is_left():
            return await followed(client) == 0

        # Those of earlier tests.
        await soon(none_is_left, "all feeds were left", PATIENCE)
        sockets = [
            await opened.enter_async_context(a_socket(stack.gateway_url, token)) for _ in range(5)
        ]
        heard = [
            await socket.subscribe(APPLICATIONS) for socket in sockets for _ in range(SUBSCRIPTIONS)
        ]
        for one in heard:
            await one.news()
        full = await followed(client)
        beyond = await (await sockets[0].subscribe(APPLICATIONS)).refusal()
        async with over_sse(stack.gateway_url, token, APPLICATIONS) as one:
            refused = await one.refusal()
        await sockets[-1].leave(heard[-1])
        freed = await soon(one_more, "a place was free")
        await opened.aclose()
        await soon(none_is_left, "the feeds were left", PATIENCE)

    assert full == 100
    assert (beyond["code"], beyond["limit"]) == ("LIMIT_EXCEEDED", "operations")
    assert (refused["code"], refused["reason"]) == ("OVERLOADED", "TOO_MANY_STREAMS")
    assert freed["data"]["applicationChanged"]["resumeToken"]


async def test_a_gateway_that_stops_ends_open_subscriptions_cleanly(story, stack, signed_in):
    cast, text = story.cast, f"Missed by nobody {uuid.uuid4()}"
    token = stack.issuer.token(cast.maker, "maker")
    try:
        async with (
            over_sse(stack.gateway_url, token, MESSAGES) as events,
            a_socket(stack.gateway_url, token) as socket,
        ):
            begun = await events.news()
            await (await socket.subscribe(MESSAGES)).news()
            async with signed_in(cast.buyer, "buyer") as buyer:
                await buyer.do("message_send", thread=story.thread, text=text)
            # Within the gateway's notice of a second, on a busy machine, it might not have come.
            await events.event()
            began = time.monotonic()
            stopping = asyncio.create_task(stack.stop("gateway"))
            refused, closed = await events.refusal(), await socket.closed()
            await stopping
            status = stack.processes["gateway"].exit_status
            took = time.monotonic() - began
    finally:
        await stack.start("gateway")
    async with over_sse(stack.gateway_url, token, MESSAGES, after=begun["resumeToken"]) as resumed:
        missed = await resumed.event()

    assert (refused["code"], refused["reason"]) == ("UNAVAILABLE", "GOING_AWAY")
    assert closed == 1012
    assert status in (0, -signal.SIGTERM)
    # Nobody was waited for.
    assert took < NOTICE_SECONDS + GRACE_SECONDS
    assert missed["message"]["text"] == text
