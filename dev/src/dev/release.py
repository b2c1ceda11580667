"""Makes a release: what is in the contracts and the changelog now is promised from here on."""

import re
import tomllib
from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from dev import protos
from dev.problem import Problem
from dev.repository import ROOT

CHANGELOG = ROOT / "CHANGELOG.md"
PROJECT = ROOT / "pyproject.toml"
UNRELEASED = "## Unreleased\n"

_HEADING = re.compile(r"^## (\d+)\.(\d+)\.(\d+)\b", re.MULTILINE)
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")

Version = tuple[int, int, int]


class Wanted(BaseSettings):
    """What the Makefile hands over of its own variables."""

    model_config = SettingsConfigDict(env_prefix="HANDMADE_RELEASE_", frozen=True)

    version: str = ""


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--version", default=Wanted().version, help="such as 1.0.0")
    parser.set_defaults(run=_release)


def _release(arguments: Namespace) -> int:
    broken = [
        *(f"{path} is not current" for path in protos.stale(protos.PROTOS, protos.GENERATED)),
        *protos.lint(protos.PROTOS),
        *breaking_changes(),
    ]
    if broken:
        raise Problem("\n".join(["the protos cannot be released", *broken]))
    declared = tomllib.loads(PROJECT.read_text())["project"]["version"]
    if arguments.version and arguments.version != declared:
        raise Problem(f"{PROJECT.name} says version {declared}: change it there first")
    today = datetime.now(UTC).date()
    said = released(CHANGELOG.read_text(), arguments.version, today)
    # The file first: a changelog that names a release without it fails the check.
    protos.record(protos.PROTOS, protos.RELEASED)
    CHANGELOG.write_text(said)
    print(f"released {arguments.version}; commit {protos.RELEASED.name} and {CHANGELOG.name}")
    return 0


def breaking_changes(
    sources: Path = protos.PROTOS, record: Path = protos.RELEASED, changelog: Path = CHANGELOG
) -> list[str]:
    """What breaks clients of the last release that the changelog names.

    Before the first release nothing can. After it the record must be there: a check that has
    nothing to compare with fails.
    """
    return protos.breaking(sources, record) if is_released(record, changelog) else []


def is_released(record: Path = protos.RELEASED, changelog: Path = CHANGELOG) -> bool:
    """Whether anything is promised yet: by a record, or by a changelog that names a release."""
    return bool(versions(changelog.read_text())) or record.exists()


def versions(changelog: str) -> list[Version]:
    """The releases a changelog names."""
    return [(int(a), int(b), int(c)) for a, b, c in _HEADING.findall(changelog)]


def released(changelog: str, version: str, day: date) -> str:
    """The changelog with everything unreleased under a heading of the new version."""
    if not _VERSION.fullmatch(version):
        raise Problem(f"a version looks like 1.0.0, not {version!r}: make release VERSION=1.0.0")
    major, minor, patch = map(int, version.split("."))
    latest = max(versions(changelog), default=(-1, 0, 0))
    if (major, minor, patch) <= latest:
        raise Problem(f"{version} is not newer than {'.'.join(map(str, latest))}")
    before, heading, after = changelog.partition(UNRELEASED)
    if not heading or not after.partition("\n## ")[0].strip():
        raise Problem(f"{CHANGELOG.name} says nothing under “Unreleased”")
    return f"{before}{heading}\n## {version}, {day:%d %B %Y}\n{after}"
