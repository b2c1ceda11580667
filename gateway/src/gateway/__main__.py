"""Runs the gateway until it is told to stop."""

import asyncio
import socket
import sys
from types import FrameType

import structlog
import uvicorn
from pydantic import ValidationError
from starlette.types import ASGIApp

from chassis import client, logs, telemetry, tokens
from chassis.settings import Settings, readable
from gateway import clients
from gateway.app import Parts, create
from gateway.clients import Clients
from gateway.health import Readiness
from gateway.slow_readers import Answers, Sockets
from gateway.subgraphs import SUBGRAPHS

log = structlog.get_logger()

GRACE_SECONDS = 10
# A balancer reads `/readyz` in this time, and sends nothing more before the port closes.
NOTICE_SECONDS = 1.0
# Routers and balancers keep a connection for later, mostly for 60 seconds. Closed by us first, it
# would now and then be under a request that is on its way, which they cannot send again.
IDLE_SECONDS = 75


class Server(uvicorn.Server):
    """A server that says it is not ready when it is told to stop, and stops a moment later."""

    def __init__(self, config: uvicorn.Config, readiness: Readiness) -> None:
        super().__init__(config)
        self._readiness = readiness

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins to drain."""
        self._readiness.draining = True
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Still answers for a moment, then finishes what runs."""
        await asyncio.sleep(NOTICE_SECONDS)
        # WebSockets are closed by the server itself, with 1012: a restart.
        self._readiness.stopping.set()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves, and says where."""
        await super().startup(sockets)
        if self.started:
            log.info("serving", address=f"{self.config.host}:{self.config.port}")


async def serve(settings: Settings) -> None:
    """Serves until a signal, then finishes what runs."""
    telemetry.configure(settings, "gateway")
    own_token = client.own_token(settings.token_file("gateway"))
    readiness = Readiness()
    parts = Parts(
        settings=settings,
        subgraphs=SUBGRAPHS,
        clients=Clients(clients.connect(settings)),
        own_clients=Clients(clients.connect(settings, own_token)),
        verifier=tokens.verifier(settings),
        readiness=readiness,
    )
    await Server(configuration(settings, create(parts)), readiness).serve()


def configuration(settings: Settings, app: ASGIApp) -> uvicorn.Config:
    """Says how the application is served."""
    return uvicorn.Config(
        app,
        host=settings.gateway_host,
        port=settings.gateway_port,
        log_config=None,
        access_log=False,
        server_header=False,
        http=Answers,
        ws=Sockets,
        ws_max_size=1024 * 1024,
        # What compresses a socket's messages takes more memory than all the rest of it.
        ws_per_message_deflate=False,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=IDLE_SECONDS,
    )


def main() -> None:
    """Reads the settings, and serves. Exits with 1 and a line for each wrong setting."""
    logs.configure("gateway")
    try:
        asyncio.run(serve(Settings()))
    except ValidationError as error:
        sys.exit("\n".join(f"gateway: {line}" for line in readable(error)))
    except FileNotFoundError as error:
        sys.exit(f"gateway: {error.filename} is missing; `make run` makes it in development")


if __name__ == "__main__":
    main()
