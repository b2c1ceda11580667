"""Money, moments and choices as the contract has them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from google.protobuf.timestamp_pb2 import Timestamp
from google.type import money_pb2

from catalog.domain.customization import Choice
from catalog.domain.money import Money
from chassis.errors import Violation
from handmade.catalog.v1 import listing_pb2 as pb

_NANO = Decimal(1_000_000_000)


def to_timestamp(moment: datetime | None) -> Timestamp | None:
    """The moment as a message; None stays unset."""
    if moment is None:
        return None
    timestamp = Timestamp()
    timestamp.FromDatetime(moment)
    return timestamp


def to_money(money: Money | None) -> money_pb2.Money | None:
    """The amount as a message; None stays unset."""
    if money is None:
        return None
    units = int(money.amount)
    nanos = int((money.amount - units) * _NANO)
    return money_pb2.Money(currency_code=money.currency, units=units, nanos=nanos)


def from_money(message: money_pb2.Money) -> Money:
    """The amount in a message, exact."""
    amount = Decimal(message.units) + Decimal(message.nanos) / _NANO
    return Money(amount.quantize(Decimal("0.01")) if _is_cents(amount) else amount,
                 message.currency_code)  # fmt: skip


def _is_cents(amount: Decimal) -> bool:
    return not amount % Decimal("0.01")


def broken_money(message: money_pb2.Money, field: str) -> Iterable[Violation]:
    """The violation of an amount whose parts contradict each other."""
    opposed = message.units * message.nanos < 0
    if opposed or abs(message.nanos) >= _NANO or not message.currency_code:
        yield Violation(
            "MONEY_MALFORMED",
            "An amount has a currency, and `units` and `nanos` (under one unit) of one sign.",
            field,
        )


def to_choices(choices: Iterable[Choice]) -> list[pb.Choice]:
    """What a buyer chose."""
    return [
        pb.Choice(customization=choice.customization, option=choice.option) for choice in choices
    ]


def from_choices(messages: Iterable[pb.Choice]) -> tuple[Choice, ...]:
    """What a buyer chose."""
    return tuple(Choice(message.customization, message.option) for message in messages)
