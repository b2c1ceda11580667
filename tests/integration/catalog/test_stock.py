"""Reservations: stock is held, sold or given back, exactly once."""

import asyncio
from datetime import timedelta

import pytest

from catalog.effects import GivesBack
from catalog.service.news import News
from catalog.store.listings import Listings
from catalog.store.reservations import Reservations
from chassis.errors import Forbidden, Invalid, NotFound, Refused, Unauthenticated
from handmade.catalog.v1 import reservation_pb2
from tests.integration.catalog.workshop import dollars, options, request_id, rules, soon

State = reservation_pb2.Reservation.State


async def left(maker, listing):
    return (await maker.get(listing)).quantity


async def test_of_fifty_at_once_ten_get_the_ten(shop):
    maker, orders = await shop.maker(), shop.orders
    listing = await maker.sell(quantity=10)

    answers = await asyncio.gather(
        *(orders.reserve(listing, buyer=f"buyer-{n}") for n in range(50)), return_exceptions=True
    )

    held = [answer for answer in answers if isinstance(answer, reservation_pb2.Reservation)]
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert (len(held), len(refused)) == (10, 40)
    assert {refusal.violations[0].rule for refusal in refused} == {"OUT_OF_STOCK"}
    assert await left(maker, listing) == 0


async def test_a_reservation_pins_the_price_and_the_version(shop):
    maker = await shop.maker()
    listing = await maker.sell(
        price=dollars(30), customizations=[options("Colour", "Oatmeal", ("Cobalt", 2))]
    )

    held = await shop.orders.reserve(listing, ("Colour", "Cobalt"), quantity=2)
    await maker.update(listing, price=dollars(99), customizations=[options("Colour", "Oatmeal")])
    sold = await shop.orders.commit(held)

    assert (sold.price, sold.option_set_version, sold.quantity) == (dollars(32), 1, 2)
    assert sold.choices[0].option == "Cobalt"
    assert sold.state == State.COMMITTED
    assert await left(maker, listing) == 10


async def test_every_reason_not_to_sell_is_said(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=0, customizations=[options("Colour", "Oatmeal")])
    await shop.change(maker, states={"NA": "WITHDRAWN"})

    with pytest.raises(Refused) as refusal:
        await shop.orders.reserve(listing, ("Rim", "Round"))

    assert rules(refusal) == [
        "MAKER_NOT_ACTIVE",
        "OUT_OF_STOCK",
        "CUSTOMIZATION_UNKNOWN",
        "OPTION_MISSING",
    ]


async def test_a_draft_and_an_unknown_listing_look_alike(shop):
    draft = await (await shop.maker()).draft()
    unknown = type(draft)(name=f"{draft.name[:-4]}ffff")

    for listing in (draft, unknown):
        with pytest.raises(NotFound) as refusal:
            await shop.orders.reserve(listing)
        assert refusal.value.reason == "LISTING_NOT_FOUND"


async def test_released_stock_comes_back_once(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=3)
    held = await shop.orders.reserve(listing, quantity=2)

    answers = await asyncio.gather(*(shop.orders.release(held) for _ in range(6)))

    assert {answer.state for answer in answers} == {State.RELEASED}
    assert await left(maker, listing) == 3
    with pytest.raises(Refused) as refusal:
        await shop.orders.commit(held)
    assert refusal.value.reason == "RESERVATION_RELEASED"


async def test_a_committed_reservation_stays_sold(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=3)
    held = await shop.orders.reserve(listing)
    await shop.orders.commit(held)

    again = await shop.orders.commit(held)
    with pytest.raises(Refused) as refusal:
        await shop.orders.release(held)
    shop.clock.ahead = timedelta(hours=1)
    await asyncio.sleep(1.2)

    assert again.state == State.COMMITTED
    assert refusal.value.reason == "RESERVATION_COMMITTED"
    assert await left(maker, listing) == 2


async def test_after_fifteen_minutes_the_sweep_gives_the_stock_back(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=3)
    held = await shop.orders.reserve(listing)

    assert held.expire_time.ToDatetime() - held.create_time.ToDatetime() == timedelta(minutes=15)
    shop.clock.ahead = timedelta(minutes=15)

    await soon(lambda: left(maker, listing), lambda there: there == 3)
    with pytest.raises(Refused) as refusal:
        await shop.orders.commit(held)
    assert refusal.value.reason == "RESERVATION_EXPIRED"
    assert (await shop.orders.release(held)).state == State.EXPIRED
    assert await left(maker, listing) == 3


async def test_what_is_due_but_not_swept_can_not_be_committed(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=3)
    held = await shop.orders.reserve(listing)
    await _expire_unseen(shop, held)

    with pytest.raises(Refused) as refusal:
        await shop.orders.commit(held)

    assert refusal.value.reason == "RESERVATION_EXPIRED"
    assert "closes_at" in refusal.value.facts


async def test_many_sweeps_and_releases_at_once_give_back_once(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=20)
    held = [await shop.orders.reserve(listing, buyer=f"b{n}") for n in range(5)]
    for reservation in held:
        await _expire_unseen(shop, reservation)
    frame = shop.process.frame
    replicas = [
        GivesBack(
            frame.mongo,
            Reservations(frame.database),
            Listings(frame.mongo, frame.database),
            News(frame.events, shop.clock),
            shop.clock,
        )
        for _ in range(3)
    ]

    await asyncio.gather(
        *(replica.sweep() for replica in replicas), *(shop.orders.release(one) for one in held)
    )

    assert await left(maker, listing) == 20


async def test_a_reservation_that_can_not_be_ended_holds_up_no_other(shop):
    maker = await shop.maker()
    listing, gone = await maker.sell(quantity=3), await maker.sell()
    broken = await shop.orders.reserve(gone)
    await shop.database["listings"].delete_one({"_id": gone.name.partition("/")[2]})
    await shop.orders.reserve(listing)

    shop.clock.ahead = timedelta(minutes=15)

    await soon(lambda: left(maker, listing), lambda there: there == 3)
    key = {"_id": broken.name.partition("/")[2]}
    assert (await shop.database["reservations"].find_one(key))["state"] == "held"
    await shop.database["reservations"].delete_one(key)


async def test_a_commit_and_a_release_at_once_agree(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=10)

    for _ in range(5):
        before = await left(maker, listing)
        held = await shop.orders.reserve(listing)
        commit, release = await asyncio.gather(
            shop.orders.commit(held), shop.orders.release(held), return_exceptions=True
        )
        is_sold = isinstance(release, Refused)
        assert isinstance(commit, Refused) is not is_sold
        assert await left(maker, listing) == before - is_sold


async def test_a_repeated_reservation_takes_stock_once(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=5)
    request = reservation_pb2.ReserveStockRequest(
        listing=listing.name, buyer="bea", quantity=2, request_id=request_id()
    )

    answers = await asyncio.gather(*(shop.orders.stock.ReserveStock(request) for _ in range(5)))

    assert len({answer.name for answer in answers}) == 1
    assert await left(maker, listing) == 3


async def test_a_maker_who_restocks_while_stock_is_taken_loses_nothing(shop):
    maker = await shop.maker()
    listing = await maker.sell(quantity=10)

    await asyncio.gather(
        *(shop.orders.reserve(listing, buyer=f"b{n}") for n in range(5)),
        *(maker.update(listing, title=f"Mug {n}") for n in range(5)),
    )

    assert await left(maker, listing) == 5


@pytest.mark.parametrize("quantity", [-1, 1000, 2**31 - 1])
async def test_nobody_orders_such_quantities(shop, quantity):
    listing = await (await shop.maker()).sell()

    with pytest.raises(Invalid) as refusal:
        await shop.orders.reserve(listing, quantity=quantity)

    assert rules(refusal) == ["QUANTITY_OUT_OF_RANGE"]


async def test_only_the_order_system_reserves(shop):
    maker = await shop.maker()
    listing = await maker.sell()
    without_scope = shop.person("agency", "partner", scope=["catalog:write"])

    for stranger in (maker, shop.person("bea", "buyer"), without_scope):
        with pytest.raises(Forbidden):
            await stranger.reserve(listing)
    with pytest.raises(Unauthenticated):
        await shop.nobody.reserve(listing)


async def test_an_unknown_reservation_is_not_found(shop):
    unknown = reservation_pb2.Reservation(name="reservations/01900000-0000-7000-8000-000000000001")

    for attempt in (shop.orders.commit(unknown), shop.orders.release(unknown)):
        with pytest.raises(NotFound):
            await attempt
    with pytest.raises(Invalid):
        await shop.orders.commit(reservation_pb2.Reservation(name="reservations/none"))


async def _expire_unseen(shop, reservation):
    """Its time is over, though the clock says nothing that the sweep of the service would see."""
    moment = shop.clock() - timedelta(milliseconds=1)
    await shop.database["reservations"].update_one(
        {"_id": reservation.name.partition("/")[2]}, {"$set": {"expires": moment}}
    )


@pytest.mark.parametrize(
    ("buyer", "rule"),
    [
        pytest.param("bea\n", "BUYER_MALFORMED", id="a line break"),
        pytest.param("be\u202ea", "BUYER_MALFORMED", id="letters turned around"),
        pytest.param("buyer-7f3a9c04be", "BUYER_IS_ALIAS", id="an alias"),
        pytest.param("b" * 201, "BUYER_TOO_LONG", id="too long"),
    ],
)
async def test_stock_is_held_for_accounts_only(shop, buyer, rule):
    listing = await (await shop.maker()).sell()

    with pytest.raises(Invalid) as refused:
        await shop.orders.reserve(listing, buyer=buyer)

    assert rules(refused) == [rule]
