"""The table of rights, `docs/rights.md`, written from the table that the tests go by."""

import sys

from dev.problem import Problem
from dev.repository import ROOT, run, said

PAGE = ROOT / "docs" / "rights.md"


def current() -> str:
    """The page as the table has it now."""
    # Tests are no package of ours to import; they may be asked.
    done = run([sys.executable, "-m", "tests.rights.page"])
    if done.returncode:
        raise Problem(f"the table of rights cannot be read\n{said(done)}")
    return done.stdout
