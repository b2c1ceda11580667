from datetime import UTC, datetime
from decimal import Decimal

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.money_pb2 import Money
from hypothesis import given
from hypothesis import strategies as st

from chassis.actors import Actor, acting, from_document, hide_accounts, to_actor, to_document
from chassis.caller import Caller, Role
from chassis.moments import from_timestamp, to_timestamp
from chassis.money import amount_in, broken_money, to_money

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


def test_a_moment_is_kept_to_the_millisecond():
    assert from_timestamp(to_timestamp(NOON)) == NOON
    assert to_timestamp(None) is None

    almost = Timestamp(seconds=int(NOON.timestamp()), nanos=1_999_999)

    assert from_timestamp(almost) == NOON.replace(microsecond=1000)


@given(st.decimals("-9223372036854775807.999999999", "9223372036854775807.999999999", places=9))
def test_an_amount_is_exact_to_the_nano(amount):
    message = to_money(amount, "USD")

    assert not list(broken_money(message, "price"))
    assert amount_in(message) == amount


def test_whole_cents_have_two_places():
    assert str(amount_in(Money(units=3, nanos=500_000_000))) == "3.50"
    assert amount_in(Money(nanos=1)) == Decimal("0.000000001")


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(Money(currency_code="USD", units=1, nanos=-1), id="opposed signs"),
        pytest.param(Money(currency_code="USD", nanos=10**9), id="a whole unit of nanos"),
        pytest.param(Money(units=1), id="no currency"),
    ],
)
def test_parts_that_contradict_each_other_are_no_amount(message):
    (found,) = broken_money(message, "price")

    assert (found.rule, found.subject) == ("MONEY_MALFORMED", "price")


@pytest.mark.parametrize(
    ("role", "name"),
    [(Role.REVIEWER, "Reviewer"), (Role.MAKER, "Maker"), (Role.PR, "Press representative")],
)
def test_whoever_has_no_name_is_called_by_the_role(role, name):
    assert acting(Caller(subject="account-7"), role) == Actor("account-7", name, role)
    assert acting(Caller(subject="account-7", name="Rita"), role).display_name == "Rita"


def test_an_actor_is_kept_as_it_is():
    rita = Actor("rita", "Rita", Role.PR_LEAD)

    assert from_document(to_document(rita)) == rita
    assert to_document(None) is None


def test_others_see_a_name_and_a_role_and_no_account():
    shown = [to_actor(Actor(subject, subject.title(), Role.PR)) for subject in ("rita", "ada")]

    hide_accounts(shown, "ada")

    assert [actor.subject for actor in shown] == ["", "ada"]
    assert [actor.display_name for actor in shown] == ["Rita", "Ada"]
    assert to_actor(None) is None
