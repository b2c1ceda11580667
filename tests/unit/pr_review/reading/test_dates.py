"""Dates as releases write them."""

from datetime import date

import pytest

from pr_review.reading.dates import dates_in
from pr_review.reading.fold import folded

NEAR = date(2027, 3, 2)
SECOND = date(2027, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "March 2, 2027", "march 2 2027", "Mar. 2, 2027", "March 2nd, 2027", "2 March 2027",
        "2nd of March, 2027", "Tuesday, March 2, 2027 at 9:00", "2027-03-02", "2027/03/02",
        "2. März 2027", "02.03.2027", "2. 3. 2027",
        "2.3.27", "le 2 mars 2027",
        "2 de marzo de 2027", "2 marzo 2027", "March 2", "2. März", "EMBARGOED UNTIL MARCH 2",
        "(2 Mar 2027)", "on March\u00a02,\u00a02027.",
    ],
)  # fmt: skip
def test_dates_are_read(text):
    assert [found.days for found in dates_in(folded(text), NEAR)] == [(SECOND,)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("03/02/2027", (date(2027, 3, 2), date(2027, 2, 3))),
        ("3-2-27", (date(2027, 3, 2), date(2027, 2, 3))),
        ("03/03/2027", (date(2027, 3, 3),)),
        ("03/14/2027", (date(2027, 3, 14),)),
        ("14/03/2027", (date(2027, 3, 14),)),
        ("1er mars 2027", (date(2027, 3, 1),)),
        ("December 30", (date(2026, 12, 30),)),
        ("February 30, 2027", ()),
        ("2027-13-01", ()),
        ("February 29", (date(2028, 2, 29),)),
    ],
)
def test_a_date_is_all_days_that_it_can_mean(text, days):
    assert [found.days for found in dates_in(folded(text), NEAR)] == [days]


@pytest.mark.parametrize(
    "text",
    [
        "", "March", "2027", "March 2027", "1,000 pots", "version 1.2", "+1 503-555-0199", "24/7",
        "room 12", "march 2:30", "10.0.0.1", "5 of them", "3/4 cup",
        "ISBN 978-3-16-148410-0", "may be 12",
    ],
)  # fmt: skip
def test_other_numbers_are_no_dates(text):
    assert list(dates_in(folded(text), NEAR)) == []


def test_a_date_is_told_where_it_stands():
    text = folded("Portland, March 2, 2027 and 3 April 2027.")

    assert [text[found.start : found.end] for found in dates_in(text, NEAR)] == [
        "march 2, 2027",
        "3 april 2027",
    ]
