"""What can be configured."""

import os
import subprocess
import sys

_PRINTS = """
from pydantic import ValidationError
from applications.settings import Settings
from chassis.settings import readable
try:
    print(Settings().invitation_days)
except ValidationError as error:
    print(*readable(error))
"""


def settings_with(**environment):
    """What a process says that is started with these variables besides."""
    return subprocess.run(
        [sys.executable, "-c", _PRINTS],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_the_environment_changes_a_number():
    assert settings_with(HANDMADE_APPLICATIONS_INVITATION_DAYS="7") == "7"


def test_a_wrong_number_is_named_as_it_is_set():
    assert settings_with(HANDMADE_APPLICATIONS_INVITATION_DAYS="0") == (
        "HANDMADE_APPLICATIONS_INVITATION_DAYS: Input should be greater than or equal to 1"
    )
