"""Every service names a wrong setting as it stands in the environment."""

from importlib import import_module

import pytest
from pydantic import ValidationError

from chassis.settings import readable


@pytest.mark.parametrize("service", ["applications", "catalog", "messaging", "pr_review"])
def test_a_wrong_number_is_named_with_its_variable(service):
    settings = import_module(f"{service}.settings").Settings
    number = next(iter(settings.model_fields))

    with pytest.raises(ValidationError) as refused:
        settings(**{number: "many"})

    prefix = f"HANDMADE_{service.upper()}_{number.upper()}: "
    assert [line[: len(prefix)] for line in readable(refused.value)] == [prefix]
