"""Amounts of money between the domain, where they are decimals, and the contract: exact."""

from collections.abc import Iterable
from decimal import Decimal

from google.type.money_pb2 import Money

from chassis.errors import Violation

_NANOS = 1_000_000_000
_CENT = Decimal("0.01")


def to_money(amount: Decimal, currency: str) -> Money:
    """The amount as a message."""
    units = int(amount)
    return Money(currency_code=currency, units=units, nanos=int((amount - units) * _NANOS))


def amount_in(message: Money) -> Decimal:
    """The amount in a message; whole cents are written with two places."""
    amount = Decimal(message.units) + Decimal(message.nanos).scaleb(-9)
    return amount if amount % _CENT else amount.quantize(_CENT)


def broken_money(message: Money, field: str) -> Iterable[Violation]:
    """The violation of an amount whose parts contradict each other."""
    opposed = message.units * message.nanos < 0
    if opposed or abs(message.nanos) >= _NANOS or not message.currency_code:
        yield Violation(
            "MONEY_MALFORMED",
            "An amount has a currency, and `units` and `nanos` (under one unit) of one sign.",
            field,
        )
