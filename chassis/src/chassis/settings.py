"""What every process can be configured with: `HANDMADE_…` in the environment."""

from pathlib import Path
from typing import ClassVar, Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET = 32


def configured_by(prefix: str) -> SettingsConfigDict:
    """Settings from the environment under a prefix, by which `readable` names them."""
    return SettingsConfigDict(env_prefix=prefix, title=prefix, frozen=True, extra="ignore")


class Settings(BaseSettings):
    """The settings that processes share. Production refuses to start without what it needs."""

    model_config = configured_by("HANDMADE_")
    demanded: ClassVar[tuple[str, ...]] = ("issuer", "tls_cert", "tls_key", "service_token_file")

    environment: Literal["development", "production"] = "development"
    public_url: str = "https://handmade.example"
    gateway_port: int = 8000
    gateway_host: str = "127.0.0.1"
    applications_address: str = "127.0.0.1:50051"
    catalog_address: str = "127.0.0.1:50052"
    messaging_address: str = "127.0.0.1:50053"
    pr_review_address: str = "127.0.0.1:50054"
    mongodb_uri: str = Field(
        default="mongodb://127.0.0.1:27117/?replicaSet=rs0",
        description="`make run` starts a database there when this is unset.",
    )
    mongo_driver: Literal["motor", "pymongo"] = "motor"
    data_dir: Path = Path(".handmade")
    issuer: str = ""
    audience: str = "handmade"
    tls_cert: Path | None = None
    tls_key: Path | None = None
    tls_ca: Path | None = Field(default=None, description="What our own clients trust.")
    smtp_url: str = "smtp://127.0.0.1:1025"
    mail_from: str = "Handmade <no-reply@handmade.example>"
    allowed_origins: str = Field(default="", description="Comma-separated; none: same origin.")
    subgraph_endpoints: Literal["on", "off"] = "off"
    secret: SecretStr = SecretStr("")
    service_token_file: Path | None = None
    otlp_endpoint: str = ""
    gateway_metrics_port: int = 0
    applications_metrics_port: int = 0
    catalog_metrics_port: int = 0
    messaging_metrics_port: int = 0
    pr_review_metrics_port: int = 0

    @model_validator(mode="after")
    def _production_is_complete(self) -> Self:
        if self.environment == "development":
            return self
        missing = [
            f"HANDMADE_{name.upper()} must be set in production"
            for name in self.demanded
            if name not in self.model_fields_set or not getattr(self, name)
        ]
        if len(self.secret.get_secret_value()) < MIN_SECRET:
            missing.append(f"HANDMADE_SECRET must be set, {MIN_SECRET} characters or more")
        if missing:
            raise ValueError("; ".join(missing))
        return self

    @property
    def is_development(self) -> bool:
        """Whether this is a developer's machine: local issuer, GraphiQL, mail sink."""
        return self.environment == "development"

    @property
    def issuer_name(self) -> str:
        """What tokens must name as their issuer."""
        return self.issuer or "handmade-local"

    def address(self, service: str) -> str:
        """Where a service listens, or for others the gRPC target by which they find it."""
        address: str = getattr(self, f"{service}_address")
        return address

    def metrics_port(self, process: str) -> int:
        """Where a process shows its metrics; 0 for nowhere."""
        port: int = getattr(self, f"{process}_metrics_port")
        return port

    def secret_key(self) -> str:
        """The server's key for page tokens and links."""
        given = self.secret.get_secret_value()
        if given:
            return given
        return (self.data_dir / "keys" / "secret").read_text().strip()

    def token_file(self, process: str) -> Path:
        """Where the process's own `service` token is kept, renewed by whoever deploys it."""
        return self.service_token_file or self.data_dir / "keys" / f"service-{process}.jwt"


class MailSettings(Settings):
    """Those of a process that sends mail: production has to say through which server."""

    demanded: ClassVar[tuple[str, ...]] = (*Settings.demanded, "smtp_url")


def readable(error: ValidationError) -> list[str]:
    """A line for every setting that is wrong, by its name in the environment."""
    return [
        f"{error.title}{'_'.join(map(str, found['loc'])).upper()}: {said}" if found["loc"] else said
        for found in error.errors()
        for said in found["msg"].removeprefix("Value error, ").split("; ")
    ]
