"""Starts the whole marketplace, follows its log, and stops it without a trace."""

import asyncio
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import datetime

import httpx
from pymongo.errors import PyMongoError

from dev import lock, replica_set, seed
from dev.issuer import ROLES
from dev.lines import readable
from dev.ports import Ports
from dev.problem import Problem
from dev.settings import Settings
from dev.stack import COMMANDS, Commands, Ending, Stack

RENEWAL_SECONDS = 3600.0

Tell = Callable[[str], None]


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_run)


def _run(arguments: Namespace) -> int:
    asyncio.run(run(Settings.read(), environment=os.environ))
    return 0


async def run(
    settings: Settings, *, environment: Mapping[str, str], commands: Commands = COMMANDS
) -> None:
    """Runs until a signal asks for the end; raises a Problem if anything ends it before."""
    with lock.held(settings.folder):
        ports = Ports.configured(settings)
        complaints = ports.complaints(own_mongod=settings.mongodb_uri is None)
        if complaints:
            raise Problem("\n".join(complaints))
        if settings.mongodb_uri is not None:
            await replica_set.ensure_reachable(settings.mongodb_uri)
        stack = Stack(
            settings.folder,
            ports,
            environment=environment,
            mongodb_uri=settings.mongodb_uri,
            listen=_log,
            commands=commands,
            audience=settings.audience,
        )
        await _until_signalled(stack)


async def _until_signalled(stack: Stack) -> None:
    signalled = asyncio.Event()

    def end() -> None:
        if signalled.is_set():
            _tell("killing everything")
            stack.kill_now()
        signalled.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, end)
    async with stack:
        serving = asyncio.create_task(_serve(stack))
        asked = asyncio.create_task(signalled.wait())
        await asyncio.wait([serving, asked], return_when=asyncio.FIRST_COMPLETED)
        _tell("stopping everything")
        asked.cancel()
        serving.cancel()
        await asyncio.wait([serving, asked])
    _tell("everything is stopped")
    if not serving.cancelled():
        raise Problem(str(serving.result()))


async def _serve(stack: Stack) -> Ending | Problem:
    """Answers with why it came to an end before anybody asked."""
    _tell(f"starting; full logs are in {stack.folder / 'logs'}")
    try:
        await stack.start()
    except Problem as problem:
        return problem
    async with asyncio.TaskGroup() as group:
        beside = [
            group.create_task(_renew_service_tokens(stack)),
            group.create_task(_seed_and_greet(stack)),
        ]
        ending = await stack.first_ending()
        for task in beside:
            task.cancel()
    return ending


async def _renew_service_tokens(stack: Stack) -> None:
    while True:
        await asyncio.sleep(RENEWAL_SECONDS)
        await asyncio.to_thread(stack.issuer.write_service_tokens)


async def _seed_and_greet(stack: Stack) -> None:
    try:
        seeded = await seed.seed(stack.gateway_url, stack.issuer, mongodb_uri=stack.mongodb_uri)
    except (Problem, PyMongoError, httpx.HTTPError) as problem:
        # Whoever works on a service that cannot be seeded yet still wants it to run.
        _tell(f"seeding failed and is tried again at the next start: {problem}")
    else:
        if seeded:
            _tell(f"seeded: {', '.join(seeded)}")
    print(greeting(stack), flush=True)


def greeting(stack: Stack) -> str:
    """Where everything is, and a token for each role."""
    url = stack.gateway_url
    places = {
        "GraphQL": f"{url}/graphql",
        "GraphiQL": f"{url}/graphql (in a browser)",
        "Console": f"{url}/console (in a browser: choose who you are)",
        "Mail": f"{url}/console/mail",
        "Health": f"{url}/dev/health",
        **{f"gRPC {name}": address for name, address in stack.ports.services.items()},
        "MongoDB": replica_set.without_password(stack.mongodb_uri),
    }
    lines = ["", "Everything is ready. Ctrl-C stops it.", ""]
    lines += [f"  {name:18} {place}" for name, place in places.items()]
    lines += ["", "Tokens, valid for 8 hours; send one as `Authorization: Bearer <token>`.", ""]
    lines += [f"  {role:12} {stack.issuer.token(role, role)}" for role in ROLES]
    return "\n".join([*lines, ""])


def _log(name: str, raw: str) -> None:
    line = readable(name, raw, now=datetime.now().astimezone())
    if line is None:
        return
    try:
        print(line, flush=True)
    except OSError:
        # Nobody reads the log any more: `make run | head`, or a closed terminal.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        signal.raise_signal(signal.SIGTERM)


def _tell(event: str) -> None:
    _log("run", event)
