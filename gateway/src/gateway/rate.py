"""What each caller may have of this process: requests, events, sockets."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from starlette.types import Scope

MOST_CALLERS = 10_000
# Events of one caller that run at once; those of others come in between.
EVENTS_AT_ONCE = 2
# An event of this cost takes one from its caller's bucket.
COST_OF_ONE = 10


def address(scope: Scope) -> str:
    """Returns where a connection comes from, as the server saw it."""
    client = scope.get("client")
    return client[0] if client else "unknown"


def bucket_of(subject: str, address: str) -> str:
    """Returns whose bucket a request takes from: the account's, or the address's without one."""
    return f"subject {subject}" if subject else f"address {address}"


def too_often(wait: float) -> tuple[str, str]:
    """Words the refusal of somebody who has to wait so many seconds."""
    return "RATE_LIMITED", f"Too many requests. Try again in {wait:.1f} seconds."


class Buckets:
    """Grants each caller `size` requests at once and `per_second` over time."""

    def __init__(self, size: float, per_second: float, clock: Callable[[], float]) -> None:
        self._size = size
        self._per_second = per_second
        self._clock = clock
        # What is left and when it was counted; whoever came longest ago is forgotten first.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, count: float = 1) -> float:
        """Takes one or more. Returns 0, or in how many seconds there will be enough to take."""
        now, count = self._clock(), min(count, self._size)
        left, counted = self._left.pop(caller, (self._size, now))
        left = min(self._size, left + (now - counted) * self._per_second)
        granted = left >= count
        self._left[caller] = (left - count if granted else left, now)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        return 0 if granted else (count - left) / self._per_second


class Turns:
    """Lets the events of each caller's subscriptions run: few at once, and by a bucket of theirs.

    An event that has to wait is not refused. Its subscription is read no further meanwhile.
    """

    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets
        self._running: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, caller: str, cost: int) -> AsyncIterator[None]:
        """Surrounds an event, once it is its turn."""
        running = self._running.setdefault(caller, asyncio.Semaphore(EVENTS_AT_ONCE))
        async with running:
            wait = self._buckets.take(caller, cost / COST_OF_ONE)
            while wait:
                await asyncio.sleep(wait)
                wait = self._buckets.take(caller, cost / COST_OF_ONE)
            yield


class Seats:
    """Counts what each holder has at once, and what all of them have together."""

    def __init__(self, each: int, total: int) -> None:
        self._each = each
        self._total = total
        self._held: Counter[str] = Counter()
        self._taken = 0

    def take(self, holder: str) -> "Seat | None":
        """Returns a seat, which must be left, or None if there is none for this holder."""
        if self._taken >= self._total or not self.add(holder):
            return None
        self._taken += 1
        return Seat(self, holder)

    def add(self, holder: str) -> bool:
        """Counts one more for a holder. Returns whether they may have it."""
        if self._held[holder] >= self._each:
            return False
        self._held[holder] += 1
        return True

    def drop(self, holder: str) -> None:
        """Counts one less for a holder."""
        self._held[holder] -= 1
        if not self._held[holder]:
            del self._held[holder]

    def left(self, holder: str) -> None:
        """Takes a seat back."""
        self.drop(holder)
        self._taken -= 1


class Seat:
    """What somebody holds until it is left."""

    def __init__(self, seats: Seats, holder: str) -> None:
        self._seats = seats
        self._holder = holder

    def pass_to(self, holder: str) -> bool:
        """Makes it somebody else's. Returns whether they may have it."""
        if not self._seats.add(holder):
            return False
        self._seats.drop(self._holder)
        self._holder = holder
        return True

    def leave(self) -> None:
        """Gives it back."""
        self._seats.left(self._holder)
