"""Fifty people who write and a hundred who watch, on running services, and what each may see."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import grpc
from google.protobuf.field_mask_pb2 import FieldMask
from pymongo import AsyncMongoClient

from chassis.makers import to_document as maker_document
from dev.stack import Stack
from handmade.applications.v1 import (
    application_pb2,
    application_pb2_grpc,
    maker_pb2,
    maker_pb2_grpc,
)
from handmade.messaging.v1 import (
    custom_order_request_pb2,
    custom_order_request_pb2_grpc,
    thread_pb2,
    thread_pb2_grpc,
)
from messaging import catalog
from tests.integration.applications.people import answers
from tests.support.messaging import a_listing
from tests.support.watchers import PATIENCE, Happening, Watcher

BUYERS, MAKERS, APPLICANTS = 20, 10, 20
PEOPLE = BUYERS + MAKERS + APPLICANTS
_SOURCES = {"makers": "applications", "listings": "catalog"}
_CONNECTIONS = 4
_REPEATABLE = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


async def once_done(call: Callable[[], Awaitable[Any]]) -> Any:
    """What a change answers, repeated under the same request id while nobody could say."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await call()
            except grpc.aio.AioRpcError as error:
                if error.code() not in _REPEATABLE:
                    raise
                await asyncio.sleep(0.2)


class Crowd:
    """Everybody, each with a token of their own, over a few connections to each service."""

    def __init__(self, stack: Stack, channels: dict[str, list[grpc.aio.Channel]]) -> None:
        self._stack = stack
        self._channels = channels
        self._opened = 0
        self.happened: list[Happening] = []
        self.makers: list[maker_pb2.Maker] = []
        self.threads: dict[str, tuple[int, int]] = {}
        self.applications: dict[str, str] = {}

    def stub(self, service: str, kind: Any) -> Any:
        """A stub on the next of the connections."""
        self._opened += 1
        return kind(self._channels[service][self._opened % _CONNECTIONS])

    def as_(self, subject: str, *roles: str) -> tuple[tuple[str, str], ...]:
        """The metadata of a call by this subject."""
        token = self._stack.issuer.token(subject, *(roles or (subject.split("-")[0],)))
        return (("authorization", f"Bearer {token}"),)

    async def gather(self) -> None:
        """Makers, conversations and applications; ten makers and five applicants have agencies."""
        async with AsyncMongoClient(self._stack.mongodb_uri) as client:
            await self._copies_begun(client["handmade_messaging"])
            await self._conversations(client["handmade_messaging"])
        await asyncio.gather(*(self._apply(number) for number in range(APPLICANTS)))

    async def _copies_begun(self, database: Any) -> None:
        # A copy that lists for the first time takes away what it does not find at its source.
        begun = {name for name, source in _SOURCES.items() if source in self._stack.processes}
        async with asyncio.timeout(PATIENCE):
            while begun - {row["_id"] async for row in database["copies"].find()}:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def _conversations(self, database: Any) -> None:
        # As their services would have told messaging of them: how makers are admitted and
        # listings published is none of what is looked at here.
        for number in range(MAKERS):
            maker = maker_pb2.Maker(
                name=f"makers/{uuid4()}", subject=f"maker-{number}-{uuid4().hex[:8]}", revision=1
            )
            maker.memberships.add(region="NA", state="ACTIVE")
            maker.grants.add(partner=f"partner-{number}", scopes=["events:read"])
            self.makers.append(maker)
        await database["makers"].insert_many([maker_document(maker) for maker in self.makers])
        listings = [a_listing(maker) for maker in self.makers]
        await database["listings"].insert_many([catalog.to_document(each) for each in listings])

        stub = self.stub("messaging", custom_order_request_pb2_grpc.CustomOrderRequestServiceStub)
        for buyer in range(BUYERS):
            request = custom_order_request_pb2.AskCustomOrderRequest(
                listing=listings[buyer % MAKERS].name, text="Two, please.", request_id=str(uuid4())
            )
            asked = await stub.AskCustomOrder(request, metadata=self.as_(f"buyer-{buyer}"))
            self.threads[asked.thread] = (buyer, buyer % MAKERS)

    async def _apply(self, number: int) -> None:
        subject = f"maker-applicant-{number}"
        metadata = self.as_(subject)
        stub = self.stub("applications", application_pb2_grpc.ApplicationServiceStub)
        request = application_pb2.StartApplicationRequest(
            questionnaire=answers(), request_id=str(uuid4())
        )
        started = await once_done(lambda: stub.StartApplication(request, metadata=metadata))
        self.applications[subject] = started.name
        if number < APPLICANTS // 4:
            grant = maker_pb2.Grant(partner=f"partner-{number}", scopes=["events:read"])
            granting = maker_pb2.GrantPartnerRequest(grant=grant, request_id=str(uuid4()))
            makers = self.stub("applications", maker_pb2_grpc.MakerServiceStub)
            await once_done(lambda: makers.GrantPartner(granting, metadata=metadata))

    def watchers(self) -> list[Watcher]:
        """A hundred: sixty of messages, forty of applications."""
        mine = list(self.threads.items())
        everything = [
            *(self._of_messages(f"support-{n}", lambda _: True) for n in range(5)),
            *(self._of_messages(f"service-{n}", lambda _: True) for n in range(5)),
        ]
        buyers = [self._of_messages(f"buyer-{n}", self._has(buyer=n)) for n in range(BUYERS)]
        makers = [
            self._of_messages(maker.subject, self._has(maker=n))
            for n, maker in enumerate(self.makers)
        ]
        partners = [self._of_messages(f"partner-{n}", self._has(maker=n)) for n in range(MAKERS)]
        narrowed = [
            self._of_messages(f"buyer-{buyer}", thread.__eq__, thread=thread)
            for thread, (buyer, _) in mine[:5]
        ] + [
            self._of_messages(self.makers[maker].subject, thread.__eq__, thread=thread)
            for thread, (_, maker) in mine[5:10]
        ]
        return everything + buyers + makers + partners + narrowed + self._of_all_applications()

    def _of_all_applications(self) -> list[Watcher]:
        own = self.applications
        services = [self._of_applications(f"service-{n}", lambda _: True) for n in range(5)]
        # Reviewers see nothing of drafts.
        reviewers = [self._of_applications(f"reviewer-{n}", lambda _: False) for n in range(3)]
        applicants = [self._of_applications(who, name.__eq__) for who, name in own.items()]
        partners = [
            self._of_applications(f"partner-{n}", own[f"maker-applicant-{n}"].__eq__)
            for n in range(APPLICANTS // 4)
        ]
        narrowed = [
            self._of_applications(who, name.__eq__, application=name)
            for who, name in list(own.items())[:7]
        ]
        return services + reviewers + applicants + partners + narrowed

    def _has(self, buyer: int | None = None, maker: int | None = None) -> Callable[[str], bool]:
        def has(thread: str) -> bool:
            return self.threads[thread][0 if maker is None else 1] == (
                buyer if maker is None else maker
            )

        return has

    def _of_messages(self, who: str, hears: Callable[[str], bool], thread: str = "") -> Watcher:
        stub = self.stub("messaging", thread_pb2_grpc.ThreadServiceStub)
        request = thread_pb2.WatchMessagesRequest(thread=thread)
        metadata = self.as_(who)
        return Watcher(
            f"{who} of {thread or 'all messages'}",
            lambda: stub.WatchMessages(request, metadata=metadata),
            lambda resource: resource in self.threads and hears(resource),
        )

    def _of_applications(
        self, who: str, hears: Callable[[str], bool], application: str = ""
    ) -> Watcher:
        stub = self.stub("applications", application_pb2_grpc.ApplicationServiceStub)
        request = application_pb2.WatchApplicationsRequest(application=application)
        metadata = self.as_(who)
        return Watcher(
            f"{who} of {application or 'all applications'}",
            lambda: stub.WatchApplications(request, metadata=metadata),
            lambda resource: resource.startswith("applications/") and hears(resource),
        )

    async def write(self, each: int, pause: float = 0.0, people: int = PEOPLE) -> None:
        """They write at once, each so many times, with a pause after each, none in step."""
        writers = [
            *(
                partial(self._chat, f"buyer-{buyer}", [thread])
                for thread, (buyer, _) in self.threads.items()
            ),
            *(
                partial(self._chat, maker.subject, self._threads_of(number))
                for number, maker in enumerate(self.makers)
            ),
            *(partial(self._edit, who, name) for who, name in self.applications.items()),
        ]

        async def begin(number: int, write: Callable[[int, float], Awaitable[None]]) -> None:
            await asyncio.sleep(pause * number / len(writers))
            await write(each, pause)

        # If one fails, nobody goes on writing under whoever comes next.
        async with asyncio.TaskGroup() as writing:
            for numbered in enumerate(writers[:people]):
                writing.create_task(begin(*numbered))

    def _threads_of(self, maker: int) -> list[str]:
        return [thread for thread, (_, whose) in self.threads.items() if whose == maker]

    async def _chat(self, who: str, threads: list[str], count: int, pause: float) -> None:
        stub, metadata = self.stub("messaging", thread_pb2_grpc.ThreadServiceStub), self.as_(who)
        for number in range(count):
            thread = threads[number % len(threads)]
            request = thread_pb2.SendMessageRequest(
                thread=thread, text=f"{who} {number}", request_id=str(uuid4())
            )
            sent = await once_done(lambda: stub.SendMessage(request, metadata=metadata))  # noqa: B023
            self.happened.append(Happening(thread, sent.name, time.monotonic()))
            await asyncio.sleep(pause)

    async def _edit(self, who: str, name: str, count: int, pause: float) -> None:
        stub = self.stub("applications", application_pb2_grpc.ApplicationServiceStub)
        metadata = self.as_(who)
        for number in range(count):
            questionnaire = application_pb2.Questionnaire(tools=f"A kiln and {number} wheels.")
            request = application_pb2.UpdateApplicationRequest(
                application=application_pb2.Application(name=name, questionnaire=questionnaire),
                update_mask=FieldMask(paths=["tools"]),
                request_id=str(uuid4()),
            )
            edited = await once_done(lambda: stub.UpdateApplication(request, metadata=metadata))  # noqa: B023
            self.happened.append(
                Happening(edited.name, f"{edited.name} {edited.etag}", time.monotonic())
            )
            await asyncio.sleep(pause)

    async def order(self) -> dict[str, list[str]]:
        """What happened to each resource in its order, as whoever asks for it now is told."""
        stub = self.stub("messaging", thread_pb2_grpc.ThreadServiceStub)
        found: dict[str, list[str]] = defaultdict(list)
        for thread in self.threads:
            request = thread_pb2.ListMessagesRequest(thread=thread, page_size=100)
            page = await stub.ListMessages(request, metadata=self.as_("support-order"))
            assert not page.next_page_token
            # The first message is the request itself, from before anybody watched.
            found[thread] = [message.name for message in page.messages[1:]]
        for happening in self.happened:
            # Each application has one writer, so what it was told is the order.
            if happening.resource.startswith("applications/"):
                found[happening.resource].append(happening.id)
        return found


@asynccontextmanager
async def a_crowd(stack: Stack):
    """Everybody gathered, nobody watching or writing yet."""
    async with AsyncExitStack() as closing:
        options = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_reconnect_backoff_ms", 500)]
        channels = {
            service: [
                await closing.enter_async_context(
                    grpc.aio.insecure_channel(stack.ports.services[service], options)
                )
                for _ in range(_CONNECTIONS)
            ]
            for service in ("applications", "messaging")
        }
        crowd = Crowd(stack, channels)
        await crowd.gather()
        yield crowd
