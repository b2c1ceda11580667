"""The whole marketplace as processes: `make run` and the tests start the same one."""

import asyncio
import sys
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from dev import health, mongod, replica_set
from dev.issuer import Issuer
from dev.lines import readable
from dev.ports import HOST, Ports
from dev.problem import Problem
from dev.process import Listener, Process
from dev.settings import SERVICES
from dev.trust import Trust

# A service finishes what runs for 10 seconds before it closes.
GRACE = 15.0
PATIENCE = 60.0

START_ORDER = ("mongod", "mail", "issuer", *SERVICES, "gateway")
# Who is stopped together: nobody may lose what it still needs.
STOP_ORDER: tuple[tuple[str, ...], ...] = (
    ("gateway",),
    SERVICES,
    ("mail", "issuer"),
    ("mongod",),
)

Commands = Mapping[str, Sequence[str]]

COMMANDS: Commands = {
    "mail": (sys.executable, "-m", "dev", "mail-sink"),
    "issuer": (sys.executable, "-m", "dev", "issuer"),
    **{name: (sys.executable, "-m", name) for name in (*SERVICES, "gateway")},
}


@dataclass(frozen=True)
class Ending:
    """That a process ended which should not have."""

    name: str
    status: int
    last_lines: tuple[str, ...]

    def __str__(self) -> str:
        how = f"signal {-self.status}" if self.status < 0 else f"exit status {self.status}"
        return "\n".join([f"{self.name} ended ({how})", *_quoted(self.name, self.last_lines)])


class Stack:
    """MongoDB, mail sink, issuer, services and gateway, each startable and stoppable alone.

    Everything they write lies in `folder`. Without a `mongodb_uri` it runs its own server.
    """

    def __init__(
        self,
        folder: Path,
        ports: Ports,
        *,
        environment: Mapping[str, str],
        mongodb_uri: str | None = None,
        listen: Listener = lambda name, line: None,
        commands: Commands = COMMANDS,
        audience: str = "handmade",
        patience: float = PATIENCE,
        test_commands: bool = False,
    ) -> None:
        self.folder = folder
        self.ports = ports
        self.issuer = Issuer(folder / "keys", audience=audience)
        self.trust = Trust.among(environment)
        self.processes: dict[str, Process] = {}
        self._environment = environment
        self._mongodb_uri = mongodb_uri
        self._listen = listen
        self._commands = commands
        self._patience = patience
        self._test_commands = test_commands

    @property
    def mongodb_uri(self) -> str:
        return self._mongodb_uri or replica_set.uri(self.ports.mongod)

    @property
    def gateway_url(self) -> str:
        return f"{self.trust.scheme}://{HOST}:{self.ports.gateway}"

    @property
    def issuer_url(self) -> str:
        """Where people sign in to the console."""
        return f"http://{HOST}:{self.ports.issuer}"

    @property
    def mail_folder(self) -> Path:
        """Each mail the sink received, as one `.eml` file."""
        return self.folder / "mail"

    def environment(self) -> dict[str, str]:
        """What every process is told: the caller's environment, and over it what must fit."""
        addresses = {
            f"HANDMADE_{name.upper()}_ADDRESS": address
            for name, address in self.ports.services.items()
        }
        defaults = {
            "HANDMADE_ENVIRONMENT": "development",
            "HANDMADE_SMTP_URL": f"smtp://{HOST}:{self.ports.mail}",
            "HANDMADE_CONSOLE_ISSUER": self.issuer_url,
            "PYTHONUNBUFFERED": "1",
        }
        return {
            **defaults,
            **self._environment,
            **addresses,
            "HANDMADE_GATEWAY_PORT": str(self.ports.gateway),
            "HANDMADE_MAIL_PORT": str(self.ports.mail),
            "HANDMADE_ISSUER_PORT": str(self.ports.issuer),
            "HANDMADE_MONGODB_URI": self.mongodb_uri,
            "HANDMADE_DATA_DIR": str(self.folder),
        }

    async def __aenter__(self) -> "Stack":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def start(self, *names: str) -> None:
        """Starts these (or all), in order, and waits until each is ready; what runs is left alone.

        Raises a Problem that names the first to die, or the ones that are not ready in time.
        """
        wanted = [
            name for name in START_ORDER if name in (names or START_ORDER) and not self._runs(name)
        ]
        self.issuer.write_service_tokens()
        if "mongod" in wanted:
            wanted.remove("mongod")
            if self._mongodb_uri is None:
                await self._start_mongod()
        for name in wanted:
            await self._spawn(name)
        async with asyncio.TaskGroup() as waiting:
            tasks = [waiting.create_task(self._ready_or_problem(name)) for name in wanted]
            outcome = await _first_problem(tasks)
        if outcome:
            raise outcome

    async def stop(self, *names: str) -> None:
        """Stops these as `make run` stops them; their exit statuses stay to be read."""
        await asyncio.gather(
            *(self.processes[name].stop(GRACE) for name in names if name in self.processes)
        )

    async def kill(self, name: str) -> None:
        """Ends one process as a power cut would."""
        await self.processes[name].kill()

    def kill_now(self) -> None:
        for process in self.processes.values():
            process.kill_now()

    async def close(self) -> None:
        """Stops everything in order; nothing of it is left behind."""
        for names in STOP_ORDER:
            await self.stop(*names)

    async def first_ending(self) -> Ending:
        """Waits until any of the processes ends by itself."""
        waits = {
            asyncio.create_task(process.wait()): process for process in self.processes.values()
        }
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return self._ending(waits[done.pop()])

    async def _start_mongod(self) -> None:
        program = await asyncio.to_thread(mongod.find, self.folder, self._environment)
        self.processes["mongod"] = await replica_set.start(
            program,
            self.folder / "mongo",
            self.ports.mongod,
            environment=self._environment,
            log=self._log("mongod"),
            listen=self._listen,
            test_commands=self._test_commands,
        )
        problem = await self._ready_or_problem("mongod")
        if problem:
            raise problem

    async def _spawn(self, name: str) -> None:
        token = self.folder / "keys" / f"service-{name}.jwt"
        self.processes[name] = await Process.start(
            name,
            self._commands[name],
            environment=self.environment() | {"HANDMADE_SERVICE_TOKEN_FILE": str(token)},
            log=self._log(name),
            listen=self._listen,
        )

    async def _ready_or_problem(self, name: str) -> Problem | None:
        process = self.processes[name]
        ready = asyncio.create_task(self._readiness(name))
        ended = asyncio.create_task(process.wait())
        try:
            await asyncio.wait(
                [ready, ended], timeout=self._patience, return_when=asyncio.FIRST_COMPLETED
            )
            if ended.done():
                return Problem(str(self._ending(process)))
            if not ready.done():
                lines = "\n".join(_quoted(name, tuple(process.last_lines)))
                return Problem(f"{name} is not ready after {self._patience:g} seconds\n{lines}")
            ready.result()
            return None
        finally:
            ready.cancel()
            ended.cancel()
            await asyncio.wait([ready, ended])

    def _readiness(self, name: str) -> Coroutine[None, None, None]:
        match name:
            case "mongod":
                return replica_set.ready(self.ports.mongod)
            case "mail":
                return health.accepts(HOST, self.ports.mail)
            case "issuer":
                return health.accepts(HOST, self.ports.issuer)
            case "gateway":
                return health.http_is_ready(self.gateway_url, self.trust)
            case _:
                return health.grpc_serves(self.ports.services[name], self.trust)

    def _runs(self, name: str) -> bool:
        return name in self.processes and self.processes[name].exit_status is None

    def _log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def _ending(self, process: Process) -> Ending:
        status = process.exit_status
        return Ending(process.name, 0 if status is None else status, tuple(process.last_lines))


async def _first_problem(tasks: Sequence[asyncio.Task[Problem | None]]) -> Problem | None:
    # The first to die is the cause; those that fail because of it would only hide it.
    for next_one in asyncio.as_completed(tasks):
        problem = await next_one
        if problem:
            for task in tasks:
                task.cancel()
            return problem
    return None


def _quoted(name: str, lines: Sequence[str]) -> list[str]:
    now = datetime.now().astimezone()
    shown = [readable(name, line, now=now) for line in lines]
    # Of a database only its errors are worth a person's time, unless there are none.
    told = [line for line in shown if line] or list(lines)
    return [f"    {part}" for line in told for part in line.splitlines()]
