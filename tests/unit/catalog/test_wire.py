"""What a message says arrives, and what is private stays."""

import pytest
from google.type.money_pb2 import Money as MoneyProto
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.listing import PrivateAccess, ProductionMethod, State
from catalog.domain.money import Money
from catalog.domain.reservation import State as Held
from catalog.wire.listing import from_listing, from_states, to_listing
from catalog.wire.profile import from_profile, to_profile
from catalog.wire.reservation import to_reservation
from catalog.wire.values import from_money, to_money
from chassis.errors import InvalidRequest
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2, reservation_pb2
from tests.unit.catalog.builders import (
    NOW,
    a_listing,
    a_profile,
    a_reservation,
    dollars,
    options,
)

REQUEST = "customOrderRequests/01900000-0000-7000-8000-000000000009"


def test_an_offer_comes_back_as_it_was_said():
    listing = a_listing(
        customizations=(
            options("Colour", "Oatmeal", ("Cobalt", "4.50"), instructions="Pick one."),
            options("Size", "S", is_optional=True),
        ),
        private_access=PrivateAccess("bea", REQUEST),
    )

    assert from_listing(to_listing(listing, is_inside=True)) == listing.offer


def test_what_was_not_said_stays_unsaid():
    bare = a_listing(production_method=None, price=None, quantity=None, production_days=0)

    message = to_listing(bare, is_inside=True)

    assert not message.HasField("price")
    assert not message.HasField("quantity")
    assert from_listing(message) == bare.offer


def test_no_stock_is_not_the_same_as_stock_never_said():
    message = to_listing(a_listing(quantity=0), is_inside=True)

    assert message.HasField("quantity")
    assert from_listing(message).quantity == 0


def test_outsiders_see_neither_sku_nor_link_revision_nor_request():
    listing = a_listing(State.LIVE, private_access=PrivateAccess("bea", REQUEST))

    inside, outside = to_listing(listing, is_inside=True), to_listing(listing, is_inside=False)

    assert (inside.sku, inside.private_access.link_revision) == ("MUG-1", 1)
    assert inside.private_access.custom_order_request == REQUEST
    assert outside.sku == ""
    assert outside.private_access == listing_pb2.Listing.PrivateAccess(buyer="bea")


@pytest.mark.parametrize("state", State)
def test_every_state_of_a_listing_is_on_the_wire(state):
    assert (
        listing_pb2.Listing.State.Name(to_listing(a_listing(state), is_inside=True).state)
        == state.name
    )
    assert from_states([listing_pb2.Listing.State.Value(state.name)]) == [state]


@pytest.mark.parametrize("method", ProductionMethod)
def test_every_production_method_is_on_the_wire(method):
    message = to_listing(a_listing(production_method=method), is_inside=True)

    assert from_listing(message).production_method is method


@pytest.mark.parametrize("state", Held)
def test_every_state_of_a_reservation_is_on_the_wire(state):
    message = to_reservation(a_reservation(state=state))

    assert reservation_pb2.Reservation.State.Name(message.state) == state.name


def test_all_that_contradicts_itself_is_refused_at_once():
    message = listing_pb2.Listing(
        price=MoneyProto(units=1, nanos=-1, currency_code="USD"),
        private_access={"custom_order_request": "makers/1"},
    )

    with pytest.raises(InvalidRequest) as refusal:
        from_listing(message)

    assert [found.subject for found in refusal.value.violations] == [
        "listing.price",
        "listing.private_access.custom_order_request",
    ]


def test_a_profile_comes_back_as_it_was_said():
    profile = a_profile()

    message = to_profile(profile, is_shown=True)

    assert from_profile(message) == profile.presentation
    assert message.state == maker_profile_pb2.MakerProfile.PUBLISHED
    assert to_profile(profile, is_shown=False).state == maker_profile_pb2.MakerProfile.HIDDEN


def test_a_reservation_says_what_was_pinned():
    message = to_reservation(a_reservation())

    assert message.price == to_money(dollars("36.50"))
    assert (message.choices[0].customization, message.choices[0].option) == ("Colour", "Cobalt")
    assert (message.expire_time.ToDatetime() - NOW.replace(tzinfo=None)).seconds == 900


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=9))
def test_money_is_exact(amount):
    money = Money(amount, "USD")

    assert from_money(to_money(money)) == money
