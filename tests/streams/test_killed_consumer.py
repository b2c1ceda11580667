"""A consumer that is killed goes on with its stored token: nothing lost, nothing out of order."""

import asyncio
import signal
import sys
from collections import defaultdict

import pytest

from tests.faults import seeds
from tests.support.watchers import until

WRITES_EACH = 6
KILLS = 4


class Consumer:
    """A consumer process, started and killed; what it wrote down stays."""

    def __init__(self, stack, folder):
        self.journal, self.state = folder / "journal", folder / "state"
        self._command = (
            *(sys.executable, "-m", "tests.support.consumer", stack.ports.services["messaging"]),
            *(stack.issuer.token("service-consumer", "service"), self.journal, self.state),
        )
        self._process = None

    async def start(self):
        self._process = await asyncio.create_subprocess_exec(*map(str, self._command))

    async def kill(self):
        self._process.send_signal(signal.SIGKILL)
        assert await self._process.wait() == -signal.SIGKILL, "it had ended by itself"

    def events(self):
        """The event's id and its message, for each that was carried out, repeated ones too."""
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [tuple(line.split()) for line in lines]


@pytest.fixture
async def consumer(watched, tmp_path):
    consumer = Consumer(watched, tmp_path)
    await consumer.start()
    await until(consumer.state.exists)
    yield consumer
    await consumer.kill()


def first_times(events):
    return list(dict.fromkeys(events))


async def test_a_killed_consumer_and_a_killed_service_lose_nothing(
    watched, crowd, consumer, request
):
    chance = seeds.chance_of(request.node.name)
    before = len(crowd.happened)
    writing = asyncio.create_task(crowd.write(WRITES_EACH, pause=0.2))
    for number in range(KILLS):
        heard = len(consumer.events())
        await until(lambda heard=heard: len(consumer.events()) > heard + 5 or writing.done())
        await asyncio.sleep(chance.uniform(0, 0.1))
        await consumer.kill()
        if number == KILLS // 2:
            await watched.kill("messaging")
            await watched.start("messaging")
        await consumer.start()
    await writing

    happened = {each.id for each in crowd.happened[before:] if "/messages/" in each.id}
    await until(lambda: happened <= {name for _, name in consumer.events()})
    order = await crowd.order()
    # What others wrote before may have been on its way when it began.
    seen = [(event, name) for event, name in first_times(consumer.events()) if name in happened]

    assert len({event for event, _ in seen}) == len(seen) == 30 * WRITES_EACH
    by_thread = defaultdict(list)
    for _, name in seen:
        by_thread[name.rpartition("/messages/")[0]].append(name)
    assert by_thread == {
        thread: [name for name in order[thread] if name in happened] for thread in by_thread
    }


async def test_what_its_stored_token_does_not_cover_comes_again_the_same(crowd, consumer):
    stored = consumer.state.read_text()
    await crowd.write(1)
    await until(lambda: len(consumer.events()) >= 30)
    await consumer.kill()

    # As if it had been killed with all of them carried out and no token stored behind them.
    consumer.state.write_text(stored)
    await consumer.start()
    await until(lambda: len(consumer.events()) >= 60)

    once, again = consumer.events()[:30], consumer.events()[30:]
    assert again == once
