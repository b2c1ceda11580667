"""Orders, as the marketplace's order system reports them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum

from chassis.errors import NotFound, Refused, Stale, Violation


class State(Enum):
    """Where an order is in its life."""

    PLACED = "placed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


FINAL = frozenset({State.DELIVERED, State.CANCELLED})


class OrderNotFound(NotFound):
    """There is no such order, or it is none of the caller's business.

    Check the name, and with whose token you ask.
    """

    def __init__(self, name: str) -> None:
        super().__init__("There is no such order.", name=name)


class OrderNotRecordable(Refused):
    """The report does not fit what is known; the violations say where.

    Compare the report with the reservation it came from. If the listing was made just now, repeat
    the report in a moment.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("This order does not fit what is known.", violations=violations)


class OrderEnded(Refused):
    """A delivered or cancelled order stays what it is, which the fact `state` says.

    Stop reporting it; a wrong final state is a case for Handmade Support.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"This order has ended: {state.value}.", state=state.name)


class OrderChanged(Stale):
    """Another report of the order was recorded at the same time.

    Repeat your report as it is, with the same `request_id`.
    """

    def __init__(self, order_number: str) -> None:
        super().__init__(
            "Another report of this order came in meanwhile. Repeat yours.",
            order_number=order_number,
        )


class SellerNotKnownYet(Stale):
    """The report is good, but the news of the listing's maker has not come through yet.

    Repeat the report in a moment, with the same `request_id`.
    """

    def __init__(self, maker: str) -> None:
        super().__init__(
            "The maker of the listing is not known here yet. Repeat the report in a moment.",
            maker=maker,
        )


@dataclass(frozen=True)
class Money:
    """An amount in a currency."""

    currency: str
    amount: Decimal


@dataclass(frozen=True)
class Choice:
    """What was chosen for one customization."""

    customization: str
    option: str


@dataclass(frozen=True)
class Order:
    """Something bought. `version` is the order system's, `revision` ours."""

    name: str
    order_number: str
    buyer: str
    listing: str
    maker: str
    maker_subject: str
    quantity: int
    price: Money
    option_set_version: int
    choices: tuple[Choice, ...]
    custom_order_request: str
    state: State
    placed: datetime
    version: int
    revision: int = 0

    @property
    def parties(self) -> tuple[str, str]:
        """The accounts that trade."""
        return self.buyer, self.maker_subject

    def update(self, report: "Order") -> "Order":
        """Takes a later report; one that is not newer changes nothing.

        The order system is the authority on everything but who bought what for which request,
        which it can't change, and on an order that has ended.
        """
        if report.version <= self.version:
            return self
        broken = [
            Violation(
                "ORDER_MISMATCH", f"An earlier report named another {what}.", f"order.{field}"
            )
            for field, what in _FIXED.items()
            if getattr(self, field) != getattr(report, field)
        ]
        if broken:
            raise OrderNotRecordable(broken)
        if self.state in FINAL and report.state is not self.state:
            raise OrderEnded(self.state)
        return replace(
            report,
            name=self.name,
            maker=self.maker,
            maker_subject=self.maker_subject,
            revision=self.revision,
        )


_FIXED = {
    "buyer": "buyer",
    "listing": "listing",
    "custom_order_request": "custom-order request",
}
