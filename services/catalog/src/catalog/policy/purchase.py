"""What a choice of options costs, and why something can't be bought."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalog.domain.customization import Choice, Customization, Option
from catalog.domain.listing import Listing
from catalog.domain.money import Money
from catalog.policy.text import among
from chassis.errors import Refused, Violation


class ListingNotBuyable(Refused):
    """The listing can't be bought as chosen; the violations say all reasons.

    Show the buyer the violations; reserve again once they are met.
    """

    def __init__(self, broken: Iterable[Violation]) -> None:
        super().__init__("This can't be bought.", violations=broken)


@dataclass(frozen=True)
class Configuration:
    """A choice, priced. `price` is that of one, and None if the choice is not one."""

    choices: tuple[Choice, ...]
    price: Money | None
    problems: tuple[Violation, ...]


def configuration(
    listing: Listing, choices: tuple[Choice, ...], quantity: int, *, maker_is_active: bool
) -> Configuration:
    """The price of a choice, or every reason against it; see `docs/rules.md#buying`."""
    about_choices = tuple(_about_choices(listing.offer.customizations, choices))
    about_listing = tuple(_about_listing(listing, quantity, maker_is_active))
    price = None if about_choices else _price(listing, choices)
    return Configuration(_ordered(listing, choices), price, about_listing + about_choices)


def _about_listing(listing: Listing, quantity: int, maker_is_active: bool) -> Iterator[Violation]:
    if not listing.is_live:
        yield Violation("LISTING_NOT_LIVE", "The listing is not on sale.")
    if not maker_is_active:
        yield Violation("MAKER_NOT_ACTIVE", "The maker does not sell there at present.")
    stock = listing.offer.quantity or 0
    if stock == 0:
        yield Violation("OUT_OF_STOCK", "There are none left.")
    elif quantity > stock:
        yield Violation("STOCK_TOO_LOW", f"There are {stock} left.")


def _about_choices(
    customizations: tuple[Customization, ...], choices: tuple[Choice, ...]
) -> Iterator[Violation]:
    by_label = {customization.label: customization for customization in customizations}
    seen: set[str] = set()
    for choice in choices:
        label = choice.customization
        customization = by_label.get(label)
        if label in seen:
            yield Violation("CHOICE_REPEATED", f"Choose once for `{label}`.", label)
        elif customization is None:
            yield Violation(
                "CUSTOMIZATION_UNKNOWN",
                f"The listing has no `{label}`. To choose are {among(by_label) or 'none'}.",
                label,
            )
        elif _option(customization, choice) is None:
            yield Violation(
                "OPTION_UNKNOWN",
                f"`{label}` has the options {among(_labels(customization))}.",
                label,
            )
        seen.add(label)
    for customization in customizations:
        if not customization.is_optional and customization.label not in seen:
            yield Violation(
                "OPTION_MISSING",
                f"Choose for `{customization.label}` one of {among(_labels(customization))}.",
                customization.label,
            )


def _labels(customization: Customization) -> list[str]:
    kind = customization.kind
    return [option.label for option in kind.options] if kind is not None else []


def _option(customization: Customization, choice: Choice) -> Option | None:
    return customization.kind.option(choice.option) if customization.kind is not None else None


def _ordered(listing: Listing, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    place = {
        customization.label: index
        for index, customization in enumerate(listing.offer.customizations)
    }
    return tuple(sorted(choices, key=lambda choice: place.get(choice.customization, len(place))))


def _price(listing: Listing, choices: tuple[Choice, ...]) -> Money | None:
    if listing.offer.price is None:
        return None
    by_label = {entry.label: entry for entry in listing.offer.customizations}
    chosen = [_option(by_label[choice.customization], choice) for choice in choices]
    more = [entry.surcharge.amount for entry in chosen if entry and entry.surcharge]
    return listing.offer.price.plus(sum(more, Decimal(0)))
