"""What the console can be configured with: `HANDMADE_CONSOLE_…`."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

from chassis.settings import configured_by


class ConsoleSettings(BaseSettings):
    """How staff sign in. An issuer has to know the console as one of its clients."""

    model_config = configured_by("HANDMADE_CONSOLE_")

    issuer: str = Field(
        default="", description="Where staff sign in; empty: whose tokens are accepted."
    )
    client_id: str = "handmade-console"
    client_secret: SecretStr = Field(
        default=SecretStr(""), description="Empty for a public client: PKCE protects both kinds."
    )
    scope: str = "openid profile email"
    session_hours: float = Field(
        default=12, gt=0, description="After that whoever has a longer token signs in again."
    )
