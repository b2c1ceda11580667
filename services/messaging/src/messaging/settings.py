"""What can be configured of this service: `HANDMADE_MESSAGING_…` in the environment."""

import tomllib
from datetime import timedelta
from importlib import resources

from pydantic_settings import BaseSettings

from chassis.settings import configured_by
from messaging.policy.clock import ResponseSla
from messaging.policy.numbers import Policy


class Settings(Policy, BaseSettings):
    """The policy's numbers, read from the environment."""

    model_config = configured_by("HANDMADE_MESSAGING_")


def response_slas() -> tuple[ResponseSla, ...]:
    """The dated table of how long answers may take, from the package's own data."""
    text = resources.files("messaging").joinpath("response_sla.toml").read_text()
    return tuple(
        ResponseSla(entry["from"], timedelta(hours=entry["hours"]))
        for entry in tomllib.loads(text)["sla"]
    )
