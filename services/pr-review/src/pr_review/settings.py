"""What of press review can be configured: `HANDMADE_PR_REVIEW_…` in the environment."""

from pydantic_settings import BaseSettings

from chassis.settings import configured_by
from pr_review.policy.numbers import Policy


class Settings(Policy, BaseSettings):
    """The policy's numbers, read from the environment."""

    model_config = configured_by("HANDMADE_PR_REVIEW_")
