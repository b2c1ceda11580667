"""Several fields wait for one load; one of them may be cancelled by a neighbour that failed."""

import asyncio

import pytest

from gateway.context import Loader


async def test_a_field_that_is_cancelled_takes_nothing_from_another_that_waits_for_the_same():
    batches = []

    async def load(keys):
        batches.append(keys)
        await asyncio.sleep(0.01)
        return [key.upper() for key in keys]

    async def field():
        return await loader.load("mug")

    loader = Loader(load)
    first, second = asyncio.create_task(field()), asyncio.create_task(field())
    await asyncio.sleep(0)

    first.cancel()

    assert await second == "MUG"
    with pytest.raises(asyncio.CancelledError):
        await first
    assert batches == [["mug"]]
