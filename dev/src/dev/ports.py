"""Who listens where, and whether somebody else already does."""

import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from dev.settings import SERVICES, Settings

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """Where each process of a stack listens."""

    mongod: int
    mail: int
    issuer: int
    gateway: int
    services: Mapping[str, str]

    @classmethod
    def configured(cls, settings: Settings) -> "Ports":
        return cls(
            mongod=settings.mongo_port,
            mail=settings.mail_port,
            issuer=settings.issuer_port,
            gateway=settings.gateway_port,
            services=settings.services,
        )

    @classmethod
    def free(cls) -> "Ports":
        """Ports nobody listens on now; all different."""
        mongod, mail, issuer, gateway, *services = free_ports(4 + len(SERVICES))
        addresses = {name: f"{HOST}:{port}" for name, port in zip(SERVICES, services, strict=True)}
        return cls(mongod=mongod, mail=mail, issuer=issuer, gateway=gateway, services=addresses)

    def complaints(self, *, own_mongod: bool) -> list[str]:
        """One line for each port that is wanted twice, or that somebody else holds."""
        wanted = {
            "the gateway": (f"{HOST}:{self.gateway}", "HANDMADE_GATEWAY_PORT"),
            "the mail sink": (f"{HOST}:{self.mail}", "HANDMADE_MAIL_PORT"),
            "the issuer": (f"{HOST}:{self.issuer}", "HANDMADE_ISSUER_PORT"),
        }
        if own_mongod:
            wanted["MongoDB"] = (f"{HOST}:{self.mongod}", "HANDMADE_MONGO_PORT")
        for name, address in self.services.items():
            wanted[name] = (address, f"HANDMADE_{name.upper()}_ADDRESS")
        twice = [
            f"port {address} is wanted by {who} and by {other}: set {setting} to another"
            for who, (address, setting) in wanted.items()
            for other, (claimed, _) in wanted.items()
            if claimed == address and list(wanted).index(other) < list(wanted).index(who)
        ]
        return twice or [
            f"port {address} is taken, which {who} wants: end its holder, or set {setting}"
            for who, (address, setting) in wanted.items()
            if is_taken(address)
        ]


def free_ports(count: int) -> list[int]:
    # Held together until all are known, so that none is given twice.
    held = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def is_taken(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        # create_server allows a port that only lingers after its process ended.
        socket.create_server((host, int(port))).close()
    except OSError as refused:
        return refused.errno == errno.EADDRINUSE
    return False
