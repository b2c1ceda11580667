"""Asks everything as everybody, once, and keeps what came back."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.rights.calls import CALLS, Call
from tests.rights.people import KINDS
from tests.rights.populate import populate
from tests.rights.settle import contents, differing, settled
from tests.rights.table import EMPTY, MAY, METHODS, Row
from tests.rights.wire import Answer, domain_of, invoke
from tests.rights.world import Thing, World, an_id

AT_ONCE = 12
# A service waits a second before it refuses what a copy may not know yet; that costs nothing.
WAITING_AT_ONCE = 40
MADE_AT_ONCE = 6
SERVICES = ("applications", "catalog", "messaging", "pr_review")

T = TypeVar("T")

ROWS: dict[str, Row] = {name: row for rows in METHODS.values() for name, row in rows.items()}


@dataclass
class Cell:
    """What one kind of caller got: for what is there, for what is absent, and for broken pairs."""

    present: str = ""
    absent: str = ""
    told: str = ""
    pairs: list[tuple[str, tuple[str, str], tuple[str, str]]] = field(default_factory=list)

    def note(self, call: Call, thing: Thing, answer: Answer) -> None:
        self.present, self.told = _outcome(call, thing, answer), answer.status


@dataclass
class Matrix:
    """Every cell by row and kind, and what changed while nothing was to."""

    cells: dict[tuple[str, str], Cell]
    unasked_changes: dict[str, tuple[str, str]] = field(default_factory=dict)


class Runner:
    """Runs the calls, some at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._waiting = asyncio.Semaphore(WAITING_AT_ONCE)
        self._workshop = asyncio.Semaphore(MADE_AT_ONCE)
        self.cells: dict[tuple[str, str], Cell] = {
            (call.row, kind): Cell() for call in CALLS for kind in KINDS
        }

    async def without_effect(self) -> None:
        """Everything that must not change anything: what is refused, and what only reads."""
        await _together(self._look(call, kind) for call in CALLS for kind in KINDS)

    async def with_effect(self) -> None:
        """Everything that is allowed and changes something, each on a thing of its own."""
        await _together(
            self._do(call, kind)
            for call in CALLS
            for kind in KINDS
            if call.changes and ROWS[call.row].outcomes[kind] == MAY
        )

    async def _look(self, call: Call, kind: str) -> None:
        cell, thing = self.cells[call.row, kind], self._world.things[call.thing]
        outcome = ROWS[call.row].outcomes[kind]
        absent = self._world.things[call.like] if call.like and outcome == EMPTY else thing.absent()
        if outcome == MAY:
            if not call.changes:
                cell.note(call, thing, await self._ask(call, kind, thing))
            if not call.about_nothing:
                cell.absent = _outcome(call, absent, await self._ask(call, kind, absent))
            return
        if call.about_nothing:
            cell.note(call, thing, await self._ask(call, kind, thing))
            return
        request_id = an_id()
        # Whom the method lets in at all may learn something from how it looks at the request.
        others = call.broken if call.is_let_in(outcome) else ()
        for what, broken in [("as it should be", None), *enumerate(others, 1)]:
            present = await self._ask(call, kind, thing, broken, request_id)
            nothing = await self._ask(call, kind, absent, broken, request_id)
            if broken is None:
                cell.note(call, thing, present)
            pair = [
                answer.without(it.name, it.maker, *it.facts.values(), request_id)
                for answer, it in ((present, thing), (nothing, absent))
            ]
            cell.pairs.append((str(what), pair[0], pair[1]))

    async def _do(self, call: Call, kind: str) -> None:
        thing = self._world.things[call.thing]
        async with self._workshop:
            if call.fresh:
                thing = await call.fresh(self._world)(kind)
            self.cells[call.row, kind].note(call, thing, await self._ask(call, kind, thing))

    async def _ask(
        self, call: Call, kind: str, thing: Thing, broken: Any = None, request_id: str = ""
    ) -> Answer:
        token = self._world.token(kind, thing.scene)
        allowed = ROWS[call.row].outcomes[kind] == MAY
        if call.by_somebody_new and allowed:
            token = self._world.somebody_new(kind)
        request = call.request(thing, broken, request_id)
        domain = domain_of(call.method)
        domains = SERVICES if domain == "operations" else (domain,)
        async with self._waiting if call.is_patient else self._gate:
            answers = [
                await invoke(self._world.channels, call.method, request, token, each)
                for each in domains
            ]
        assert len({answer.code for answer in answers}) == 1
        return answers[0]


def _outcome(call: Call, thing: Thing, answer: Answer) -> str:
    if answer.code != "OK":
        return answer.code
    return MAY if answer.shows(call.shown(thing)) else EMPTY


async def _together(tasks: Iterable[Awaitable[T]]) -> list[T]:
    return await asyncio.gather(*tasks)


async def ask_everything(world: World) -> Matrix:
    """The whole matrix: first what changes nothing, then what does."""
    await populate(world)
    runner = Runner(world)
    uri = world.stack.mongodb_uri
    before = await settled(uri)
    await runner.without_effect()
    unasked = differing(before, await contents(uri))
    await runner.with_effect()
    return Matrix(runner.cells, unasked)
