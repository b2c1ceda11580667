"""What each caller may have: turns for events, seats for sockets."""

import asyncio

import pytest

from gateway.rate import EVENTS_AT_ONCE, Buckets, Seats, Turns


class World:
    """Events of callers, which run until they are let go."""

    def __init__(self, size=1000.0):
        self.time = 0.0
        self.turns = Turns(Buckets(size, 1000.0, lambda: self.time))
        self.running, self.done = [], []
        self.go = asyncio.Event()

    async def event(self, caller, cost=1):
        async with self.turns.turn(caller, cost):
            self.running.append(caller)
            await self.go.wait()
            self.done.append(caller)


async def test_few_events_of_one_caller_run_at_once_and_those_of_others_beside_them():
    world = World()

    async with asyncio.TaskGroup() as events:
        for caller in ["mallory"] * 20 + ["ada", "bob"]:
            events.create_task(world.event(caller))
        await asyncio.sleep(0.01)
        beside = sorted(world.running)
        world.go.set()

    assert beside == ["ada", "bob"] + ["mallory"] * EVENTS_AT_ONCE
    assert len(world.done) == 22


async def test_an_event_takes_by_what_it_costs():
    world = World(size=100)
    world.go.set()
    for _ in range(2):
        await world.event("mallory", cost=500)

    third = asyncio.create_task(world.event("mallory"))
    await asyncio.sleep(0.05)
    waits = not third.done()
    world.time = 1.0
    await asyncio.wait_for(third, 30)

    assert waits


async def test_an_event_that_costs_more_than_a_bucket_holds_takes_all_of_it():
    world = World(size=10)
    world.go.set()

    await asyncio.wait_for(world.event("ada", cost=1000), 30)

    assert world.done == ["ada"]


async def test_an_event_that_is_given_up_gives_its_turn_back():
    world = World()
    given_up = [asyncio.create_task(world.event("ada")) for _ in range(5)]
    await asyncio.sleep(0.01)
    for one in given_up:
        one.cancel()
    await asyncio.wait(given_up)

    world.go.set()
    await asyncio.wait_for(world.event("ada"), 30)

    assert world.done == ["ada"]


def test_seats_are_counted_for_each_holder_and_for_all():
    seats = Seats(each=2, total=3)
    first, second = seats.take("a"), seats.take("a")

    assert first
    assert second
    assert seats.take("a") is None
    third = seats.take("b")
    assert third
    # Nobody else may have one now, whoever it is.
    assert seats.take("c") is None
    second.leave()
    assert seats.take("c")


def test_a_seat_is_passed_to_whoever_signs_in():
    seats = Seats(each=1, total=10)
    anonymous = seats.take("address")
    assert seats.take("address") is None

    assert anonymous.pass_to("ada")

    another = seats.take("address")
    assert not another.pass_to("ada")
    anonymous.leave()
    assert another.pass_to("ada")
    assert seats.take("address")


@pytest.mark.parametrize("passed", [False, True])
def test_nothing_is_kept_of_seats_that_were_left(passed):
    seats = Seats(each=1, total=1)
    for number in range(5):
        seat = seats.take(f"address {number}")
        if passed:
            seat.pass_to("ada")
        seat.leave()

    assert not seats._held
