"""Makes a retry harmless: an effect and its answer are kept under the caller's `request_id`.

The answer is repeated before the method looks at rights: a partner whose grant was revoked may
hear for 24 hours, under the same account and request, what its own change answered while it might
make it. Nothing newer is told and nothing is done again, and a client whose connection broke at
the wrong moment learns what became of its change.
"""

import asyncio
import functools
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from google.protobuf import symbol_database
from google.protobuf.message import Message
from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from chassis import caller
from chassis.errors import Problem, Refused, Unsettled
from chassis.mongo import Database, Mongo, Session, ensure_indexes

KEPT_SECONDS = 24 * 3600
# A copy is at most a second old: so long somebody who acts on what just happened waits.
PAUSES = (0.1, 0.3, 0.6)

A = TypeVar("A", bound=Message)
R = TypeVar("R", bound=Message)


class RequestIdReused(Refused):
    """The `request_id` was used in the last 24 hours for a request that said something else.

    Make a new UUIDv4 for every new intention; repeat one only with the very same request.
    """

    def __init__(self, request_id: str) -> None:
        super().__init__(
            "This request_id was used for another request in the last 24 hours. "
            "Use a new UUIDv4 for a new request.",
            request_id=request_id,
        )


class Requests:
    """The requests of the last 24 hours that had an effect, with their answers."""

    def __init__(
        self,
        mongo: Mongo,
        database: Database,
        now: Callable[[], datetime],
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._mongo = mongo
        self._pauses = pauses
        self._requests = database["requests"]
        self._now = now

    async def prepare(self) -> None:
        """Makes the index that forgets requests after 24 hours."""
        await ensure_indexes(self._requests, IndexModel("created", expireAfterSeconds=KEPT_SECONDS))

    async def once(
        self,
        method: str,
        request: Message,
        effect: Callable[[Session], Awaitable[A]],
        content: bytes | None = None,
    ) -> A:
        """Runs `effect` in a transaction, or answers as the first time for a repeated request.

        `content` stands for the request's body where that is more than the message, such as
        the digest of an uploaded file. Fails with `RequestIdReused` for another body.
        """
        request_id: str = getattr(request, "request_id")  # noqa: B009
        key = f"{caller.current().subject}|{method}|{request_id}"
        body = content if content is not None else request.SerializeToString(deterministic=True)
        digest = hashlib.sha256(body).hexdigest()

        async def replayed_or_run(session: Session) -> A:
            earlier = await self._answer(key, digest, request_id, session)
            if earlier is not None:
                return cast("A", earlier)
            answer = await effect(session)
            await self._requests.insert_one(
                {
                    "_id": key,
                    "digest": digest,
                    "created": self._now(),
                    "type": answer.DESCRIPTOR.full_name,
                    "answer": answer.SerializeToString(),
                },
                session=session,
            )
            return answer

        pauses = iter(self._pauses)
        while True:
            try:
                return await self._mongo.run_transaction(replayed_or_run)
            except (Problem, DuplicateKeyError) as problem:
                # A twin may have committed while this one ran into what the twin had changed.
                earlier = await self._answer(key, digest, request_id, None)
                if earlier is not None and not isinstance(problem, RequestIdReused):
                    return cast("A", earlier)
                pause = next(pauses, None)
                if pause is None or not isinstance(problem, Unsettled):
                    raise
            # Between transactions and not in one: nobody waits for us meanwhile.
            await asyncio.sleep(pause)

    async def _answer(
        self, key: str, digest: str, request_id: str, session: Session | None
    ) -> Message | None:
        found = await self._requests.find_one({"_id": key}, session=session)
        if found is None:
            return None
        if found["digest"] != digest:
            raise RequestIdReused(request_id)
        made = symbol_database.Default().GetSymbol(found["type"])
        return made.FromString(found["answer"])


class Changes(Protocol):
    """A gRPC service whose methods change things."""

    requests: Requests


S = TypeVar("S", bound=Changes)


def changing(
    method: Callable[[S, R, Session], Awaitable[A]],
) -> Callable[[S, R, Any], Awaitable[A]]:
    """A gRPC method that changes something: it runs in one transaction, once per request id."""

    @functools.wraps(method)
    async def handler(self: S, request: R, context: Any) -> A:
        return await self.requests.once(
            method.__qualname__, request, lambda session: method(self, request, session)
        )

    return handler
