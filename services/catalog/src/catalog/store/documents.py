"""How values that several documents share are written and read."""

from decimal import Decimal

from bson.decimal128 import Decimal128

from catalog.domain.customization import Choice, Customization, Option, OptionList
from catalog.domain.money import Money
from catalog.domain.retirement import Reason, Retirement
from chassis.mongo import Document


def to_money(money: Money | None) -> Document | None:
    """An amount, exact."""
    if money is None:
        return None
    return {"amount": Decimal128(money.amount), "currency": money.currency}


def from_money(document: Document) -> Money:
    """The amount in a document."""
    amount: Decimal = document["amount"].to_decimal()
    return Money(amount, document["currency"])


def to_customizations(customizations: tuple[Customization, ...]) -> list[Document]:
    """What buyers choose, in order."""
    return [
        {
            "label": customization.label,
            "instructions": customization.instructions,
            "is_optional": customization.is_optional,
            "option_list": customization.kind and _to_options(customization.kind),
        }
        for customization in customizations
    ]


def _to_options(kind: OptionList) -> list[Document]:
    return [
        {"label": option.label, "surcharge": to_money(option.surcharge)} for option in kind.options
    ]


def from_customizations(documents: list[Document]) -> tuple[Customization, ...]:
    """The customizations in documents."""
    return tuple(
        Customization(
            label=document["label"],
            kind=None if document["option_list"] is None else _options(document["option_list"]),
            instructions=document["instructions"],
            is_optional=document["is_optional"],
        )
        for document in documents
    )


def _options(documents: list[Document]) -> OptionList:
    return OptionList(
        tuple(
            Option(
                document["label"],
                None if document["surcharge"] is None else from_money(document["surcharge"]),
            )
            for document in documents
        )
    )


def to_choices(choices: tuple[Choice, ...]) -> list[Document]:
    """What a buyer chose."""
    return [{"customization": choice.customization, "option": choice.option} for choice in choices]


def from_choices(documents: list[Document]) -> tuple[Choice, ...]:
    """The choices in documents."""
    return tuple(Choice(document["customization"], document["option"]) for document in documents)


def to_retirement(retirement: Retirement | None) -> Document | None:
    """Why something is off for good."""
    if retirement is None:
        return None
    return {"reason": retirement.reason.value, "at": retirement.at}


def from_retirement(document: Document | None) -> Retirement | None:
    """The retirement in a document."""
    if document is None:
        return None
    return Retirement(Reason(document["reason"]), document["at"])
