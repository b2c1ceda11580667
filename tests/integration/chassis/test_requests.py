"""A retry is harmless: one effect and one answer for each request id."""

import asyncio
import uuid
from datetime import UTC, datetime

import pytest
from pymongo.errors import DuplicateKeyError

from chassis.caller import Caller, calling_as
from chassis.errors import Refused, Unsettled
from chassis.requests import RequestIdReused, Requests, changing
from tests.support.probe import a_probe, pb

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
MIA = Caller(subject="mia")
TOM = Caller(subject="tom")


class ShopClosed(Refused):
    def __init__(self):
        super().__init__("The shop is closed.")


@pytest.fixture
async def requests(mongo, db):
    requests = Requests(mongo, db, lambda: NOW)
    await requests.prepare()
    return requests


def a_request(**changes):
    return pb.CreateProbeRequest(
        **({"probe": a_probe(), "request_id": str(uuid.uuid4())} | changes)
    )


class Shop:
    """Counts what it sells in one document, so that every effect can be seen."""

    def __init__(self, requests, db):
        self.requests = requests
        self.sales = db["sales"]
        self.tries = 0

    @changing
    async def Sell(self, request, session):
        self.tries += 1
        await self.sales.update_one(
            {"_id": request.probe.title}, {"$inc": {"count": 1}}, upsert=True, session=session
        )
        sold = await self.sales.find_one({"_id": request.probe.title}, session=session)
        if request.probe.title == "closed":
            raise ShopClosed
        if request.probe.title == "broken":
            raise RuntimeError("the till is stuck")
        return a_probe(title=request.probe.title, count=sold["count"])


@pytest.fixture
def shop(requests, db):
    return Shop(requests, db)


async def test_a_repeat_gets_the_first_answer_and_no_second_effect(shop, stored):
    request = a_request()

    first = await shop.Sell(request, None)
    other = await shop.Sell(a_request(), None)
    again = await shop.Sell(request, None)

    assert (first.count, other.count, again.count) == (1, 2, 1)
    assert again == first
    assert (await stored["sales"].find_one())["count"] == 2


async def test_twins_at_the_same_time_have_one_effect_and_equal_answers(shop, stored):
    request = a_request()

    answers = await asyncio.gather(*(shop.Sell(request, None) for _ in range(10)))

    assert answers == [answers[0]] * 10
    assert (await stored["sales"].find_one())["count"] == 1


async def test_many_pairs_of_twins_have_one_effect_each(shop, stored):
    requests = [a_request() for _ in range(10)]

    await asyncio.gather(*(shop.Sell(request, None) for request in requests * 2))

    assert (await stored["sales"].find_one())["count"] == 10


async def test_a_request_id_stands_for_one_body_only(shop, stored):
    request = a_request()
    await shop.Sell(request, None)

    with pytest.raises(RequestIdReused):
        await shop.Sell(a_request(probe=a_probe(title="x"), request_id=request.request_id), None)

    assert await stored["sales"].count_documents({"_id": "x"}) == 0


async def test_the_same_id_of_another_caller_is_another_request(shop):
    request = a_request()

    with calling_as(MIA):
        await shop.Sell(request, None)
    with calling_as(TOM):
        answer = await shop.Sell(request, None)

    assert answer.count == 2


async def test_the_same_id_for_another_method_is_another_request(requests):
    request = a_request()

    async def effect(session):
        return a_probe()

    await requests.once("Shop.Sell", request, effect)
    await requests.once("Shop.Rent", request, effect)


async def test_what_a_copy_may_not_know_yet_is_looked_at_again(mongo, db, requests):
    known = []

    class NotKnown(Unsettled, Refused):
        def __init__(self):
            super().__init__("Nobody knows you.")

    async def effect(session):
        known.append(session.in_transaction)
        if len(known) < 3:
            raise NotKnown
        return a_probe()

    await requests.once("Shop.Sell", a_request(), effect)
    assert known == [True] * 3

    known.clear()
    with pytest.raises(NotKnown):
        await Requests(mongo, db, lambda: NOW, pauses=()).once("Shop.Sell", a_request(), effect)
    assert len(known) == 1


async def test_a_refusal_leaves_nothing_and_is_not_kept(shop, stored):
    request = a_request(probe=a_probe(title="closed"))

    for _ in range(2):
        with pytest.raises(ShopClosed):
            await shop.Sell(request, None)

    assert shop.tries == 2
    assert await stored["sales"].count_documents({}) == 0
    assert await stored["requests"].count_documents({}) == 0


async def test_what_breaks_on_our_side_leaves_nothing(shop, stored):
    with pytest.raises(RuntimeError):
        await shop.Sell(a_request(probe=a_probe(title="broken")), None)

    assert await stored["sales"].count_documents({}) == 0
    assert await stored["requests"].count_documents({}) == 0


@pytest.mark.parametrize("kind", [ShopClosed, DuplicateKeyError])
async def test_a_twin_that_ran_into_the_first_ones_effect_gets_its_answer(requests, kind):
    request = a_request()

    async def late(session):
        # The first commits while this one is under way, and leaves it nothing to do.
        async def first(session):
            return a_probe(title="first")

        await requests.once("Shop.Sell", request, first)
        raise kind("sold already") if kind is DuplicateKeyError else kind()

    assert (await requests.once("Shop.Sell", request, late)).title == "first"


async def test_an_upload_is_known_by_its_digest(requests):
    request = a_request()

    async def effect(session):
        return a_probe()

    await requests.once("Shop.Send", request, effect, content=b"one")
    await requests.once("Shop.Send", request, effect, content=b"one")

    with pytest.raises(RequestIdReused):
        await requests.once("Shop.Send", request, effect, content=b"other")


async def test_answers_lost_on_the_way_are_given_again(shop, stored, failing):
    request = a_request()

    async with failing("commitTransaction", times=1, closeConnection=True):
        await shop.Sell(request, None)
    await shop.Sell(request, None)

    assert (await stored["sales"].find_one())["count"] == 1


async def test_requests_are_forgotten_after_a_day(requests, stored):
    index = (await stored["requests"].index_information())["created_1"]

    assert index["expireAfterSeconds"] == 24 * 3600
