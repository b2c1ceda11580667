"""Finding a Chromium that runs on this machine, and installing one where that is allowed."""

from pathlib import Path

import pytest

from dev import browser
from dev.problem import Problem

RUNS = 'echo "Chromium 140.0"'
ONLY_A_SIGN = 'echo "Command requires the chromium snap to be installed." >&2; exit 1'
# Notes how it was called; an installation leaves a browser where the machine's programs are.
APT = """
cd {folder} && echo "$DEBIAN_FRONTEND $*" >> calls
case "$*" in install*) printf '#!/bin/sh\\n{left}\\n' > chromium; chmod +x chromium ;; esac
"""


class Machine:
    """A folder of programs, the only ones on the PATH beside a shell's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"PATH": f"{folder}:{folder}/system"}
        self.system = folder / "system"
        self.system.mkdir()
        for name in ("sh", "chmod", "cat"):
            (self.system / name).symlink_to(f"/bin/{name}")

    def has(self, name: str, script: str) -> Path:
        program = self.folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    def calls(self) -> list[str]:
        calls = self.folder / "calls"
        return calls.read_text().splitlines() if calls.exists() else []


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def with_apt(machine, left="echo Chromium"):
    machine.has("apt-get", APT.format(folder=machine.folder, left=left))


def test_the_named_one_comes_first(machine):
    machine.has("chromium", RUNS)
    own = machine.has("own", RUNS)

    found = browser.found(machine.environment | {"HANDMADE_CHROMIUM": str(own)})

    assert found == own


@pytest.mark.parametrize("script", [None, ONLY_A_SIGN])
def test_another_than_the_named_one_is_never_taken(machine, script):
    machine.has("chromium", RUNS)
    with_apt(machine)
    if script:
        machine.has("own", script)
    named = machine.environment | {"HANDMADE_CHROMIUM": str(machine.folder / "own")}

    with pytest.raises(Problem, match="HANDMADE_CHROMIUM names"):
        browser.provided(named, is_root=True)

    assert machine.calls() == []


def test_a_package_that_only_says_where_to_get_it_gives_way(machine):
    machine.has("chromium-browser", ONLY_A_SIGN)
    chrome = machine.has("google-chrome", RUNS)

    assert browser.found(machine.environment) == chrome


def test_what_is_there_is_not_installed_again(machine):
    with_apt(machine)
    there = machine.has("chromium", RUNS)

    assert browser.provided(machine.environment, is_root=True) == there
    assert machine.calls() == []


def test_root_on_a_debian_gets_debians(machine):
    with_apt(machine)

    provided = browser.provided(machine.environment, is_root=True)

    assert provided == machine.folder / "chromium"
    update, install = machine.calls()
    assert update.startswith("noninteractive update ")
    assert "--yes --no-install-recommends chromium" in install


def test_whoever_is_not_root_is_told_the_way_out(machine):
    with_apt(machine)

    with pytest.raises(Problem, match=r"apt-get install chromium.*HANDMADE_CHROMIUM"):
        browser.provided(machine.environment, is_root=False)

    assert machine.calls() == []


def test_a_machine_without_packages_is_told_what_was_looked_for(machine):
    with pytest.raises(Problem, match="chromium, chromium-browser, google-chrome"):
        browser.provided(machine.environment, is_root=True)


def test_an_installation_that_fails_says_why(machine):
    machine.has("apt-get", 'echo "E: Temporary failure resolving the mirror" >&2; exit 100')

    with pytest.raises(Problem, match="apt-get update failed: E: Temporary failure"):
        browser.provided(machine.environment, is_root=True)


def test_an_installation_of_something_that_does_not_run_says_so(machine):
    with_apt(machine, left="echo no graphics here >&2; exit 1")

    with pytest.raises(Problem, match=r"chromium does not run .no graphics here"):
        browser.provided(machine.environment, is_root=True)
