"""Transactions that end: committed once, or gone, whatever fails in between.

Neither driver is trusted with this: Motor's own helper does not retry commits and leaves the
transaction behind, where it blocks other writers for more than a minute.
"""

import asyncio
import functools
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from pymongo import ReadPreference
from pymongo.errors import (
    ConnectionFailure,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WriteConcernError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from chassis import deadline
from chassis.endings import finished, tidied
from chassis.leftovers import Leftovers

T = TypeVar("T")

_SECONDS = 20.0
_COMMIT_WAIT = WriteConcern("majority", wtimeout=5000)
_MAX_TIME_EXPIRED = 50
# The set has no such write concern, or has too few members for it.
_NEVER_CONFIRMED = (79, 100)


def may_have_happened(error: PyMongoError) -> bool:
    """Whether what failed may have been committed all the same.

    The driver marks a commit so for some codes only. But whatever the code: that a write is not
    confirmed by a majority, such as when the primary changes, does not say that it is not there.
    """
    return error.has_error_label("UnknownTransactionCommitResult") or (
        isinstance(error, WriteConcernError) and error.code not in _NEVER_CONFIRMED
    )


class Transactions:
    """The transactions of one client."""

    def __init__(self, client: Any, *, is_motor: bool) -> None:
        self._client = client
        self._is_motor = is_motor
        self._leftovers = Leftovers(client)

    async def run(self, body: Callable[[Any], Awaitable[T]]) -> T:
        """Runs `body` with a session until that is committed, or the call's time is over."""
        loop = asyncio.get_running_loop()
        # No longer than the driver's own limit: what is begun after that can only fail.
        ends = loop.time() + deadline.remaining(_SECONDS) - deadline.MARGIN
        attempt = 0
        while True:
            try:
                # Each attempt has a session of its own: the one before may still be ended.
                async with self._session() as session:
                    return await self._attempt(session, body, ends)
            except PyMongoError as error:
                if not error.has_error_label("TransientTransactionError"):
                    raise
                pause = min(0.005 * 1.5**attempt, 0.5) * random.uniform(0.5, 1.0)  # noqa: S311
                if loop.time() + pause >= ends:
                    raise
                await asyncio.sleep(pause)
                attempt += 1

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Any]:
        session = self._client.start_session()
        if self._is_motor:
            session = await session
        leave = functools.partial(self._leftovers.add, session)
        forget = functools.partial(self._leftovers.forget, session)
        try:
            yield session
        except ConnectionFailure as error:
            if _sent_nothing(session, error):
                await finished(session.end_session())
            else:
                # The command we gave up on may still be on its way to the server.
                await tidied(session.abort_transaction if session.in_transaction else forget, leave)
            raise
        except Exception:
            # A commit that was given up must not linger and block others.
            if session.in_transaction:
                await tidied(session.end_session)
            else:
                await tidied(forget, leave)
            raise
        except BaseException:
            # Cancelled, and a command may still be on its way to the server, or even wait in one
            # of Motor's threads. To the driver the transaction goes on until all that has
            # arrived: whatever comes late belongs to it, and is ended with it.
            await tidied(forget, leave)
            raise
        else:
            await session.end_session()

    async def _attempt(self, session: Any, body: Callable[[Any], Awaitable[T]], ends: float) -> T:
        begun = session.start_transaction(
            read_concern=ReadConcern("snapshot"),
            write_concern=_COMMIT_WAIT,
            read_preference=ReadPreference.PRIMARY,
        )
        if not self._is_motor:
            await begun
        answer = await body(session)
        await self._commit(session, ends)
        return answer

    async def _commit(self, session: Any, ends: float) -> None:
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            try:
                await finished(session.commit_transaction())
            except PyMongoError as error:
                expired = isinstance(error, OperationFailure) and error.code == _MAX_TIME_EXPIRED
                pause = min(0.005 * 1.5**attempt, 0.5)
                if not may_have_happened(error) or expired or loop.time() + pause >= ends:
                    raise
                await asyncio.sleep(pause)
                attempt += 1
            else:
                return


def _sent_nothing(session: Any, error: ConnectionFailure) -> bool:
    """Whether no server can know of the transaction, as there was none to begin it on."""
    return isinstance(error, ServerSelectionTimeoutError) and session.operation_time is None
