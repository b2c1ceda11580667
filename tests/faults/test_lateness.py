"""What bounds in seconds allow a busy machine is what it was late in that very time."""

import asyncio
import time

from tests.faults.history import History
from tests.faults.lateness import Lateness, lateness


def test_what_was_noticed_meanwhile_counts_and_nothing_else():
    machine = Lateness()
    for moment, late in ((1.0, 0.1), (2.0, 0.2), (3.0, 0.4), (4.0, 0.8)):
        machine.note(moment, late)

    # What is noticed next after the end was late before it.
    assert machine.between(1.5, 2.5) == 0.2 + 0.4
    assert machine.between(5.0, 6.0) == 0


def test_moments_of_a_history_are_those_of_the_clock():
    history, machine = History(), Lateness()
    began = history.elapsed
    machine.note(time.monotonic(), 0.5)
    ended = history.elapsed + 1

    assert machine.within(history, began - 1, ended) == 0.5
    assert machine.within(history, ended + 1, ended + 2) == 0


async def test_a_process_that_is_held_up_is_seen_to_be_late():
    async with lateness() as machine:
        began = time.monotonic()
        await asyncio.sleep(0.05)
        time.sleep(0.3)  # noqa: ASYNC251 (nobody else is run meanwhile, as on a busy machine)
        await asyncio.sleep(0.05)

    assert machine.between(began, time.monotonic()) > 0.2
