"""docs/partners.md, carried out word by word."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev import demonstration
from dev.repository import ROOT
from dev.stack import Stack
from tests.partners.guide import blocks, differences, files, in_development, matches, steps
from tests.support.stack import a_stack

GUIDE = ROOT / "docs" / "partners.md"


def told(stack: Stack, folder: Path, **more: str) -> dict[str, str]:
    """The variables that the guide says one is given."""
    services = stack.ports.services
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "HANDMADE": str(ROOT),
        "HANDMADE_DATA_DIR": str(stack.folder),
        "GRAPH": f"{stack.gateway_url}/graphql",
        "APPLICATIONS": services["applications"],
        "CATALOG": services["catalog"],
        "MESSAGING": services["messaging"],
        "PRESS": services["pr_review"],
        **more,
    }


def seed(stack: Stack) -> str:
    """Does what `make run` does once everything runs."""
    environment = {
        "HANDMADE_DATA_DIR": str(stack.folder),
        "HANDMADE_GATEWAY_PORT": stack.gateway_url.rpartition(":")[2],
        "HANDMADE_MONGODB_URI": stack.mongodb_uri,
        **{
            f"HANDMADE_{name.upper()}_ADDRESS": address
            for name, address in stack.ports.services.items()
        },
    }
    command = [sys.executable, "-m", "dev", "seed"]
    return subprocess.run(command, env=environment, capture_output=True, text=True).stdout


async def test_the_guide_for_partners_works_as_it_is_written(market, certificates, shop, tmp_path):
    await shop(demonstration.CAST)
    environment = told(market, tmp_path, CA=str(certificates / "ca.pem"))

    found = await asyncio.to_thread(differences, GUIDE.read_text(), tmp_path, environment)

    assert not found, "\n\n".join(map(str, found))


async def test_the_guide_works_in_development_with_what_make_run_has_seeded(tmp_path):
    here, market = tmp_path / "here", tmp_path / "market"
    here.mkdir()
    async with a_stack(market) as stack:
        await stack.start()
        seeded = await asyncio.to_thread(seed, stack)

        found = await asyncio.to_thread(
            differences, GUIDE.read_text(), here, told(stack, here), in_development
        )

    # What else is seeded is nothing to partners.
    assert seeded.startswith("seeded: Ada's Kiln, the shop of SUB=maker")
    assert not found, "\n\n".join(map(str, found))


def test_nothing_in_the_guide_is_passed_over():
    shown = GUIDE.read_text()

    languages = {block.language for block in blocks(shown)}
    # The one without a language is how to install what is here.
    assert languages == {"sh", "python", "text", "json", "http", ""}
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
