"""A buyer asks, a maker answers, in a real database."""

import asyncio
from datetime import timedelta

import pytest

from chassis.links import PrivateLinks
from handmade.catalog.v1 import listing_pb2
from handmade.messaging.v1 import custom_order_request_pb2 as pb
from handmade.messaging.v1 import thread_pb2
from messaging import catalog
from tests.support.messaging import ANA, EVE, a_listing, an_id, an_order
from tests.support.refusals import refused

Request = pb.CustomOrderRequest
Clock = thread_pb2.ResponseClock


async def test_a_custom_order_goes_from_wish_to_purchase(messaging):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker)

    asked = await messaging.asked(listing=listing)
    await messaging.say(maker.subject, asked, "With pleasure. Which dogs?")
    await messaging.say(ANA, asked, "A poodle and a pug.")
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})
    sent = await messaging.answer(maker.subject, asked, private)
    order = await messaging.record(an_order(private, custom_order_request=asked.name))
    bought, thread = await messaging.read(ANA, asked)

    assert asked.state == Request.OPEN
    assert asked.clock.due_time.ToDatetime() - asked.clock.open_time.ToDatetime() == timedelta(
        hours=24
    )
    assert sent.state == Request.LINK_SENT
    assert bought.state == Request.PURCHASED
    assert bought.order == order.name
    assert bought.private_listing == private.name
    assert bought.clock.verdict == Clock.MET
    assert thread.state == thread_pb2.Thread.AWAITING_BUYER
    assert not thread.HasField("clock")


async def test_both_sides_read_the_same_thread(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})
    await messaging.answer(maker.subject, asked, private)

    buyers, makers = [
        (await messaging.messages(who, asked)).messages for who in (ANA, maker.subject)
    ]

    assert buyers == makers
    assert [message.text for message in buyers] == ["Two dogs, please.", "Here it is."]
    assert buyers[1].listing == private.name
    assert buyers[1].listing_url.startswith("https://handmade.example/private/")


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        pytest.param({"custom_orders_offered": False}, ["CUSTOM_ORDERS_NOT_OFFERED"], id="none"),
    ],
)
async def test_a_refusal_to_ask_gives_every_reason(messaging, changes, rules):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker, **changes)

    with refused() as refusal:
        await messaging.asked(listing=listing)
    checked = await messaging.custom_orders.CheckCustomOrders(
        pb.CheckCustomOrdersRequest(listings=[listing.name]), metadata=messaging.as_(ANA)
    )

    assert (refusal.code, refusal.rules) == ("FAILED_PRECONDITION", rules)
    assert [reason.code for reason in checked.results[0].permission.reasons] == rules


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        pytest.param({}, "SUSPENDED", id="a suspended maker"),
        pytest.param({"country": "DE"}, "ACTIVE", id="another region"),
        pytest.param({"custom_orders_offered": False}, "GRANTED", id="not yet registered"),
    ],
)
async def test_what_an_inactive_maker_offers_is_hidden_as_in_the_catalog(messaging, changes, state):
    maker = await messaging.a_maker(state=state)
    listing = await messaging.a_listing(maker, **changes)

    with refused() as hidden:
        await messaging.asked(listing=listing)
    with refused() as absent:
        await messaging.asked(listing=a_listing(maker))
    checked = await messaging.custom_orders.CheckCustomOrders(
        pb.CheckCustomOrdersRequest(listings=[listing.name]), metadata=messaging.as_(ANA)
    )

    assert (hidden.code, hidden.reason) == ("NOT_FOUND", "LISTING_NOT_FOUND")
    assert hidden.message == absent.message
    assert not checked.results[0].HasField("permission")


async def test_a_maker_who_was_suspended_answers_with_no_listing(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 1})
    await messaging.database["makers"].update_one(
        {"_id": maker.name}, {"$set": {"states": {"NA": "SUSPENDED"}}}
    )

    with refused() as refusal:
        await messaging.answer(maker.subject, asked, private)
    said = await messaging.say(maker.subject, asked, "Not now, sorry.")

    assert (refusal.code, refusal.rules) == ("FAILED_PRECONDITION", ["MAKER_NOT_ACTIVE"])
    assert said.author == thread_pb2.Message.MAKER


async def test_a_maker_who_has_just_become_active_is_waited_for(messaging):
    maker = await messaging.a_maker(state="GRANTED")
    listing = await messaging.a_listing(maker)

    asking = asyncio.create_task(messaging.asked(listing=listing))
    await asyncio.sleep(0.3)
    await messaging.database["makers"].update_one(
        {"_id": maker.name}, {"$set": {"states": {"NA": "ACTIVE"}}}
    )

    assert (await asking).listing == listing.name


async def test_every_change_of_a_request_is_told(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    one, other = [
        await messaging.a_listing(maker, private_access={"link_revision": 1}) for _ in range(2)
    ]

    await messaging.say(ANA, asked, "And a cat.")
    await messaging.say(maker.subject, asked, "Gladly.")
    await messaging.say(ANA, asked, "When?")
    await messaging.answer(maker.subject, asked, one)
    await messaging.answer(maker.subject, asked, other)

    assert await messaging.events(asked.name) == [
        f"custom_order_request.{what}"
        for what in (
            "asked",
            "updated",
            "answered",
            "negotiation_opened",
            "link_sent",
            "link_sent",
        )
    ]


async def test_makers_do_not_ask_themselves(messaging):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker)

    with refused() as refusal:
        await messaging.custom_orders.AskCustomOrder(
            pb.AskCustomOrderRequest(listing=listing.name, text="Me?", request_id=an_id()),
            metadata=messaging.as_(maker.subject, "maker", "buyer"),
        )

    assert refusal.rules == ["OWN_LISTING"]


@pytest.mark.parametrize(
    ("changes", "sees"),
    [
        pytest.param({"state": listing_pb2.Listing.DRAFT}, False, id="a draft"),
        pytest.param({"private_access": {}}, False, id="a bearer link's listing"),
        pytest.param({"private_access": {"buyer": EVE}}, False, id="another buyer's"),
        pytest.param({"private_access": {"buyer": ANA}}, True, id="the own private one"),
        pytest.param({}, True, id="a public one"),
    ],
)
async def test_one_asks_only_from_what_one_sees(messaging, changes, sees):
    listing = await messaging.a_listing(await messaging.a_maker(), **changes)

    checked = await messaging.custom_orders.CheckCustomOrders(
        pb.CheckCustomOrdersRequest(listings=["listings/x", listing.name]),
        metadata=messaging.as_(ANA),
    )

    assert [result.HasField("permission") for result in checked.results] == [False, sees]
    if not sees:
        with refused() as hidden:
            await messaging.asked(listing=listing)
        assert (hidden.code, hidden.reason) == ("NOT_FOUND", "LISTING_NOT_FOUND")


async def test_without_signing_in_one_learns_that_it_needs_that(messaging):
    listing = await messaging.a_listing(await messaging.a_maker())

    checked = await messaging.custom_orders.CheckCustomOrders(
        pb.CheckCustomOrdersRequest(listings=[listing.name])
    )

    reasons = checked.results[0].permission.reasons
    assert [reason.code for reason in reasons] == ["SIGN_IN_REQUIRED"]


async def test_a_listing_that_is_just_being_published_is_waited_for(messaging):
    maker = await messaging.a_maker()
    listing = a_listing(maker)

    asking = asyncio.create_task(messaging.asked(listing=listing))
    await asyncio.sleep(0.3)
    await messaging.database["listings"].insert_one(catalog.to_document(listing))
    asked = await asking

    assert asked.listing == listing.name


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        pytest.param({"private_access": None}, ["LISTING_NOT_PRIVATE"], id="public"),
        pytest.param(
            {"state": listing_pb2.Listing.DRAFT, "private_access": {"buyer": EVE}},
            ["LISTING_NOT_LIVE", "LISTING_BOUND_TO_ACCOUNT"],
            id="a draft for another buyer",
        ),
        pytest.param(
            {"private_access": {"buyer": ANA}},
            ["LISTING_BOUND_TO_ACCOUNT"],
            id="bound to the buyer's account, rightly guessed",
        ),
        pytest.param(
            {"private_access": {"custom_order_request": f"customOrderRequests/{an_id()}"}},
            ["LISTING_FOR_ANOTHER_REQUEST"],
            id="for another request",
        ),
    ],
)
async def test_a_listing_that_cannot_answer_is_refused_with_every_reason(messaging, changes, rules):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    listing = await messaging.a_listing(maker, **changes)

    with refused() as refusal:
        await messaging.answer(maker.subject, asked, listing)
    request, _ = await messaging.read(ANA, asked)

    assert (refusal.code, refusal.rules) == ("FAILED_PRECONDITION", rules)
    assert request.state == Request.OPEN
    assert len((await messaging.messages(ANA, asked)).messages) == 1


async def test_a_listing_bound_to_the_request_goes_to_its_buyer(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    bound = {"custom_order_request": asked.name, "link_revision": 1}
    listing = await messaging.a_listing(maker, private_access=bound)

    await messaging.answer(maker.subject, asked, listing)
    request, _ = await messaging.read(ANA, asked)

    assert request.state == Request.LINK_SENT


async def test_another_makers_listing_and_none_at_all_cannot_answer_alike(messaging):
    maker, other = await messaging.a_maker(), await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    foreign = await messaging.a_listing(other, private_access={"link_revision": 1})

    with refused() as of_another:
        await messaging.answer(maker.subject, asked, foreign)
    with refused() as of_nobody:
        await messaging.answer(maker.subject, asked, a_listing(maker))

    assert of_another.rules == of_nobody.rules == ["LISTING_NOT_FOUND"]
    assert of_another.message == of_nobody.message


async def test_a_link_stays_the_one_that_was_sent(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})
    await messaging.answer(maker.subject, asked, private)

    await messaging.a_listing(maker, name=private.name, private_access={"link_revision": 4})
    await messaging.answer(maker.subject, asked, private, "The new link.")
    old, new = (await messaging.messages(ANA, asked)).messages[1:]

    assert old.listing == new.listing == private.name
    assert old.listing_url != new.listing_url
    settings = messaging.process.frame.settings
    links = PrivateLinks(settings.secret_key(), settings.public_url)
    assert links.opens(old.listing_url.partition("#")[2], private.name, 3)
    assert links.opens(new.listing_url.partition("#")[2], private.name, 4)


async def test_nothing_secret_of_a_link_is_stored(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})
    await messaging.answer(maker.subject, asked, private)

    url = (await messaging.messages(ANA, asked)).messages[1].listing_url
    secret = url.partition("#")[2]

    for name in await messaging.database.list_collection_names():
        async for document in messaging.database[name].find():
            assert secret not in str(document)


async def test_two_answers_at_once_both_count_and_leave_one_story(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})

    await asyncio.gather(
        messaging.answer(maker.subject, asked, private),
        messaging.say(maker.subject, asked, "One"),
        messaging.say(maker.subject, asked, "Two"),
        messaging.say(ANA, asked, "Three"),
    )
    request, _ = await messaging.read(ANA, asked)
    stored = messaging.database["messages"].find({"thread": asked.thread}).sort("number", 1)
    numbers = [message["number"] async for message in stored]

    assert request.state == Request.LINK_SENT
    assert numbers == [1, 2, 3, 4, 5]
    assert (await messaging.events(asked.thread)).count("message.sent") == 5


async def test_of_declining_and_answering_at_once_one_wins(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})

    outcomes = await asyncio.gather(
        messaging.decline(maker.subject, asked),
        messaging.decline(maker.subject, asked),
        messaging.answer(maker.subject, asked, private),
        return_exceptions=True,
    )
    request, thread = await messaging.read(ANA, asked)

    assert request.state == Request.DECLINED
    assert thread.state == thread_pb2.Thread.CLOSED
    declined = [one for one in outcomes if getattr(one, "state", 0) == Request.DECLINED]
    assert len(declined) == 1


async def test_a_declined_request_is_over(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})

    declined = await messaging.decline(maker.subject, asked)
    with refused() as answering:
        await messaging.answer(maker.subject, asked, private)
    with refused() as writing:
        await messaging.say(ANA, asked, "Please?")

    assert declined.state == Request.DECLINED
    assert (answering.code, answering.reason) == ("FAILED_PRECONDITION", "CUSTOM_ORDER_SETTLED")
    assert (writing.code, writing.reason) == ("FAILED_PRECONDITION", "THREAD_CLOSED")
    assert [message.text for message in (await messaging.messages(ANA, asked)).messages] == [
        "Two dogs, please.",
        "Sorry, not before spring.",
    ]


async def test_requests_are_listed_for_each_side_newest_first(messaging):
    buyer = f"buyer-{an_id()}"
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker)
    asked = [await messaging.asked(buyer, listing, f"Wish {number}") for number in range(3)]

    async def listed(who, **page):
        return await messaging.custom_orders.ListCustomOrderRequests(
            pb.ListCustomOrderRequestsRequest(**page), metadata=messaging.as_(who)
        )

    first = await listed(buyer, page_size=2)
    rest = await listed(buyer, page_size=2, page_token=first.next_page_token)
    makers = await listed(maker.subject, maker=maker.name)

    names = [one.name for one in asked][::-1]
    shown = [*first.custom_order_requests, *rest.custom_order_requests]
    assert [one.name for one in shown] == names
    assert rest.next_page_token == ""
    assert [one.name for one in makers.custom_order_requests] == names


async def test_threads_are_listed_with_the_latest_message_first(messaging):
    buyer = f"buyer-{an_id()}"
    asked = [await messaging.asked(buyer) for _ in range(3)]
    await messaging.say(buyer, asked[0], "Still there?")

    async def listed(**page):
        return await messaging.threads.ListThreads(
            thread_pb2.ListThreadsRequest(**page), metadata=messaging.as_(buyer)
        )

    first = await listed(page_size=2)
    rest = await listed(page_size=2, page_token=first.next_page_token)

    names = [thread.name for thread in (*first.threads, *rest.threads)]
    assert names == [asked[0].thread, asked[2].thread, asked[1].thread]


async def test_what_happened_in_one_moment_is_paged_without_gaps(messaging):
    messaging.clock.stop()
    buyer = f"buyer-{an_id()}"
    listing = await messaging.a_listing(await messaging.a_maker())
    asked = {(await messaging.asked(buyer, listing)).thread for _ in range(5)}
    seen, token = [], ""

    for _ in range(5):
        page = await messaging.threads.ListThreads(
            thread_pb2.ListThreadsRequest(page_size=1, page_token=token),
            metadata=messaging.as_(buyer),
        )
        seen += [thread.name for thread in page.threads]
        token = page.next_page_token

    assert len(seen) == 5
    assert set(seen) == asked
    assert token == ""
