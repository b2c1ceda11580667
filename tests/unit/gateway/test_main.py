"""How the gateway's process serves and stops."""

import asyncio
import signal
import socket

import httpx
import uvicorn

from gateway import __main__ as main
from gateway.__main__ import Server, configuration
from gateway.app import create
from gateway.health import Readiness
from gateway.slow_readers import Answers, Sockets
from tests.unit.gateway.world import parts


async def test_a_gateway_that_is_told_to_stop_says_so_before_its_port_closes(tmp_path, monkeypatch):
    # Long enough for this test to ask in, however busy the machine is.
    monkeypatch.setattr(main, "NOTICE_SECONDS", 3.0)
    readiness = Readiness()
    app = create(parts(tmp_path, readiness=readiness))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = Server(uvicorn.Config(app, log_config=None, ws="none"), readiness)
        # `serve` would also pass the signal on to this process when it is done.
        serving = asyncio.create_task(server._serve([listening]))
        fresh = httpx.AsyncClient(base_url=address)
        async with httpx.AsyncClient(base_url=address) as client:
            alive = await client.get("/healthz")

        server.handle_exit(signal.SIGTERM, None)
        await asyncio.sleep(0.3)
        async with fresh as client:
            draining = await client.get("/readyz")
            answered = await client.post("/graphql", json={"query": "{ me }"})
        await asyncio.wait_for(serving, 30)

    assert (alive.status_code, draining.status_code) == (200, 503)
    assert answered.json()["data"] == {"me": ""}


def test_clients_that_do_not_read_are_cut_and_no_socket_compresses(tmp_path):
    made = parts(tmp_path)

    served = configuration(made.settings, create(made))
    served.load()

    assert (served.http_protocol_class, served.ws_protocol_class) == (Answers, Sockets)
    assert not served.ws_per_message_deflate


def test_a_router_lets_go_of_an_idle_connection_before_the_gateway_does(tmp_path):
    made = parts(tmp_path)

    served = configuration(made.settings, create(made))

    # What routers and load balancers wait for, at most, unless somebody told them otherwise.
    assert served.timeout_keep_alive > 60
