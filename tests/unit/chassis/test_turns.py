"""Whose turn it is among those who wait."""

import asyncio

import pytest

from chassis.turns import Turns


class Clock:
    time = 0.0

    def __call__(self):
        return self.time


class Queue:
    """People who wait for turns, in the order in which they get them."""

    def __init__(self, at_once=1):
        self.clock = Clock()
        self.had = []
        self._turns = Turns(at_once, self.clock)
        self._ends = asyncio.Queue()

    async def _have(self, whose):
        async with self._turns.turn(whose):
            self.had.append(whose)
            await self._ends.get()

    async def come(self, *people):
        calls = [asyncio.create_task(self._have(whose)) for whose in people]
        await self._settled()
        return calls

    async def end_one(self, after=1.0):
        self.clock.time += after
        self._ends.put_nowait(None)
        await self._settled()

    async def _settled(self):
        for _ in range(10):
            await asyncio.sleep(0)


async def test_who_has_many_waits_behind_everybody_who_has_had_less():
    queue = Queue()
    calls = await queue.come("mia", "mia", "mia", "ola", "pia")

    for _ in range(5):
        await queue.end_one()

    assert queue.had == ["mia", "ola", "pia", "mia", "mia"]
    await asyncio.gather(*calls)


async def test_long_turns_are_paid_for_with_waiting():
    queue = Queue()
    calls = await queue.come("mia", "ola")
    await queue.end_one(after=10)
    await queue.end_one(after=1)

    calls += await queue.come("pia", "mia", "ola")
    for _ in range(3):
        await queue.end_one()

    assert queue.had == ["mia", "ola", "pia", "ola", "mia"]
    await asyncio.gather(*calls)


async def test_of_one_only_one_has_a_turn_while_places_are_free():
    queue = Queue(at_once=2)
    calls = await queue.come("mia", "mia")
    before = list(queue.had)

    calls += await queue.come("ola")

    assert (before, queue.had) == (["mia"], ["mia", "ola"])
    for _ in range(3):
        await queue.end_one()
    await asyncio.gather(*calls)


async def test_nobody_in_particular_waits_for_a_place_only():
    queue = Queue(at_once=2)

    calls = await queue.come(None, None, None)

    assert queue.had == [None, None]
    for _ in range(3):
        await queue.end_one()
    await asyncio.gather(*calls)


async def test_what_was_had_is_forgotten_after_a_while():
    queue = Queue()
    calls = await queue.come("mia")
    await queue.end_one(after=100)
    queue.clock.time += 601

    calls += await queue.come("zoe", "mia", "ola")
    for _ in range(3):
        await queue.end_one(after=0)

    assert queue.had == ["mia", "zoe", "mia", "ola"]
    await asyncio.gather(*calls)


@pytest.mark.parametrize("who", [0, 1])
async def test_who_goes_away_leaves_the_turn_to_the_next(who):
    queue = Queue()
    calls = await queue.come("mia", "ola", "pia")

    calls[who].cancel()
    await queue.end_one()
    await queue.end_one()

    assert queue.had == [["mia", "ola", "pia"], ["mia", "pia"]][who]
    await queue.end_one()
    await asyncio.gather(*calls, return_exceptions=True)
