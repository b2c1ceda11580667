"""Which listing may answer a custom-order request."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from chassis.errors import Violation
from chassis.memberships import ACTIVE, why_not_active
from messaging.domain.custom_order import CustomOrderRequest, ListingCannotAnswer
from messaging.domain.listing import Listing, PrivateAccess


@dataclass(frozen=True)
class Answering:
    """A listing with which a request is about to be answered.

    `membership` is the state of its maker's in the listing's region, empty without one.
    """

    listing: Listing
    region: str
    membership: str


def rules_broken_by(request: CustomOrderRequest, answering: Answering | None) -> list[Violation]:
    """Every reason why the listing can't answer the request.

    What does not exist and what is another maker's look the same. Source:
    `docs/rules.md#answering-with-a-private-listing`.
    """
    if answering is None or answering.listing.maker != request.maker:
        message = "The maker has no such listing. If it was made just now, try again in a moment."
        return [Violation("LISTING_NOT_FOUND", message, "listing")]
    return [
        Violation(code, message, "listing")
        for rule in ANSWER_RULES
        for code, message in rule(request, answering)
    ]


def ensure_answers(request: CustomOrderRequest, answering: Answering | None) -> PrivateAccess:
    """The way into the listing, if the request can be answered with it.

    Fails with `ListingCannotAnswer` naming every broken rule.
    """
    broken = rules_broken_by(request, answering)
    if broken or answering is None or answering.listing.private_access is None:
        raise ListingCannotAnswer(broken)
    return answering.listing.private_access


Fault = tuple[str, str]


def answer_is_on_sale(request: CustomOrderRequest, answering: Answering) -> Iterator[Fault]:
    """A link must lead to something that can be bought."""
    if not answering.listing.is_live:
        yield (
            "LISTING_NOT_LIVE",
            "Publish the listing first. If you just did, try again in a moment.",
        )


def maker_is_active(request: CustomOrderRequest, answering: Answering) -> Iterator[Fault]:
    """What an inactive maker offers is shown to nobody, so its link would lead nowhere."""
    if answering.membership != ACTIVE:
        why = why_not_active(answering.region, answering.membership)
        yield "MAKER_NOT_ACTIVE", f"{why} You can still write to the buyer, or decline."


def answer_is_private(request: CustomOrderRequest, answering: Answering) -> Iterator[Fault]:
    """What answers one buyer is sold through its link only."""
    if answering.listing.private_access is None:
        yield "LISTING_NOT_PRIVATE", "Only a private listing can answer a custom order."


def answer_is_bound_to_no_account(
    request: CustomOrderRequest, answering: Answering
) -> Iterator[Fault]:
    """The maker does not know the buyer's account, and must not find out by trying accounts.

    So the answer is the same whether the account is the buyer's or not.
    """
    access = answering.listing.private_access
    if access and access.buyer:
        message = (
            "The listing is bound to an account, and whose the request is stays hidden. "
            "Bind it to the request instead: its link goes to this buyer alone."
        )
        yield "LISTING_BOUND_TO_ACCOUNT", message


def answer_is_for_this_request(
    request: CustomOrderRequest, answering: Answering
) -> Iterator[Fault]:
    """A listing made for one request answers no other."""
    access = answering.listing.private_access
    if access and access.custom_order_request not in ("", request.name):
        yield "LISTING_FOR_ANOTHER_REQUEST", "The listing was made for another request."


AnswerRule = Callable[[CustomOrderRequest, Answering], Iterable[Fault]]
ANSWER_RULES: tuple[AnswerRule, ...] = (
    answer_is_on_sale,
    maker_is_active,
    answer_is_private,
    answer_is_bound_to_no_account,
    answer_is_for_this_request,
)
