"""The whole marketplace as processes, with a journey walked in it, and the ways to hurt it."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import grpc
import httpx
from pymongo import AsyncMongoClient

from dev.applying import a_complete_draft
from dev.graph import Graph, query
from dev.journey import Journey, Story
from dev.samples import Cast, a_questionnaire
from dev.stack import Stack
from handmade.operations.v1 import operations_pb2, operations_pb2_grpc
from tests.support.stack import a_stack

T = TypeVar("T")

ENTERED_MS = 60_000
PATIENCE = 60.0
FRESH = timedelta(seconds=5)


class Running:
    """A running marketplace. Whoever hurts it leaves it whole."""

    def __init__(self, stack: Stack, story: Story, observer: AsyncMongoClient) -> None:
        self.stack = stack
        self.story = story
        # A client of the database apart, which no fault touches.
        self.observer = observer

    def database(self, service: str) -> Any:
        return self.observer[f"handmade_{service}"]

    def graph(self, subject: str = "", *roles: str, **claims: object) -> Graph:
        token = self.stack.issuer.token(subject, *roles, **claims) if subject else ""
        return Graph(self.stack.gateway_url, token)

    def metadata(self, subject: str, *roles: str, **claims: object) -> grpc.aio.Metadata:
        token = self.stack.issuer.token(subject, *roles, **claims)
        return grpc.aio.Metadata(("authorization", f"Bearer {token}"))

    def channel(self, service: str) -> grpc.aio.Channel:
        """A channel as a stranger has it: no retries, and soon there again after a restart."""
        options = [(f"grpc.{which}_reconnect_backoff_ms", 100) for which in ("initial", "max")]
        # No pause, in spite of its name: how long a connection may take, on a busy machine too.
        options.append(("grpc.min_reconnect_backoff_ms", 5_000))
        return grpc.aio.insecure_channel(self.stack.ports.services[service], options)

    def failing(
        self, service: str, *commands: str, times: int | None = None, **how: object
    ) -> AbstractAsyncContextManager["FailPoint"]:
        """MongoDB fails these commands of one service's, or holds them; of nobody else."""
        return failing(self.observer, service, *commands, times=times, **how)

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """The process does nothing for a while, and its connections stay open."""
        pid = self.stack.processes[name].pid
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    async def readiness(self) -> tuple[int, dict[str, Any]]:
        """What `/readyz` says."""
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.get(f"{self.stack.gateway_url}/readyz")
        return answer.status_code, answer.json()

    def page(self) -> str:
        """The journey's query over all services, with a field of every service beside it."""
        story = self.story
        beside = f"""
          listing(id: "{story.mug}") {{ title price {{ amount }} }}
          thread(id: "{story.thread}") {{ state messages(first: 10) {{ nodes {{ text }} }} }}
          pressRelease(id: "{story.press_release}") {{ title state }}
        }}"""
        return query("everything").rstrip().removesuffix("}") + beside

    async def read_page(self) -> dict[str, Any]:
        """The whole answer to the page, as the maker gets it."""
        async with self.graph(self.story.cast.maker, "maker") as maker:
            return await maker.answer(self.page(), {"id": self.story.maker})

    async def status(self, service: str) -> operations_pb2.GetStatusResponse:
        """What the service tells operators."""
        async with self.channel(service) as channel:
            stub: Any = operations_pb2_grpc.OperationsServiceStub(channel)
            return await stub.GetStatus(
                operations_pb2.GetStatusRequest(), metadata=self.metadata("olga", "admin")
            )

    def log_lines(self, name: str) -> list[str]:
        return (self.stack.folder / "logs" / f"{name}.log").read_text().splitlines()


class FailPoint:
    """A fail point that is switched on."""

    def __init__(self, observer: AsyncMongoClient, before: int) -> None:
        self._observer = observer
        self._before = before

    async def entered(self, times: int = 1) -> None:
        """Returns when so many commands have met it, and are held if that is what it does."""
        await self._observer.admin.command(
            {
                "waitForFailPoint": "failCommand",
                "timesEntered": self._before + times,
                "maxTimeMS": ENTERED_MS,
            }
        )


@asynccontextmanager
async def failing(
    observer: AsyncMongoClient,
    service: str,
    *commands: str,
    times: int | None = None,
    **how: object,
) -> AsyncIterator[FailPoint]:
    """MongoDB fails these commands of one service's, or holds them; of nobody else."""
    set_up = await observer.admin.command(
        {
            "configureFailPoint": "failCommand",
            "mode": {"times": times} if times else "alwaysOn",
            "data": {"failCommands": list(commands), "appName": f"handmade-{service}", **how},
        }
    )
    try:
        yield FailPoint(observer, set_up["count"])
    finally:
        await observer.admin.command({"configureFailPoint": "failCommand", "mode": "off"})


async def until(look: Callable[[], Awaitable[T]], what: str, patience: float = PATIENCE) -> T:
    """What `look` answers as soon as that is true."""
    ends = time.monotonic() + patience
    while True:
        found = await look()
        if found:
            return found
        assert time.monotonic() < ends, f"not within {patience:g} seconds: {what}"
        await asyncio.sleep(0.05)


@asynccontextmanager
async def a_marketplace(folder: Path) -> AsyncIterator[Running]:
    """Starts everything and walks the journey."""
    async with a_stack(folder) as stack:
        await stack.start()
        journey = Journey(
            stack.gateway_url,
            dict(stack.ports.services),
            stack.issuer,
            stack.mail_folder,
            lambda said: None,
        )
        story = await journey.walk(Cast.new())
        async with AsyncMongoClient(stack.mongodb_uri, tz_aware=True) as observer:
            yield Running(stack, story, observer)


async def an_applicant(running: Running, cast: Cast) -> tuple[str, str]:
    """Somebody whose application only waits for its approval, whose effect is a mail.

    Returns the application and where the mail goes.
    """
    async with (
        running.graph(cast.maker, "maker") as maker,
        running.graph("rosa", "reviewer") as rosa,
    ):
        started = await a_complete_draft(maker, a_questionnaire(cast))
        await maker.do("application_submit", id=started["id"])
        await rosa.do("application_take", id=started["id"])
    return started["id"], f"{cast.maker}@example.com"


async def copies_are_whole(running: Running, service: str) -> bool:
    """Whether the service's copies were whole a moment ago."""
    copies = (await running.status(service)).copies
    return bool(copies) and all(
        copy.HasField("lag") and copy.lag.ToTimedelta() < FRESH for copy in copies
    )
