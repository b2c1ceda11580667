"""`make run` with stand-ins for our own processes, and the real MongoDB and mail sink."""

import asyncio
import os
import re
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dev.ports import Ports, is_taken
from dev.repository import ROOT
from tests.support import stand_in

READY = "Everything is ready."
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


class Run:
    """A `make run` as somebody at a terminal sees it."""

    def __init__(self, child, ports: Ports, folder: Path) -> None:
        self.child = child
        self.ports = ports
        self.folder = folder
        self.said = ""

    async def until(self, text: str) -> None:
        while text not in self.said:
            line = await asyncio.wait_for(self.child.stdout.readline(), 60)
            assert line, f"ended before it said {text!r}:\n{self.said}"
            self.said += line.decode()

    async def end(self) -> int:
        self.said += (await asyncio.wait_for(self.child.stdout.read(), 60)).decode()
        return await self.child.wait()

    def processes(self) -> list[str]:
        """The command lines of all that run with this run's data folder."""
        mine = f"HANDMADE_DATA_DIR={self.folder}".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mine in (process / "environ").read_bytes().split(b"\0"):
                    found.append((process / "cmdline").read_bytes().decode())
            except OSError:
                continue
        return found


@asynccontextmanager
async def a_run(tmp_path: Path, ports: Ports | None = None, **settings: str):
    ports = ports or Ports.free()
    packages = tmp_path / "packages"
    if not packages.exists():
        stand_in.install(packages)
    folder = tmp_path / "data"
    addresses = {f"{name}_ADDRESS": address for name, address in ports.services.items()}
    told = {
        "MONGO_PORT": str(ports.mongod),
        "MAIL_PORT": str(ports.mail),
        "ISSUER_PORT": str(ports.issuer),
        "GATEWAY_PORT": str(ports.gateway),
        "DATA_DIR": str(folder),
        **addresses,
        **settings,
    }
    inherited = {name: value for name, value in os.environ.items() if "HANDMADE" not in name}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "dev",
        "run",
        cwd=ROOT,
        env=inherited
        | {f"HANDMADE_{name.upper()}": value for name, value in told.items()}
        | {"PYTHONPATH": f"{packages}:{ROOT}", "PYTHONWARNINGS": ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    run = Run(child, ports, folder)
    try:
        yield run
    finally:
        if child.returncode is None:
            child.terminate()
        await run.end()


@LINUX_ONLY
async def test_ctrl_c_stops_everything_and_the_data_survive(tmp_path):
    async with a_run(tmp_path) as run:
        await run.until(READY)
        while_running = run.processes()

        run.child.send_signal(signal.SIGINT)
        status = await run.end()

    assert status == 0
    # The run itself, MongoDB, the sink, the issuer, four services, the gateway.
    assert len(while_running) == 9
    assert run.processes() == []
    assert run.ports.complaints(own_mongod=True) == []
    async with a_run(tmp_path, run.ports) as again:
        await again.until(READY)


async def test_sigterm_stops_everything_too_and_the_gateway_first(tmp_path):
    async with a_run(tmp_path) as run:
        await run.until(READY)

        run.child.send_signal(signal.SIGTERM)

        assert await run.end() == 0
    lines = run.said.splitlines()
    # The database and the libraries may have something to say between them.
    first, *others = [line for line in lines if line.endswith(" leaves")]
    assert first.endswith("gateway leaves")
    assert len(others) == 4
    assert lines[-1].endswith("everything is stopped")


async def test_it_prints_the_addresses_and_a_token_for_each_role(tmp_path):
    async with a_run(tmp_path) as run:
        await run.until("  service ")

    assert f"http://127.0.0.1:{run.ports.gateway}/graphql" in run.said
    assert run.ports.services["pr_review"] in run.said
    assert len(re.findall(r"^  \w+ +ey[\w.-]+$", run.said, re.MULTILINE)) == 10


async def test_the_log_is_one_line_an_event_and_kept_whole_per_process(tmp_path):
    async with a_run(tmp_path) as run:
        await run.until(READY)

    assert re.search(r"^\d\d:\d\d:\d\d catalog +stand-in starts name=catalog$", run.said, re.M)
    assert '"event": "stand-in starts"' in (run.folder / "logs" / "catalog.log").read_text()
    assert (run.folder / "logs" / "mongod.log").stat().st_size > 0


@LINUX_ONLY
async def test_a_service_that_dies_at_its_start_stops_all(tmp_path):
    async with a_run(tmp_path, STAND_IN_DIES="catalog") as run:
        status = await run.end()

    assert status == 1
    last = run.said.strip().splitlines()[-3:]
    assert last[0] == "make run: catalog ended (exit status 3)"
    assert last[2].startswith("    ")
    assert last[2].endswith(" catalog       catalog has no teapot")
    assert run.processes() == []


@LINUX_ONLY
async def test_a_service_that_dies_later_stops_all(tmp_path):
    async with a_run(tmp_path, STAND_IN_DIES_LATER="messaging") as run:
        status = await run.end()

    assert status == 1
    assert "make run: messaging ended (exit status 3)" in run.said
    assert "    messaging broke its teapot" in run.said
    assert run.processes() == []


@LINUX_ONLY
async def test_nothing_outlives_a_run_that_is_killed(tmp_path):
    async with a_run(tmp_path) as run:
        await run.until(READY)

        run.child.kill()
        await run.end()

        for _ in range(600):
            if not run.processes():
                break
            await asyncio.sleep(0.1)
        assert run.processes() == []


async def test_each_taken_port_is_named_with_who_wants_it_and_what_changes_it(tmp_path):
    ports = Ports.free()
    catalog_port = int(ports.services["catalog"].rpartition(":")[2])

    with (
        socket.create_server(("127.0.0.1", ports.mongod)),
        socket.create_server(("127.0.0.1", catalog_port)),
    ):
        async with a_run(tmp_path, ports) as run:
            status = await run.end()

    assert status == 1
    mongo, catalog = run.said.splitlines()
    assert mongo.startswith(f"make run: port 127.0.0.1:{ports.mongod} is taken, which MongoDB")
    assert mongo.endswith("end its holder, or set HANDMADE_MONGO_PORT")
    assert catalog.startswith(f"make run: port {ports.services['catalog']} is taken, which catalog")
    assert catalog.endswith("end its holder, or set HANDMADE_CATALOG_ADDRESS")


async def test_a_database_that_is_away_is_one_line_without_its_password(tmp_path):
    ports = Ports.free()
    uri = f"mongodb://ada:hunter2@127.0.0.1:{ports.mongod}/?directConnection=true"

    async with a_run(tmp_path, ports, MONGODB_URI=uri) as run:
        status = await run.end()

    assert status == 1
    (line,) = run.said.splitlines()
    assert line.startswith(f"make run: no database answers at mongodb://127.0.0.1:{ports.mongod}/")
    assert "HANDMADE_MONGODB_URI" in line
    assert "hunter2" not in line


async def test_a_given_database_is_used_and_none_is_started(tmp_path, mongodb_uri):
    async with a_run(tmp_path, MONGODB_URI=mongodb_uri) as run:
        await run.until(READY)

        assert not is_taken(f"127.0.0.1:{run.ports.mongod}")


async def test_a_second_run_in_the_same_folder_is_refused(tmp_path):
    async with a_run(tmp_path) as first:
        await first.until(READY)

        async with a_run(tmp_path) as second:
            status = await second.end()

    assert status == 1
    (line,) = second.said.splitlines()
    assert f"a run (process {first.child.pid}) already uses {first.folder}" in line
    assert "HANDMADE_DATA_DIR" in line


async def test_a_bad_setting_is_one_line(tmp_path):
    async with a_run(tmp_path, GATEWAY_PORT="eight") as run:
        status = await run.end()

    assert status == 1
    (line,) = run.said.splitlines()
    assert line.startswith("make run: HANDMADE_GATEWAY_PORT: ")
