"""What the gateway alone can be configured with: `HANDMADE_GATEWAY_…`."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class GatewaySettings(BaseSettings):
    """The gateway's own numbers."""

    model_config = SettingsConfigDict(env_prefix="HANDMADE_GATEWAY_", frozen=True, extra="ignore")

    burst: int = 1000
    """Requests that one caller may send at once."""
    per_second: float = 100.0
    """Requests that one caller may send in the long run."""
    sockets: int = 1000
    """WebSockets that may be open at once."""
    sockets_each: int = 50
    """WebSockets that one account may have open, or one address those that nobody signed in on."""
    body_seconds: float = 30.0
    """How long a request's body may take to come."""
    upload_seconds: float = 120.0
    """How long one with a file may take."""
