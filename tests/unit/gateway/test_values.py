from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.money_pb2 import Money as MoneyProto

from gateway.errors import Failure
from gateway.scalars import from_moment, from_time, to_date, to_decimal, to_moment, to_time
from gateway.values import Money, MoneyInput, moment


@pytest.mark.parametrize(
    ("units", "nanos", "text"),
    [
        (0, 0, "0.00"),
        (12, 0, "12.00"),
        (12, 500_000_000, "12.50"),
        (12, 345_000_000, "12.345"),
        (100, 0, "100.00"),
        (-1, -250_000_000, "-1.25"),
        (0, 1, "0.000000001"),
    ],
)
def test_money_is_exact_both_ways(units, nanos, text):
    proto = MoneyProto(currency_code="EUR", units=units, nanos=nanos)

    money = Money.from_proto(proto)

    assert f"{money.amount:f}" == text
    assert MoneyInput(amount=money.amount, currency_code="EUR").to_proto() == proto


def test_a_moment_is_read_in_utc():
    assert moment(Timestamp(seconds=0)) == datetime(1970, 1, 1, tzinfo=UTC)
    assert to_moment("2030-06-01T14:00:00+02:00") == datetime(2030, 6, 1, 12, tzinfo=UTC)
    assert from_moment(datetime(2030, 6, 1, 12, tzinfo=UTC)) == "2030-06-01T12:00:00.000Z"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (to_moment, "2030-06-01T12:00:00"),
        (to_moment, "tomorrow"),
        (to_moment, 5),
        (to_moment, "0001-01-01T00:00:00+14:00"),
        (to_moment, {"$ne": None}),
        (to_moment, "20300601T120000Z"),
        (to_moment, "2030-W01-1T12:00:00Z"),
        (to_moment, "2030-06-01 12:00:00Z"),
        (to_moment, "2030-06-01T12Z"),
        (to_moment, "2030-13-01T12:00:00Z"),
        (to_moment, "\u0662030-06-01T12:00:00Z"),
        (to_date, None),
        (to_date, ""),
        (to_date, "foo"),
        (to_date, "20261201"),
        (to_date, "2030-W01-1"),
        (to_date, "2030-06-01T00:00:00Z"),
        (to_date, 5),
        (to_time, "9:30"),
        (to_time, "24:00"),
        (to_time, "09:30:15"),
        (to_time, "09:30Z"),
        (to_time, "09:30+02:00"),
        (to_time, "T09:30"),
        (to_time, "0930"),
        (to_time, "\u0660\u0669:30"),
        (to_time, ""),
        (to_time, 930),
        (to_time, None),
        (to_decimal, "NaN"),
        (to_decimal, "sNaN"),
        (to_decimal, ""),
        (to_decimal, "12.50.1"),
        (to_decimal, "12,50"),
        (to_decimal, "1_000"),
        (to_decimal, " 5 "),
        (to_decimal, "5\n"),
        (to_decimal, "+5"),
        (to_decimal, "5."),
        (to_decimal, ".5"),
        (to_decimal, "\u0661\u0662"),
        (to_decimal, None),
        (to_decimal, "Infinity"),
        (to_decimal, "ten"),
        (to_decimal, True),
        (to_decimal, "1" * 41),
        (to_decimal, {"$ne": None}),
    ],
)
def test_what_is_no_value_is_refused(read, text):
    with pytest.raises(Failure, match=r"looks like|needs an offset"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "1e999999999",
        "-1e999999999",
        "0e999999999",
        "1e-999999999",
        "1e17",
        10**18,
        pytest.param(10**5000, id="5,001 digits"),
        -(10**18),
        "9" * 19,
        1e30,
        "1e-10",
        "0.0000000001",
    ],
)
def test_a_number_that_cannot_be_kept_exactly_is_refused_before_it_is_computed(text):
    with pytest.raises(Failure, match="at most 18 digits"):
        to_decimal(text)


@pytest.mark.parametrize(
    ("text", "units", "nanos"),
    [
        ("999999999999999999.999999999", 999999999999999999, 999999999),
        ("-999999999999999999.000000001", -999999999999999999, -1),
        ("1" + "0" * 17, 10**17, 0),
        ("0.000000001", 0, 1),
        ("-0", 0, 0),
    ],
)
def test_the_largest_and_the_finest_amounts_are_exact(text, units, nanos):
    written = MoneyInput(amount=to_decimal(text), currency_code="EUR").to_proto()

    assert written == MoneyProto(currency_code="EUR", units=units, nanos=nanos)


def test_a_time_of_the_day_is_one_of_a_clock_without_seconds():
    assert to_time("09:30") == to_time("09:30:00") == time(9, 30)
    assert from_time(time(0, 5)) == "00:05"


def test_values_are_read_as_written():
    assert to_date("2030-06-01") == date(2030, 6, 1)
    assert to_decimal("12.50") == Decimal("12.50")
    assert to_decimal(3) == Decimal(3)
    assert to_decimal(0.5) == Decimal("0.5")
    assert to_moment("2030-06-01t12:00:00.5z") == datetime(2030, 6, 1, 12, 0, 0, 500_000, UTC)


@pytest.mark.parametrize("day", ["2027-02-29", "2030-02-30", "2026-13-01", "0000-01-01"])
def test_of_a_day_that_does_not_exist_it_is_said_so(day):
    with pytest.raises(Failure, match=f"There is no such day in the calendar: {day}"):
        to_date(day)
