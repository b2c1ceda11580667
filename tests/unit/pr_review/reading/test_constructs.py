"""Each construct of a draft is found: its word with place and marks, and once."""

import io
import re
from collections import Counter

import pytest

from pr_review.reading.walk import read
from tests.unit.pr_review.reading.constructs import WORDS
from tests.unit.pr_review.reading.constructs_beside import BESIDE
from tests.unit.pr_review.reading.everything import EVERYTHING

ALL_WORDS = re.compile("|".join(sorted((row.word for row in WORDS), key=len, reverse=True)))


def all_words(reading):
    return Counter(ALL_WORDS.findall("\n".join(block.shown for block in reading.blocks)))


@pytest.fixture(scope="module")
def everything():
    return read(io.BytesIO(EVERYTHING))


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row.word)
def test_each_construct_with_words_is_found_once_with_its_place_and_marks(everything, row):
    found = [
        (block.place, span.marks, block.kind, block.level, span.link)
        for block in everything.blocks
        for span in block.spans
        if span.text == row.word
    ]

    assert found == [(row.place, frozenset(row.marks), row.kind, row.level, row.link)]
    assert all_words(everything)[row.word] == 1


@pytest.mark.parametrize("row", BESIDE, ids=lambda row: row.word)
def test_what_stands_beside_the_words_is_found_once(everything, row):
    found = [
        aside.kind
        for block in everything.blocks
        for aside in block.asides
        if row.word in aside.text
    ]

    assert found == [row.aside]
    assert not any(row.word in block.shown for block in everything.blocks)


def test_what_is_no_text_of_the_draft_is_left_out(everything):
    shown = "".join(block.shown for block in everything.blocks)
    beside = "".join(a.text for block in everything.blocks for a in block.asides)

    assert "_GoBack" not in shown + beside


def test_blocks_are_numbered_as_they_stand(everything):
    assert [block.id for block in everything.blocks] == [
        f"b{number}" for number in range(len(everything.blocks))
    ]
