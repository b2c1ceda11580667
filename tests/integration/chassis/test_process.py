"""A service's process: how it refuses to start, and how it stops."""

import asyncio
import os
import signal
import sys
import time
from contextlib import asynccontextmanager

import grpc
import pytest

from dev.issuer import Issuer
from dev.ports import free_ports
from tests.support.probe import pb, stubs


@pytest.fixture
def process(tmp_path, mongodb_uri):
    """Runs the probe with these settings: `async with process() as (child, address)`."""

    @asynccontextmanager
    async def process(**settings):
        Issuer(tmp_path / "keys").write_service_tokens()
        address = f"127.0.0.1:{free_ports(1)[0]}"
        chosen = {
            "HANDMADE_DATA_DIR": str(tmp_path),
            "HANDMADE_MONGODB_URI": mongodb_uri,
            "HANDMADE_CATALOG_ADDRESS": address,
        } | settings
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("HANDMADE_")
        }
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.probe_process",
            env=inherited | chosen,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield child, address
        finally:
            if child.returncode is None:
                child.kill()
            await child.communicate()

    return process


async def test_production_without_its_settings_says_each_that_is_missing(process):
    async with process(HANDMADE_ENVIRONMENT="production") as (child, _):
        _, said = await child.communicate()

    assert child.returncode == 1
    lines = said.decode().splitlines()
    assert [line.split()[1] for line in lines] == [
        "HANDMADE_ISSUER",
        "HANDMADE_TLS_CERT",
        "HANDMADE_TLS_KEY",
        "HANDMADE_SERVICE_TOKEN_FILE",
        "HANDMADE_SECRET",
    ]


async def test_development_without_its_keys_says_how_to_get_them(process, tmp_path):
    async with process(HANDMADE_DATA_DIR=str(tmp_path / "empty")) as (child, _):
        _, said = await child.communicate()

    assert child.returncode == 1
    assert said.decode().count("\n") == 1
    assert "make run" in said.decode()


async def test_a_taken_port_is_one_line(process):
    async with process() as (_, address):
        async with grpc.aio.insecure_channel(address) as channel:
            await channel.channel_ready()
        async with process(HANDMADE_CATALOG_ADDRESS=address) as (child, _):
            _, said = await child.communicate()

    assert child.returncode == 1
    assert address in said.decode().splitlines()[-1]
    assert "Traceback" not in said.decode()


async def read_to_the_end(stream):
    while await stream.read() is not grpc.aio.EOF:
        pass


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_told_to_stop_it_ends_its_watches_and_is_gone_at_once(process, driver):
    async with (
        process(HANDMADE_MONGO_DRIVER=driver) as (child, address),
        grpc.aio.insecure_channel(address) as channel,
    ):
        await channel.channel_ready()
        watches = [
            stubs.ProbeServiceStub(channel).WatchProbes(pb.WatchProbesRequest()) for _ in range(10)
        ]
        for watch in watches:
            await watch.read()

        began = time.monotonic()
        child.send_signal(signal.SIGTERM)
        with pytest.raises(grpc.aio.AioRpcError) as ending:
            await read_to_the_end(watches[0])
        output, complaints = await child.communicate()
        took = time.monotonic() - began

    assert ending.value.code() is grpc.StatusCode.UNAVAILABLE
    assert child.returncode == 0
    # Less than the ten seconds that calls have to finish.
    assert took < 8
    assert complaints == b""
    assert b'"event": "stopped"' in output


async def test_told_to_stop_while_the_database_is_away_it_is_gone_soon(process):
    nowhere = f"mongodb://127.0.0.1:{free_ports(1)[0]}/?replicaSet=rs0"
    async with process(HANDMADE_MONGODB_URI=nowhere) as (child, _):
        await child.stdout.readuntil(b"waiting for the database")
        began = time.monotonic()
        child.send_signal(signal.SIGTERM)
        _, complaints = await child.communicate()
        took = time.monotonic() - began

    assert child.returncode == 0
    # The driver's threads end with their present search for a server, which takes five seconds.
    assert took < 15
    assert b"Traceback" not in complaints
