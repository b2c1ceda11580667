"""What `make run` and its neighbours can be told by the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from dev.problem import Problem
from dev.repository import ROOT


def _host_and_port(address: str) -> str:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("must look like 127.0.0.1:50051")
    return address


Address = Annotated[str, AfterValidator(_host_and_port)]

SERVICES = ("applications", "catalog", "messaging", "pr_review")


class Settings(BaseSettings):
    """The settings a supervisor acts on; all others pass through to the processes unread."""

    model_config = SettingsConfigDict(env_prefix="HANDMADE_", frozen=True, env_ignore_empty=True)

    mongodb_uri: str | None = None
    mongo_port: int = Field(default=27117, ge=1, le=65535)
    mail_port: int = Field(default=1025, ge=1, le=65535)
    issuer_port: int = Field(default=9000, ge=1, le=65535)
    issuer_minutes: float = Field(default=480, gt=0, le=525_600)
    gateway_port: int = Field(default=8000, ge=1, le=65535)
    applications_address: Address = "127.0.0.1:50051"
    catalog_address: Address = "127.0.0.1:50052"
    messaging_address: Address = "127.0.0.1:50053"
    pr_review_address: Address = "127.0.0.1:50054"
    data_dir: Path = Path(".handmade")
    audience: str = "handmade"

    @classmethod
    def read(cls) -> "Settings":
        """What the environment says; a Problem with a line for each setting that is wrong."""
        try:
            return cls()
        except ValidationError as wrong:
            raise Problem("\n".join(_readable(each) for each in wrong.errors())) from None

    @property
    def folder(self) -> Path:
        """The data folder; a relative one lies in the working copy, wherever the caller stands."""
        return ROOT / self.data_dir

    @property
    def services(self) -> dict[str, str]:
        """The address of each service."""
        return {
            "applications": self.applications_address,
            "catalog": self.catalog_address,
            "messaging": self.messaging_address,
            "pr_review": self.pr_review_address,
        }


def _readable(error: ErrorDetails) -> str:
    setting = "_".join(map(str, error["loc"])).upper()
    return f"HANDMADE_{setting}: {error['msg'].removeprefix('Value error, ')}"
