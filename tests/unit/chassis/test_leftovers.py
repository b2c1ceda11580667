"""What a fault leaves behind is ended by one task once the database is back."""

import asyncio

from pymongo.errors import ConnectionFailure

from chassis.leftovers import Leftovers


class Away:
    """A client whose server is away for so many commands."""

    def __init__(self, times, error=ConnectionFailure):
        self.times, self.error, self.commands = times, error, []
        self.admin = self

    async def command(self, name, ids):
        self.commands.append((name, list(ids)))
        if len(self.commands) <= self.times:
            raise self.error("away")


class Session:
    """A session that knows whether it was given back."""

    def __init__(self, number):
        self.session_id, self.ended = number, False

    async def end_session(self):
        self.ended = True


async def swept(leftovers):
    async with asyncio.timeout(60):
        while len(leftovers):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_many_are_ended_with_one_command_and_given_back(monkeypatch):
    client, sessions = Away(times=0), [Session(number) for number in range(40)]
    leftovers = Leftovers(client)

    before = len(asyncio.all_tasks())
    # All at the same moment: what comes even a little later may be due only at the next sweep.
    loop = asyncio.get_running_loop()
    now = loop.time()
    with monkeypatch.context() as stopped:
        stopped.setattr(loop, "time", lambda: now)
        for session in sessions:
            leftovers.add(session)
    assert len(asyncio.all_tasks()) == before + 1
    await swept(leftovers)

    assert client.commands == [("killSessions", list(range(40)))]
    assert all(session.ended for session in sessions)


async def test_a_database_away_is_asked_again_whatever_it_failed_with():
    for error in (ConnectionFailure, RuntimeError):
        client, session = Away(times=1, error=error), Session(1)
        leftovers = Leftovers(client)

        leftovers.add(session)
        await swept(leftovers)

        assert [ids for _, ids in client.commands] == [[1], [1]]
        assert session.ended


async def test_what_is_left_after_a_sweep_is_swept_too():
    client = Away(times=0)
    leftovers = Leftovers(client)

    for number in range(2):
        leftovers.add(Session(number))
        await swept(leftovers)
        await asyncio.sleep(0)

    assert [ids for _, ids in client.commands] == [[0], [1]]
