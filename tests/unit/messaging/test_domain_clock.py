"""The 24-hour clock, to the millisecond."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.domain.clock import ResponseClock, Verdict
from messaging.policy.clock import ResponseSla, due
from tests.unit.messaging.builders import DAY, T0

SECOND, MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)


def a_clock():
    return ResponseClock(T0, T0 + DAY)


@pytest.mark.parametrize(
    ("elapsed", "verdict"),
    [
        pytest.param(timedelta(0), Verdict.MET, id="at once"),
        pytest.param(timedelta(hours=23, minutes=59), Verdict.MET, id="at 23:59"),
        pytest.param(DAY, Verdict.MET, id="at exactly 24:00:00"),
        pytest.param(DAY + MILLISECOND, Verdict.BREACHED, id="a millisecond later"),
        pytest.param(DAY + SECOND / 2, Verdict.BREACHED, id="half a second later"),
        pytest.param(DAY + SECOND, Verdict.BREACHED, id="at 24:00:01"),
        pytest.param(timedelta(hours=25), Verdict.BREACHED, id="at 25:00"),
    ],
)
def test_an_answer_is_in_time_until_the_due_moment_included(elapsed, verdict):
    answered = a_clock().answer(T0 + elapsed)

    assert answered.verdict(T0 + timedelta(days=90)) is verdict


@pytest.mark.parametrize(
    ("elapsed", "verdict"),
    [(DAY, Verdict.TICKING), (DAY + MILLISECOND, Verdict.BREACHED)],
)
def test_without_an_answer_the_verdict_follows_the_time_though_nothing_has_swept(elapsed, verdict):
    clock = a_clock()

    assert clock.verdict(T0 + elapsed) is verdict
    assert not clock.breach_recorded


def test_a_late_answer_stays_late():
    recorded = a_clock().record_breach(T0 + DAY + SECOND)

    answered = recorded.answer(T0 + timedelta(hours=30))

    assert answered.verdict(T0 + timedelta(hours=31)) is Verdict.BREACHED
    assert answered.answered == T0 + timedelta(hours=30)


def test_only_the_first_answer_counts():
    answered = a_clock().answer(T0 + SECOND)

    assert answered.answer(T0 + 2 * DAY) == answered


def test_a_breach_is_news_once():
    late = T0 + DAY + SECOND

    recorded = a_clock().record_breach(late)

    assert a_clock().has_news(late)
    assert not recorded.has_news(late + DAY)
    assert recorded.record_breach(late + DAY) == recorded


def test_no_breach_is_recorded_of_an_answer_that_may_still_come():
    assert a_clock().record_breach(T0 + DAY) == a_clock()


def test_a_day_is_24_elapsed_hours_though_the_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    # The clocks went forward in the night to 29 March 2026.
    opened = datetime(2026, 3, 28, 20, 0, tzinfo=berlin).astimezone(UTC)

    answer_by = due(opened, [ResponseSla(datetime(2020, 1, 1, tzinfo=UTC), DAY)])

    assert answer_by - opened == timedelta(hours=24)
    assert answer_by.astimezone(berlin).hour == 21


@pytest.mark.parametrize(
    ("opened", "hours"),
    [
        pytest.param(datetime(2015, 11, 30, 23, 59, 59, tzinfo=UTC), 24, id="before"),
        pytest.param(datetime(2015, 12, 1, tzinfo=UTC), 12, id="from the first moment"),
        pytest.param(datetime(2016, 1, 1, tzinfo=UTC), 24, id="until the next entry"),
        pytest.param(datetime(2001, 1, 1, tzinfo=UTC), 24, id="before all entries"),
    ],
)
def test_the_allowed_time_is_that_of_the_day_the_message_came(opened, hours):
    table = [
        ResponseSla(datetime(2010, 1, 1, tzinfo=UTC), timedelta(hours=24)),
        ResponseSla(datetime(2016, 1, 1, tzinfo=UTC), timedelta(hours=24)),
        ResponseSla(datetime(2015, 12, 1, tzinfo=UTC), timedelta(hours=12)),
    ]

    assert due(opened, table) - opened == timedelta(hours=hours)
