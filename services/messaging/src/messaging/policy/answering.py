"""Which listing may answer a custom-order request."""

from collections.abc import Callable, Iterable, Iterator

from chassis.errors import Violation
from messaging.domain.custom_order import CustomOrderRequest, ListingCannotAnswer
from messaging.domain.listing import Listing, PrivateAccess


def rules_broken_by(request: CustomOrderRequest, listing: Listing | None) -> list[Violation]:
    """Every reason why the listing can't answer the request.

    What does not exist and what is another maker's look the same. Source:
    `docs/rules.md#answering-with-a-private-listing`.
    """
    if listing is None or listing.maker != request.maker:
        message = "The maker has no such listing. If it was made just now, try again in a moment."
        return [Violation("LISTING_UNKNOWN", message, "listing")]
    return [
        Violation(code, message, "listing")
        for rule in ANSWER_RULES
        for code, message in rule(request, listing)
    ]


def ensure_answers(request: CustomOrderRequest, listing: Listing | None) -> PrivateAccess:
    """The way into the listing, if the request can be answered with it.

    Fails with `ListingCannotAnswer` naming every broken rule.
    """
    broken = rules_broken_by(request, listing)
    if broken or listing is None or listing.private_access is None:
        raise ListingCannotAnswer(broken)
    return listing.private_access


Fault = tuple[str, str]


def answer_is_on_sale(request: CustomOrderRequest, listing: Listing) -> Iterator[Fault]:
    """A link must lead to something that can be bought."""
    if not listing.is_live:
        yield (
            "LISTING_NOT_LIVE",
            "Publish the listing first. If you just did, try again in a moment.",
        )


def answer_is_private(request: CustomOrderRequest, listing: Listing) -> Iterator[Fault]:
    """What answers one buyer is sold through its link only."""
    if listing.private_access is None:
        yield "LISTING_NOT_PRIVATE", "Only a private listing can answer a custom order."


def answer_is_for_this_buyer(request: CustomOrderRequest, listing: Listing) -> Iterator[Fault]:
    """A listing bound to a buyer opens for nobody else."""
    bound = listing.private_access.buyer if listing.private_access else ""
    if bound not in ("", request.buyer):
        yield "LISTING_FOR_ANOTHER_BUYER", "The listing is for another buyer."


def answer_is_for_this_request(request: CustomOrderRequest, listing: Listing) -> Iterator[Fault]:
    """A listing made for one request answers no other."""
    bound = listing.private_access.custom_order_request if listing.private_access else ""
    if bound not in ("", request.name):
        yield "LISTING_FOR_ANOTHER_REQUEST", "The listing was made for another request."


AnswerRule = Callable[[CustomOrderRequest, Listing], Iterable[Fault]]
ANSWER_RULES: tuple[AnswerRule, ...] = (
    answer_is_on_sale,
    answer_is_private,
    answer_is_for_this_buyer,
    answer_is_for_this_request,
)
