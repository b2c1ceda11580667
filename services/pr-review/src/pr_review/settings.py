"""What of press review can be configured: `HANDMADE_PR_REVIEW_…` in the environment."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from pr_review.policy.numbers import Policy


class Settings(Policy, BaseSettings):
    """The policy's numbers, read from the environment."""

    model_config = SettingsConfigDict(env_prefix="HANDMADE_PR_REVIEW_", frozen=True, extra="ignore")
