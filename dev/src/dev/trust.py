"""How the tooling reaches the processes of a stack, with TLS or without."""

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import grpc


@dataclass(frozen=True)
class Trust:
    """Whose certificates are believed: a CA's, the system's, or none because nothing has one."""

    is_tls: bool = False
    ca: Path | None = None

    @classmethod
    def among(cls, environment: Mapping[str, str]) -> "Trust":
        """What the settings of processes say about how to reach them."""
        ca = environment.get("HANDMADE_TLS_CA")
        return cls(bool(environment.get("HANDMADE_TLS_CERT")), Path(ca) if ca else None)

    @property
    def scheme(self) -> str:
        return "https" if self.is_tls else "http"

    @property
    def context(self) -> ssl.SSLContext | bool:
        """What httpx calls `verify`."""
        return ssl.create_default_context(cafile=self.ca) if self.is_tls and self.ca else True

    def channel(self, address: str, options: Sequence[tuple[str, object]] = ()) -> grpc.aio.Channel:
        if not self.is_tls:
            return grpc.aio.insecure_channel(address, options=options)
        roots = self.ca.read_bytes() if self.ca else None
        credentials = grpc.ssl_channel_credentials(root_certificates=roots)
        return grpc.aio.secure_channel(address, credentials, options=options)


PLAIN = Trust()
