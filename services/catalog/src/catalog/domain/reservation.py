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
    """There is no such reservation.

    Check the name; reserve again if you have lost it.
    """

    def __init__(self) -> None:
        super().__init__("There is no such reservation.")


class ReservationExpired(Refused):
    """The reservation's time was over, at the fact `closes_at`, before it was committed; its stock
    was given back.

    Reserve again with a new `request_id`; price and stock may be others now. If money was taken,
    give it back when that fails.
    """

    def __init__(self, expires: datetime) -> None:
        super().__init__(
            "The reservation has expired and its stock was given back. Reserve again.",
            closes_at=expires,
        )


class ReservationReleased(Refused):
    """It was released, so there is nothing left to commit.

    Reserve again with a new `request_id`.
    """

    def __init__(self) -> None:
        super().__init__("The reservation was released. Reserve again.")


class ReservationCommitted(Refused):
    """The reservation was committed: the stock is sold and cannot be given back this way.

    Record the order; a return is reported as `CANCELLED`.
    """

    def __init__(self) -> None:
        super().__init__("The reservation was committed: its stock is sold.")


class ReservationChanged(Stale):
    """Somebody else changed the reservation first.

    Repeat the request as it is, with the same `request_id`.
    """

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
