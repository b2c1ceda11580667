"""Money and choices as the contract has them."""

from collections.abc import Iterable

from google.type import money_pb2

from catalog.domain.customization import Choice
from catalog.domain.money import Money
from chassis.money import amount_in
from chassis.money import to_money as money_of
from handmade.catalog.v1 import listing_pb2 as pb


def to_money(money: Money | None) -> money_pb2.Money | None:
    """The amount as a message; None stays unset."""
    if money is None:
        return None
    return money_of(money.amount, money.currency)


def from_money(message: money_pb2.Money) -> Money:
    """The amount in a message, exact."""
    return Money(amount_in(message), message.currency_code)


def to_choices(choices: Iterable[Choice]) -> list[pb.Choice]:
    """What a buyer chose."""
    return [
        pb.Choice(customization=choice.customization, option=choice.option) for choice in choices
    ]


def from_choices(messages: Iterable[pb.Choice]) -> tuple[Choice, ...]:
    """What a buyer chose."""
    return tuple(Choice(message.customization, message.option) for message in messages)
