"""What buyers choose about a product."""

from dataclasses import dataclass

from catalog.domain.money import Money


@dataclass(frozen=True)
class Option:
    """One option of a list. A surcharge is added to the price."""

    label: str
    surcharge: Money | None = None


@dataclass(frozen=True)
class OptionList:
    """The kind of customization in which the buyer picks one of several options."""

    options: tuple[Option, ...]

    def option(self, label: str) -> Option | None:
        """The option of this label."""
        return next((option for option in self.options if option.label == label), None)


@dataclass(frozen=True)
class Customization:
    """Something the buyer chooses. Without a kind it is not finished."""

    label: str
    kind: OptionList | None
    instructions: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Choice:
    """What a buyer chose for one customization, both by their labels."""

    customization: str
    option: str


@dataclass(frozen=True)
class OptionSet:
    """The customizations of a listing under one version. Versions never change."""

    listing: str
    version: int
    customizations: tuple[Customization, ...]
