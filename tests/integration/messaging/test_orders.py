"""Orders, as the order system tells of them: repeated, late, at once."""

import asyncio

import pytest

from handmade.messaging.v1 import custom_order_request_pb2, order_pb2
from tests.support.messaging import ANA, EVE, an_id, an_order
from tests.support.refusals import refused

Order = order_pb2.Order


@pytest.fixture
async def offered(messaging):
    """A request, its maker, and the private listing that was sent for it."""
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 1})
    await messaging.answer(maker.subject, asked, private)
    return asked, maker, private


def later(order, version, state):
    report = Order()
    report.CopyFrom(order)
    report.version, report.state = version, state
    return report


async def test_reports_in_any_order_end_in_the_latest(messaging):
    report = an_order(await messaging.a_listing(await messaging.a_maker()))

    third = await messaging.record(later(report, 3, Order.DELIVERED))
    first = await messaging.record(report)
    second = await messaging.record(later(report, 2, Order.SHIPPED))
    again = await messaging.record(later(report, 3, Order.DELIVERED))

    assert third.version == 3
    assert first == second == again == third
    assert await messaging.events(third.name) == ["order.recorded"]


async def test_a_later_report_moves_the_order_on(messaging):
    report = an_order(await messaging.a_listing(await messaging.a_maker()))
    placed = await messaging.record(report)

    shipped = await messaging.record(later(report, 2, Order.SHIPPED))

    assert (placed.name, placed.maker) == (shipped.name, shipped.maker)
    assert shipped.state == Order.SHIPPED
    assert await messaging.events(placed.name) == ["order.recorded", "order.updated"]


async def test_reports_of_one_order_at_once_make_one_order(messaging):
    report = an_order(await messaging.a_listing(await messaging.a_maker()))
    reports = [later(report, version, Order.PLACED) for version in (1, 2, 3, 4)]

    outcomes = await asyncio.gather(
        *(messaging.record(one) for one in reports), return_exceptions=True
    )
    # Whoever lost the race is told to repeat, as the order system does.
    for one, outcome in zip(reports, outcomes, strict=True):
        if isinstance(outcome, Exception):
            await messaging.record(one)
    orders = messaging.database["orders"].find({"order_number": report.order_number})

    assert [order["version"] async for order in orders] == [4]


async def test_a_repeated_report_answers_as_the_first_time(messaging):
    report, request_id = an_order(await messaging.a_listing(await messaging.a_maker())), an_id()

    first = await messaging.record(report, request_id)
    await messaging.record(later(report, 2, Order.SHIPPED))

    assert await messaging.record(report, request_id) == first


async def test_a_delivered_order_stays_delivered(messaging):
    report = an_order(await messaging.a_listing(await messaging.a_maker()))
    await messaging.record(later(report, 2, Order.DELIVERED))

    with refused() as refusal:
        await messaging.record(later(report, 3, Order.SHIPPED))

    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "ORDER_ENDED")


async def test_a_purchase_settles_the_request_once(messaging, offered):
    asked, _, private = offered

    first = await messaging.record(an_order(private, custom_order_request=asked.name))
    await messaging.record(an_order(private, custom_order_request=asked.name))
    request, _ = await messaging.read(ANA, asked)

    assert request.order == first.name
    assert (await messaging.events(asked.name)).count("custom_order_request.purchased") == 1


async def test_the_maker_declines_no_purchase(messaging, offered):
    asked, maker, private = offered
    await messaging.record(an_order(private, custom_order_request=asked.name))

    with refused() as refusal:
        await messaging.decline(maker.subject, asked)

    assert refusal.reason == "CUSTOM_ORDER_SETTLED"


async def test_a_purchase_after_declining_is_recorded_and_the_request_stays_declined(
    messaging, offered
):
    asked, maker, private = offered
    await messaging.decline(maker.subject, asked)

    order = await messaging.record(an_order(private, custom_order_request=asked.name))
    request, _ = await messaging.read(ANA, asked)

    assert order.custom_order_request == asked.name
    assert request.state == custom_order_request_pb2.CustomOrderRequest.DECLINED


async def test_an_order_for_a_request_must_be_its_buyers_and_of_what_was_offered(
    messaging, offered
):
    asked, maker, private = offered
    public = await messaging.a_listing(maker)

    async def refusal_of(report):
        with refused() as refusal:
            await messaging.record(report)
        kept = messaging.database["orders"].count_documents({"order_number": report.order_number})
        assert await kept == 0
        return refusal.code, refusal.rules

    code = "FAILED_PRECONDITION"
    assert await refusal_of(an_order(private, buyer=EVE, custom_order_request=asked.name)) == (
        code,
        ["CUSTOM_ORDER_REQUEST_NOT_FOUND"],
    )
    nowhere = f"customOrderRequests/{an_id()}"
    assert await refusal_of(an_order(private, custom_order_request=nowhere)) == (
        code,
        ["CUSTOM_ORDER_REQUEST_NOT_FOUND"],
    )
    assert await refusal_of(an_order(public, custom_order_request=asked.name)) == (
        code,
        ["LISTING_NOT_OFFERED"],
    )


async def test_an_order_of_an_unknown_listing_is_refused(messaging):
    report = an_order(order_pb2.Order(name=f"listings/{an_id()}"))

    with refused() as refusal:
        await messaging.record(report)

    assert refusal.rules == ["LISTING_NOT_FOUND"]


async def test_an_order_whose_maker_is_not_known_yet_is_to_be_repeated(messaging):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker)
    kept = await messaging.database["makers"].find_one_and_delete({"_id": maker.name})
    report = an_order(listing)

    with refused() as refusal:
        await messaging.record(report)
    recording = asyncio.create_task(messaging.record(report))
    await asyncio.sleep(0.3)
    await messaging.database["makers"].insert_one(kept)
    order = await recording

    assert (refusal.code, refusal.reason) == ("ABORTED", "SELLER_NOT_KNOWN_YET")
    assert order.maker == maker.name


async def test_an_order_in_no_known_state_is_refused(messaging):
    report = an_order(await messaging.a_listing(await messaging.a_maker()), state=99)

    with refused() as refusal:
        await messaging.record(report)

    assert refusal.rules == ["ENUM_VALUE_UNKNOWN"]


async def test_an_order_is_read_by_its_parties_in_full(messaging):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker)
    report = an_order(listing, choices=[{"customization": "Colour", "option": "Cobalt"}])
    recorded = await messaging.record(report)
    request = order_pb2.LookupOrdersByNameRequest(names=[recorded.name])

    answers = [
        (await messaging.orders.LookupOrdersByName(request, metadata=messaging.as_(who))).results[0]
        for who in (ANA, maker.subject, EVE)
    ]

    assert answers[0].order == recorded
    assert answers[1].order.buyer == ""
    assert answers[1].order.price == recorded.price == report.price
    assert not answers[2].HasField("order")
