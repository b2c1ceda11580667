"""Writes the composed graph as SDL to `gateway/schema.graphql`, which is reviewed like code."""

import sys
from argparse import ArgumentParser, Namespace

from dev.problem import Problem
from dev.repository import ROOT, run, said

COMMITTED = ROOT / "gateway" / "schema.graphql"


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_schema)


def _schema(arguments: Namespace) -> int:
    COMMITTED.write_text(current())
    return 0


def current() -> str:
    """The SDL that the gateway's code makes now."""
    done = run([sys.executable, "-m", "gateway.schema"])
    if done.returncode:
        raise Problem(f"the gateway cannot print its schema\n{said(done)}")
    return done.stdout
