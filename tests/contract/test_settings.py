"""Every service lists its settings on its page, and names a wrong one as the environment does."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import ValidationError

from chassis.settings import readable

SERVICES = ["applications", "catalog", "messaging", "pr_review"]
PAGES = Path(__file__).parents[2] / "services"


def told(page):
    """What the tables of a page name in capitals; `_MAX` after `LABEL_MIN` is `LABEL_MAX`."""
    rows = "".join(line for line in page.splitlines(True) if line.startswith("|"))
    found = [""]
    for name in re.findall(r"`([A-Z_]+)`", rows):
        found.append(found[-1].rpartition("_")[0] + name if name.startswith("_") else name)
    return set(found)


@pytest.mark.parametrize("service", SERVICES)
def test_every_number_of_a_service_stands_on_its_page(service):
    settings = import_module(f"{service}.settings").Settings
    page = PAGES / service.replace("_", "-") / "README.md"

    assert {name.upper() for name in settings.model_fields} - told(page.read_text()) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_wrong_number_is_named_with_its_variable(service):
    settings = import_module(f"{service}.settings").Settings
    number = next(iter(settings.model_fields))

    with pytest.raises(ValidationError) as refused:
        settings(**{number: "many"})

    prefix = f"HANDMADE_{service.upper()}_{number.upper()}: "
    assert [line[: len(prefix)] for line in readable(refused.value)] == [prefix]
