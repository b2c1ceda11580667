"""What can be configured of this service: `HANDMADE_APPLICATIONS_…` in the environment."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from applications.policy.numbers import Policy


class Settings(Policy, BaseSettings):
    """The policy's numbers, read from the environment."""

    model_config = SettingsConfigDict(
        env_prefix="HANDMADE_APPLICATIONS_",
        title="HANDMADE_APPLICATIONS_",
        frozen=True,
        extra="ignore",
    )
