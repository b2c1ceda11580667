"""How listings, profiles and reservations may change."""

from datetime import timedelta

import pytest

from catalog.domain.listing import ListingNotDraft, ListingNotPrivate, PrivateAccess, State
from catalog.domain.profile import CustomOrders, Storefront
from catalog.domain.reservation import (
    ReservationCommitted,
    ReservationExpired,
    ReservationReleased,
)
from catalog.domain.reservation import State as Held
from catalog.domain.retirement import Reason, retirement
from tests.unit.catalog.builders import (
    MAKER,
    NOW,
    a_listing,
    a_presentation,
    a_profile,
    a_reservation,
    an_offer,
    options,
)

LATER = NOW + timedelta(hours=1)
PRIVATE = PrivateAccess()


def test_publishing_is_the_way_from_draft_to_sale_and_there_is_no_way_back():
    live = a_listing().publish(LATER)

    assert (live.state, live.published, live.is_public) == (State.LIVE, LATER, True)
    with pytest.raises(ListingNotDraft):
        live.publish(LATER)


@pytest.mark.parametrize(
    ("offer", "version"),
    [
        pytest.param({"title": "Bowl"}, 1, id="another title"),
        pytest.param({"customizations": (options("Size", "S"),)}, 2, id="other customizations"),
        pytest.param({"customizations": ()}, 1, id="the same customizations"),
    ],
)
def test_only_other_customizations_make_a_version(offer, version):
    assert a_listing().edit(an_offer(**offer), LATER).option_set_version == version


def test_becoming_private_makes_a_new_link_and_staying_private_keeps_it():
    private = a_listing().edit(an_offer(private_access=PRIVATE), LATER)
    renamed = private.edit(an_offer(private_access=PRIVATE, title="Bowl"), LATER)
    again = renamed.edit(an_offer(), LATER).edit(an_offer(private_access=PRIVATE), LATER)

    assert [one.link_revision for one in (private, renamed, again)] == [2, 2, 3]


def test_only_a_private_listing_has_a_link_to_rotate():
    assert a_listing(private_access=PRIVATE).rotate_link(LATER).link_revision == 2
    with pytest.raises(ListingNotPrivate):
        a_listing().rotate_link(LATER)


def test_a_private_listing_on_sale_is_not_public():
    assert not a_listing(State.LIVE, private_access=PRIVATE).is_public


def test_stock_is_taken_and_given_back():
    listing = a_listing(State.LIVE, quantity=5)

    assert listing.restock(-3, LATER).offer.quantity == 2
    assert listing.restock(-3, LATER).restock(3, LATER).offer == listing.offer


def test_a_listing_follows_its_storefront():
    storefront = Storefront(MAKER, "New", "new", frozenset({"CA"}))

    american = a_listing().follow(storefront, LATER)
    canadian = a_listing(country="CA").follow(storefront, LATER)

    assert (american.store_name, american.custom_orders_offered) == ("New", False)
    assert canadian.custom_orders_offered


def test_a_storefront_knows_where_custom_orders_are_offered():
    empty = Storefront(MAKER)

    offered = empty.publish(a_profile("US")).publish(a_profile("CA"))
    ended = offered.publish(a_profile("US", custom_orders=None))

    assert offered.custom_order_countries == {"US", "CA"}
    assert ended.custom_order_countries == {"CA"}
    assert (ended.store_name, ended.short_url) == ("Ada's Kiln", "adas-kiln")


def test_profiles_share_names_and_nothing_else():
    profile = a_profile("MX", about="Hago tazas.", language="es", custom_orders=None)

    shared = profile.share(
        a_presentation(store_name="New", custom_orders=CustomOrders("a", "b")), LATER
    )

    assert shared.presentation.store_name == "New"
    assert (shared.presentation.about, shared.presentation.custom_orders) == ("Hago tazas.", None)
    assert profile.share(a_presentation(), LATER) is profile


def test_a_held_reservation_is_committed_until_its_time_is_over():
    held = a_reservation()
    last_moment = held.expires - timedelta(milliseconds=1)

    assert held.commit(last_moment).state is Held.COMMITTED
    with pytest.raises(ReservationExpired) as refusal:
        held.commit(held.expires)
    assert refusal.value.facts["closes_at"] == held.expires.isoformat()


def test_committing_and_releasing_twice_change_nothing():
    sold, released = a_reservation().commit(NOW), a_reservation().release(NOW)

    assert sold.commit(LATER) is sold
    assert released.release(LATER) is released


def test_what_is_sold_is_not_released_and_the_other_way_round():
    with pytest.raises(ReservationCommitted):
        a_reservation(state=Held.COMMITTED).release(NOW)
    with pytest.raises(ReservationReleased):
        a_reservation(state=Held.RELEASED).commit(NOW)
    with pytest.raises(ReservationExpired):
        a_reservation(state=Held.EXPIRED).commit(NOW)


def test_releasing_after_the_time_is_over_says_expired():
    assert a_reservation().release(NOW).state is Held.RELEASED
    assert a_reservation().release(LATER).state is Held.EXPIRED
    expired = a_reservation(state=Held.EXPIRED)
    assert expired.release(LATER) is expired


def test_only_what_is_held_is_ever_due():
    assert a_reservation().is_due(LATER)
    assert not a_reservation().is_due(NOW)
    assert not a_reservation(state=Held.COMMITTED).is_due(LATER)


@pytest.mark.parametrize(
    ("membership", "reason"),
    [
        pytest.param("LEFT", Reason.MAKER_LEFT, id="the maker left"),
        pytest.param("REMOVED", Reason.MAKER_REMOVED, id="the maker was put out"),
        pytest.param("ACTIVE", Reason.MAKER_ADMITTED_AGAIN, id="the end was not heard of"),
        pytest.param("GRANTED", Reason.MAKER_ADMITTED_AGAIN, id="nor has it registered again"),
    ],
)
def test_a_retirement_says_how_the_membership_ended(membership, reason):
    assert retirement(membership, LATER).reason is reason


@pytest.mark.parametrize("state", [State.DRAFT, State.LIVE])
def test_a_retired_listing_is_off_for_good(state):
    before = a_listing(state)

    retired = before.retire(retirement("LEFT", LATER))

    assert (retired.is_live, retired.is_public) == (False, False)
    assert (retired.updated, retired.published) == (LATER, before.published)
    assert retired.retire(retirement("REMOVED", LATER + timedelta(hours=1))) is retired
    with pytest.raises(ListingNotDraft):
        retired.publish(LATER)


def test_stock_that_was_held_comes_back_to_a_retired_listing():
    retired = a_listing(State.LIVE, quantity=3).retire(retirement("LEFT", LATER))

    assert retired.restock(2, LATER).offer.quantity == 5
    assert retired.restock(2, LATER).state is State.RETIRED


def test_a_retired_profile_is_shown_again_only_by_publishing_it():
    retired = a_profile().retire(retirement("LEFT", LATER))

    again = retired.publish(a_presentation(), LATER)

    assert retired.retire(retirement("REMOVED", LATER)) is retired
    assert retired.share(a_presentation(store_name="Ada's Oven"), LATER) is retired
    assert (again.retirement, again.published, again.created) == (None, LATER, NOW)


def test_a_name_that_others_share_makes_a_profile_no_newer():
    shared = a_profile().share(a_presentation(store_name="Ada's Oven"), LATER)

    assert (shared.updated, shared.published) == (LATER, NOW)


def test_with_the_last_profile_the_maker_gives_its_names_up():
    storefront = Storefront(MAKER, "Ada's Kiln", "adas-kiln", frozenset({"US", "DE"}))

    one_left = storefront.retire("US", is_last=False)

    assert one_left == Storefront(MAKER, "Ada's Kiln", "adas-kiln", frozenset({"DE"}))
    assert one_left.retire("DE", is_last=True) == Storefront(MAKER)
