"""Where things are in the working copy, and how its tools are run."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TOOLS = Path(sys.executable).parent

SOURCES = (
    "protos/src",
    "chassis/src",
    "services/applications/src",
    "services/catalog/src",
    "services/messaging/src",
    "services/pr-review/src",
    "console/src",
    "gateway/src",
    "deploy/src",
    "dev/src",
)


def tool(name: str) -> str:
    """The path of a program installed beside the running Python."""
    return str(TOOLS / name)


def run(command: Sequence[str], *, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs a tool to its end and keeps what it said; the caller judges the exit status."""
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Everything a tool printed, on both streams."""
    return (done.stdout + done.stderr).strip()
