"""What can be configured of this service: `HANDMADE_CATALOG_…` in the environment."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from catalog.policy.numbers import Policy


class Settings(Policy, BaseSettings):
    """The policy's numbers, read from the environment."""

    model_config = SettingsConfigDict(env_prefix="HANDMADE_CATALOG_", frozen=True, extra="ignore")
