"""What of press review can be configured: `HANDMADE_PR_REVIEW_…` in the environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings

from chassis.settings import configured_by
from pr_review.policy.numbers import Policy


class Settings(Policy, BaseSettings):
    """The policy's numbers and where things are, read from the environment."""

    model_config = configured_by("HANDMADE_PR_REVIEW_")

    redline_folder: Path | None = Field(
        default=None,
        description="Where the program that compares Word documents is, or will be unpacked. "
        "None: in the user's cache.",
    )
