"""Reading strangers' files in processes of their own. The children are modules Python brings."""

import asyncio
import os
import signal
import tempfile

import pytest

from chassis.children import ChildFailed, Children, NoRoom, Overloaded
from tests.support.children import a_fork, forks, needs_linux

ECHO = "json.tool"
# Runs what it is given as arguments, once.
RUN = "timeit"
ONCE = ("-n", "1", "-r", "1")


@pytest.fixture
def file():
    with tempfile.TemporaryFile() as file:
        yield file


def running(**changes):
    return Children(RUN, **({"at_once": 1, "seconds": 50.0} | changes))


async def test_a_child_reads_the_file_and_answers(file):
    file.write(b'{"a":\n1}')
    file.seek(0)

    answer = await Children(ECHO, at_once=1, seconds=50.0).answer(file, "--compact")

    assert answer.strip() == b'{"a":1}'


async def test_a_child_reads_from_where_the_file_stands_and_moves_it(file):
    file.write(b'not JSON {"a": 1}')
    file.seek(9)

    answer = await Children(ECHO, at_once=1, seconds=50.0).answer(file, "--compact")

    assert answer.strip() == b'{"a":1}'
    assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == 17


async def test_of_many_at_once_each_gets_its_own_answer(file):
    pool = running(at_once=4)

    answers = await asyncio.gather(
        *(pool.answer(file, *ONCE, f"print('<{number}>' * 50_000)") for number in range(24))
    )

    assert [answer.count(b"<%d>" % number) for number, answer in enumerate(answers)] == [
        50_000
    ] * 24


async def test_arguments_that_are_no_short_ones_are_the_callers_mistake(file):
    pool = running()

    with pytest.raises(ValueError, match="bytes of arguments"):
        await pool.answer(file, "x" * 5000)

    assert await pool.answer(file, *ONCE, "pass")


async def test_a_child_knows_nothing_of_the_environment(file):
    assert "PATH" in os.environ

    answer = await running().answer(file, *ONCE, "import os; print(dict(os.environ))")

    assert b"PATH" not in answer


async def test_what_a_child_died_of_is_told_without_what_it_read(file):
    with pytest.raises(ChildFailed) as failed:
        await running().answer(file, *ONCE, "raise ValueError('a secret')")

    assert (failed.value.why, failed.value.status) == ("died", 1)
    assert failed.value.error_class == "ValueError"
    assert "secret" not in str(failed.value)


async def test_a_child_that_was_killed_has_failed_and_the_next_works(file):
    pool = running()

    with pytest.raises(ChildFailed) as failed:
        await pool.answer(file, *ONCE, "import os; os.kill(os.getpid(), 9)")

    assert failed.value.status == -signal.SIGKILL
    assert await pool.answer(file, *ONCE, "print('well')")


async def test_a_child_that_uses_too_much_of_the_processor_has_failed(file):
    with pytest.raises(ChildFailed, match="used 1 s of the processor"):
        await running(seconds=1.0, wall_seconds=60.0).answer(file, *ONCE, "while True: pass")


async def test_a_child_that_came_to_nothing_in_time_is_ended_and_the_file_is_not_to_blame(file):
    # The job that ends in time, below, has as long on a busy machine.
    pool = running(wall_seconds=3.0)

    with pytest.raises(Overloaded, match="took longer than 3 s"):
        await pool.answer(file, *ONCE, "import time; time.sleep(600)")

    assert await pool.answer(file, *ONCE, "pass")


async def test_one_with_many_files_waits_for_none_but_their_own(file):
    pool, hold = running(at_once=2), "import time; time.sleep(600)"
    many = [asyncio.create_task(pool.answer(file, *ONCE, hold, whose="mia")) for _ in range(10)]
    await asyncio.sleep(0)

    answer = await pool.answer(file, *ONCE, "pass", whose="ola")

    assert answer
    assert not any(each.done() for each in many)
    for each in many:
        each.cancel()
    await asyncio.gather(*many, return_exceptions=True)


async def test_a_child_that_says_too_much_is_ended(file):
    with pytest.raises(ChildFailed, match="said more than 1,000 bytes"):
        await running().answer(file, *ONCE, "while True: print('x' * 100)", most=1000)


async def test_a_child_that_complains_too_much_is_ended(file):
    endless = "import sys\nwhile True: sys.stderr.write('x' * 100)"

    with pytest.raises(ChildFailed, match="said more than"):
        await running().answer(file, *ONCE, endless)


async def test_who_waits_too_long_is_told(file):
    pool = running(waiting_seconds=0.05)
    first = asyncio.create_task(pool.answer(file, *ONCE, "import time; time.sleep(600)"))
    await asyncio.sleep(0)

    with pytest.raises(NoRoom):
        await pool.answer(file, *ONCE, "pass")

    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await pool.answer(file, *ONCE, "pass")


@needs_linux
async def test_a_child_whose_caller_goes_away_is_ended(file):
    pool = running()
    call = asyncio.create_task(pool.answer(file, *ONCE, "import time; time.sleep(600)"))
    await a_fork(RUN)

    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert forks(RUN) == []
    assert await pool.answer(file, *ONCE, "pass")


@needs_linux
async def test_no_more_run_at_once_than_may(file):
    pool, most = running(at_once=2), 0
    slow = "import time; time.sleep(0.209)"
    calls = [asyncio.create_task(pool.answer(file, *ONCE, slow)) for _ in range(5)]

    while not all(call.done() for call in calls):
        most = max(most, len(forks(RUN)))
        await asyncio.sleep(0.01)

    assert most == 2
    assert all(call.result() for call in calls)
