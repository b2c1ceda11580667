"""Who sees what, and who may do what."""

from uuid import uuid4

import pytest

from handmade.messaging.v1 import custom_order_request_pb2 as asking
from handmade.messaging.v1 import order_pb2, thread_pb2
from tests.support.messaging import ANA, EVE, OLAF, an_id, an_order
from tests.support.refusals import refused

PARTNER = "partner-tools"


@pytest.fixture
async def asked(messaging):
    return await messaging.asked()


@pytest.fixture
async def order(messaging):
    listing = await messaging.a_listing(await messaging.a_maker())
    return await messaging.record(an_order(listing))


def absent(name):
    return f"{name.partition('/')[0]}/{uuid4()}"


@pytest.mark.parametrize("stranger", [EVE, OLAF, PARTNER, "reviewer-rosa"])
async def test_what_is_anothers_looks_absent(messaging, asked, order, stranger):
    metadata = messaging.as_(stranger)

    for get, request in (
        (messaging.threads.GetThread, thread_pb2.GetThreadRequest),
        (messaging.threads.ListMessages, thread_pb2.ListMessagesRequest),
        (messaging.custom_orders.GetCustomOrderRequest, asking.GetCustomOrderRequestRequest),
        (messaging.orders.GetOrder, order_pb2.GetOrderRequest),
    ):
        name = {
            thread_pb2.GetThreadRequest: asked.thread,
            thread_pb2.ListMessagesRequest: asked.thread,
            asking.GetCustomOrderRequestRequest: asked.name,
            order_pb2.GetOrderRequest: order.name,
        }[request]
        field = "thread" if request is thread_pb2.ListMessagesRequest else "name"
        with refused() as foreign:
            await get(request(**{field: name}), metadata=metadata)
        with refused() as nowhere:
            await get(request(**{field: absent(name)}), metadata=metadata)

        assert foreign.code == nowhere.code == "NOT_FOUND"
        assert (foreign.reason, foreign.message) == (nowhere.reason, nowhere.message)


@pytest.mark.parametrize("stranger", [EVE, OLAF])
async def test_a_stranger_cannot_write_into_a_thread(messaging, asked, stranger):
    with refused() as foreign:
        await messaging.say(stranger, asked)

    assert foreign.code == "NOT_FOUND"


async def test_another_maker_cannot_answer_for_the_one_who_was_asked(messaging, asked):
    other = await messaging.a_maker()
    private = await messaging.a_listing(other, private_access={"link_revision": 1})

    with refused() as declined:
        await messaging.decline(other.subject, asked)
    with refused() as answered:
        await messaging.answer(other.subject, asked, private)

    assert declined.code == answered.code == "NOT_FOUND"


async def test_a_buyer_who_sells_too_cannot_answer_the_own_request(messaging, asked):
    with refused() as declined:
        await messaging.custom_orders.DeclineCustomOrder(
            asking.DeclineCustomOrderRequest(name=asked.name, text="No.", request_id=an_id()),
            metadata=messaging.as_(ANA, "buyer", "maker"),
        )

    assert (declined.code, declined.reason) == ("PERMISSION_DENIED", "ONLY_THE_MAKER_ANSWERS")


async def test_the_maker_never_learns_who_the_buyer_is(messaging, asked):
    maker = await messaging.owner(asked)
    listing = await messaging.a_listing(await messaging.a_maker("maker-" + an_id()))
    order = await messaging.record(an_order(listing))

    request, thread = await messaging.read(maker, asked)
    listed = await messaging.threads.ListThreads(
        thread_pb2.ListThreadsRequest(), metadata=messaging.as_(maker)
    )
    declined = await messaging.decline(maker, asked)
    seller = await messaging.owner(order)
    sold = await messaging.orders.GetOrder(
        order_pb2.GetOrderRequest(name=order.name), metadata=messaging.as_(seller)
    )

    for shown in (request, thread, listed, declined, sold):
        assert ANA not in str(shown)
    assert request.buyer_alias == thread.buyer_alias != ""


@pytest.mark.parametrize("reader", [ANA, "support-sam"])
async def test_the_buyer_and_support_know_who_the_buyer_is(messaging, asked, reader):
    request, thread = await messaging.read(reader, asked)

    assert (request.buyer, thread.buyer) == (ANA, ANA)


async def test_a_buyer_has_one_name_with_each_maker(messaging):
    one, other = await messaging.a_maker(), await messaging.a_maker()

    first, second = [
        await messaging.asked(listing=await messaging.a_listing(one)) for _ in range(2)
    ]
    third = await messaging.asked(listing=await messaging.a_listing(other))

    assert first.buyer_alias == second.buyer_alias
    assert first.buyer_alias != third.buyer_alias


async def test_a_partner_reads_and_writes_for_makers_who_granted_it(messaging):
    maker = await messaging.a_maker(grants={PARTNER: ["messages:write"]})
    asked = await messaging.asked(listing=await messaging.a_listing(maker))

    sent = await messaging.say(PARTNER, asked, "We reply for Mira.")
    request, thread = await messaging.read(PARTNER, asked)
    listed = await messaging.threads.ListThreads(
        thread_pb2.ListThreadsRequest(maker=maker.name), metadata=messaging.as_(PARTNER)
    )

    assert sent.author == thread_pb2.Message.MAKER
    assert request.state == asking.CustomOrderRequest.ANSWERED
    assert request.buyer == ""
    assert [one.name for one in listed.threads] == [thread.name]


async def test_a_partner_without_that_grant_is_a_stranger(messaging):
    maker = await messaging.a_maker(grants={PARTNER: ["catalog:write"]})
    asked = await messaging.asked(listing=await messaging.a_listing(maker))

    with refused() as writing:
        await messaging.say(PARTNER, asked)
    with refused() as listing:
        await messaging.threads.ListThreads(
            thread_pb2.ListThreadsRequest(maker=maker.name), metadata=messaging.as_(PARTNER)
        )

    assert writing.code == listing.code == "NOT_FOUND"


async def test_support_reads_everything_and_writes_nothing(messaging, asked):
    request, _ = await messaging.read("support-sam", asked)
    with refused() as writing:
        await messaging.say("support-sam", asked)
    with refused() as also_a_buyer:
        await messaging.threads.SendMessage(
            thread_pb2.SendMessageRequest(thread=asked.thread, text="Hi", request_id=an_id()),
            metadata=messaging.as_("support-sam", "support", "buyer"),
        )

    assert request.name == asked.name
    assert (writing.code, writing.reason) == ("PERMISSION_DENIED", "ROLE_MISSING")
    assert also_a_buyer.reason == "ONLY_PARTIES_WRITE"


async def test_only_the_buyer_the_maker_and_its_partners_get_the_link(messaging):
    granted = {PARTNER: ["messages:write", "events:read"]}
    maker = await messaging.a_maker(grants=granted)
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 1})
    await messaging.answer(maker.subject, asked, private)
    batch = thread_pb2.BatchListMessagesRequest(threads=[asked.thread])

    seen = {}
    for who in (ANA, maker.subject, PARTNER, "support-sam", "admin-ada", "service-x"):
        listed = (await messaging.messages(who, asked)).messages
        batched = await messaging.threads.BatchListMessages(batch, metadata=messaging.as_(who))
        links = {listed[1].listing_url, batched.results[0].messages[1].listing_url}
        assert listed[1].listing == private.name
        assert len(links) == 1
        seen[who] = bool(links.pop())

    assert seen == {
        ANA: True,
        maker.subject: True,
        PARTNER: True,
        "support-sam": False,
        "admin-ada": False,
        "service-x": False,
    }


async def test_nobody_reads_anything_without_signing_in(messaging, asked):
    with refused() as anonymous:
        await messaging.threads.GetThread(thread_pb2.GetThreadRequest(name=asked.thread))

    assert anonymous.code == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("who", "claims"),
    [(ANA, {}), ("maker-mira", {}), (PARTNER, {}), (PARTNER, {"scope": ["messages:write"]})],
)
async def test_only_the_order_system_records_orders(messaging, who, claims):
    listing = await messaging.a_listing(await messaging.a_maker())

    with refused() as forbidden:
        await messaging.orders.RecordOrder(
            order_pb2.RecordOrderRequest(order=an_order(listing), request_id=an_id()),
            metadata=messaging.as_(who, **claims),
        )

    assert forbidden.code == "PERMISSION_DENIED"


async def test_a_lookup_leaves_gaps_where_something_is_missing_hidden_or_no_name(messaging, asked):
    other = await messaging.asked(buyer=EVE)
    names = [other.thread, asked.thread, absent(asked.thread), "threads/x", asked.thread]

    answer = await messaging.threads.LookupThreadsByName(
        thread_pb2.LookupThreadsByNameRequest(names=names), metadata=messaging.as_(ANA)
    )

    assert [result.thread.name for result in answer.results] == [
        "",
        asked.thread,
        "",
        "",
        asked.thread,
    ]


async def test_a_batch_of_messages_leaves_gaps_too(messaging, asked):
    other = await messaging.asked(buyer=EVE)
    await messaging.say(ANA, asked, "And a cat.")

    answer = await messaging.threads.BatchListMessages(
        thread_pb2.BatchListMessagesRequest(
            threads=[other.thread, asked.thread, absent(asked.thread)], page_size=1
        ),
        metadata=messaging.as_(ANA),
    )
    hidden, shown, missing = answer.results
    rest = await messaging.messages(ANA, asked, page_token=shown.next_page_token)

    assert not hidden.messages
    assert hidden == missing
    assert [message.text for message in shown.messages] == ["Two dogs, please."]
    assert [message.text for message in rest.messages] == ["And a cat."]


async def test_a_batch_of_threads_tells_none_from_hidden(messaging, asked):
    mine = await messaging.a_maker()

    answer = await messaging.threads.BatchListThreads(
        thread_pb2.BatchListThreadsRequest(makers=[asked.maker, mine.name, f"makers/{uuid4()}"]),
        metadata=messaging.as_(mine.subject),
    )
    support = await messaging.threads.BatchListThreads(
        thread_pb2.BatchListThreadsRequest(makers=[asked.maker]),
        metadata=messaging.as_("support-sam"),
    )

    assert [result.HasField("page") for result in answer.results] == [False, True, False]
    assert [thread.name for thread in support.results[0].page.threads] == [asked.thread]
