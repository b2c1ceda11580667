"""Clients that write down what they do, send twins, and ask again until they know."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from random import Random
from types import ModuleType, TracebackType
from typing import Any

import grpc
from google.protobuf.message import Message

from chassis import client, status
from chassis.errors import Problem
from chassis.settings import Settings
from dev.issuer import Issuer
from handmade.applications.v1 import (
    application_pb2,
    application_pb2_grpc,
    invitation_pb2,
    invitation_pb2_grpc,
    maker_pb2,
    maker_pb2_grpc,
)
from handmade.catalog.v1 import (
    listing_pb2,
    listing_pb2_grpc,
    maker_profile_pb2,
    maker_profile_pb2_grpc,
    reservation_pb2,
    reservation_pb2_grpc,
)
from handmade.messaging.v1 import (
    custom_order_request_pb2,
    custom_order_request_pb2_grpc,
    thread_pb2,
    thread_pb2_grpc,
)
from tests.faults.history import History, Outcome
from tests.faults.records import as_json

CONTRACTS: Mapping[str, tuple[ModuleType, ...]] = {
    "applications": (application_pb2, invitation_pb2, maker_pb2),
    "catalog": (listing_pb2, maker_profile_pb2, reservation_pb2),
    "messaging": (custom_order_request_pb2, thread_pb2),
}
STUBS: Mapping[str, tuple[Any, ...]] = {
    "applications": (
        application_pb2_grpc.ApplicationServiceStub,
        invitation_pb2_grpc.InvitationServiceStub,
        maker_pb2_grpc.MakerServiceStub,
    ),
    "catalog": (
        listing_pb2_grpc.ListingServiceStub,
        maker_profile_pb2_grpc.MakerProfileServiceStub,
        reservation_pb2_grpc.ReservationServiceStub,
    ),
    "messaging": (
        custom_order_request_pb2_grpc.CustomOrderRequestServiceStub,
        thread_pb2_grpc.ThreadServiceStub,
    ),
}

PATIENCE = 60.0


class Refusal(Exception):
    """A service refused a call for a reason of its own: the answer is known, and it is no."""


class Unsettled(Exception):
    """A call's outcome stayed unknown for longer than anybody should have to wait."""


class Clients:
    """Calls to the services, each recorded. Every call may be sent twice at once.

    `deadline` is what a caller gives each call, if it does. Answers are awaited until they are
    known: what ends without one is sent again with the same request id. They call as our own
    processes do, whose channels try again by themselves while a service is away; `strangers`
    do not.
    """

    def __init__(
        self,
        services: Mapping[str, str],
        tokens: Issuer,
        history: History,
        chance: Random,
        *,
        deadline: float | None = 10.0,
        twins: float = 0.2,
        patience: float = PATIENCE,
        strangers: bool = False,
    ) -> None:
        settings = Settings(
            data_dir=tokens.folder.parent,
            **{f"{name}_address": address for name, address in services.items()},
        )
        self.history = history
        self.chance = chance
        self.deadline = deadline
        self._tokens = tokens
        self._twins = twins
        self._patience = patience
        self._metadata: dict[str, tuple[tuple[str, str], ...]] = {}
        # Two connections to each service: a twin comes another way.
        self._channels: list[grpc.aio.Channel] = []
        self._methods: list[dict[str, Callable[..., Awaitable[Message]]]] = [{}, {}]
        for methods in self._methods:
            for service, contracts in CONTRACTS.items():
                files = [contract.DESCRIPTOR for contract in contracts]
                channel = (
                    grpc.aio.insecure_channel(services[service])
                    if strangers
                    else client.channel(settings, service, files, token=lambda: "")
                )
                self._channels.append(channel)
                for stub in STUBS[service]:
                    methods |= vars(stub(channel))

    async def __aenter__(self) -> "Clients":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for channel in self._channels:
            await channel.close()

    def sign_in(self, subject: str, *roles: str, scope: tuple[str, ...] = ()) -> str:
        """Gives somebody a token; calls are then made in the name of the subject."""
        token = self._tokens.token(subject, *roles, scope=scope)
        self._metadata[subject] = (("authorization", f"Bearer {token}"),)
        return subject

    def request_id(self) -> str:
        """A new request id, out of the seed."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    async def ask(self, who: str, method: str, request: Message) -> Any:
        """Reads something; not recorded."""
        call = self._methods[0][method]
        return await call(request, metadata=self._metadata[who], timeout=self.deadline)

    async def do(self, who: str, method: str, request: Any, key: str = "") -> Any:
        """Changes something, until the answer is known. Raises `Refusal` when it is no."""
        if not request.request_id:
            request.request_id = self.request_id()
        has_twin = self.chance.random() < self._twins
        delay = self.chance.choice((0.0, 0.001, 0.02))
        if not has_twin:
            return await self._until_known(who, method, request, key, 0)
        answer, twin = await asyncio.gather(
            self._until_known(who, method, request, key, 0),
            self._until_known(who, method, request, key, 1, delay),
            return_exceptions=True,
        )
        # What only one of two is refused for may have been true for just that moment.
        for given in (answer, twin):
            if isinstance(given, BaseException) and not isinstance(given, Refusal):
                raise given
        known = twin if isinstance(answer, Refusal) else answer
        if isinstance(known, Refusal):
            raise known
        return known

    async def _until_known(
        self, who: str, method: str, request: Any, key: str, way: int, delay: float = 0.0
    ) -> Any:
        await asyncio.sleep(delay)
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._patience
        while True:
            outcome, answer = await self._once(who, method, request, key, way)
            if outcome is Outcome.OK:
                return answer
            if outcome is Outcome.FAIL:
                raise Refusal(answer)
            if loop.time() > ends:
                raise Unsettled(f"{method} {request.request_id}: {answer}")
            await asyncio.sleep(0.1)

    async def _once(
        self, who: str, method: str, request: Any, key: str, way: int
    ) -> tuple[Outcome, Any]:
        number = self.history.invoke(who, method, request.request_id, key)
        call = self._methods[way][method]
        try:
            answer = await call(request, metadata=self._metadata[who], timeout=self.deadline)
        except Problem as problem:
            # Our own channels raise the service's problem anew, from the error that brought it.
            cause = problem.__cause__
            code = cause.code().name if isinstance(cause, grpc.aio.AioRpcError) else ""
            self.history.complete(number, Outcome.FAIL, code, problem.reason)
            return Outcome.FAIL, problem
        except grpc.aio.AioRpcError as error:
            refused = status.from_error(error) is not None
            outcome = Outcome.FAIL if refused else Outcome.UNKNOWN
            reason = status.reason_from(error)
            self.history.complete(number, outcome, error.code().name, reason)
            return outcome, error
        self.history.complete(number, Outcome.OK, "OK", "", as_json(answer))
        return Outcome.OK, answer
