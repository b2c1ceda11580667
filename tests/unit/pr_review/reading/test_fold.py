"""Folding, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pr_review.reading.fold import fold, folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Crème Brûlée", "creme brulee"),
        ("e\u0301te\u0301", "ete"),
        ("Ama\u00adzon", "amazon"),
        ("A\u200bm\u2060a\ufeffzon", "amazon"),
        ("Ａｍａｚｏｎ", "amazon"),
        ("𝐀𝐦𝐚𝐳𝐨𝐧", "amazon"),
        ("Аmаzоn", "amazon"),
        ("ΑΜΑΖΟΝ", "amazon"),
        ("Amazоո", "amazon"),
        ("a\u00a0b\u2003c\td\ne", "a b c d e"),
        ("a \n\t b", "a b"),
        ("a‐b‑c–d—e−f", "a-b-c-d-e-f"),
        ("Amazon™ Amazon¹ Amazon®", "amazon™ amazon¹ amazon®"),
        ("“it’s”", '"it\'s"'),
        ("«ça»", '"ca"'),
        ("Straße", "strasse"),
        ("ﬁne", "fine"),
        ("wait…", "wait…"),
        ("한국", "한국"),
        ("", ""),
    ],
)
def test_what_looks_the_same_is_the_same(text, plain):
    assert folded(text) == plain


def test_a_place_in_the_folded_text_leads_back():
    text = "x\u00ad Stra\u200bßen  von ﬁ e\u0301"
    found = fold(text)

    start = found.text.index("strassen")
    assert text[slice(*found.span(start, start + 8))] == "Stra\u200bßen"
    start = found.text.index("von")
    assert text[slice(*found.span(start, start + 3))] == "von"
    start = found.text.rindex("e")
    assert text[slice(*found.span(start, start + 1))] == "e\u0301"


@given(st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("aA ß\u00ad\u0301ﬁ…")))
def test_the_way_back_is_in_order_and_within_the_text(text):
    found = fold(text)

    assert len(found.starts) == len(found.text)
    assert list(found.starts) == sorted(found.starts)
    assert all(0 <= start < len(text) for start in found.starts)
    assert "  " not in found.text
    for start in range(len(found.text)):
        begin, end = found.span(start, len(found.text))
        assert 0 <= begin < end <= len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)
