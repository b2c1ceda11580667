"""What a maker's membership does to conversations and orders, told by the copies."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import grpc
import pytest

from chassis import status
from handmade.catalog.v1 import listing_pb2
from handmade.messaging.v1 import custom_order_request_pb2 as pb
from handmade.messaging.v1 import order_pb2, thread_pb2
from messaging import catalog
from tests.support.messaging import ANA, BEN, an_order

Request, Order = pb.CustomOrderRequest, order_pb2.Order
ENDED = ("LEFT", "REMOVED")
NOT_FOUND = "LISTING_NOT_FOUND"
OPERATIONS = {
    # what is done: (as a member, suspended, after an end)
    "a buyer asks": ("ok", NOT_FOUND, NOT_FOUND),
    "the buyer of an open request writes": ("ok", "ok", "ok"),
    "the maker answers in words": ("ok", "ok", "ok"),
    "the maker declines": ("ok", "ok", "ok"),
    "the maker answers with a listing": ("ok", "MAKER_NOT_ACTIVE", "LISTING_NOT_LIVE"),
    "an order placed before is recorded": ("ok", "ok", "ok"),
    "a custom order paid before is recorded": ("ok", "ok", "ok"),
    "an open order is shipped": ("ok", "ok", "ok"),
    "an open order is cancelled": ("ok", "ok", "ok"),
    "both read": ("ok", "ok", "ok"),
}
STATES = {"ACTIVE": 0, "SUSPENDED": 1, "LEFT": 2, "REMOVED": 2}


@dataclass
class Trade:
    """What a maker has under way when something happens to its membership."""

    messaging: Any
    maker: Any
    mug: Any
    private: Any
    asked: Any
    to_decline: Any
    to_answer: Any
    answered: Any
    to_ship: Any
    to_cancel: Any

    async def standing(self, state):
        """Applications tells of another state, and catalog of what follows from it."""
        await self.messaging.database["makers"].update_one(
            {"_id": self.maker.name}, {"$set": {"states": {"NA": state}}}
        )
        if state in ENDED:
            for listing in (self.mug, self.private):
                retired = listing_pb2.Listing()
                retired.CopyFrom(listing)
                retired.state, retired.revision = listing_pb2.Listing.RETIRED, 2
                await self.messaging.database["listings"].replace_one(
                    {"_id": listing.name}, catalog.to_document(retired)
                )

    async def both_read(self):
        for who in (ANA, self.maker.subject):
            await self.messaging.read(who, self.asked)
            await self.messaging.messages(who, self.asked)


@pytest.fixture
async def trade(messaging):
    maker = await messaging.a_maker()
    mug = await messaging.a_listing(maker)
    private = await messaging.a_listing(maker, private_access={"link_revision": 1})
    asked = [await messaging.asked(listing=mug) for _ in range(4)]
    await messaging.answer(maker.subject, asked[3], private)
    to_ship, to_cancel = an_order(mug), an_order(mug)
    for order in (to_ship, to_cancel):
        await messaging.record(order)
    return Trade(messaging, maker, mug, private, *asked, to_ship, to_cancel)


def later(order, state):
    """The order as a later report has it."""
    changed = Order()
    changed.CopyFrom(order)
    changed.state, changed.version = state, 2
    return changed


async def outcome(call):
    """`ok`, the first broken rule, or the reason why not."""
    problem = await problem_of(call)
    if problem is None:
        return "ok"
    return problem.violations[0].rule if problem.violations else problem.reason


async def problem_of(call):
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return status.from_error(error)
    return None


@pytest.mark.parametrize("state", STATES)
async def test_what_can_be_done_in_each_state_of_a_membership(messaging, trade, state):
    await trade.standing(state)

    maker = trade.maker.subject
    custom = an_order(trade.private, custom_order_request=trade.answered.name)
    done = {
        "a buyer asks": messaging.asked(BEN, trade.mug),
        "the buyer of an open request writes": messaging.say(ANA, trade.asked),
        "the maker answers in words": messaging.say(maker, trade.asked),
        "the maker declines": messaging.decline(maker, trade.to_decline),
        "the maker answers with a listing": messaging.answer(maker, trade.to_answer, trade.private),
        "an order placed before is recorded": messaging.record(an_order(trade.mug)),
        "a custom order paid before is recorded": messaging.record(custom),
        "an open order is shipped": messaging.record(later(trade.to_ship, Order.SHIPPED)),
        "an open order is cancelled": messaging.record(later(trade.to_cancel, Order.CANCELLED)),
        "both read": trade.both_read(),
    }
    found = {what: await outcome(call) for what, call in done.items()}

    assert found == {what: expected[STATES[state]] for what, expected in OPERATIONS.items()}
    bought, _ = await messaging.read(ANA, trade.answered)
    assert bought.state == Request.PURCHASED


@pytest.mark.parametrize(
    ("state", "message"),
    [
        pytest.param("SUSPENDED", "is SUSPENDED. It must be reinstated first", id="suspended"),
        pytest.param("LEFT", "is LEFT. Apply to the programme again", id="left"),
    ],
)
async def test_the_maker_is_told_its_state_and_what_is_still_possible(
    messaging, trade, state, message
):
    await trade.standing(state)

    checked = await messaging.custom_orders.CheckCustomOrders(
        pb.CheckCustomOrdersRequest(listings=[trade.mug.name]),
        metadata=messaging.as_(trade.maker.subject),
    )
    problem = await problem_of(
        messaging.answer(trade.maker.subject, trade.to_answer, trade.private)
    )

    reasons = {one.code: one.message for one in checked.results[0].permission.reasons}
    told = {one.rule: one.message for one in problem.violations}
    assert message in reasons["MAKER_NOT_ACTIVE"]
    assert message in told["MAKER_NOT_ACTIVE"]
    assert "still write to the buyer, or decline" in told["MAKER_NOT_ACTIVE"]


@pytest.mark.parametrize("state", ["SUSPENDED", "LEFT"])
async def test_the_clock_waits_for_no_membership(messaging, trade, state):
    await trade.standing(state)
    messaging.clock.ahead = timedelta(hours=25)
    await messaging.sweep()

    _, late = await messaging.read(trade.maker.subject, trade.asked)
    await messaging.say(trade.maker.subject, trade.asked, "I could not answer before, sorry.")
    _, answered = await messaging.read(ANA, trade.asked)

    assert late.clock.verdict == thread_pb2.ResponseClock.BREACHED
    assert answered.state == thread_pb2.Thread.AWAITING_BUYER


async def test_a_reinstated_maker_is_asked_and_answers_again(messaging, trade):
    await trade.standing("SUSPENDED")
    hidden = await outcome(messaging.asked(BEN, trade.mug))
    await trade.standing("ACTIVE")

    asked = await messaging.asked(BEN, trade.mug)
    answered = await messaging.answer(trade.maker.subject, trade.to_answer, trade.private)

    assert hidden == NOT_FOUND
    assert asked.state == Request.OPEN
    assert answered.state == Request.LINK_SENT
