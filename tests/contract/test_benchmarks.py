"""`make bench` knows its questions before it starts anything."""

import inspect
import subprocess
import sys
from importlib import import_module

import pytest

from benchmarks.__main__ import QUESTIONS
from dev.repository import ROOT


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_can_be_asked_and_is_explained(question):
    module = import_module(f"benchmarks.{question}")

    assert inspect.iscoroutinefunction(module.measure)
    assert list(inspect.signature(module.measure).parameters) == ["market"]
    assert f"`{question}.py`" in (ROOT / "benchmarks" / "README.md").read_text()


def test_a_question_that_there_is_not_is_told_those_there_are():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "weather"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"make bench: no question weather; there are: {' '.join(QUESTIONS)}"
    ]
