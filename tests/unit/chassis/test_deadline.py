import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymongo import _csot

from chassis import deadline


def test_without_a_call_the_default_holds():
    assert deadline.remaining(7) == 7


def test_inside_a_call_its_time_holds_down_to_the_database(monkeypatch):
    # The clock is stopped, for a busy machine may take long from one line to the next.
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with deadline.within(2):
        assert deadline.remaining(99) == pytest.approx(2)
        assert _csot.remaining() == pytest.approx(1.9)
    assert deadline.remaining(99) == 99
    assert _csot.remaining() is None


@pytest.mark.parametrize("seconds", [0, 0.001, 0.05])
def test_the_shortest_call_still_limits_the_database(seconds):
    with deadline.within(seconds):
        assert _csot.remaining() <= 0.05


@given(st.floats(0, 1000))
def test_whoever_must_answer_in_time_takes_less(seconds):
    assert 0 <= deadline.shortened(seconds) <= seconds
    assert deadline.shortened(seconds) >= seconds / 2


def test_a_step_of_a_long_call_is_as_short_as_a_short_call():
    with deadline.within(120):
        with deadline.step():
            assert deadline.remaining(99) <= 9
            assert _csot.remaining() <= 9
        assert deadline.remaining(99) > 100


def test_a_step_lasts_no_longer_than_its_call():
    with deadline.within(2), deadline.step():
        assert deadline.remaining(99) <= 2
        assert _csot.remaining() <= 2
