"""Counts the database commands that each call sends, for its log line and for tests."""

from contextvars import ContextVar
from dataclasses import dataclass

from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)


@dataclass
class Tally:
    """How many commands were sent so far."""

    commands: int = 0


_current: ContextVar[Tally | None] = ContextVar("tally", default=None)


def begin() -> Tally:
    """Starts a tally for the rest of this task."""
    tally = Tally()
    _current.set(tally)
    return tally


class Counter(CommandListener):
    """Counts for whichever call sends a command; drivers carry its context into their threads."""

    def started(self, event: CommandStartedEvent) -> None:
        """Counts one command."""
        tally = _current.get()
        if tally is not None:
            tally.commands += 1

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing: it was counted when it started."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing: it was counted when it started."""
