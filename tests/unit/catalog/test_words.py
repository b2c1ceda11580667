"""What reads alike is found alike, in every language."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.words import fold, same_name, sought, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("CRÈME BRÛLÉE", "creme brulee", id="accents"),
        pytest.param("cafe\u0301", "café", id="accents in two ways"),
        pytest.param("Straße", "STRASSE", id="sharp s"),
        pytest.param("ｍｕｇ", "mug", id="wide letters"),
        pytest.param("ﬁre", "fire", id="ligatures"),
        pytest.param("İstanbul", "istanbul", id="a dotted capital"),
        pytest.param("ΣΊΣΥΦΟΣ", "σισυφοσ", id="Greek"),
        pytest.param("ЁЛКА", "елка", id="Cyrillic"),
    ],
)
def test_folding(one, other):
    assert fold(one) == fold(other)


def test_marks_that_are_letters_stay():
    assert fold("が") != fold("か")
    assert fold("कि") != fold("क")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ada's mug, 2 cups!", ["ada", "s", "mug", "2", "cups"], id="English"),
        pytest.param("mug MUG Mug", ["mug"], id="each once"),
        pytest.param("snake_case-word", ["snake", "case", "word"], id="signs part words"),
        pytest.param("co\u00adop", ["coop"], id="a soft hyphen"),
        pytest.param("陶瓷杯", ["陶", "瓷", "杯", "陶瓷", "瓷杯"], id="Chinese"),
        pytest.param("MUG杯", ["mug", "杯"], id="two scripts"),
        pytest.param("", [], id="nothing"),
        pytest.param("★ $ ?", [], id="signs"),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_a_query_in_chinese_asks_for_neighbours():
    assert sought("陶瓷杯") == ["陶瓷", "瓷杯"]
    assert sought("杯") == ["杯"]


@given(st.text(max_size=60))
def test_every_text_is_found_by_itself(text):
    assert set(sought(text)) <= set(words(text))


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_text_is_found_among_others(text, other):
    assert set(sought(text)) <= set(words(other, text))


@pytest.mark.parametrize("hidden", ["\u200b", "\u034f", "\u202e", "\u00ad", "\u3164", "\ufe0f"])
def test_names_that_differ_invisibly_are_the_same(hidden):
    assert same_name(f"Ki{hidden}ln") == same_name("Kiln")
    assert same_name(f"e{hidden}\u0301") == same_name("é")


def test_rows_of_marks_that_no_language_has_are_cut():
    assert fold("a" + "\u0323" * 10_000) == fold("a" + "\u0323" * 30)


@pytest.mark.parametrize("folding", [fold, same_name, sought, words])
def test_no_text_takes_long_to_fold(folding):
    hostile = "\u0315\u0300" * 5_000

    began = time.process_time()
    folding(hostile)

    assert time.process_time() - began < 0.05


@given(st.text(max_size=60))
def test_a_name_is_the_same_name_as_its_own_key(text):
    assert same_name(same_name(text)) == same_name(text)
