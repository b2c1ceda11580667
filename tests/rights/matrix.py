"""Asks everything as everybody through both doors, once, and keeps what came back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from tests.rights import graph
from tests.rights.asks import ASKS
from tests.rights.asks.way import TYPES, Ask, gid
from tests.rights.calls import CALLS
from tests.rights.calls.way import Call
from tests.rights.people import KINDS
from tests.rights.settle import contents, differing, settled
from tests.rights.table import DENIED, EMPTY, MAY, ROWS, SIGN_IN
from tests.rights.things import Make, Thing, an_id
from tests.rights.wire import PAUSES, domain_of, invoke
from tests.rights.world import World

AT_ONCE = 12
# A service waits a second before it refuses what a copy may not know yet; that costs nothing.
WAITING_AT_ONCE = 40
MADE_AT_ONCE = 6
SERVICES = ("applications", "catalog", "messaging", "pr_review")

Told = tuple[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer of either door: in the table's words, whole to compare, and to show."""

    outcome: str
    compared: Told


class Way(Protocol):
    """A way of asking for something, through one of the doors."""

    @property
    def row(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def thing(self) -> str: ...

    @property
    def fresh(self) -> Any: ...

    @property
    def broken(self) -> Sequence[Any]: ...

    @property
    def like(self) -> str: ...

    @property
    def about_nothing(self) -> bool: ...

    @property
    def by_somebody_new(self) -> bool: ...

    @property
    def is_patient(self) -> bool: ...

    @property
    def changes(self) -> bool: ...


WAYS: tuple[Way, ...] = (*CALLS, *ASKS)


def expected(way: Way, kind: str) -> str:
    """What the table says that this kind of caller gets this way."""
    said = ROWS[way.row].outcomes[kind]
    if isinstance(way, Ask) and way.quiet and said != MAY:
        return graph.NULL
    return said


def asks_broken(way: Way) -> set[str]:
    """Who asks for what is wrong in itself: one of each role and outcome speaks for the others."""
    first: dict[tuple[str, tuple[str, ...]], str] = {}
    for kind, it in KINDS.items():
        first.setdefault((ROWS[way.row].outcomes[kind], it.roles), kind)
    return set(first.values())


def expected_of_absent(way: Way, kind: str) -> str:
    """What somebody gets for what is absent who might have it if it was there."""
    return graph.NULL if isinstance(way, Ask) and way.quiet else ROWS[way.row].absent_for(kind)


@dataclass
class Cell:
    """What one kind of caller got: for what is there, for what is absent, and in pairs."""

    present: str = "not asked"
    absent: str = "not asked"
    told: Told = ("", "")
    pairs: list[tuple[str, Told, Told]] = field(default_factory=list)

    def note(self, reply: Reply) -> None:
        self.present, self.told = reply.outcome, reply.compared


@dataclass
class Matrix:
    """Every cell by way and kind, and what changed while nothing was to."""

    cells: dict[tuple[str, str], Cell]
    unasked_changes: dict[str, tuple[str, str]]


class Runner:
    """Runs the calls, some at a time."""

    def __init__(self, world: World, client: httpx.AsyncClient) -> None:
        self._world = world
        self._client = client
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._waiting = asyncio.Semaphore(WAITING_AT_ONCE)
        self._workshop = asyncio.Semaphore(MADE_AT_ONCE)
        self.cells = {(way.title, kind): Cell() for way in WAYS for kind in KINDS}

    async def without_effect(self) -> None:
        """Everything that must not change anything: what is refused, and what only reads."""
        await asyncio.gather(*(self._look(way, kind) for way in WAYS for kind in KINDS))

    async def with_effect(self) -> None:
        """Everything that is allowed and changes something, each on a thing of its own."""
        allowed = [
            (way, kind)
            for way in WAYS
            for kind in KINDS
            if way.changes and ROWS[way.row].outcomes[kind] == MAY
        ]
        await asyncio.gather(*(self._do(way, kind) for way, kind in allowed))

    async def _look(self, way: Way, kind: str) -> None:
        cell, thing = self.cells[way.title, kind], self._world.things[way.thing]
        outcome = ROWS[way.row].outcomes[kind]
        is_allowed = outcome == MAY
        if way.about_nothing or is_allowed:
            if not (is_allowed and way.changes):
                cell.note(await self._ask(way, kind, thing))
            if not way.about_nothing:
                cell.absent = (await self._ask(way, kind, thing.absent())).outcome
            return
        is_listed_empty = way.like and outcome == EMPTY
        absent = self._world.things[way.like] if is_listed_empty else thing.absent()
        if outcome in (DENIED, SIGN_IN) and not way.is_patient:
            # Refused by role before the method looks at anything: the contract's option says so,
            # which `tests/contract/test_access.py` compares with the table.
            cell.note(await self._ask(way, kind, thing))
            return
        request_id = an_id()
        broken_in_some_way = way.broken if kind in asks_broken(way) else ()
        for number, broken in enumerate([None, *broken_in_some_way]):
            present = await self._ask(way, kind, thing, broken, request_id)
            nothing = await self._ask(way, kind, absent, broken, request_id)
            if broken is None:
                cell.note(present)
            cell.pairs.append((f"request {number}", present.compared, nothing.compared))

    async def _do(self, way: Way, kind: str) -> None:
        thing = self._world.things[way.thing]
        async with self._workshop:
            if way.fresh:
                make: Make = way.fresh(self._world)
                thing = await make(kind)
            self.cells[way.title, kind].note(await self._ask(way, kind, thing))

    async def _ask(
        self, way: Way, kind: str, thing: Thing, broken: Any = None, request_id: str = ""
    ) -> Reply:
        token = self._world.token(kind, thing.scene)
        if way.by_somebody_new and ROWS[way.row].outcomes[kind] == MAY:
            token = self._world.somebody_new(kind)
        async with self._waiting if way.is_patient else self._gate:
            if isinstance(way, Ask):
                return await self._over_the_graph(way, thing, token)
            assert isinstance(way, Call)
            return await self._over_grpc(way, thing, token, broken, request_id or an_id())

    async def _over_grpc(
        self, call: Call, thing: Thing, token: str, broken: Any, request_id: str
    ) -> Reply:
        request = call.request(thing, broken, request_id)
        domain = domain_of(call.method)
        replies = set()
        for service in SERVICES if domain == "operations" else (domain,):
            answer = await invoke(self._world.channels, call.method, request, token, service)
            outcome = answer.code
            if outcome == "OK":
                outcome = MAY if answer.shows(call.shown(thing)) else EMPTY
            given = (thing.name, thing.maker, *thing.facts.values(), request_id)
            replies.add(Reply(outcome, answer.without(*given)))
        assert len({reply.outcome for reply in replies}) == 1
        return replies.pop()

    async def _over_the_graph(self, way: Ask, thing: Thing, token: str) -> Reply:
        variables = way.variables(thing)
        for pause in (*PAUSES, None):
            status, answer = await graph.ask(self._client, way.root, variables, token)
            if pause is None or not graph.is_busy(answer):
                break
            await asyncio.sleep(pause)
        given = [gid(thing.maker), thing.name, thing.maker, *thing.facts.values()]
        if thing.name.partition("/")[0] in TYPES:
            given.append(gid(thing.name))
        outcome = graph.outcome(way.root, answer, way.shown(thing))
        return Reply(outcome, graph.compared(status, answer, *given))


async def ask_everything(world: World, client: httpx.AsyncClient) -> Matrix:
    """The whole matrix: first what changes nothing, then what does."""
    uri = world.stack.mongodb_uri
    runner = Runner(world, client)
    before = await settled(uri)
    await runner.without_effect()
    unasked = differing(before, await contents(uri))
    await runner.with_effect()
    return Matrix(runner.cells, unasked)
