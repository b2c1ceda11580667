"""Who may ask for a custom order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from chassis.errors import Violation
from chassis.memberships import ACTIVE, why_not_active
from messaging.domain.listing import Listing


@dataclass(frozen=True)
class Asking:
    """Somebody about to ask for a custom order from a listing.

    `membership` is the state of its maker's in the listing's region, empty without one.
    """

    listing: Listing
    is_signed_in: bool
    is_buyer: bool
    is_own_listing: bool
    region: str
    membership: str


def buyer_is_signed_in(asking: Asking) -> Iterator[Violation]:
    """A request has a buyer."""
    if not asking.is_signed_in:
        yield Violation("SIGN_IN_REQUIRED", "Sign in as a buyer to ask.", "buyer")
    elif not asking.is_buyer:
        yield Violation("NOT_A_BUYER", "Only buyers can ask for a custom order.", "buyer")


def listing_is_somebody_elses(asking: Asking) -> Iterator[Violation]:
    """Nobody asks themselves."""
    if asking.is_own_listing:
        yield Violation("OWN_LISTING", "You can't ask yourself for a custom order.", "listing")


def listing_is_live(asking: Asking) -> Iterator[Violation]:
    """Buyers ask from what is on sale."""
    if not asking.listing.is_live:
        yield Violation("LISTING_NOT_LIVE", "The listing is not on sale.", "listing")


def maker_is_active(asking: Asking) -> Iterator[Violation]:
    """A maker sells only as an active member; to others the listing is hidden by then."""
    if asking.membership != ACTIVE:
        message = why_not_active(asking.region, asking.membership)
        yield Violation("MAKER_NOT_ACTIVE", message, "maker")


def maker_offers_custom_orders(asking: Asking) -> Iterator[Violation]:
    """The maker switches custom orders on in the profile."""
    if not asking.listing.custom_orders_offered:
        yield Violation(
            "CUSTOM_ORDERS_NOT_OFFERED", "The maker does not take custom orders.", "maker"
        )


AskingRule = Callable[[Asking], Iterable[Violation]]
ASKING_RULES: tuple[AskingRule, ...] = (
    buyer_is_signed_in,
    listing_is_somebody_elses,
    listing_is_live,
    maker_is_active,
    maker_offers_custom_orders,
)


def reasons_not_to_ask(asking: Asking) -> list[Violation]:
    """Every reason why a custom order can't be asked for here.

    Source: `docs/rules.md#asking-for-a-custom-order`.
    """
    return list(chain.from_iterable(rule(asking) for rule in ASKING_RULES))
