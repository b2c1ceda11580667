"""Who may ask, what may answer, which reports are accepted."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chassis.errors import InvalidRequest, Stale
from messaging.domain.custom_order import ListingCannotAnswer
from messaging.domain.order import Choice, Money, OrderNotRecordable, SellerNotKnownYet
from messaging.policy.answering import Answering, ensure_answers, rules_broken_by
from messaging.policy.asking import reasons_not_to_ask
from messaging.policy.numbers import Policy
from messaging.policy.recording import ensure_known, ensure_settles, ensure_well_formed
from tests.unit.messaging.builders import (
    T0,
    a_listing,
    a_private_listing,
    a_request,
    an_asking,
    an_order,
)


def reasons(asking):
    return [reason.rule for reason in reasons_not_to_ask(asking)]


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        pytest.param({}, [], id="a buyer from a live listing"),
        pytest.param(
            {"is_signed_in": False, "is_buyer": False}, ["SIGN_IN_REQUIRED"], id="anonymous"
        ),
        pytest.param({"is_buyer": False}, ["NOT_A_BUYER"], id="signed in, but no buyer"),
        pytest.param({"is_own_listing": True}, ["OWN_LISTING"], id="the maker itself"),
        pytest.param({"listing": a_listing(is_live=False)}, ["LISTING_NOT_LIVE"], id="a draft"),
        pytest.param({"membership": "SUSPENDED"}, ["MAKER_NOT_ACTIVE"], id="a suspended maker"),
        pytest.param(
            {"listing": a_listing(custom_orders_offered=False)},
            ["CUSTOM_ORDERS_NOT_OFFERED"],
            id="a maker who takes none",
        ),
        pytest.param(
            {
                "listing": a_listing(is_live=False, custom_orders_offered=False),
                "is_own_listing": True,
                "is_buyer": False,
                "membership": "",
            },
            [
                "NOT_A_BUYER",
                "OWN_LISTING",
                "LISTING_NOT_LIVE",
                "MAKER_NOT_ACTIVE",
                "CUSTOM_ORDERS_NOT_OFFERED",
            ],
            id="everything at once",
        ),
    ],
)
def test_every_reason_against_asking_is_given(changes, broken):
    assert reasons(an_asking(**changes)) == broken


@pytest.mark.parametrize(
    ("listing", "subject", "visible"),
    [
        pytest.param(a_listing(), "", True, id="a public one, to anybody"),
        pytest.param(a_listing(is_live=False), "buyer-ana", False, id="a draft"),
        pytest.param(a_private_listing(), "buyer-ana", False, id="a bearer link's"),
        pytest.param(a_private_listing(), "", False, id="a bearer link's, to nobody"),
        pytest.param(a_private_listing(buyer="buyer-ana"), "buyer-ana", True, id="one's own"),
        pytest.param(a_private_listing(buyer="buyer-ana"), "buyer-eve", False, id="another's"),
    ],
)
def test_a_private_listing_is_seen_only_by_whom_it_is_for(listing, subject, visible):
    assert listing.is_visible_to(subject) == visible


@pytest.mark.parametrize(
    ("listing", "broken"),
    [
        pytest.param(a_private_listing(), [], id="private and live"),
        pytest.param(
            a_private_listing(buyer="buyer-ana", request="customOrderRequests/1"),
            ["LISTING_BOUND_TO_ACCOUNT"],
            id="for this buyer's account, which the maker does not know",
        ),
        pytest.param(a_private_listing(request="customOrderRequests/1"), [], id="for this request"),
        pytest.param(None, ["LISTING_NOT_FOUND"], id="absent"),
        pytest.param(a_private_listing(maker="makers/2"), ["LISTING_NOT_FOUND"], id="foreign"),
        pytest.param(a_listing(), ["LISTING_NOT_PRIVATE"], id="public"),
        pytest.param(a_private_listing(is_live=False), ["LISTING_NOT_LIVE"], id="a draft"),
        pytest.param(
            a_private_listing(buyer="buyer-eve", request="customOrderRequests/2", is_live=False),
            ["LISTING_NOT_LIVE", "LISTING_BOUND_TO_ACCOUNT", "LISTING_FOR_ANOTHER_REQUEST"],
            id="everything at once",
        ),
    ],
)
def test_every_reason_why_a_listing_cannot_answer_is_given(listing, broken):
    answering = None if listing is None else Answering(listing, "NA", "ACTIVE")

    assert [one.rule for one in rules_broken_by(a_request(), answering)] == broken


def test_trying_accounts_tells_a_maker_nothing_of_the_buyer():
    right, wrong = (
        Answering(a_private_listing(buyer=account), "NA", "ACTIVE")
        for account in ("buyer-ana", "buyer-eve")
    )

    assert rules_broken_by(a_request(buyer="buyer-ana"), right) == rules_broken_by(
        a_request(buyer="buyer-ana"), wrong
    )


@pytest.mark.parametrize(
    ("membership", "accepted"),
    [
        pytest.param("GRANTED", "Finish the registration", id="not yet registered"),
        pytest.param("SUSPENDED", "must be reinstated", id="suspended"),
        pytest.param("REMOVED", "Apply to the programme again", id="put out"),
        pytest.param("LEFT", "Apply to the programme again", id="gone"),
        pytest.param("", "extend one that is active", id="never there"),
    ],
)
def test_an_inactive_maker_answers_with_no_listing_and_is_told_what_to_do(membership, accepted):
    answering = Answering(a_private_listing(), "NA", membership)

    [found] = rules_broken_by(a_request(), answering)

    assert found.rule == "MAKER_NOT_ACTIVE"
    assert membership in found.message
    assert accepted in found.message
    assert "still write to the buyer, or decline" in found.message


def test_an_absent_listing_and_another_makers_are_refused_in_the_same_words():
    with pytest.raises(ListingCannotAnswer) as absent:
        ensure_answers(a_request(), None)
    with pytest.raises(ListingCannotAnswer) as foreign:
        ensure_answers(a_request(), Answering(a_private_listing(maker="makers/2"), "NA", "ACTIVE"))

    assert absent.value.violations == foreign.value.violations
    assert absent.value.message == foreign.value.message


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        pytest.param({}, [], id="as it should be"),
        pytest.param({"order_number": "123-1234567-123456"}, ["ORDER_NUMBER_MALFORMED"], id="16"),
        pytest.param(
            {"order_number": "123-1234567-1234567\n"}, ["ORDER_NUMBER_MALFORMED"], id="a line end"
        ),
        pytest.param(
            {"order_number": "１２３-1234567-1234567"}, ["ORDER_NUMBER_MALFORMED"], id="wide digits"
        ),
        pytest.param({"order_number": '{"$ne": null}'}, ["ORDER_NUMBER_MALFORMED"], id="$ne"),
        pytest.param({"buyer": "x" * 201}, ["BUYER_TOO_LONG"], id="a buyer too long"),
        pytest.param({"buyer": "a\x00"}, ["BUYER_MALFORMED"], id="a buyer with NUL"),
        pytest.param({"quantity": -1}, ["QUANTITY_OUT_OF_RANGE"], id="fewer than none"),
        pytest.param({"quantity": 10_001}, ["QUANTITY_OUT_OF_RANGE"], id="too many"),
        pytest.param({"price": Money("usd", Decimal(1))}, ["CURRENCY_MALFORMED"], id="usd"),
        pytest.param({"price": Money("USD", Decimal(-1))}, ["PRICE_NEGATIVE"], id="negative"),
        pytest.param({"price": Money("USD", Decimal(0))}, [], id="for nothing"),
        pytest.param({"price": Money("USD", Decimal(11_000_000))}, [], id="the dearest"),
        pytest.param({"price": Money("USD", Decimal(2**63 - 1))}, ["PRICE_TOO_HIGH"], id="more"),
        pytest.param({"version": 2**53}, [], id="the last version"),
        pytest.param({"version": 2**53 + 1}, ["VERSION_OUT_OF_RANGE"], id="a version beyond"),
        pytest.param(
            {"option_set_version": 2**53 + 1}, ["VERSION_OUT_OF_RANGE"], id="an option set beyond"
        ),
        pytest.param({"placed": datetime(2000, 1, 1, tzinfo=UTC)}, [], id="the first day"),
        pytest.param(
            {"placed": datetime(1, 1, 1, tzinfo=UTC)}, ["PLACE_TIME_OUT_OF_RANGE"], id="year 1"
        ),
        pytest.param({"placed": T0 + timedelta(days=1)}, [], id="a clock a day ahead"),
        pytest.param(
            {"placed": T0 + timedelta(days=1, seconds=1)},
            ["PLACE_TIME_OUT_OF_RANGE"],
            id="a clock more than a day ahead",
        ),
        pytest.param({"version": -1}, ["VERSION_OUT_OF_RANGE"], id="version"),
        pytest.param({"option_set_version": -1}, ["VERSION_OUT_OF_RANGE"], id="option set"),
        pytest.param({"choices": (Choice("a", "b"),) * 11}, ["TOO_MANY_CHOICES"], id="choices"),
        pytest.param({"choices": (Choice("a", "b" * 61),)}, ["LABEL_TOO_LONG"], id="label"),
    ],
)
def test_every_field_of_a_report_that_is_wrong_is_named(changes, broken):
    try:
        ensure_well_formed(an_order(**changes), Policy(), T0)
        found = []
    except InvalidRequest as refused:
        found = [violation.rule for violation in refused.violations]

    assert found == broken


def test_an_order_settles_a_request_of_its_buyer_for_a_listing_that_was_offered():
    offered = a_request(offers=("listings/1", "listings/2"))

    assert ensure_settles(an_order(listing="listings/1"), offered) is offered


@pytest.mark.parametrize(
    ("request_", "broken"),
    [
        pytest.param(None, "CUSTOM_ORDER_REQUEST_NOT_FOUND", id="absent"),
        pytest.param(
            a_request(buyer="buyer-eve", offers=("listings/1",)),
            "CUSTOM_ORDER_REQUEST_NOT_FOUND",
            id="somebody else's",
        ),
        pytest.param(a_request(offers=("listings/9",)), "LISTING_NOT_OFFERED", id="not offered"),
    ],
)
def test_an_order_settles_no_other_request(request_, broken):
    with pytest.raises(OrderNotRecordable) as refused:
        ensure_settles(an_order(), request_)

    assert [violation.rule for violation in refused.value.violations] == [broken]


def test_an_order_is_of_a_known_listing():
    with pytest.raises(OrderNotRecordable):
        ensure_known(None, None)


def test_a_maker_who_is_not_known_yet_is_worth_another_try():
    with pytest.raises(SellerNotKnownYet) as later:
        ensure_known(a_listing(), None)

    assert isinstance(later.value, Stale)
    assert "in a moment" in later.value.message
