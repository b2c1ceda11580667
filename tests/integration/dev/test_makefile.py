"""The Makefile in a folder of its own, with a stand-in for the system's Python."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dev.repository import ROOT

# Makes an environment whose Python writes down how it is called, and fails where it is told to.
FAKE_PYTHON = r"""#!/bin/sh
case "$*" in
  *version_info*) exit {too_old} ;;
  *"import venv, ensurepip"*) exit {no_venv} ;;
  "-m venv"*)
    echo "python $*" >> calls
    rm -rf .venv && mkdir -p .venv/bin && cp fake-venv-python .venv/bin/python ;;
esac
"""
FAKE_VENV_PYTHON = """#!/bin/sh
echo "venv $*" >> calls
env >> environment
case "$*" in *--require-hashes*) [ ! -e broken ] ;; esac
"""
TARGETS = ["run", "test", "check", "demo", "token", "seed"]
TARGETS += ["protos", "schema", "docs", "release", "bench"]
TARGETS += ["federation", "federation-hive", "fuzz", "drafts-corpus"]
TARGETS += ["faults", "clean"]


class Folder:
    def __init__(self, path: Path, *, too_old: int = 0, no_venv: int = 0) -> None:
        self.path = path
        shutil.copy(ROOT / "Makefile", path)
        (path / "requirements.lock").touch()
        (path / "pyproject.toml").touch()
        self.python = path / "python"
        self.python.write_text(FAKE_PYTHON.format(too_old=too_old, no_venv=no_venv))
        self.python.chmod(0o755)
        (path / "fake-venv-python").write_text(FAKE_VENV_PYTHON)
        (path / "fake-venv-python").chmod(0o755)

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", f"PYTHON={self.python}", *arguments],
            cwd=self.path,
            env={"PATH": "/usr/bin:/bin"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        calls = self.path / "calls"
        return calls.read_text().splitlines() if calls.exists() else []

    def environment(self) -> list[str]:
        return (self.path / "environment").read_text().splitlines()


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_make_alone_lists_every_target_and_installs_nothing(folder):
    done = folder.make()

    targets = [line.split()[1] for line in done.stdout.splitlines()]
    assert targets == TARGETS
    assert folder.calls() == []


@pytest.mark.parametrize(
    ("lacks", "way_out"),
    [({"no_venv": 1}, "apt-get install python3-venv"), ({"too_old": 1}, "Python 3.11 or newer")],
)
def test_a_python_that_will_not_do_is_one_clear_line(tmp_path, lacks, way_out):
    folder = Folder(tmp_path, **lacks)

    done = folder.make("run")

    assert done.returncode != 0
    assert done.stdout == ""
    clear, from_make = done.stderr.splitlines()
    assert way_out in clear
    assert from_make.startswith("make: ***")
    assert folder.calls() == []


def test_a_python_that_is_not_there_is_one_clear_line(folder):
    folder.python.unlink()

    done = folder.make("test")

    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr.splitlines()[0]


def test_dependencies_are_installed_once_with_their_hashes_checked(folder):
    folder.make("check")
    folder.make("check")

    environment, dependencies, ourselves, *checks = folder.calls()
    assert environment == "python -m venv --clear .venv"
    assert "--require-hashes -r requirements.lock" in dependencies
    assert "--no-deps --no-build-isolation -e ." in ourselves
    assert checks == ["venv -m dev check", "venv -m dev check"]


def test_an_interrupted_installation_is_done_again_from_the_start(folder):
    (folder.path / "broken").touch()
    interrupted = folder.make("check")
    (folder.path / "broken").unlink()

    again = folder.make("check")

    assert interrupted.returncode != 0
    assert again.returncode == 0
    assert folder.calls().count("python -m venv --clear .venv") == 2
    assert folder.calls().count("venv -m dev check") == 1


def test_a_token_is_asked_for_by_the_command_line_and_not_by_the_shells_own_email(folder):
    folder.make("token", "ROLE=maker", "SUB=ada o'hara", "MINUTES=5", EMAIL="me@home", NAME="box")

    told = folder.environment()
    assert "HANDMADE_TOKEN_ROLE=maker" in told
    assert "HANDMADE_TOKEN_SUB=ada o'hara" in told
    assert "HANDMADE_TOKEN_MINUTES=5" in told
    assert "HANDMADE_TOKEN_EMAIL=" in told
    assert "HANDMADE_TOKEN_NAME=" in told


def test_only_the_token_is_printed(folder):
    folder.make("token", "ROLE=maker", "SUB=ada")

    assert folder.make("token", "ROLE=maker", "SUB=ada").stdout == ""


def test_the_browser_is_looked_for_before_any_test_runs(folder):
    folder.make("test", "ARGS=tests/console")

    assert folder.calls()[-2:] == ["venv -m dev browser", "venv -m pytest tests/console"]
