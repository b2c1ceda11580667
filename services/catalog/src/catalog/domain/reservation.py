"""Reservations: stock held for one buyer while the marketplace's order system takes payment."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from catalog.domain.customization import Choice
from catalog.domain.money import Money
from chassis.errors import NotFound, Refused, Stale


class State(Enum):
    """Where a reservation is in its life. All but `HELD` are final."""

    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"
    EXPIRED = "expired"


class ReservationNotFound(NotFound):
    """There is no such reservation."""

    def __init__(self) -> None:
        super().__init__("There is no such reservation.")


class ReservationExpired(Refused):
    """Its time was over before it was committed."""

    def __init__(self, expires: datetime) -> None:
        super().__init__(
            "The reservation has expired and its stock was given back. Reserve again.",
            closes_at=expires,
        )


class ReservationReleased(Refused):
    """It was released, so there is nothing left to commit."""

    def __init__(self) -> None:
        super().__init__("The reservation was released. Reserve again.")


class ReservationCommitted(Refused):
    """It was committed: the stock is sold."""

    def __init__(self) -> None:
        super().__init__("The reservation was committed: its stock is sold.")


class ReservationChanged(Stale):
    """Somebody else changed the reservation first."""

    def __init__(self) -> None:
        super().__init__("The reservation has changed meanwhile. Repeat the request.")


@dataclass(frozen=True)
class Reservation:
    """Stock held until it is committed, released or expires, with all that was pinned."""

    id: str
    listing: str
    buyer: str
    quantity: int
    option_set_version: int
    choices: tuple[Choice, ...]
    price: Money
    expires: datetime
    created: datetime
    updated: datetime
    state: State = State.HELD
    revision: int = 1

    @property
    def name(self) -> str:
        """The resource name."""
        return f"reservations/{self.id}"

    def is_due(self, now: datetime) -> bool:
        """Whether it holds stock although its time is over: nobody has swept it yet."""
        return self.state is State.HELD and now >= self.expires

    def commit(self, now: datetime) -> "Reservation":
        """Sold. Committing twice changes nothing."""
        match self.state:
            case State.COMMITTED:
                return self
            case State.RELEASED:
                raise ReservationReleased
            case State.EXPIRED:
                raise ReservationExpired(self.expires)
            case State.HELD if self.is_due(now):
                raise ReservationExpired(self.expires)
            case State.HELD:
                return replace(self, state=State.COMMITTED, updated=now)

    def release(self, now: datetime) -> "Reservation":
        """Given back. Releasing what has ended without a sale changes nothing."""
        match self.state:
            case State.COMMITTED:
                raise ReservationCommitted
            case State.RELEASED | State.EXPIRED:
                return self
            case State.HELD:
                ended = State.EXPIRED if self.is_due(now) else State.RELEASED
                return replace(self, state=ended, updated=now)
