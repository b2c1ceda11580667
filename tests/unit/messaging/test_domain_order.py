"""Reports of orders, in any order."""

from decimal import Decimal

import pytest

from messaging.domain.order import Money, OrderEnded, OrderNotRecordable, State
from tests.unit.messaging.builders import an_order


def test_a_later_report_replaces_what_was_known_but_whose_it_is():
    known = an_order(name="orders/1", maker="makers/1", revision=4)
    report = an_order(name="", maker="", version=2, state=State.SHIPPED, quantity=2)

    updated = known.update(report)

    assert (updated.state, updated.quantity, updated.version) == (State.SHIPPED, 2, 2)
    assert (updated.name, updated.maker, updated.revision) == ("orders/1", "makers/1", 4)


@pytest.mark.parametrize("version", [1, 2])
def test_a_report_that_is_not_newer_changes_nothing(version):
    known = an_order(version=2, state=State.SHIPPED)

    assert known.update(an_order(version=version, buyer="somebody-else")) is known


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("buyer", "buyer-eve"),
        ("listing", "listings/2"),
        ("custom_order_request", ""),
    ],
)
def test_a_later_report_cannot_say_that_another_bought_something_else(field, value):
    with pytest.raises(OrderNotRecordable) as refused:
        an_order().update(an_order(version=2, **{field: value}))

    assert [broken.subject for broken in refused.value.violations] == [f"order.{field}"]


@pytest.mark.parametrize("state", [State.DELIVERED, State.CANCELLED])
def test_an_order_that_has_ended_stays_ended(state):
    with pytest.raises(OrderEnded):
        an_order(state=state).update(an_order(state=State.SHIPPED, version=2))


def test_the_price_of_an_ended_order_can_still_be_corrected():
    ended = an_order(state=State.DELIVERED)
    price = Money("USD", Decimal("27.00"))

    corrected = ended.update(an_order(state=State.DELIVERED, price=price, version=2))

    assert corrected.price == price
