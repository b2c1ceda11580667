"""Between the domain and the contract: every value, both ways."""

from dataclasses import replace
from decimal import Decimal

import pytest

from chassis.errors import InvalidRequest
from chassis.signing import Signer
from handmade.messaging.v1 import custom_order_request_pb2, thread_pb2
from messaging.aliases import Aliases
from messaging.domain import custom_order, order, thread
from messaging.domain.clock import ResponseClock
from messaging.domain.order import Money
from messaging.domain.thread import Author
from messaging.settings import Settings, response_slas
from messaging.wire.custom_order import to_request
from messaging.wire.order import from_report, to_order
from messaging.wire.snapshot import snapshot
from messaging.wire.thread import to_message, to_thread
from tests.unit.messaging.builders import DAY, T0, a_conversation, a_request, an_order

LISTING = "listings/0190c5a0-0000-7000-8000-000000000001"
REQUEST = "customOrderRequests/0190c5a0-0000-7000-8000-000000000002"


@pytest.mark.parametrize("state", custom_order.State)
def test_every_state_of_a_request_has_the_contracts_name(state):
    shown = to_request(a_request(state=state), T0, shows_buyer=False)

    assert custom_order_request_pb2.CustomOrderRequest.State.Name(shown.state) == state.name


@pytest.mark.parametrize("state", thread.State)
def test_every_state_of_a_thread_has_the_contracts_name(state):
    shown = to_thread(replace(a_conversation().thread, state=state), T0, shows_buyer=False)

    assert thread_pb2.Thread.State.Name(shown.state) == state.name


@pytest.mark.parametrize("author", Author)
def test_every_author_has_the_contracts_name(author):
    shown = to_message(a_conversation().latest("threads/1/messages/1", author, "Hello"))

    assert thread_pb2.Message.Author.Name(shown.author) == author.name


@pytest.mark.parametrize("state", order.State)
def test_an_order_comes_through_unchanged(state):
    known = an_order(state=state, listing=LISTING, custom_order_request=REQUEST)

    report = from_report(to_order(known, shows_buyer=True))

    assert report == replace(known, name="", maker="", maker_subject="")


@pytest.mark.parametrize(
    "amount",
    ["0", "0.01", "28.5", "-0.5", "9223372036854775807.999999999", "-9223372036854775807.1"],
)
def test_an_amount_comes_through_to_the_last_digit(amount):
    known = an_order(price=Money("USD", Decimal(amount)), listing=LISTING, custom_order_request="")

    assert from_report(to_order(known, shows_buyer=True)).price.amount == Decimal(amount)


def a_report(**changes):
    shown = to_order(an_order(listing=LISTING, custom_order_request=REQUEST), shows_buyer=True)
    for field, value in changes.items():
        if isinstance(value, dict):
            for part, number in value.items():
                setattr(getattr(shown, field), part, number)
        else:
            setattr(shown, field, value)
    return shown


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"listing": "listings/1"}, "order.listing"),
        ({"listing": '{"$ne": null}'}, "order.listing"),
        ({"listing": "makers/0190c5a0-0000-7000-8000-000000000001"}, "order.listing"),
        ({"custom_order_request": "threads/1"}, "order.custom_order_request"),
        ({"price": {"nanos": 10**9}}, "order.price"),
        ({"price": {"nanos": -1}}, "order.price"),
    ],
)
def test_what_cannot_be_read_in_a_report_is_named(changes, field):
    with pytest.raises(InvalidRequest) as refused:
        from_report(a_report(**changes))

    assert [violation.subject for violation in refused.value.violations] == [field]


def test_a_buyer_is_shown_only_on_demand():
    hidden = to_thread(a_conversation().thread, T0, shows_buyer=False)
    shown = to_thread(a_conversation().thread, T0, shows_buyer=True)

    assert (hidden.buyer, shown.buyer) == ("", "buyer-ana")
    assert hidden.buyer_alias == shown.buyer_alias


def test_what_is_kept_of_a_message_holds_no_link():
    offered = a_conversation().offer(LISTING, T0)
    message = offered.latest(
        "threads/1/messages/2", Author.MAKER, "Here.", listing=LISTING, link_revision=3
    )

    kept = thread_pb2.Message.FromString(snapshot(message))

    assert kept.listing == LISTING
    assert kept.listing_url == ""
    assert to_message(message, lambda name, revision: f"{name}#{revision}").listing_url == (
        f"{LISTING}#3"
    )


def test_a_clock_without_answer_shows_none():
    asked = to_request(a_request(clock=ResponseClock(T0, T0 + DAY)), T0, shows_buyer=False)

    assert not asked.clock.HasField("answer_time")


def test_a_buyer_has_one_name_for_each_maker():
    aliases = Aliases(Signer("x" * 32, "alias"))

    names = {
        aliases.alias(buyer, maker)
        for buyer in ("buyer-ana", "buyer-eve")
        for maker in ("makers/1", "makers/2")
    }

    assert len(names) == 4
    assert aliases.alias("buyer-ana", "makers/1") in names
    assert all(name.startswith("buyer-") and "ana" not in name for name in names)


def test_what_ships_allows_a_day_for_an_answer():
    assert [sla.allowed for sla in response_slas()] == [DAY]
    assert Settings().text_max == 2000
