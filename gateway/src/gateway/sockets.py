"""GraphQL over WebSocket: `graphql-transport-ws`, within the caller's share and token."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from cross_web import HTTPException
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import ConnectionInitMessage

from chassis import caller, request_id
from chassis.errors import Unauthenticated
from chassis.tokens import TokenRefused, bearer
from gateway.context import Context
from gateway.errors import Failure, answer
from gateway.limits import ensure_short
from gateway.rate import Buckets, bucket_of, too_often

MALFORMED = 4400
UNAUTHORIZED = 4401
TOO_MANY = 4429
DONE = 1000
# A socket on which nothing runs for so long is closed; clients open one again when they need it.
IDLE_SECONDS = 120.0


class Socket(BaseGraphQLTransportWSHandler[Context, None]):
    """One connection. An operation takes from the caller's bucket as a request by HTTP does."""

    def __init__(
        self,
        *,
        buckets: Buckets,
        now: Callable[[], datetime],
        idle_seconds: float = IDLE_SECONDS,
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self._buckets = buckets
        self._now = now
        self._idle_seconds = idle_seconds
        self._used = 0.0
        self._ends: list[asyncio.Task[None]] = []

    async def handle(self) -> None:
        """Serves until either side leaves; what cannot be read is the end of it."""
        try:
            await super().handle()
        except HTTPException as error:
            await self.websocket.close(MALFORMED, error.reason)

    async def handle_message(self, message: Any) -> None:
        """Takes a message, if it is one."""
        if not isinstance(message, dict):
            await self.handle_invalid_message("A message must be an object.")
            return
        if not isinstance(message.get("id", ""), str):
            await self.handle_invalid_message("An operation's id must be text.")
            return
        await super().handle_message(message)  # type: ignore[arg-type]

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Begins, and ends when the token does or nobody needs it."""
        if message.get("payload", {}) is None:
            message = {"type": "connection_init"}
        try:
            await super().handle_connection_init(message)
        except Unauthenticated as problem:
            await self.websocket.close(UNAUTHORIZED, problem.message)
            return
        if not self.connection_acknowledged or self._ends:
            return
        who, seat = caller.current(), self.context.seat
        if who.subject and seat and not seat.pass_to(bucket_of(who.subject, "")):
            await self.websocket.close(TOO_MANY, "Too many WebSockets are open. Close some.")
            return
        self._ends = [asyncio.create_task(self._end_idle())]
        if who.expires:
            self._ends.append(asyncio.create_task(self._end_at(who.expires)))

    async def _end_idle(self) -> None:
        loop = asyncio.get_running_loop()
        self._used = loop.time()
        while loop.time() < self._used + self._idle_seconds:
            await asyncio.sleep(self._idle_seconds / 4)
            if self.operations:
                self._used = loop.time()
        await self.websocket.close(DONE, "Nothing runs here. Connect again when something does.")

    async def _end_at(self, expires: float) -> None:
        await asyncio.sleep(expires - self._now().timestamp())
        for running in list(self.operations):
            await self.cleanup_operation(running)
        await self.websocket.close(UNAUTHORIZED, "The token has expired. Sign in again.")

    async def handle_subscribe(self, message: Any) -> None:
        """Begins an operation, if it is one and the caller has one left to take."""
        operation, payload = message["id"], message["payload"]
        if not isinstance(payload, dict):
            await self.handle_invalid_message("An operation's payload must be an object.")
            return
        name = payload.get("operationName")
        if not isinstance(payload["query"], str) or not isinstance(name, str | None):
            await self.handle_invalid_message("An operation's query and name must be text.")
            return
        for given in ("variables", "extensions"):
            if not isinstance(payload.get(given), dict | None):
                await self.handle_invalid_message(f"An operation's {given} must be an object.")
                return
        self._used = asyncio.get_running_loop().time()
        if self.connection_acknowledged and (refused := self._refused(payload["query"])):
            refusal = {"id": operation, "type": "error", "payload": refused["errors"]}
            await self.websocket.send_json(refusal)
            return
        await super().handle_subscribe(message)

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        """Runs an operation under a request id of its own, for a socket outlives many."""
        with structlog.contextvars.bound_contextvars(request_id=request_id.adopt("")):
            await super().run_operation(operation)

    def _refused(self, query: str) -> dict[str, object] | None:
        most = self.max_subscriptions_per_connection
        if most is not None and len(self.operations) >= most:
            message = f"A connection runs {most} operations at once at most."
            return answer("LIMIT_EXCEEDED", message, limit="operations", maximum=most)
        wait = self._buckets.take(bucket_of(caller.current().subject, self.context.address))
        if wait:
            return answer(*too_often(wait), retryAfterSeconds=round(wait, 3))
        try:
            ensure_short(query)
        except Failure as error:
            return answer(**(error.extensions or {}), message=error.message)
        return None

    async def shutdown(self) -> None:
        """Ends what still runs."""
        for end in self._ends:
            end.cancel()
        await super().shutdown()


def token_in(payload: Mapping[str, object]) -> str:
    """Returns the token in a first message's payload, empty when there is none.

    Clients write the key as they like, and some put it under `headers`, which are read as such.
    What is there and no token is refused, for who sends one doesn't mean to be anonymous.
    """
    headers = payload.get("headers")
    given = [
        value
        for place in (payload, headers)
        if isinstance(place, Mapping)
        for key, value in place.items()
        if key.lower() == "authorization" and value not in (None, "")
    ]
    if not given and isinstance(headers, Mapping | None):
        return ""
    with suppress(TokenRefused):
        if given and isinstance(given[0], str) and all(one == given[0] for one in given):
            return bearer(given[0])
    raise TokenRefused(
        "SCHEME", "`authorization` in the first message's payload must be `Bearer <token>`."
    )
