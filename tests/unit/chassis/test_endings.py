import asyncio

import pytest

from chassis.endings import cleanly, finished, tidied


@pytest.mark.parametrize("ending", [finished, lambda work: cleanly(lambda: work)])
async def test_no_number_of_cancellations_cuts_it_short(ending):
    done, going_on = [], asyncio.Event()

    async def work():
        await going_on.wait()
        done.append(True)

    waiting = asyncio.create_task(ending(work()))
    for _ in range(3):
        await asyncio.sleep(0)
        waiting.cancel()
    await asyncio.sleep(0)
    assert not waiting.done()
    going_on.set()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert done == [True]


async def test_what_it_came_to_is_told():
    async def answer():
        return 42

    async def fault():
        raise OSError("full")

    assert await finished(answer()) == 42
    with pytest.raises(OSError, match="full"):
        await finished(fault())


async def test_whatever_tidying_fails_with_what_comes_then_comes():
    then = []

    async def fault():
        raise RuntimeError("Lock is not acquired.")

    await tidied(fault, lambda: then.append(True))

    assert then == [True]
