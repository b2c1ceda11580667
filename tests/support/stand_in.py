"""Tiny processes in the place of the services and the gateway, for the tests of `make run`.

`HANDMADE_STAND_IN_DIES=catalog` makes that one end with status 3 as soon as it starts;
`HANDMADE_STAND_IN_DIES_LATER=catalog` half a second after it was ready.
"""

import asyncio
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import grpc
from grpc_health.v1 import health_pb2_grpc
from grpc_health.v1.health import aio

from dev.settings import SERVICES

DEATH = 3


def install(folder: Path) -> Path:
    """Packages named like ours; put the folder on the PYTHONPATH and they run instead."""
    for name in (*SERVICES, "gateway"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").touch()
        (folder / name / "__main__.py").write_text(
            f"from tests.support.stand_in import main\nmain({name!r})\n"
        )
    return folder


def main(name: str) -> None:
    _say(json.dumps({"event": "stand-in starts", "level": "info", "name": name}))
    if os.environ.get("HANDMADE_STAND_IN_DIES") == name:
        _say(f"{name} has no teapot")
        sys.exit(DEATH)
    asyncio.run(_gateway() if name == "gateway" else _service(name))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _service(name: str) -> None:
    server = grpc.aio.server()
    health_pb2_grpc.add_HealthServicer_to_server(aio.HealthServicer(), server)
    server.add_insecure_port(os.environ[f"HANDMADE_{name.upper()}_ADDRESS"])
    await server.start()
    await _until_the_end(name)
    await server.stop(None)


async def _gateway() -> None:
    server = HTTPServer(("127.0.0.1", int(os.environ["HANDMADE_GATEWAY_PORT"])), _Ready)
    Thread(target=server.serve_forever, daemon=True).start()
    await _until_the_end("gateway")
    server.shutdown()


async def _until_the_end(name: str) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    if os.environ.get("HANDMADE_STAND_IN_DIES_LATER") == name:
        await asyncio.sleep(0.5)
        _say(f"{name} broke its teapot")
        os._exit(DEATH)
    await stopping.wait()
    _say(f"{name} leaves")


class _Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, *arguments):
        """Says nothing."""
