"""How moments, sizes and links are told on pages."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from console import filters
from console.templating import environment

NOW = datetime(2026, 3, 12, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "told"),
    [
        (timedelta(0), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=-59), "now"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=119), "in 119 minutes"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(hours=47, minutes=59), "in 47 hours"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=-3, hours=-23), "3 days ago"),
        (timedelta(days=60), "in 2 months"),
        (timedelta(days=-800), "2 years ago"),
    ],
)
def test_how_far_away_a_moment_is_never_promises_more_than_is_left(away, told):
    assert filters.relative(NOW + away, NOW) == told
    assert filters.relative((NOW + away).isoformat(), NOW) == told


@pytest.mark.parametrize(
    ("away", "near"),
    [
        (timedelta(hours=-1), "overdue"),
        (timedelta(0), "overdue"),
        (timedelta(hours=24), "soon"),
        (timedelta(hours=24, seconds=1), "later"),
    ],
)
def test_how_near_a_deadline_is(away, near):
    assert filters.nearness(NOW + away, NOW) == near


@pytest.mark.parametrize(
    "value",
    [
        NOW,
        "2026-03-12T14:05:00+00:00",
        "2026-03-12T14:05:00Z",
        "2026-03-12T16:05:00+02:00",
        NOW.astimezone(timezone(timedelta(hours=-7))),
    ],
)
def test_moments_are_told_in_utc_whatever_they_come_in(value):
    assert filters.moment(value) == "12 Mar 2026, 14:05 UTC"
    assert filters.iso(value) == "2026-03-12T14:05:00Z"
    assert filters.day(value) == "12 March 2026"


def test_a_date_is_a_day():
    assert filters.day(date(2026, 5, 4)) == filters.day("2026-05-04") == "4 May 2026"


def test_what_has_no_moment_is_told_as_nothing():
    assert filters.moment(None) == filters.iso(None) == filters.day(None) == ""
    assert filters.relative(None, NOW) == filters.nearness(None, NOW) == ""


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("https://handmade.example/files/a?token=b%2Fc&x=1", "/files/a?token=b%2Fc&x=1"),
        ("http://127.0.0.1:8000/files/a", "/files/a"),
        ("/files/a", "/files/a"),
        ("https://handmade.example//evil.example/x", "/evil.example/x"),
        ("https://handmade.example/\\evil.example/x", "/evil.example/x"),
        ("//evil.example/x", "/x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("files/a", ""),
        ("https://[broken/", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_link_of_ours_leads_to_where_the_page_is_from_and_nowhere_else(link, path):
    assert filters.path_of(link) == path


@pytest.mark.parametrize(
    ("link", "may_be_followed"),
    [
        ("https://shop.example/a", True),
        ("HTTP://shop.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("shop.example", False),
        ("https://", False),
        ("https://[broken", False),
        (None, False),
    ],
)
def test_a_link_that_a_maker_gave_is_followed_only_to_a_page(link, may_be_followed):
    assert filters.is_web(link) is may_be_followed


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (12_345, "12 kB"),
        (999_499, "999 kB"),
        (999_999, "1.0 MB"),
        (2_345_678, "2.3 MB"),
        (5_000_000_000_000, "5000 GB"),
    ],
)
def test_sizes_are_told_as_a_browser_tells_a_download(size, told):
    assert filters.size(size) == told


def test_things_are_counted_in_words():
    assert filters.count(1, "photo") == "1 photo"
    assert filters.count(0, "photo") == "0 photos"
    assert filters.count(1200, "reply", "replies") == "1,200 replies"


def test_an_id_is_one_segment_of_a_path():
    assert filters.urlid("QXBw/bGlj?YXR=#") == "QXBw%2FbGlj%3FYXR%3D%23"


def test_templates_know_the_filters():
    made = environment().from_string("{{ 'NEEDS_INFO'|words }}, {{ 3|count('photo') }}")

    assert made.render() == "Waiting for information, 3 photos"
