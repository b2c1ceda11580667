"""Sweeps that get past what always fails."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from pymongo.errors import AutoReconnect

from applications.service.sweeps import Lapsing, Reminding
from applications.store.reminder import Reminder

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
FAILING = [f"failing-{number}" for number in range(3)]


class Transactions:
    async def run_transaction(self, body):
        return await body(None)


class Due:
    """What is due, of which all that is called failing fails whenever it is touched."""

    def __init__(self, *names, error=ValueError):
        self.left = list(names)
        self.told = []
        self._error = error

    async def overdue(self, moment, most, but_not=()):
        return [name for name in self.left if name not in but_not][:most]

    async def due(self, moment, most, but_not=()):
        return [Reminder(name, "1") for name in await self.overdue(moment, most, but_not)]

    def _done(self, name):
        if name.startswith("failing"):
            raise self._error(name)
        self.left.remove(name)

    async def find(self, name, session):
        return SimpleNamespace(expire=lambda moment: name)

    async def save(self, name, session):
        self._done(name)
        return name

    async def settle(self, reminder, session):
        self._done(reminder.id)
        return True

    async def of_invitation(self, what, name, session):
        self.told.append(name)

    async def append(self, event, session):
        self.told.append(event.facts["reminder"])


def lapsing(due):
    return Lapsing(Transactions(), due, due, lambda: NOW, batch=2)


def reminding(due):
    return Reminding(Transactions(), due, due, lambda: NOW, batch=2)


@pytest.mark.parametrize("sweeping", [lapsing, reminding])
async def test_what_always_fails_starves_nothing_behind_it(sweeping):
    due = Due(*FAILING, "good", "also good")

    done = await sweeping(due).sweep()

    assert (done, due.told) == (2, ["good", "also good"])
    assert due.left == FAILING


@pytest.mark.parametrize("sweeping", [lapsing, reminding])
async def test_a_lost_connection_ends_a_sweep(sweeping):
    due = Due(*FAILING, error=AutoReconnect)

    with pytest.raises(AutoReconnect):
        await sweeping(due).sweep()
