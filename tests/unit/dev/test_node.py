"""Packages for Node: from a lock that names nobody's address, once, and again when it changes."""

import json
import subprocess

import pytest

from dev import node
from dev.problem import Problem
from dev.router import HIVE, PROGRAMS


@pytest.fixture
def folder(tmp_path):
    """A package that needs only the one beside it, so that installing it asks no registry."""
    (tmp_path / "ball").mkdir()
    (tmp_path / "ball" / "package.json").write_text('{"name": "ball", "version": "1.0.0"}')
    toy = {"name": "toy", "version": "1.0.0", "dependencies": {"ball": "file:ball"}}
    (tmp_path / "package.json").write_text(json.dumps(toy))
    node.lock(tmp_path)
    return tmp_path


@pytest.mark.parametrize("folder", [PROGRAMS, HIVE])
def test_a_committed_lock_names_no_address(folder):
    text = (folder / node.LOCK).read_text()

    assert node.addresses_in(text) == []
    assert '"resolved"' not in text


@pytest.mark.parametrize("folder", [PROGRAMS, HIVE])
def test_what_is_needed_directly_is_pinned(folder):
    found = json.loads((folder / "package.json").read_text())
    wanted = found["dependencies"] | found.get("overrides", {})

    assert [name for name, version in wanted.items() if not version[0].isdigit()] == []


def test_node_is_the_one_of_the_wheel(tmp_path):
    done = subprocess.run(
        ["node", "--version"], env=node.environment({}), capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("v22.")


def test_packages_are_installed_once(folder):
    node.installed(folder)
    left = folder / "node_modules" / "left-from-the-first-time"
    left.touch()

    node.installed(folder)

    assert left.exists()


def test_a_changed_lock_is_installed_anew(folder):
    node.installed(folder)
    left = folder / "node_modules" / "left-from-the-first-time"
    left.touch()
    path = folder / node.LOCK
    path.write_text(path.read_text() + "\n")

    node.installed(folder)

    assert not left.exists()


def test_a_failed_installation_is_a_problem_that_says_why_and_is_tried_again(folder):
    (folder / node.LOCK).write_text("{}")

    with pytest.raises(Problem, match=r"npm ci in .* failed\n.*lock"):
        node.installed(folder)
    with pytest.raises(Problem, match=r"npm ci in .* failed"):
        node.installed(folder)
