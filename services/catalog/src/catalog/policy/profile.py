"""What a profile must be before it is published."""

import re
from collections.abc import Callable, Iterable, Iterator

from catalog import words
from catalog.domain.market import Market
from catalog.domain.profile import Presentation
from catalog.policy import market as markets
from catalog.policy.numbers import Policy
from catalog.policy.text import among
from chassis.errors import Refused, Violation
from chassis.text import control_in, is_blank, scripts_mixed_in, too_long

Rule = Callable[[Presentation, Market, Policy], Iterable[Violation]]


class MakerProfileNotAccepted(Refused):
    """The profile breaks rules of the marketplace, which the violations name; nothing was changed.

    Mend everything that is named, then repeat.
    """

    def __init__(self, broken: Iterable[Violation]) -> None:
        super().__init__("The maker profile does not meet the rules.", violations=broken)


def store_name_taken(name: str) -> Violation:
    """The violation for another maker's store name; see `docs/rules.md#store-names`."""
    return Violation(
        "STORE_NAME_TAKEN", f"Another store is called `{name}`. Choose a new name.", "store_name"
    )


def short_url_taken(short_url: str) -> Violation:
    """The violation for another maker's short URL; see `docs/rules.md#store-names`."""
    return Violation(
        "SHORT_URL_TAKEN", f"Another store has `{short_url}`. Choose a new one.", "short_url"
    )


def inspiration_missing(market: Market) -> Violation:
    """The violation for what other profiles say and this leaves out; see
    `docs/rules.md#profiles`.
    """
    return Violation(
        "INSPIRATION_MISSING",
        f"Your other profiles tell what inspires you. Say it in {among(market.languages)}, too.",
        "inspiration",
    )


def maker_may_sell_there(
    said: Presentation, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """The membership is active and the country ready; see `docs/rules.md#countries`."""
    yield from markets.country_is_known(market)
    yield from markets.maker_may_sell(market)


def store_name_is_one_short_line(
    said: Presentation, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """A line that names something; see `docs/rules.md#store-names`."""
    name = said.store_name
    is_long_enough = numbers.store_name_min <= len(name) <= numbers.store_name_max
    if is_long_enough and (mixed := scripts_mixed_in(name)):
        yield Violation(
            "STORE_NAME_MISLEADING",
            f"`{mixed}` mixes letters of different alphabets that look alike.",
            "store_name",
        )
    if not is_long_enough or not words.sought(name) or name != name.strip() or control_in(name):
        yield Violation(
            "STORE_NAME_MALFORMED",
            f"A store name is one line of {numbers.store_name_min} to {numbers.store_name_max} "
            "characters with a letter or digit, without spaces around it or anything invisible.",
            "store_name",
        )


def short_url_is_plain(said: Presentation, market: Market, numbers: Policy) -> Iterator[Violation]:
    """A few plain characters; see `docs/rules.md#store-names`."""
    bounds = f"{{{numbers.short_url_min},{numbers.short_url_max}}}"
    if not re.fullmatch(f"[a-z0-9-]{bounds}", said.short_url):
        yield Violation(
            "SHORT_URL_MALFORMED",
            f"A short URL has {numbers.short_url_min} to {numbers.short_url_max} of the "
            "characters `a` to `z`, `0` to `9` and `-`.",
            "short_url",
        )


def short_url_is_not_the_store_name(
    said: Presentation, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """The two differ; see `docs/rules.md#store-names`."""
    if not said.short_url:
        return
    are_short = max(len(said.short_url), len(said.store_name)) <= numbers.store_name_max
    if are_short and words.same_name(said.short_url) == words.same_name(said.store_name):
        yield Violation(
            "SHORT_URL_IS_STORE_NAME",
            "The short URL must not be the store name itself.",
            "short_url",
        )


def language_is_official(
    said: Presentation, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """The country's official language is used; see `docs/rules.md#languages`."""
    yield from markets.language_is_official(said.language, market)


def texts_are_said_and_short(
    said: Presentation, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """What is shown is there and fits; see `docs/rules.md#profiles`."""
    yield from too_long(
        "inspiration", said.inspiration, numbers.inspiration_max, "INSPIRATION_TOO_LONG"
    )
    if is_blank(said.about):
        yield Violation("ABOUT_MISSING", "Tell buyers about yourself.", "about")
    yield from too_long("about", said.about, numbers.about_max, "ABOUT_TOO_LONG")
    for rule, subject, text in (
        ("INSPIRATION_MALFORMED", "inspiration", said.inspiration),
        ("ABOUT_MALFORMED", "about", said.about),
    ):
        if control_in(text, lines=True):
            yield Violation(rule, "It is plain text without control characters.", subject)


def custom_orders_are_explained(
    said: Presentation, market: Market, numbers: Policy
) -> Iterator[Violation]:
    """Who offers them says which and how fast; see `docs/rules.md#custom-orders`."""
    if said.custom_orders is None:
        return
    texts = {
        "custom_orders.types": (said.custom_orders.types, numbers.custom_order_types_max),
        "custom_orders.production_time": (
            said.custom_orders.production_time,
            numbers.custom_order_time_max,
        ),
    }
    for subject, (text, limit) in texts.items():
        if is_blank(text) or len(text) > limit or control_in(text, lines=True):
            yield Violation(
                "CUSTOM_ORDERS_NOT_EXPLAINED",
                f"To offer custom orders, say this in 1 to {limit} characters.",
                subject,
            )


RULES: tuple[Rule, ...] = (
    maker_may_sell_there,
    store_name_is_one_short_line,
    short_url_is_plain,
    short_url_is_not_the_store_name,
    language_is_official,
    texts_are_said_and_short,
    custom_orders_are_explained,
)


def broken(said: Presentation, market: Market, numbers: Policy) -> list[Violation]:
    """Every violation, in order."""
    return [found for rule in RULES for found in rule(said, market, numbers)]
