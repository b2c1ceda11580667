"""What nobody may write, because it was measured to go wrong."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = [
    path
    for folder in ("chassis", "services", "gateway", "dev")
    for path in sorted((ROOT / folder).glob("**/src/**/*.py"))
]


def nodes(path):
    return ast.walk(ast.parse(path.read_text()))


def imports(path):
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_transaction_is_run_by_a_driver(path):
    # Motor's does not retry commits, and leaves a transaction behind that blocks other writers.
    used = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}

    assert "with_transaction" not in used
    assert "start_transaction" not in used or path.name == "transactions.py"


def test_motor_is_imported_by_one_module():
    users = [
        path for path in SOURCES if any(name.split(".")[0] == "motor" for name in imports(path))
    ]

    assert users == [ROOT / "chassis/src/chassis/mongo.py"]


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 50
