"""docs/partners.md, carried out word by word."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from dev.repository import ROOT
from dev.samples import Cast
from tests.partners.guide import blocks, differences, files, matches, steps

GUIDE = ROOT / "docs" / "partners.md"


# Forty processes are started one after the other; the guide itself is given ninety seconds.
@pytest.mark.timeout(240)
async def test_the_guide_for_partners_works_as_it_is_written(market, certificates, shop, tmp_path):
    await shop(Cast("ada", "ben", "Ada's Kiln"))
    services = market.ports.services
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "HANDMADE": str(ROOT),
        "HANDMADE_DATA_DIR": str(market.folder),
        "CA": str(certificates / "ca.pem"),
        "GRAPH": f"{market.gateway_url}/graphql",
        "APPLICATIONS": services["applications"],
        "CATALOG": services["catalog"],
        "MESSAGING": services["messaging"],
        "PRESS": services["pr_review"],
    }

    found = await asyncio.to_thread(differences, GUIDE.read_text(), tmp_path, environment)

    assert not found, "\n\n".join(map(str, found))


def test_nothing_in_the_guide_is_passed_over():
    shown = GUIDE.read_text()

    languages = {block.language for block in blocks(shown)}
    assert languages == {"sh", "python", "text", "json", "http"}
    assert all(name.endswith(".py") for name in files(shown))
    outputs = sum(block.language in ("text", "json") for block in blocks(shown))
    assert outputs == sum(step.prints is not None for step in steps(shown))


@pytest.mark.parametrize(
    ("said", "happened", "is_it"),
    [
        ("a b", "a b", True),
        ("a b", "a c", False),
        ("a … c", "a b c", True),
        ("a … c", "a b\nb c", False),
        ("a\n…\nc", "a\nb\nb\nc", True),
        ("a\n…\nc", "a\nc", True),
        ("a\n…\nc", "a\nb", False),
        ("a", "a\nb", False),
        ("(a)", "(a)", True),
    ],
)
def test_only_what_is_elided_may_differ(said, happened, is_it):
    assert matches(said, happened) is is_it


@pytest.mark.parametrize(
    ("guide", "wrong_at"),
    [
        ("```sh\necho hi\n```\n\n```text\nhi\n```\n", []),
        ("```sh\necho hi\n```\n\n```text\nho\n```\n", [1]),
        ("```sh\nfalse\n```\n", [1]),
        ("```sh fails\nfalse\n```\n", []),
        ("```sh fails\ntrue\n```\n", [1]),
        ("```sh\nA=1\n```\nand\n```sh\necho $A\n```\n```text\n1\n```\n", []),
        ("```sh\necho $UNSET\n```\n", [1]),
        ("```python say.py\nprint(2)\n```\n```sh\npython say.py\n```\n```text\n3\n```\n", [4]),
        ("```sh\nexit\n```\n```sh\ntrue\n```\n", [1]),
    ],
)
def test_a_guide_that_is_wrong_is_told_where(tmp_path, guide, wrong_at):
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    found = differences(guide, tmp_path, path)

    assert [difference.line for difference in found] == wrong_at
