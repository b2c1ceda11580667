"""Valid things of messaging; a test names the one field that matters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from messaging.domain.conversation import begin
from messaging.domain.listing import Listing, PrivateAccess
from messaging.domain.order import Choice, Money, Order, State
from messaging.policy.asking import Asking

T0 = datetime(2026, 3, 28, 13, 0, tzinfo=UTC)
DAY = timedelta(hours=24)


def a_conversation(at=T0, allowed=DAY):
    return begin(
        thread="threads/1",
        request="customOrderRequests/1",
        listing="listings/1",
        maker="makers/1",
        maker_subject="maker-mira",
        buyer="buyer-ana",
        buyer_alias="buyer-7f3a9c04be",
        text="Two dogs, please.",
        at=at,
        due=at + allowed,
    )


def a_request(**changes):
    return replace(a_conversation().request, **changes)


def a_listing(**changes):
    listing = Listing(
        name="listings/1",
        title="A mug",
        maker="makers/1",
        country="US",
        is_live=True,
        private_access=None,
        custom_orders_offered=True,
        option_set_version=1,
    )
    return replace(listing, **changes)


def a_private_listing(*, buyer="", request="", **changes):
    access = PrivateAccess(buyer=buyer, custom_order_request=request, link_revision=3)
    return a_listing(private_access=access, **changes)


def an_asking(**changes):
    asking = Asking(
        listing=a_listing(),
        is_signed_in=True,
        is_buyer=True,
        is_own_listing=False,
        region="NA",
        membership="ACTIVE",
    )
    return replace(asking, **changes)


def an_order(**changes):
    order = Order(
        name="orders/1",
        order_number="123-1234567-1234567",
        buyer="buyer-ana",
        listing="listings/1",
        maker="makers/1",
        maker_subject="maker-mira",
        quantity=1,
        price=Money("USD", Decimal("28.50")),
        option_set_version=1,
        choices=(Choice("Colour", "Cobalt"),),
        custom_order_request="customOrderRequests/1",
        state=State.PLACED,
        placed=T0,
        version=1,
    )
    return replace(order, **changes)
