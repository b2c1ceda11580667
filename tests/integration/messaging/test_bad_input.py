"""What is sent wrongly, by accident or on purpose."""

import asyncio

import pytest

from handmade.messaging.v1 import custom_order_request_pb2 as asking
from handmade.messaging.v1 import thread_pb2
from tests.support.messaging import ANA, EVE, an_id
from tests.support.refusals import refused

HOSTILE = [
    '{"$ne": null}',
    "$where: 1",
    "threads/",
    "threads/..",
    "threads/0190c5a0-0000-7000-8000-000000000001/messages",
    "threads/0190C5A0-0000-7000-8000-000000000001",
    "threads/0190c5a0-0000-7000-8000-000000000001\n",
    "customOrderRequests/\u0661190c5a0-0000-7000-8000-000000000001",
    "\u202eeht/sdaerht",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_malformed_name_is_refused_as_such(messaging, name):
    metadata = messaging.as_(ANA)

    for get, request in (
        (messaging.threads.GetThread, thread_pb2.GetThreadRequest(name=name)),
        (messaging.threads.ListMessages, thread_pb2.ListMessagesRequest(thread=name)),
        (
            messaging.threads.SendMessage,
            thread_pb2.SendMessageRequest(thread=name, text="x", request_id=an_id()),
        ),
        (messaging.threads.ListThreads, thread_pb2.ListThreadsRequest(maker=name)),
        (
            messaging.custom_orders.AskCustomOrder,
            asking.AskCustomOrderRequest(listing=name, text="x", request_id=an_id()),
        ),
    ):
        with refused() as malformed:
            await get(request, metadata=metadata)
        assert malformed.code == "INVALID_ARGUMENT"
        assert malformed.rules == ["RESOURCE_NAME_MALFORMED"]


@pytest.mark.parametrize("token", ['{"$ne": null}', "AAAA", "\u202e", "=" * 50])
async def test_a_foreign_page_token_is_refused(messaging, token):
    asked = await messaging.asked()

    with refused() as refusal:
        await messaging.messages(ANA, asked, page_token=token)

    assert refusal.rules == ["PAGE_TOKEN_INVALID"]


async def test_a_page_token_of_another_thread_is_refused(messaging):
    one, other = await messaging.asked(), await messaging.asked()
    token = (await messaging.messages(ANA, one)).cursors[0]

    with refused() as refusal:
        await messaging.messages(ANA, other, page_token=token)

    assert refusal.rules == ["PAGE_TOKEN_INVALID"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("   ", "TEXT_BLANK"),
        ("\u200b", "TEXT_BLANK"),
        ("x" * 2001, "TEXT_TOO_LONG"),
        ("a\x00b", "TEXT_MALFORMED"),
        ("invoice\u202egnp.exe", "TEXT_MALFORMED"),
    ],
)
async def test_a_text_that_is_none_is_refused_everywhere(messaging, text, rule):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker)
    asked = await messaging.asked(listing=listing)

    for write in (
        lambda: messaging.asked(listing=listing, text=text),
        lambda: messaging.say(ANA, asked, text),
        lambda: messaging.decline(maker.subject, asked, text),
        lambda: messaging.answer(maker.subject, asked, listing, text),
    ):
        with refused() as refusal:
            await write()
        assert (refusal.code, refusal.rules) == ("INVALID_ARGUMENT", [rule])


async def test_a_hostile_text_is_only_a_text(messaging):
    text = '{"$ne": null} 👩‍👩‍👧 ' + "Z\u0351\u036b\u0343" * 20

    asked = await messaging.asked(text=text)
    page = await messaging.messages(ANA, asked)

    assert page.messages[0].text == text


async def test_a_subject_that_looks_like_a_query_sees_nothing(messaging):
    await messaging.asked()

    answer = await messaging.threads.ListThreads(
        thread_pb2.ListThreadsRequest(), metadata=messaging.as_('{"$ne": null}', "buyer")
    )

    assert not answer.threads


async def test_a_lookup_of_too_many_is_refused(messaging):
    with refused() as refusal:
        await messaging.threads.LookupThreadsByName(
            thread_pb2.LookupThreadsByNameRequest(names=["threads/x"] * 101),
            metadata=messaging.as_(ANA),
        )

    assert refusal.rules == ["TOO_MANY"]


async def test_asking_twice_with_one_request_id_asks_once(messaging):
    listing = await messaging.a_listing(await messaging.a_maker())
    request = asking.AskCustomOrderRequest(listing=listing.name, text="Two.", request_id=an_id())

    answers = await asyncio.gather(
        *(
            messaging.custom_orders.AskCustomOrder(request, metadata=messaging.as_(ANA))
            for _ in range(5)
        )
    )
    await messaging.database["listings"].delete_one({"_id": listing.name})
    much_later = await messaging.custom_orders.AskCustomOrder(request, metadata=messaging.as_(ANA))

    assert {answer.name for answer in answers} == {much_later.name}
    requests = messaging.database["custom_order_requests"]
    assert await requests.count_documents({"listing": listing.name}) == 1


async def test_a_request_id_stands_for_one_request_of_one_caller(messaging):
    asked, request_id = await messaging.asked(), an_id()
    others = await messaging.asked(buyer=EVE)
    await messaging.say(ANA, asked, "Hello", request_id)

    again = await messaging.say(ANA, asked, "Hello", request_id)
    with refused() as another_body:
        await messaging.say(ANA, asked, "Good bye", request_id)
    await messaging.say(EVE, others, "Hello", request_id)

    page = await messaging.messages(ANA, asked)
    assert another_body.reason == "REQUEST_ID_REUSED"
    assert [message.name for message in page.messages].count(again.name) == 1
    assert len(page.messages) == 2
