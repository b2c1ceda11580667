import pytest

from dev import lock
from dev.clean import clean
from dev.problem import Problem


@pytest.fixture
def root(tmp_path):
    for folder in (".venv/bin", ".handmade/mongo", "dev/src/__pycache__", ".git/__pycache__"):
        (tmp_path / "copy" / folder).mkdir(parents=True)
    (tmp_path / "copy" / "README.md").touch()
    return tmp_path / "copy"


def test_only_what_make_has_made_is_removed(root):
    clean(root)

    assert {path.name for path in root.iterdir()} == {"README.md", ".git", "dev"}
    assert list((root / "dev" / "src").iterdir()) == []
    assert (root / ".git" / "__pycache__").exists()


def test_a_link_is_removed_and_what_it_points_to_is_not(root, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / ".mypy_cache").symlink_to(elsewhere)

    clean(root)

    assert elsewhere.exists()
    assert not (root / ".mypy_cache").is_symlink()


def test_nothing_is_removed_during_a_run(root):
    with lock.held(root / ".handmade"), pytest.raises(Problem, match="already uses"):
        clean(root)

    assert (root / ".handmade" / "mongo").exists()
