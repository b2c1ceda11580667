"""What can be configured of this service: `HANDMADE_CATALOG_…` in the environment."""

from pydantic_settings import BaseSettings

from catalog.policy.numbers import Policy
from chassis.settings import configured_by


class Settings(Policy, BaseSettings):
    """The policy's numbers, read from the environment."""

    model_config = configured_by("HANDMADE_CATALOG_")
