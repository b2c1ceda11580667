"""What of press review can be configured: `HANDMADE_PR_REVIEW_…` in the environment."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from chassis.settings import configured_by
from pr_review.policy.numbers import Policy
from pr_review.scanning import located


class Settings(Policy, BaseSettings):
    """The policy's numbers and where things are, read from the environment."""

    model_config = configured_by("HANDMADE_PR_REVIEW_")

    redline_folder: Path | None = Field(
        default=None,
        description="Where the program that compares Word documents is, or will be unpacked. "
        "None: in the user's cache.",
    )
    clamd: str = Field(
        default="",
        description="The clamd that scans uploads for viruses: `host:port`, or the path of its "
        "Unix socket. Empty: nothing is scanned.",
    )
    clamd_seconds: float = Field(
        default=20.0, gt=0, description="For scanning one upload, after which it is refused."
    )

    @field_validator("clamd")
    @classmethod
    def _an_address(cls, address: str) -> str:
        located(address)
        return address
