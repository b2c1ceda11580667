"""Runs a mongod as a replica set of one, so that transactions and change streams work."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pymongo import AsyncMongoClient
from pymongo.errors import ConfigurationError, OperationFailure, PyMongoError

from dev.mongod import Program
from dev.problem import Problem
from dev.process import Listener, Process

HOST = "127.0.0.1"
NAME = "rs0"
NOT_INITIATED = 94
INVALID_CONFIG = 93

Document = dict[str, object]


def uri(port: int) -> str:
    return f"mongodb://{HOST}:{port}/?replicaSet={NAME}"


async def start(
    program: Program,
    data: Path,
    port: int,
    *,
    environment: Mapping[str, str],
    log: Path,
    listen: Listener,
    test_commands: bool = False,
) -> Process:
    """Starts the server on new or existing data; `await ready(...)` before using it."""
    command = _command(program, data, port, test_commands=test_commands)
    own = program.environment(environment)
    return await Process.start("mongod", command, environment=own, log=log, listen=listen)


async def ready(port: int) -> None:
    """Returns when the server takes writes; initiates the set at its first start."""
    address = f"mongodb://{HOST}:{port}/?directConnection=true"
    client: AsyncMongoClient[Document] = AsyncMongoClient(address, serverSelectionTimeoutMS=200)
    try:
        while not await _is_primary(client):
            await _configure(client, port)
            await asyncio.sleep(0.05)
    finally:
        await client.close()


async def ensure_reachable(address: str) -> None:
    """Raises a Problem unless a replica set (or a sharded cluster) answers at this address."""
    try:
        client: AsyncMongoClient[Document] = AsyncMongoClient(
            address, serverSelectionTimeoutMS=5000, connectTimeoutMS=5000
        )
    except (PyMongoError, ValueError):
        # What the driver says would quote the address, password and all.
        raise Problem(
            "HANDMADE_MONGODB_URI is not a MongoDB address, such as"
            " mongodb://user:password@host:27017/?replicaSet=name"
        ) from None
    shown = without_password(address)
    try:
        answer = await client.admin.command("hello")
        # Needs the right to read, so a wrong password is found here and not by four services.
        await client.admin.command("listDatabases", nameOnly=True, authorizedDatabases=True)
    except OperationFailure as refused:
        raise Problem(
            f"the database at {shown} refuses us ({refused.details and refused.details['errmsg']});"
            " check the user and password in HANDMADE_MONGODB_URI"
        ) from None
    except (PyMongoError, ConfigurationError):
        raise Problem(
            f"no database answers at {shown}; start it, correct HANDMADE_MONGODB_URI,"
            " or unset it and one is started for you"
        ) from None
    finally:
        await client.close()
    if "setName" not in answer and answer.get("msg") != "isdbgrid":
        raise Problem(
            f"the database at {shown} is not a replica set, which transactions need;"
            " start mongod with --replSet and initiate it, or unset HANDMADE_MONGODB_URI"
        )


def without_password(address: str) -> str:
    """The address as it may be shown: scheme and hosts, without user, password and options."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _command(program: Program, data: Path, port: int, *, test_commands: bool) -> list[str]:
    data.mkdir(parents=True, exist_ok=True)
    command = [
        str(program.path),
        f"--dbpath={data}",
        f"--port={port}",
        f"--bind_ip={HOST}",
        f"--replSet={NAME}",
        "--nounixsocket",
        "--wiredTigerCacheSizeGB=0.25",
        "--oplogSize=128",
        # The default waits 15 seconds for other members to take over; there are none.
        "--setParameter=shutdownTimeoutMillisForSignaledShutdown=100",
        "--setParameter=diagnosticDataCollectionEnabled=false",
        # What an abandoned transaction holds is free again after this, should all else fail.
        "--setParameter=transactionLifetimeLimitSeconds=20",
    ]
    if test_commands:
        command.append("--setParameter=enableTestCommands=1")
        # Tests have clocks of their own, by which nothing is over yet that is by the machine's.
        command.append("--setParameter=ttlMonitorEnabled=false")
    return command


async def _is_primary(client: AsyncMongoClient[Document]) -> bool:
    try:
        answer = await client.admin.command("hello")
    except PyMongoError:
        return False
    return bool(answer.get("isWritablePrimary"))


async def _configure(client: AsyncMongoClient[Document], port: int) -> None:
    wanted: Document = {"_id": NAME, "members": [{"_id": 0, "host": f"{HOST}:{port}"}]}
    try:
        await client.admin.command("replSetGetStatus")
    except OperationFailure as failure:
        if failure.code == NOT_INITIATED:
            await _quietly(client, {"replSetInitiate": wanted})
        elif failure.code == INVALID_CONFIG:
            # The data remember another port; as the only member, this one may simply move.
            wanted["version"] = 1_000_000
            await _quietly(client, {"replSetReconfig": wanted, "force": True})
    except PyMongoError:
        return


async def _quietly(client: AsyncMongoClient[Document], command: Document) -> None:
    # It may have happened already, or not be possible yet: the caller looks again either way.
    try:
        await client.admin.command(command)
    except PyMongoError:
        return
