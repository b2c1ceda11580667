"""What buyers choose about a product, and what a choice costs."""

from typing import Self

import strawberry

from gateway.values import Money, MoneyInput
from handmade.catalog.v1 import listing_pb2 as pb


@strawberry.type(description="One option of a list.")
class Option:
    label: str = strawberry.field(description="What the buyer reads.")
    surcharge: Money | None = strawberry.field(
        description="What it adds to the price; null for nothing."
    )


@strawberry.type(description="A list of options of which the buyer chooses one.")
class OptionList:
    options: list[Option] = strawberry.field(description="The options.")


@strawberry.type(description="Something buyers choose about a product.")
class Customization:
    label: str = strawberry.field(description="What the buyer chooses, such as `Colour`.")
    instructions: str | None = strawberry.field(
        description="How to choose; null if nothing is said."
    )
    is_optional: bool = strawberry.field(description="Whether the buyer may leave it open.")
    option_list: OptionList | None = strawberry.field(
        description="The options, where the buyer picks from a list."
    )

    @classmethod
    def from_proto(cls, customization: pb.Customization) -> Self:
        """Reads a customization."""
        return cls(
            label=customization.label,
            instructions=customization.instructions or None,
            is_optional=customization.is_optional,
            option_list=OptionList(
                options=[_option(option) for option in customization.option_list.options]
            )
            if customization.HasField("option_list")
            else None,
        )


def _option(option: pb.Customization.Option) -> Option:
    surcharge = Money.from_proto(option.surcharge) if option.HasField("surcharge") else None
    return Option(label=option.label, surcharge=surcharge)


@strawberry.input(description="One option of a list.")
class OptionInput:
    label: str = strawberry.field(
        description="What the buyer reads, 1 to 60 characters, unique in its list."
    )
    surcharge: MoneyInput | None = strawberry.field(
        default=None, description="What it adds to the price; null for nothing."
    )


@strawberry.input(description="A list of options of which the buyer chooses one.")
class OptionListInput:
    options: list[OptionInput] = strawberry.field(description="The options, 1 to 20.")


@strawberry.input(description="Something buyers choose about a product.")
class CustomizationInput:
    label: str = strawberry.field(
        description="What the buyer chooses, 1 to 60 characters, unique in the listing."
    )
    instructions: str | None = strawberry.field(
        default=None, description="How to choose, up to 300 characters."
    )
    is_optional: bool = strawberry.field(
        default=False, description="Whether the buyer may leave it open."
    )
    option_list: OptionListInput | None = strawberry.field(
        default=None, description="The options, where the buyer picks from a list."
    )

    def to_proto(self) -> pb.Customization:
        """Writes a customization."""
        message = pb.Customization(
            label=self.label, instructions=self.instructions or "", is_optional=self.is_optional
        )
        if self.option_list is not None:
            message.option_list.SetInParent()
            for option in self.option_list.options:
                surcharge = option.surcharge.to_proto() if option.surcharge else None
                message.option_list.options.add(label=option.label, surcharge=surcharge)
        return message


@strawberry.type(description="What was chosen for one customization.")
class Choice:
    customization: str = strawberry.field(description="The customization's label.")
    option: str = strawberry.field(description="The option's label.")


@strawberry.input(description="What to choose for one customization.")
class ChoiceInput:
    customization: str = strawberry.field(description="The customization's label.")
    option: str = strawberry.field(description="The option's label.")

    def to_proto(self) -> pb.Choice:
        """Writes a choice."""
        return pb.Choice(customization=self.customization, option=self.option)


@strawberry.type(description="A reason why a choice cannot be bought.")
class ListingProblem:
    code: str = strawberry.field(
        description="The broken rule, such as `OPTION_UNKNOWN` or `OUT_OF_STOCK`."
    )
    message: str = strawberry.field(description="What it means and what would be accepted.")
    subject: str | None = strawberry.field(
        description="The customization it is about; null for the listing."
    )


@strawberry.type(description="What a choice of options costs, or why it cannot be bought.")
class ListingConfiguration:
    option_set_version: int = strawberry.field(
        description="The version of the customizations it was priced under."
    )
    choices: list[Choice] = strawberry.field(description="The choices in the listing's order.")
    price: Money | None = strawberry.field(
        description="The price of one, options included; null if the choice is not one."
    )
    problems: list[ListingProblem] = strawberry.field(
        description="Every reason why it cannot be bought; empty if it can."
    )

    @classmethod
    def from_proto(cls, priced: pb.ListingConfiguration) -> Self:
        """Reads a priced choice."""
        return cls(
            option_set_version=priced.option_set_version,
            choices=[
                Choice(customization=choice.customization, option=choice.option)
                for choice in priced.choices
            ],
            price=Money.from_proto(priced.price) if priced.HasField("price") else None,
            problems=[
                ListingProblem(
                    code=found.code, message=found.message, subject=found.subject or None
                )
                for found in priced.problems
            ],
        )
