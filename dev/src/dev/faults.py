"""Runs the fault tests for longer than `make test` has time for, or once more as they were."""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from dev.repository import ROOT


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=60.0, help="of load in each test")
    parser.add_argument("--seed", type=int, help="of an earlier run, for the same choices")
    parser.set_defaults(run=_faults)


def _faults(arguments: Namespace) -> int:
    chosen = {"HANDMADE_FAULTS_SECONDS": str(arguments.seconds)}
    if arguments.seed is not None:
        chosen["HANDMADE_FAULTS_SEED"] = str(arguments.seed)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/faults", "--timeout=0"],
        cwd=ROOT,
        env=os.environ | chosen,
        check=False,
    )
    return done.returncode
