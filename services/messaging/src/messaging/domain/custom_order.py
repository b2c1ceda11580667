"""Custom-order requests."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from chassis.errors import Forbidden, NotFound, Refused, Stale, Violation
from messaging.domain.clock import ResponseClock


class State(Enum):
    """Where a request is in its life."""

    OPEN = "open"
    ANSWERED = "answered"
    NEGOTIATING = "negotiating"
    LINK_SENT = "link_sent"
    PURCHASED = "purchased"
    DECLINED = "declined"


SETTLED = frozenset({State.PURCHASED, State.DECLINED})


class CustomOrderRequestNotFound(NotFound):
    """There is no such request, or it is none of the caller's business.

    Check the name, and with whose token you ask.
    """

    def __init__(self, name: str) -> None:
        super().__init__("There is no such custom-order request.", name=name)


class CustomOrderNotPossible(Refused):
    """The buyer may not ask for a custom order here; the violations say why.

    Show the violations; read `askAboutCustomOrder` of the listing before you offer the question
    at all.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("You can't ask for a custom order here.", violations=violations)


class CustomOrderSettled(Refused):
    """The request was bought or declined, as the fact `state` says, and can't be answered any more.

    The buyer may ask anew from a listing.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"This request is settled: {state.value}. The buyer may ask anew from a listing.",
            state=state.name,
        )


class ListingCannotAnswer(Refused):
    """The listing is not one to answer this request with; the violations say why.

    Mend what the violations name, or make another private listing for the request.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("This listing can't answer the request.", violations=violations)


class OnlyTheMakerAnswers(Forbidden):
    """The caller sees the request but is not the one who is asked.

    Leave it to the maker, or to a partner with the maker's grant.
    """

    def __init__(self) -> None:
        super().__init__("Only the maker who was asked can do this.")


class CustomOrderRequestChanged(Stale):
    """Somebody else changed the request first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self, name: str) -> None:
        super().__init__("This request has changed meanwhile. Read it again.", name=name)


@dataclass(frozen=True)
class CustomOrderRequest:
    """A buyer's wish for something made to order.

    `clock` is the one on the maker's first answer and stays as that left it. `offers` are the
    private listings that were sent for it, the latest last.
    """

    name: str
    maker: str
    maker_subject: str
    listing: str
    text: str
    buyer: str
    buyer_alias: str
    thread: str
    state: State
    clock: ResponseClock
    created: datetime
    updated: datetime
    offers: tuple[str, ...] = ()
    private_listing: str = ""
    order: str = ""
    revision: int = 0

    @property
    def parties(self) -> tuple[str, str]:
        """The accounts that talk."""
        return self.buyer, self.maker_subject

    def hear_buyer(self, at: datetime) -> "CustomOrderRequest":
        """The buyer wrote again."""
        return replace(self, state=self._talked_on(), updated=at)

    def hear_maker(self, at: datetime) -> "CustomOrderRequest":
        """The maker wrote, which answers an open request."""
        state = State.ANSWERED if self.state is State.OPEN else self._talked_on()
        return replace(self, state=state, clock=self.clock.answer(at), updated=at)

    def decline(self, at: datetime) -> "CustomOrderRequest":
        """The maker does not take it."""
        self._ensure_unsettled()
        return replace(self, state=State.DECLINED, clock=self.clock.answer(at), updated=at)

    def offer(self, listing: str, at: datetime) -> "CustomOrderRequest":
        """The maker sent the link of a private listing; it may be another than the last."""
        self._ensure_unsettled()
        return replace(
            self,
            state=State.LINK_SENT,
            clock=self.clock.answer(at),
            offers=(*(known for known in self.offers if known != listing), listing),
            private_listing=listing,
            updated=at,
        )

    def purchase(self, listing: str, order: str, at: datetime) -> "CustomOrderRequest":
        """The buyer bought what was offered. A settled request stays as it is: the first counts."""
        if self.state in SETTLED:
            return self
        return replace(
            self, state=State.PURCHASED, private_listing=listing, order=order, updated=at
        )

    def record_breach(self, now: datetime) -> "CustomOrderRequest":
        """Makes known that the first answer is late, if it is."""
        return replace(self, clock=self.clock.record_breach(now))

    def _talked_on(self) -> State:
        talking = self.state in (State.ANSWERED, State.NEGOTIATING)
        return State.NEGOTIATING if talking else self.state

    def _ensure_unsettled(self) -> None:
        if self.state in SETTLED:
            raise CustomOrderSettled(self.state)
