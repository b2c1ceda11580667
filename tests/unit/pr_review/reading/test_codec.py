"""Readings and answers, kept as bytes and back."""

import io
import json
from dataclasses import replace

import pytest

from pr_review.reading.blocks import AsideKind, Place
from pr_review.reading.codec import OtherReader, decoded, encoded
from pr_review.reading.forms import Oddity
from pr_review.reading.found import (
    Found,
    Refused,
    mentions_from,
    mentions_kept,
    understood,
    written,
)
from pr_review.reading.mentions import Flag, Mention
from pr_review.reading.walk import read
from tests.unit.pr_review.reading.everything import EVERYTHING


def test_a_reading_comes_back_as_it_was_but_for_the_bytes_of_pictures():
    reading = read(io.BytesIO(EVERYTHING))

    back = decoded(encoded(reading))

    without = tuple(replace(picture, data=b"") for picture in reading.pictures)
    assert back == replace(reading, pictures=without)
    assert any(picture.data for picture in reading.pictures)


def test_a_reading_of_another_reader_is_not_taken_for_one_of_ours():
    kept = json.loads(encoded(read(io.BytesIO(EVERYTHING))))

    with pytest.raises(OtherReader):
        decoded(json.dumps(kept | {"reader": 0}).encode())


@pytest.mark.parametrize(
    "found",
    [
        Found(b"a\nb", b"\n", b"", ("UNSAFE_LINK",), 3, 2, "a" * 64, True, 1),
        Refused("NOT_DOCX", "a PDF"),
        Refused("READER_FAILED", error_class="KeyError"),
    ],
)
def test_an_answer_comes_back_as_it_was(found):
    assert understood(written(found)) == found


def test_mentions_come_back_as_they_were():
    mentions = (
        Mention("Amazon", "b1", 0, 6, "Amazon", Place.CELL, frozenset({Flag.HIDDEN})),
        Mention(
            "Amazon",
            "b2",
            0,
            0,
            "AMAZON",
            Place.BODY,
            aside=AsideKind.TOOLTIP,
            aside_text="AMAZON",
            oddities=(Oddity.CASE,),
        ),
    )

    assert mentions_from(mentions_kept(mentions)) == mentions
