"""The process that children are forked from: it may die, and must not be left behind."""

import asyncio
import gc
import itertools
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import pytest

from chassis.children import ChildFailed, Children, Overloaded
from tests.support.children import children, forks, is_gone, needs_linux, servers, some_forks
from tests.support.watchers import until

pytestmark = needs_linux

# Runs what it is given as arguments, once.
RUN = "timeit"
ONCE = ("-n", "1", "-r", "1")
SLEEP = (*ONCE, "import time; time.sleep(600)")
MIB = 1024 * 1024

_seconds = itertools.count(70)


class Pool(Children):
    """One whose server can be told from those of others, by its time limit."""

    def __init__(self, at_once=2, seconds=None):
        seconds = next(_seconds) if seconds is None else seconds
        super().__init__(RUN, at_once=at_once, seconds=seconds)
        self.saying = f"{RUN} {seconds}"

    @property
    def server(self):
        (server,) = servers(self.saying)
        return server

    async def run(self, file, code):
        return await self.answer(file, *ONCE, code)

    async def sleepers(self, file, count):
        calls = [asyncio.create_task(self.answer(file, *SLEEP)) for _ in range(count)]
        return calls, await some_forks(count, self.saying)


@pytest.fixture
def file():
    with tempfile.TemporaryFile() as file:
        yield file


@pytest.fixture
def pool():
    return Pool()


async def cancelled(calls):
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def test_nothing_runs_before_the_first_job_and_one_server_serves_all(pool, file):
    assert servers(pool.saying) == []

    said = [await pool.run(file, "import os; print('parent', os.getppid())") for _ in range(3)]

    assert all(f"parent {pool.server}\n".encode() in answer for answer in said)


async def test_what_one_file_did_does_not_reach_the_next(pool, file):
    spoil = "import sys, os; sys.left = 1; os.environ['LEFT'] = '1'; os.chdir('/')"
    await pool.run(file, spoil)

    said = await pool.run(
        file, "import sys, os; print(hasattr(sys, 'left'), 'LEFT' in os.environ, os.getcwd())"
    )

    assert f"False False {os.getcwd()}\n".encode() in said


async def test_the_server_has_one_thread_and_its_forks_three_open_files(pool, file):
    calls, (one, other) = await pool.sleepers(file, 2)

    assert len(os.listdir(f"/proc/{pool.server}/task")) == 1
    for fork in (one, other):
        # The forks get there on their own time.
        await until(lambda fork=fork: sorted(os.listdir(f"/proc/{fork}/fd")) == ["0", "1", "2"])
    await cancelled(calls)


async def test_no_fork_is_left_unreaped(pool, file):
    await asyncio.gather(*(pool.run(file, "pass") for _ in range(6)))
    with pytest.raises(ChildFailed):
        await pool.run(file, "import os; os.kill(os.getpid(), 9)")

    assert children(pool.server) == []


async def test_a_server_killed_between_jobs_is_started_again(pool, file):
    await pool.run(file, "pass")
    before = pool.server

    os.kill(before, signal.SIGKILL)

    assert b"well" in await pool.run(file, "print('well')")
    assert before not in children()
    assert pool.server != before


async def test_a_server_killed_during_jobs_takes_them_along_and_the_next_works(pool, file):
    calls, sleeping = await pool.sleepers(file, 2)

    os.kill(pool.server, signal.SIGKILL)
    outcomes = await asyncio.gather(*calls, return_exceptions=True)

    assert [(type(it), str(it)) for it in outcomes] == [(Overloaded, "ended with its server")] * 2
    for fork in sleeping:
        await until(lambda fork=fork: is_gone(fork))
    assert b"well" in await pool.run(file, "print('well')")


async def test_a_fork_that_is_killed_fails_alone(pool, file):
    (call, other), (first, _) = await pool.sleepers(file, 2)
    server = pool.server

    os.kill(first, signal.SIGKILL)
    done, waiting = await asyncio.wait((call, other), return_when=asyncio.FIRST_COMPLETED)

    assert [task.exception().status for task in done] == [-signal.SIGKILL]
    assert len(waiting) == 1
    assert b"well" in await pool.run(file, "print('well')")
    assert pool.server == server
    await cancelled(waiting)


async def test_who_hangs_or_says_too_much_is_ended_and_the_server_stays(file):
    pool = Pool(seconds=5)
    await pool.run(file, "pass")
    server = pool.server

    with pytest.raises(Overloaded, match="took longer than 10 s"):
        await pool.run(
            file,
            "import signal; signal.pthread_sigmask(0, range(1, 65)); import time; time.sleep(600)",
        )
    with pytest.raises(ChildFailed, match="said more than"):
        await pool.run(file, "while True: print('x' * 100_000)")

    assert forks(pool.saying) == []
    assert pool.server == server


async def test_a_server_that_hangs_is_replaced(file):
    pool = Pool(seconds=3)
    await pool.run(file, "pass")
    before = pool.server
    os.kill(before, signal.SIGSTOP)

    with pytest.raises(Overloaded, match="took longer"):
        await pool.run(file, "pass")

    assert is_gone(before)
    assert b"well" in await pool.run(file, "print('well')")


async def test_the_memory_one_job_is_limited_to_is_its_own(pool, file):
    confine = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({100 * MIB},) * 2); "
    most = f"bytearray({60 * MIB})"

    # Were the server's memory the jobs', the fourth of these would have no room.
    for _ in range(4):
        await pool.run(file, confine + most)
    with pytest.raises(ChildFailed) as failed:
        await pool.run(file, confine + f"bytearray({110 * MIB})")

    assert failed.value.error_class == "MemoryError"
    assert await pool.run(file, f"bytearray({110 * MIB})")


async def test_a_fork_writes_no_file(pool, file):
    with pytest.raises(ChildFailed) as failed:
        await pool.run(file, "import os; os.write(0, b'x')")

    assert failed.value.error_class == "OSError"
    assert os.fstat(file.fileno()).st_size == 0


async def test_a_module_that_cannot_be_loaded_is_told(file, capfd):
    with pytest.raises(Overloaded, match="has no server"):
        await Children("no_such_module", at_once=1, seconds=50).answer(file)

    assert "No module named 'no_such_module'" in capfd.readouterr().err


async def test_the_server_ends_with_the_pool(file):
    pool = Pool()
    await pool.run(file, "pass")
    server = pool.server

    del pool
    gc.collect()

    assert server not in children()


@contextmanager
def a_service(code):
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
async def test_a_service_that_dies_leaves_no_process_behind(sent):
    service = (
        "import asyncio, tempfile\n"
        "from chassis.children import Children\n"
        "async def main():\n"
        f"    pool, file = Children({RUN!r}, at_once=2, seconds=60), tempfile.TemporaryFile()\n"
        f"    await asyncio.gather(*(pool.answer(file, *{SLEEP!r}) for _ in range(2)))\n"
        "asyncio.run(main())\n"
    )
    with a_service(service) as process:
        left = lambda: [  # noqa: E731
            each for server in servers(RUN, process.pid) for each in (server, *children(server))
        ]
        await until(lambda: len(left()) == 3)
        processes = left()

        process.send_signal(sent)
        process.wait()

    for each in processes:
        await until(lambda each=each: is_gone(each))
