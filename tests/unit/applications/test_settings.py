"""What can be configured."""

import pytest
from pydantic import ValidationError

from applications.settings import Settings
from chassis.settings import readable


def test_the_environment_changes_a_number(monkeypatch):
    monkeypatch.setenv("HANDMADE_APPLICATIONS_INVITATION_DAYS", "7")

    assert Settings().invitation_days == 7


def test_a_wrong_number_is_named_as_it_is_set(monkeypatch):
    monkeypatch.setenv("HANDMADE_APPLICATIONS_INVITATION_DAYS", "0")

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert readable(refused.value) == [
        "HANDMADE_APPLICATIONS_INVITATION_DAYS: Input should be greater than or equal to 1"
    ]
