"""Runs the property tests with many more examples than `make test` has time for."""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from dev.problem import Problem
from dev.repository import ROOT

NONE_COLLECTED = 5


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--examples", type=int, default=5000, help="for each property")
    parser.set_defaults(run=_fuzz)


def _fuzz(arguments: Namespace) -> int:
    profile = {"HYPOTHESIS_PROFILE": "fuzz", "FUZZ_EXAMPLES": str(arguments.examples)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "fuzz", "--timeout=0"],
        cwd=ROOT,
        env=os.environ | profile,
        check=False,
    )
    if done.returncode == NONE_COLLECTED:
        raise Problem("no test is marked fuzz")
    return done.returncode
