"""What a listing must be: what holds for every draft, and what must be said before it is sold."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from catalog.domain.listing import Listing
from catalog.domain.market import Market
from catalog.domain.money import Money
from catalog.policy import customizations
from catalog.policy import market as markets
from catalog.policy.numbers import Policy
from catalog.policy.text import among, broken_account
from chassis.errors import Refused, Violation
from chassis.text import control_in, is_blank, too_long

Rule = Callable[[Listing, Market, Policy], Iterable[Violation]]

CENT = Decimal("0.01")


class ListingNotAccepted(Refused):
    """The listing breaks rules of the marketplace, which the violations name; nothing was changed.

    Mend everything that is named, then repeat.
    """

    def __init__(self, broken: Iterable[Violation]) -> None:
        super().__init__("The listing does not meet the rules.", violations=broken)


def sku_used(sku: str) -> Violation:
    """The violation for a SKU that its maker has used before; see `docs/rules.md#skus`."""
    return Violation(
        "SKU_REUSED",
        f"You have used the SKU `{sku}` before. A SKU stands for one listing for ever, "
        "so choose a new one.",
        "sku",
    )


def country_is_known(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """The programme has the country; see `docs/rules.md#countries`."""
    yield from markets.country_is_known(market)


def maker_may_sell_there(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """The membership is active and the country ready; see `docs/rules.md#countries`."""
    yield from markets.maker_may_sell(market)


def profile_is_published(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """An extended country shows its maker first; see `docs/rules.md#publishing`."""
    if not market.is_extended or market.has_profile or any(markets.maker_may_sell(market)):
        return
    names = (
        "Store name and short URL are copied from your other profiles"
        if listing.store_name
        else "Choose store name and short URL, which you have none of yet"
    )
    yield Violation(
        "PROFILE_MISSING",
        f"Publish your profile in `{market.country}` first, then this listing. {names}; "
        f"inspiration and about must be said in {among(market.languages)}.",
        "country",
    )


def sku_is_readable(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """A few characters on one line; see `docs/rules.md#skus`."""
    sku = listing.sku
    if len(sku) > numbers.sku_max:
        yield from too_long("sku", sku, numbers.sku_max, "SKU_TOO_LONG")
    elif is_blank(sku) or sku != sku.strip() or control_in(sku):
        yield Violation(
            "SKU_MALFORMED",
            f"A SKU has 1 to {numbers.sku_max} characters on one line, without spaces around them "
            "or anything invisible.",
            "sku",
        )


def title_is_one_short_line(
    listing: Listing, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """A line of text, not a paragraph; see `docs/rules.md#titles-and-descriptions`."""
    title = listing.offer.title
    yield from too_long("title", title, numbers.title_max, "TITLE_TOO_LONG")
    if is_blank(title) or control_in(title):
        yield Violation(
            "TITLE_MALFORMED",
            "A title is one line of text without control or invisible characters.",
            "title",
        )


def description_is_plain_text(
    listing: Listing, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """A text of bounded length; see `docs/rules.md#titles-and-descriptions`."""
    text = listing.offer.description
    yield from too_long("description", text, numbers.description_max, "DESCRIPTION_TOO_LONG")
    if control_in(text, lines=True):
        yield Violation(
            "DESCRIPTION_MALFORMED",
            "A description is plain text without control characters.",
            "description",
        )


def language_is_official(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """The country's official language is used; see `docs/rules.md#languages`."""
    if listing.offer.language:
        yield from markets.language_is_official(listing.offer.language, market)


def category_is_known(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """One of the programme's categories; see `docs/rules.md#categories`."""
    category = listing.offer.category
    if category and category not in numbers.categories:
        yield Violation(
            "CATEGORY_UNKNOWN", f"The categories are {among(numbers.categories)}.", "category"
        )


def price_is_positive(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """More than nothing, in the country's currency; see `docs/rules.md#prices`."""
    price = listing.offer.price
    if price is not None:
        if not 0 < price.amount <= numbers.price_max:
            yield Violation(
                "PRICE_OUT_OF_RANGE",
                f"A price is more than 0 and at most {numbers.price_max:,}.",
                "price",
            )
        yield from _money("price", price, market)


def surcharges_are_not_negative(
    listing: Listing, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """An option adds something or nothing; see `docs/rules.md#prices`."""
    for place, _, option in customizations.options(listing.offer.customizations):
        if option.surcharge is not None:
            if not 0 <= option.surcharge.amount <= numbers.price_max:
                yield Violation(
                    "SURCHARGE_OUT_OF_RANGE",
                    f"A surcharge is 0 to {numbers.price_max:,}.",
                    f"{place}.surcharge",
                )
            yield from _money(f"{place}.surcharge", option.surcharge, market)


def _money(subject: str, money: Money, market: Market) -> Iterator[Violation]:
    if market.is_known and money.currency != market.currency:
        yield Violation(
            "CURRENCY_WRONG",
            f"In `{market.country}` prices are in `{market.currency}`.",
            subject,
        )
    if money.amount % CENT:
        yield Violation("PRICE_TOO_FINE", "A price has at most two decimal places.", subject)


def production_takes_a_bounded_time(
    listing: Listing, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """Customization included; see `docs/rules.md#production-and-stock`."""
    days = listing.offer.production_days
    if days and not 1 <= days <= numbers.production_days_max:
        yield Violation(
            "PRODUCTION_DAYS_OUT_OF_RANGE",
            f"Production takes 1 to {numbers.production_days_max} days, customization included.",
            "production_days",
        )


def stock_is_countable(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """None or more; see `docs/rules.md#production-and-stock`."""
    quantity = listing.offer.quantity
    if quantity is not None and not 0 <= quantity <= numbers.stock_max:
        yield Violation(
            "QUANTITY_OUT_OF_RANGE", f"The quantity is 0 to {numbers.stock_max:,}.", "quantity"
        )


def intended_buyer_is_a_subject(
    listing: Listing, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """Somebody who can be; see `docs/rules.md#private-listings`."""
    private = listing.offer.private_access
    if private is not None:
        yield from broken_account("private_access.buyer", private.buyer, numbers.subject_max)


def customizations_are_few_and_clear(
    listing: Listing, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """What buyers choose keeps the rules on it; see `docs/rules.md#customizations`."""
    yield from customizations.broken(listing.offer.customizations, numbers)


def everything_is_said(listing: Listing, market: Market, numbers: Policy) -> Iterator[Violation]:
    """Nothing that buyers need is missing; see `docs/rules.md#publishing`."""
    offer = listing.offer
    missing = {
        "language": ("LANGUAGE_MISSING", offer.language, "Say the language of the texts."),
        "description": ("DESCRIPTION_MISSING", offer.description.strip(), "Describe it."),
        "category": ("CATEGORY_MISSING", offer.category, "Choose a category."),
        "production_method": (
            "PRODUCTION_METHOD_MISSING",
            offer.production_method is not None,
            "Say how it is made.",
        ),
        "price": ("PRICE_MISSING", offer.price is not None, "Say what it costs."),
        "production_days": (
            "PRODUCTION_DAYS_MISSING",
            offer.production_days,
            f"Say how many days production takes, 1 to {numbers.production_days_max}.",
        ),
        "quantity": (
            "QUANTITY_MISSING",
            offer.quantity is not None,
            "Say how many can be bought; 0 means out of stock.",
        ),
    }
    for subject, (rule, is_said, message) in missing.items():
        if not is_said:
            yield Violation(rule, message, subject)


ALWAYS: tuple[Rule, ...] = (
    country_is_known,
    sku_is_readable,
    title_is_one_short_line,
    description_is_plain_text,
    language_is_official,
    category_is_known,
    price_is_positive,
    surcharges_are_not_negative,
    production_takes_a_bounded_time,
    stock_is_countable,
    intended_buyer_is_a_subject,
    customizations_are_few_and_clear,
)
"""What holds for every listing, drafts too."""

LIVE: tuple[Rule, ...] = (*ALWAYS, everything_is_said)
"""What holds for a listing on sale."""

DRAFTING: tuple[Rule, ...] = (maker_may_sell_there, *ALWAYS)
"""What holds when a listing is created."""

PUBLISHING: tuple[Rule, ...] = (maker_may_sell_there, profile_is_published, *LIVE)
"""What holds when a listing goes on sale."""


def broken(
    rules: Iterable[Rule], listing: Listing, market: Market, numbers: Policy
) -> list[Violation]:
    """Every violation of the rules, in order."""
    return [found for rule in rules for found in rule(listing, market, numbers)]


def ensure(rules: Iterable[Rule], listing: Listing, market: Market, numbers: Policy) -> None:
    """Refuses a listing that breaks a rule, naming every one."""
    found = broken(rules, listing, market, numbers)
    if found:
        raise ListingNotAccepted(found)


def edited(listing: Listing) -> tuple[Rule, ...]:
    """The rules for a change: a listing on sale must stay fit for sale."""
    return LIVE if listing.is_live else ALWAYS
