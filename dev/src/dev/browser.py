"""Finds Chromium, in which the console is tested, and installs Debian's where it may."""

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from dev.problem import Problem

SETTING = "HANDMADE_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")
WAY_OUT = f"install it (on Debian: apt-get install chromium) or name one with {SETTING}"
APT = ("--quiet=2", "-o", "DPkg::Lock::Timeout=120")
# Generous: half a gigabyte over a slow line.
PATIENCE = 900.0


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_provide)


def _provide(arguments: Namespace) -> int:
    try:
        provided(os.environ, is_root=os.geteuid() == 0)
    except Problem as problem:
        # Only the console's tests need one, and each that is skipped says so again.
        print(f"make test: {problem}", file=sys.stderr)
    return 0


def found(environment: Mapping[str, str]) -> Path:
    """The one that is named, else the first on the PATH that runs. Raises a `Problem`."""
    path = environment.get("PATH", os.defpath)
    named = environment.get(SETTING)
    if named:
        program = shutil.which(named, path=path)
        wrong = _wrong(Path(program), environment) if program else "is no program"
        if program is None or wrong:
            raise Problem(f"{SETTING} names {named}, which {wrong}")
        return Path(program)
    reasons = []
    for name in NAMES:
        program = shutil.which(name, path=path)
        if program is None:
            continue
        wrong = _wrong(Path(program), environment)
        if not wrong:
            return Path(program)
        reasons.append(f"{program} {wrong}")
    why = "; ".join(reasons) or f"none of {', '.join(NAMES)} is on the PATH"
    raise Problem(f"there is no Chromium: {why}; {WAY_OUT}")


def provided(environment: Mapping[str, str], *, is_root: bool) -> Path:
    """The one that is there, else Debian's, installed now if this is root on a Debian.

    Raises a `Problem` with the reason why there is none.
    """
    try:
        return found(environment)
    except Problem:
        apt = shutil.which("apt-get", path=environment.get("PATH", os.defpath))
        if environment.get(SETTING) or not is_root or apt is None:
            raise
    _apt(apt, environment, "update")
    _apt(apt, environment, "install", "--yes", "--no-install-recommends", "chromium")
    return found(environment)


def _apt(apt: str, environment: Mapping[str, str], command: str, *arguments: str) -> None:
    try:
        done = subprocess.run(
            [apt, command, *APT, *arguments],
            env={**environment, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _uninstalled(command, f"it took longer than {PATIENCE:g} seconds") from None
    if done.returncode:
        told = (done.stderr.strip() or done.stdout.strip() or "without a word").splitlines()
        raise _uninstalled(command, told[-1])


def _uninstalled(command: str, why: str) -> Problem:
    return Problem(f"there is no Chromium, and apt-get {command} failed: {why}; {WAY_OUT}")


def _wrong(program: Path, environment: Mapping[str, str]) -> str:
    # A package may leave only a script behind that says where to get the browser instead.
    try:
        done = subprocess.run(
            [program, "--version"],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return f"does not run ({failure})"
    if done.returncode:
        told = (done.stdout + done.stderr).strip().splitlines() or ["without a word"]
        return f"does not run ({told[0]})"
    return ""
