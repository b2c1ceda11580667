"""Every code, each from files that were made to get it."""

import pytest

from pr_review.drafts.refusals import Refusal
from tests.support.hostile import BOTH, HOSTILE
from tests.unit.pr_review.drafts.answers import refusal_of

# One is the upload's own, one our fault, one the virus scanner's.
NOT_OF_THE_GATE = {Refusal.FILE_TOO_LARGE, Refusal.READER_FAILED, Refusal.VIRUS_FOUND}


@pytest.mark.parametrize(
    ("code", "make"),
    [
        pytest.param(code, make, id=f"{code}: {name}")
        for code, files in HOSTILE.items()
        for name, make in files.items()
    ],
)
def test_a_hostile_file_is_refused_by_its_code(code, make):
    assert refusal_of(make())[0] == code


def test_there_is_a_file_for_every_code():
    assert set(HOSTILE) == set(Refusal) - NOT_OF_THE_GATE


@pytest.mark.parametrize(("code", "make"), BOTH.values(), ids=BOTH)
def test_of_two_faults_the_earlier_step_names_its_own(code, make):
    assert refusal_of(make())[0] == code
