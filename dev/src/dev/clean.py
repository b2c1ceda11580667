"""Removes what make has made. Runs on the standard library alone, as it removes the rest."""

import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from dev import lock
from dev.repository import ROOT

FOLDERS = (
    ".venv",
    ".handmade",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    "dist",
    "tests/federation/node/node_modules",
    "tests/federation/hive/node_modules",
)


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_clean)


def _clean(arguments: Namespace) -> int:
    clean(ROOT)
    return 0


def clean(root: Path) -> None:
    """Removes the environment, the data and all caches below `root`; refuses during a run."""
    data = root / ".handmade"
    if data.is_dir():
        with lock.held(data):
            _remove_all(root)
    else:
        _remove_all(root)


def _remove_all(root: Path) -> None:
    for name in FOLDERS:
        _remove(root / name)
    for cache in [*root.rglob("__pycache__"), *root.rglob("*.egg-info")]:
        if ".git" not in cache.relative_to(root).parts:
            _remove(cache)


def _remove(path: Path) -> None:
    if path.is_symlink():
        # What it points to is not ours.
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)
