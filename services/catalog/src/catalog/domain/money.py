"""Exact amounts of money."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Money:
    """An amount in a currency, an ISO 4217 code."""

    amount: Decimal
    currency: str

    def plus(self, more: Decimal) -> "Money":
        """The sum with an amount of the same currency."""
        return Money(self.amount + more, self.currency)
