"""What a resolver finds in its context."""

import asyncio

from gateway.context import LOOKUP_SIZE, Context
from tests.unit.gateway.world import Clients


async def test_a_loader_asks_for_no_more_than_a_lookup_takes_at_once():
    context = Context(Clients(), None, "en", "127.0.0.1")
    asked = []

    async def load(names: list[str]) -> list[str]:
        asked.append(names)
        return [name.upper() for name in names]

    names = [f"listings/{number}" for number in range(250)]
    found = await asyncio.gather(*(context.loader("things", load).load(name) for name in names))

    assert LOOKUP_SIZE == 100
    assert [len(batch) for batch in asked] == [100, 100, 50]
    assert found == [name.upper() for name in names]
