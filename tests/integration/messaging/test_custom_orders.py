"""A buyer asks, a maker answers, in a real database."""

from datetime import timedelta

from handmade.messaging.v1 import custom_order_request_pb2 as pb
from handmade.messaging.v1 import thread_pb2
from tests.support.messaging import ANA, an_order

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
