"""Who wants the same thing at once takes turns; who wants another does not wait."""

import asyncio

from catalog.service.turns import Turns


async def test_one_at_a_time_for_each_key():
    turns, inside, most = Turns(), 0, 0

    async def visit(key):
        nonlocal inside, most
        async with turns.on(key):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit("mug") for _ in range(10)))
    alone = most
    await asyncio.gather(visit("mug"), visit("bowl"))

    assert (alone, most) == (1, 2)


async def test_a_turn_that_fails_lets_the_next_in():
    turns = Turns()

    async def fails():
        async with turns.on("mug"):
            raise ValueError

    answers = await asyncio.gather(fails(), fails(), return_exceptions=True)

    assert [type(answer) for answer in answers] == [ValueError, ValueError]
