"""What is read for several at once is read once."""

import asyncio

from chassis import deadline
from chassis.shared_reads import SharedReads


class Shelf:
    """Counts how often it is read; answers when it may."""

    def __init__(self, answer="a mug"):
        self.read, self.may, self.answer = 0, asyncio.Event(), answer

    async def __call__(self):
        self.read += 1
        await self.may.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def asking(reads, shelf, *keys):
    asked = [asyncio.create_task(reads.read(key, shelf)) for key in keys]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return asked


async def test_all_who_ask_at_once_share_one_reading():
    reads, shelf = SharedReads(), Shelf()

    asked = await asking(reads, shelf, "a", "a", "b")
    shelf.may.set()

    assert await asyncio.gather(*asked) == ["a mug"] * 3
    assert shelf.read == 2


async def test_nothing_is_kept_for_who_asks_later():
    reads, shelf = SharedReads(), Shelf()
    shelf.may.set()

    await reads.read("a", shelf)
    await reads.read("a", shelf)

    assert shelf.read == 2


async def test_one_who_leaves_does_not_end_it_for_the_others():
    reads, shelf = SharedReads(), Shelf()
    first, second = await asking(reads, shelf, "a", "a")

    first.cancel()
    shelf.may.set()

    assert await second == "a mug"
    assert first.cancelled()


async def test_what_fails_fails_for_all_and_for_them_alone():
    reads, shelf = SharedReads(), Shelf(LookupError("gone"))
    asked = await asking(reads, shelf, "a", "a")
    shelf.may.set()

    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    shelf.answer = "a mug"

    assert [type(outcome) for outcome in outcomes] == [LookupError] * 2
    assert await reads.read("a", shelf) == "a mug"


async def test_the_time_of_the_first_who_asks_is_not_that_of_all():
    async def left():
        return deadline.remaining(60.0)

    with deadline.within(0.01):
        assert await SharedReads().read("a", left) == 60.0
