"""Every check there is, once: `make check`, CI and an editor's task all come here."""

import difflib
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev import deployment, docs, errors, protos, release, schema
from dev.problem import Problem
from dev.repository import ROOT, SOURCES, run, said, tool

LONGEST_DIFF = 40


@dataclass(frozen=True)
class Step:
    """A named check; it answers with what is wrong, or with nothing."""

    name: str
    complaint: Callable[[], str]
    remedy: str = ""
    remark: Callable[[], str] = str
    """What a reader has to know even when nothing is wrong."""


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_check)


def _check(arguments: Namespace) -> int:
    return report(STEPS)


def report(steps: Sequence[Step]) -> int:
    """Runs every step, whatever fails before it, and sums up; 1 if any failed."""
    failed = []
    for step in steps:
        started = time.monotonic()
        try:
            complaint = step.complaint()
        except Problem as problem:
            complaint = str(problem)
        took = time.monotonic() - started
        outcome = "FAILED" if complaint else "ok"
        remark = "" if complaint else step.remark()
        print(f"{step.name:8} {outcome:6} {took:5.1f} s  {remark}".rstrip(), flush=True)
        if complaint:
            failed.append(step)
            print("\n".join(f"    {line}" for line in complaint.splitlines()), flush=True)
    for step in failed:
        print(f"{step.name} failed{f': {step.remedy}' if step.remedy else ''}")
    if not failed:
        print(f"all {len(steps)} checks passed")
    return 1 if failed else 0


def _tool(*command: str) -> Callable[[], str]:
    def complaint() -> str:
        done = run(command)
        if done.returncode == 0:
            return ""
        return said(done) or f"{command[0]} ended with exit status {done.returncode}"

    return complaint


def _protos() -> str:
    complaints = [
        f"{path} is not what the protos say"
        for path in protos.stale(protos.PROTOS, protos.GENERATED)
    ]
    complaints += protos.lint(protos.PROTOS)
    unformatted = protos.unformatted(protos.PROTOS)
    return "\n".join([*complaints, unformatted] if unformatted else complaints)


def _promises() -> str:
    return "\n".join(release.breaking_changes())


def _held() -> str:
    return "" if release.is_released() else "(nothing is released yet, so nothing is promised)"


def _schema() -> str:
    return _difference(schema.COMMITTED, schema.current())


def _docs() -> str:
    # A page of which something is missing need not be compared with the one there is.
    differences = (_difference(page, current()) for page, current in docs.PAGES.items())
    return "\n".join(errors.wrongs() or filter(None, differences))


def _difference(committed: Path, current: str) -> str:
    present = committed.read_text() if committed.exists() else ""
    diff = list(
        difflib.unified_diff(
            present.splitlines(),
            current.splitlines(),
            str(committed.relative_to(ROOT)),
            "what the code makes",
            lineterm="",
        )
    )
    return "\n".join(diff[:LONGEST_DIFF])


# Generated code is judged by the protos it comes from.
OURS = [*(source for source in SOURCES if source != "protos/src"), "benchmarks"]

STEPS = (
    Step("format", _tool(tool("ruff"), "format", "--check", "--quiet", "."), "ruff format ."),
    Step(
        "lint",
        _tool(tool("ruff"), "check", "--quiet", "--output-format=concise", "."),
        "ruff check --fix . helps with some",
    ),
    Step("types", _tool(sys.executable, "-m", "mypy", "--no-error-summary", *OURS)),
    Step("imports", _tool(tool("lint-imports"), "--no-logo"), "see the map in CONTRIBUTING.md"),
    Step("protos", _protos, "make protos generates and formats; what lint says is mended by hand"),
    Step(
        "promises", _promises, "nothing that was released may go: CONTRIBUTING.md says how", _held
    ),
    Step("schema", _schema, "make schema, and review the difference"),
    Step("docs", _docs, "make docs, and review the difference"),
    Step("deploy", deployment.complaint, "CONTRIBUTING.md says how both locks are written"),
)
