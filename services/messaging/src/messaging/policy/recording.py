"""Which reports of orders are accepted."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from chassis.errors import InvalidRequest, Violation
from messaging.domain.custom_order import CustomOrderRequest
from messaging.domain.listing import Listing
from messaging.domain.order import Order, OrderNotRecordable, SellerNotKnownYet
from messaging.policy.numbers import Policy

_ORDER_NUMBER = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}")
_CURRENCY = re.compile(r"[A-Z]{3}")

T = TypeVar("T")


def ensure_well_formed(report: Order, numbers: Policy, now: datetime) -> None:
    """Refuses a report that no order can look like.

    Fails with `InvalidRequest` naming every field. Source: `docs/rules.md#orders`.
    """
    broken = [found for rule in REPORT_RULES for found in rule(report, numbers)]
    broken += placing_is_not_absurd(report, numbers, now)
    if broken:
        raise InvalidRequest(broken)


def order_number_is_the_marketplaces(report: Order, numbers: Policy) -> Iterator[Violation]:
    """Seventeen digits in groups of three, seven and seven."""
    if not _ORDER_NUMBER.fullmatch(report.order_number):
        message = "Must be 17 digits such as `123-1234567-1234567`."
        yield Violation("ORDER_NUMBER_MALFORMED", message, "order.order_number")


def buyer_is_a_subject(report: Order, numbers: Policy) -> Iterator[Violation]:
    """A subject is one printable word of bounded length."""
    if len(report.buyer) > numbers.subject_max:
        message = f"Must be at most {numbers.subject_max} characters."
        yield Violation("BUYER_TOO_LONG", message, "order.buyer")
    if not report.buyer.isprintable():
        yield Violation("BUYER_MALFORMED", "Must be a token's subject.", "order.buyer")


def quantity_is_possible(report: Order, numbers: Policy) -> Iterator[Violation]:
    """Something was bought, and not more than anybody makes by hand."""
    if not 1 <= report.quantity <= numbers.quantity_max:
        message = f"Must be 1 to {numbers.quantity_max:,}."
        yield Violation("QUANTITY_OUT_OF_RANGE", message, "order.quantity")


def price_is_money(report: Order, numbers: Policy) -> Iterator[Violation]:
    """A price has a currency, is not negative and no more than a listing with options costs."""
    if not _CURRENCY.fullmatch(report.price.currency):
        message = "Must be an ISO 4217 code such as `USD`."
        yield Violation("CURRENCY_MALFORMED", message, "order.price.currency_code")
    if report.price.amount < 0:
        yield Violation("PRICE_NEGATIVE", "Must not be negative.", "order.price")
    if report.price.amount > numbers.price_max:
        message = f"Must be at most {numbers.price_max:,}."
        yield Violation("PRICE_TOO_HIGH", message, "order.price")


def versions_count_up(report: Order, numbers: Policy) -> Iterator[Violation]:
    """Versions begin with one; so do those of option sets, where zero means that it has none."""
    highest = numbers.version_max
    if not 1 <= report.version <= highest:
        message = f"Must be 1 to {highest:,}."
        yield Violation("VERSION_OUT_OF_RANGE", message, "order.version")
    if not 0 <= report.option_set_version <= highest:
        message = f"Must be 0 to {highest:,}."
        yield Violation("VERSION_OUT_OF_RANGE", message, "order.option_set_version")


def placing_is_not_absurd(report: Order, numbers: Policy, now: datetime) -> Iterator[Violation]:
    """The order was placed by now, as far as two clocks agree, and since the marketplace began."""
    if not numbers.orders_from <= report.placed <= now + numbers.clock_slack:
        earliest = f"{numbers.orders_from:%Y-%m-%d}"
        message = f"Must be a time from {earliest} until now; a clock may be a day ahead."
        yield Violation("PLACE_TIME_OUT_OF_RANGE", message, "order.place_time")


def choices_are_labels(report: Order, numbers: Policy) -> Iterator[Violation]:
    """A choice names a customization and an option as the listing did."""
    if len(report.choices) > numbers.choices_max:
        message = f"At most {numbers.choices_max} customizations can be chosen."
        yield Violation("TOO_MANY_CHOICES", message, "order.choices")
    for index, choice in enumerate(report.choices):
        for field, label in (
            ("customization", choice.customization),
            ("option", choice.option),
        ):
            if len(label) > numbers.label_max:
                message = f"Must be at most {numbers.label_max} characters."
                yield Violation("LABEL_TOO_LONG", message, f"order.choices[{index}].{field}")


ReportRule = Callable[[Order, Policy], Iterable[Violation]]
REPORT_RULES: tuple[ReportRule, ...] = (
    order_number_is_the_marketplaces,
    buyer_is_a_subject,
    quantity_is_possible,
    price_is_money,
    versions_count_up,
    choices_are_labels,
)


def ensure_settles(report: Order, request: CustomOrderRequest | None) -> CustomOrderRequest:
    """The request, if the order is one for it.

    A request that does not exist and somebody else's look the same. Fails with
    `OrderNotRecordable`. Source: `docs/rules.md#orders`.
    """
    field = "order.custom_order_request"
    if request is None or request.buyer != report.buyer:
        message = "This buyer has no such request."
        raise OrderNotRecordable([Violation("CUSTOM_ORDER_REQUEST_NOT_FOUND", message, field)])
    if report.listing not in request.offers:
        message = "The listing was never offered for the request."
        raise OrderNotRecordable([Violation("LISTING_NOT_OFFERED", message, "order.listing")])
    return request


def ensure_known(listing: Listing | None, maker: T | None) -> T:
    """The maker of the listing that was bought.

    Fails with `OrderNotRecordable` where there is no such listing, and with `SellerNotKnownYet`
    where only the copy of makers is behind: every listing has a maker.
    """
    if listing is None:
        message = "There is no such listing. If it was made just now, try again in a moment."
        raise OrderNotRecordable([Violation("LISTING_NOT_FOUND", message, "order.listing")])
    if maker is None:
        raise SellerNotKnownYet(listing.maker)
    return maker
