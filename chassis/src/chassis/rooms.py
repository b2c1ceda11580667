"""How much may be open at once, of whom: nobody's streams take the place of somebody else's."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from chassis.caller import Caller, Role
from chassis.ended import TooManyStreams

_PEOPLE = frozenset({Role.BUYER, Role.MAKER})


class Room:
    """Places of which at most so many are taken, and at most so many by one."""

    def __init__(self, most: int, each: int | None = None) -> None:
        self.most = most
        self.each = most if each is None else each
        self._taken = 0
        self._taken_by: Counter[str] = Counter()

    @contextmanager
    def place(self, whose: str = "") -> Iterator[None]:
        """Takes a place for as long as the block lasts. Fails with `TooManyStreams`."""
        if self._taken >= self.most or self._taken_by[whose] >= self.each:
            raise TooManyStreams
        self._taken += 1
        self._taken_by[whose] += 1
        try:
            yield
        finally:
            self._taken -= 1
            self._taken_by -= Counter({whose: 1})


@dataclass
class Rooms:
    """The rooms of one server.

    Streams stay open, so together they have only a part of the calls that a server carries at
    once. Each kind of callers has a room of its own: what any number of makers open can neither
    lock out the staff nor the other services, whose copies would grow old.
    """

    people: Room = field(default_factory=lambda: Room(200, each=20))
    staff_and_partners: Room = field(default_factory=lambda: Room(150, each=100))
    services: Room = field(default_factory=lambda: Room(50))
    uploads: Room = field(default_factory=lambda: Room(50, each=3))

    def of(self, caller: Caller) -> Room:
        """The room for this caller's streams."""
        if caller.has(Role.SERVICE):
            return self.services
        return self.staff_and_partners if caller.roles - _PEOPLE else self.people


class Calls:
    """All calls that are under way, from the arrival of their heads.

    A call whose request has not come may be one that never will, since whoever sends nothing
    needs no token. So it gives way to others when the server is full.
    """

    def __init__(self, most: int, patience: float, gives_way_after: float) -> None:
        self._most = most
        self._patience = patience
        self._gives_way_after = gives_way_after
        self._running: set[asyncio.Task[object]] = set()
        self._expecting: dict[asyncio.Task[object], tuple[float, asyncio.Timeout]] = {}

    def let_in(self, call: asyncio.Task[object]) -> bool:
        """Counts a call until its task ends; whether there is room for it."""
        if len(self._running) >= self._most and not self._made_way():
            return False
        self._running.add(call)
        call.add_done_callback(self._running.discard)
        return True

    @asynccontextmanager
    async def request_expected(self, call: asyncio.Task[object]) -> AsyncIterator[None]:
        """Waits for the call's request. Fails with `TimeoutError` when that takes too long."""
        async with asyncio.timeout(self._patience) as ends:
            self._expecting[call] = asyncio.get_running_loop().time(), ends
            try:
                yield
            finally:
                self._expecting.pop(call, None)

    def _made_way(self) -> bool:
        now = asyncio.get_running_loop().time()
        for call, (since, ends) in self._expecting.items():
            if now - since < self._gives_way_after:
                return False
            if call in self._running:
                self._running.discard(call)
                del self._expecting[call]
                ends.reschedule(now)
                return True
        return False
