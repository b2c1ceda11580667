"""A token bucket for each caller, in this process."""

from collections import OrderedDict
from collections.abc import Callable

from starlette.types import Scope

MOST_CALLERS = 10_000


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

    def take(self, caller: str) -> float:
        """Takes one. Returns 0, or in how many seconds there will be one to take."""
        now = self._clock()
        left, counted = self._left.pop(caller, (self._size, now))
        left = min(self._size, left + (now - counted) * self._per_second)
        granted = left >= 1
        self._left[caller] = (left - 1 if granted else left, now)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        return 0 if granted else (1 - left) / self._per_second
