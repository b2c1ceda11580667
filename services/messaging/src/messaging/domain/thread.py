"""Threads, and the messages in them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from chassis.errors import NotFound, Refused, Stale
from messaging.domain.clock import ResponseClock


class Kind(Enum):
    """What a thread is about."""

    CUSTOM_ORDER = "custom_order"


class State(Enum):
    """Whose turn it is."""

    AWAITING_MAKER = "awaiting_maker"
    AWAITING_BUYER = "awaiting_buyer"
    CLOSED = "closed"


class Author(Enum):
    """Who wrote a message."""

    BUYER = "buyer"
    MAKER = "maker"


class ThreadNotFound(NotFound):
    """There is no such thread, or it is none of the caller's business.

    Check the name, and with whose token you ask.
    """

    def __init__(self, name: str) -> None:
        super().__init__("There is no such thread.", name=name)


class ThreadClosed(Refused):
    """Nobody can write in a closed thread.

    The buyer may ask anew from a listing.
    """

    def __init__(self) -> None:
        super().__init__("This conversation is closed. The buyer may ask anew from a listing.")


class ThreadChanged(Stale):
    """Somebody wrote in the thread at the same time.

    Read the thread again, then repeat.
    """

    def __init__(self, name: str) -> None:
        super().__init__("Somebody wrote in this thread meanwhile. Read it again.", name=name)


@dataclass(frozen=True)
class Message:
    """One message. It never changes."""

    name: str
    thread: str
    number: int
    author: Author
    text: str
    created: datetime
    listing: str = ""
    link_revision: int = 0


@dataclass(frozen=True)
class Thread:
    """What one buyer and one maker write to each other about one matter.

    `clock` is the one that waits for an answer now; None while nothing does. `messages` counts
    them, which numbers the next. `maker_subject` is the account behind `maker`.
    """

    name: str
    kind: Kind
    maker: str
    maker_subject: str
    buyer: str
    buyer_alias: str
    custom_order_request: str
    state: State
    clock: ResponseClock | None
    messages: int
    last_message: datetime
    created: datetime
    revision: int = 0

    @property
    def parties(self) -> tuple[str, str]:
        """The accounts that talk."""
        return self.buyer, self.maker_subject

    def write_as_buyer(self, at: datetime, due: datetime) -> "Thread":
        """Takes a buyer's message; opens a clock until `due` unless one runs."""
        return replace(
            self._written(at),
            state=State.AWAITING_MAKER,
            clock=self.clock or ResponseClock(at, due),
        )

    def write_as_maker(self, at: datetime) -> "Thread":
        """Takes a maker's message, which ends the clock."""
        return replace(self._written(at), state=State.AWAITING_BUYER, clock=None)

    def close(self) -> "Thread":
        """Ends the conversation for good."""
        return replace(self, state=State.CLOSED, clock=None)

    def record_breach(self, now: datetime) -> "Thread":
        """Makes known that the answer is late, if it is."""
        return replace(self, clock=self.clock.record_breach(now)) if self.clock else self

    def _written(self, at: datetime) -> "Thread":
        if self.state is State.CLOSED:
            raise ThreadClosed
        # Two messages may be received in one order and committed in the other; the thread
        # shows the order of the commits, and its moments never run backwards.
        return replace(self, messages=self.messages + 1, last_message=max(at, self.last_message))
