"""Every warning has its sentence, and its row in the rules."""

from pathlib import Path

import pytest

from pr_review.drafts import refusals
from pr_review.reading.blocks import Doubt
from pr_review.wire import warnings
from pr_review.writing import notes

RULES = Path(__file__).parents[3] / "docs" / "rules.md"
CODES = [
    *refusals.Caution,
    *Doubt,
    *notes.Caution,
    warnings.CHANGES_ACCEPTED,
    warnings.COARSE,
    warnings.ONLY_BESIDE,
    warnings.OUTDATED_LEFT_OUT,
]


@pytest.mark.parametrize("code", CODES)
def test_every_warning_says_in_a_sentence_what_is_odd(code):
    told = warnings.to_warning(code)

    assert told.code == str(code)
    assert told.message.endswith(".")
    assert f"`{code}`" in RULES.read_text()


def test_a_code_of_an_earlier_release_has_no_sentence():
    told = warnings.to_warning("ODD_THING", "a subject")

    assert (told.code, told.subject, told.message) == ("ODD_THING", "a subject", "")
