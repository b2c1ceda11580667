"""Puts a service together and runs it until it is told to stop."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from types import ModuleType

import grpc
import structlog
from grpc_health.v1 import health_pb2_grpc
from grpc_health.v1.health import SERVICE_NAME as HEALTH
from grpc_reflection.v1alpha import reflection
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from chassis import client, logs, mongo, telemetry, tokens
from chassis.access import Rule, rules_of
from chassis.background import ended, finished_before, kept_running
from chassis.copies import Copy
from chassis.dispatch import Dispatcher, Effect
from chassis.door import Door
from chassis.events import Events
from chassis.feeds import Feed
from chassis.files import Files
from chassis.health import Health
from chassis.interceptor import Surround
from chassis.mail import Mailer
from chassis.operations import Operations
from chassis.paging import Pages
from chassis.reflection import Symbols
from chassis.requests import Requests
from chassis.settings import Settings, readable
from chassis.signing import Signer
from handmade.operations.v1 import operations_pb2, operations_pb2_grpc

log = structlog.get_logger()

GRACE_SECONDS = 10.0
# For calls that had arrived but not begun, which a busy machine comes to late.
LAST_ANSWERS_SECONDS = 2.0
_OPTIONS = [
    ("grpc.max_receive_message_length", 1024 * 1024),
    # Beyond this many on one connection a client's calls would queue without a word; the limit
    # over all connections, at the door, answers at once instead.
    ("grpc.max_concurrent_streams", 600),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    # Between its two limits (8 and 16 KiB unless said) gRPC refuses headers by chance; our own
    # check of the token's length answers first, always and with a reason.
    ("grpc.max_metadata_size", 32 * 1024),
    ("grpc.absolute_max_metadata_size", 64 * 1024),
    # What a client may have sent before we have read it. gRPC would let it grow with the speed of
    # the network, up to 16 MiB of each upload: benchmarks/uploads.py says what that takes.
    ("grpc.http2.bdp_probe", 0),
    ("grpc.http2.lookahead_bytes", 256 * 1024),
    ("grpc.so_reuseport", 0),
]


def utc_now() -> datetime:
    """The clock, to the millisecond that MongoDB keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class CannotListen(Exception):
    """The address is taken, or is none of this machine's."""


class Frame:
    """What a service is bolted to: its database, its parts that all services have, its server."""

    def __init__(
        self,
        name: str,
        settings: Settings,
        effects: frozenset[str],
        now: Callable[[], datetime] = utc_now,
        database: str = "",
    ) -> None:
        self.name = name
        self.settings = settings
        self.now = now
        self.mongo = mongo.connect(settings.mongodb_uri, settings.mongo_driver, name)
        self.streaming = mongo.connect(
            settings.mongodb_uri, settings.mongo_driver, name, streaming=True
        )
        database = database or f"handmade_{name}"
        self.database = self.mongo.database(database)
        self.requests = Requests(self.mongo, self.database, self.now)
        self.events = Events(self.database, effects)
        self.pages = Pages(settings.secret_key())
        self.mailer = Mailer(settings.smtp_url, settings.mail_from, self.now)
        self.copies: list[Copy] = []
        self._rules: dict[str, Rule] = {}
        self._added: list[Callable[[grpc.aio.Server], None]] = []
        self._background: dict[str, Callable[[], Awaitable[None]]] = {}
        self._channels: list[grpc.aio.Channel] = []
        self._dispatcher: Dispatcher | None = None
        streamed = self.streaming.database(database)
        self.feed = Feed(self.streaming, Events(streamed), self.signer("feed"), self._wake)
        self.run_always("feed", self.feed.run)

    def signer(self, purpose: str) -> Signer:
        """Signs for one purpose of this service."""
        return Signer(self.settings.secret_key(), f"{self.name}:{purpose}")

    def files(self, name: str) -> Files:
        """A collection of files."""
        return Files(self.database, name, self.now)

    def channel(self, service: str, *contracts: ModuleType) -> grpc.aio.Channel:
        """A channel to another service under this service's own token."""
        token = client.own_token(self.settings.token_file(self.name))
        opened = client.channel(
            self.settings, service, [contract.DESCRIPTOR for contract in contracts], token
        )
        self._channels.append(opened)
        return opened

    def serve(self, contract: ModuleType, stubs: ModuleType, servicer: object) -> None:
        """Serves the one gRPC service of a proto file."""
        for name, descriptor in contract.DESCRIPTOR.services_by_name.items():
            self._rules |= rules_of(descriptor)
            add = getattr(stubs, f"add_{name}Servicer_to_server")
            self._added.append(lambda server, add=add: add(servicer, server))  # type: ignore[misc]

    def keep_copy(self, copy: Copy) -> None:
        """Keeps a copy of another service's data."""
        self.copies.append(copy)
        self.run_always(f"copy {copy.name}", copy.run)

    def carry_out(self, effects: Mapping[str, Effect]) -> None:
        """Carries out effects of events, by event type."""
        self._dispatcher = Dispatcher(self.mongo, self.events, effects, self.now)
        self.run_always("effects", self._dispatcher.run)

    def run_always(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs something in the background for as long as the service runs."""
        if what in self._background:
            raise ValueError(f"two things in the background are called {what}")
        self._background[what] = work

    def repeat(self, what: str, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        """Does something every so many seconds, such as a sweep over what is due."""

        async def repeated() -> None:
            while True:
                try:
                    await work()
                except PyMongoError as error:
                    log.warning("sweep waits", what=what, error=type(error).__name__)
                await asyncio.sleep(seconds)

        self.run_always(what, repeated)

    def _wake(self) -> None:
        if self._dispatcher is not None:
            self._dispatcher.wake()

    async def prepare(self) -> None:
        """Waits for the database and makes the indexes that all services have."""
        while not await self.mongo.ping(5):
            log.warning("waiting for the database")
            await asyncio.sleep(1)
        await self.requests.prepare()
        await self.events.prepare()

    async def run(self, stop: asyncio.Event) -> None:
        """Serves until `stop` is set, then drains and closes."""
        try:
            await self._serve(stop)
        finally:
            await self.close()
        log.info("stopped")

    async def _serve(self, stop: asyncio.Event) -> None:
        self.serve(operations_pb2, operations_pb2_grpc, Operations(self))
        surround = Surround(self._rules, tokens.verifier(self.settings), lambda: self.mongo.is_away)
        health = Health(self._services())
        await self._report_health(health)
        server = self._server(surround, health)
        await server.start()
        log.info("serving", address=self.settings.address(self.name))
        self.repeat("health", 1.0, lambda: self._report_health(health))
        tasks = [
            asyncio.create_task(kept_running(what, work), name=what)
            for what, work in self._background.items()
        ]
        try:
            await stop.wait()
            health.stop()
            stopped = asyncio.create_task(server.stop(GRACE_SECONDS))
            drained = asyncio.create_task(surround.drain())
            tasks.append(drained)
            await asyncio.wait([stopped, drained], return_when=asyncio.FIRST_COMPLETED)
            # Who watches the health never ends, so that is not waited for as long as calls are.
            await server.stop(LAST_ANSWERS_SECONDS)
            await stopped
        finally:
            await ended(tasks)

    def _server(self, surround: Surround, health: Health) -> grpc.aio.Server:
        server = grpc.aio.server(
            # Tracing takes methods that yield only, so it comes last, next to them.
            interceptors=[Door(), surround, *telemetry.server_interceptors(self.settings)],
            options=_OPTIONS,
        )
        for add in self._added:
            add(server)
        health_pb2_grpc.add_HealthServicer_to_server(health, server)
        names = [*self._services(), HEALTH, reflection.SERVICE_NAME]
        # It only asks; protobuf's own class can't be inherited from.
        reflection.enable_server_reflection(names, server, Symbols())  # type: ignore[arg-type]
        self._listen(server)
        return server

    async def close(self) -> None:
        """Lets go of the database and of other services; `run` does it by itself."""
        for channel in self._channels:
            await channel.close()
        await self.mongo.close()
        await self.streaming.close()

    def _listen(self, server: grpc.aio.Server) -> None:
        address = self.settings.address(self.name)
        try:
            if self.settings.tls_cert and self.settings.tls_key:
                pair = (self.settings.tls_key.read_bytes(), self.settings.tls_cert.read_bytes())
                server.add_secure_port(address, grpc.ssl_server_credentials([pair]))
            else:
                server.add_insecure_port(address)
        except RuntimeError as error:
            raise CannotListen(
                f"cannot listen on {address}; if another process holds it, end that process"
                f" or set HANDMADE_{self.name.upper()}_ADDRESS"
            ) from error

    async def _report_health(self, health: Health) -> None:
        health.report(await self.mongo.ping())

    def _services(self) -> set[str]:
        return {path.split("/")[1] for path in self._rules}


async def _run(
    name: str,
    effects: frozenset[str],
    assemble: Callable[[Frame], Awaitable[None]],
    kind: type[Settings],
) -> None:
    settings = kind()
    telemetry.configure(settings, name)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    frame = Frame(name, settings, effects)

    async def ready() -> None:
        await frame.prepare()
        await assemble(frame)

    try:
        if await finished_before(stop, ready()):
            await frame.run(stop)
    finally:
        await frame.close()


def main(
    name: str,
    effects: frozenset[str],
    assemble: Callable[[Frame], Awaitable[None]],
    settings: type[Settings] = Settings,
) -> None:
    """Runs a service process. `assemble` adds to the frame what the service is made of.

    `effects` are the event types with an effect; who sends mail has `MailSettings`. Exits with 1
    and a line for each wrong setting.
    """
    logs.configure(name)
    try:
        asyncio.run(_run(name, effects, assemble, settings))
    except ValidationError as error:
        sys.exit("\n".join(f"{name}: {line}" for line in readable(error)))
    except FileNotFoundError as error:
        sys.exit(f"{name}: {error.filename} is missing; `make run` makes it in development")
    except (CannotListen, OSError) as error:
        sys.exit(f"{name}: {error}")
