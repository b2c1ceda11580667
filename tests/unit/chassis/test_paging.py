from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.caller import Caller, calling_as
from chassis.errors import InvalidRequest
from chassis.paging import Pages
from tests.support.probe import pb

PAGES = Pages("a server key of 32 characters...")


def a_list(**changes):
    return pb.ListProbesRequest(**({"filter": "red"} | changes))


def the_rule_broken_by(request):
    with pytest.raises(InvalidRequest) as refusal:
        PAGES.open(request)
    return refusal.value.violations[0].rule


@pytest.mark.parametrize(
    ("asked", "size"), [(0, 25), (1, 1), (25, 25), (100, 100), (101, 100), (2**31 - 1, 100)]
)
def test_the_size_of_a_page(asked, size):
    assert PAGES.open(a_list(page_size=asked)).size == size


def test_a_negative_size_is_refused():
    assert the_rule_broken_by(a_list(page_size=-1)) == "PAGE_SIZE_NEGATIVE"


def test_a_page_is_cut_where_one_more_was_found():
    page = PAGES.open(a_list(page_size=2))

    assert page.cut([1, 2, 3]) == ([1, 2], True)
    assert page.cut([1, 2]) == ([1, 2], False)
    assert page.cut([]) == ([], False)


MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(st.lists(st.text() | st.integers(-(2**63), 2**63) | MOMENTS).map(tuple))
def test_the_next_page_begins_after_the_key(key):
    token = PAGES.open(a_list()).token(key)

    assert PAGES.open(a_list(page_token=token)).after == key


def test_the_size_may_change_from_page_to_page():
    token = PAGES.open(a_list(page_size=2)).token(("a",))

    assert PAGES.open(a_list(page_size=50, page_token=token)).after == ("a",)


def test_a_token_holds_for_its_query_only():
    token = PAGES.open(a_list()).token(("a",))

    assert the_rule_broken_by(a_list(filter="blue", page_token=token)) == "PAGE_TOKEN_INVALID"


def test_a_token_holds_for_its_caller_only():
    with calling_as(Caller(subject="mia")):
        token = PAGES.open(a_list()).token(("a",))
    with calling_as(Caller(subject="tom")):
        assert the_rule_broken_by(a_list(page_token=token)) == "PAGE_TOKEN_INVALID"


def test_a_token_of_another_service_is_refused():
    token = Pages("another key of 32 characters....").open(a_list()).token(("a",))

    assert the_rule_broken_by(a_list(page_token=token)) == "PAGE_TOKEN_INVALID"


TOKEN = PAGES.open(a_list()).token(("a", 7, datetime(2030, 5, 1, tzinfo=UTC)))


@given(st.integers(0, len(TOKEN) * 7 - 1))
def test_a_token_with_a_changed_bit_is_refused(at):
    raw = bytearray(TOKEN.encode())
    raw[at // 7] ^= 1 << at % 7

    assert the_rule_broken_by(a_list(page_token=raw.decode())) == "PAGE_TOKEN_INVALID"


@given(st.text(min_size=1))
def test_a_made_up_token_is_refused(text):
    assert the_rule_broken_by(a_list(page_token=text)) == "PAGE_TOKEN_INVALID"
