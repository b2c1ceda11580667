"""Small copies of another service's data, fed by its `Watch…` feed."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

import grpc
import structlog
from prometheus_client import Gauge
from pymongo.errors import PyMongoError

from chassis import status
from chassis.errors import Problem
from chassis.mongo import Collection, Database, Document, Mongo, Session

log = structlog.get_logger()

LAG = Gauge("handmade_copy_lag_seconds", "Since a copy was last known to be whole.", ["copy"])

_KEEP_TOKEN_SECONDS = 5.0
_RETRY_SECONDS = 0.5
# A feed says something every half second; when it does not, the other end is gone.
_SILENCE_SECONDS = 10.0
_STARTS_OVER = frozenset({"HISTORY_GONE", "INVALID_REQUEST"})


class Source(Protocol):
    """Another service's data, as documents with `_id` and the source's `revision`."""

    def everything(self) -> AsyncGenerator[Document, None]:
        """All there is now."""
        ...

    def changes(self, resume_token: str) -> AsyncGenerator[tuple[Document | None, str], None]:
        """What changes after the token, or from now; None when nothing more has changed yet."""
        ...


class Copy:
    """A copy in a collection of ours, stored together with where its feed stands.

    A document is only ever replaced by one of a later revision, so what comes twice or late
    does no harm. When the feed's history is gone, everything is listed again, and what is not
    listed goes.

    `shape` is raised when documents get a field that they had not: what an earlier release copied
    is listed again then, and a document that lacks the field is replaced though nothing changed.
    """

    def __init__(
        self,
        name: str,
        mongo: Mongo,
        database: Database,
        source: Source,
        silence: float = _SILENCE_SECONDS,
        shape: int = 1,
    ) -> None:
        self.name = name
        self._shape = shape
        self._silence = silence
        self.collection: Collection = database[name]
        self._states: Collection = database["copies"]
        self._mongo = mongo
        self._source = source
        self._began = time.monotonic()
        self._whole: float | None = None

    @property
    def lag(self) -> float | None:
        """Seconds since the copy was known to be whole; None until it was once."""
        return None if self._whole is None else time.monotonic() - self._whole

    async def run(self) -> None:
        """Follows the source for ever, through faults of either side."""
        # A copy that was never whole lags since it began, so that an alarm goes off for it too.
        LAG.labels(self.name).set_function(
            lambda: time.monotonic() - (self._began if self._whole is None else self._whole)
        )
        while True:
            try:
                await self.follow()
            except grpc.aio.AioRpcError as error:
                await self._after_refusal(status.reason_from(error))
            except Problem as problem:
                await self._after_refusal(problem.reason)
            except (PyMongoError, OSError) as error:
                log.warning("copy waits", copy=self.name, error=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)

    async def follow(self) -> None:
        """Follows the source until its feed ends or something fails."""
        state = await self._states.find_one({"_id": self.name})
        # Releases before shapes were counted kept the first.
        is_of_shape = state is not None and state.get("shape", 1) == self._shape
        known = state["token"] if state and is_of_shape else ""
        kept = 0.0
        fresh = not known
        async with aclosing(self._source.changes(known)) as feed:
            while True:
                async with asyncio.timeout(self._silence):
                    entry = await anext(feed, None)
                if entry is None:
                    return
                document, token = entry
                if fresh:
                    # The feed is open before the list is read: nothing falls between the two.
                    await self._list()
                    fresh = False
                    kept = 0.0
                if document is not None or time.monotonic() - kept > _KEEP_TOKEN_SECONDS:
                    await self._take(document, token)
                    kept = time.monotonic()
                if document is None:
                    # With a change there may be more to come; whoever lags hears of nothing else.
                    self._whole = time.monotonic()

    async def _list(self) -> None:
        # Only what was there before goes: another replica may add what came after our list.
        leftovers = {row["_id"] async for row in self.collection.find({}, {"_id": 1})}
        async with aclosing(self._source.everything()) as everything:
            async for listed in everything:
                leftovers.discard(listed["_id"])
                await self._mongo.run_transaction(
                    lambda session, listed=listed: self._put(listed, session)  # type: ignore[misc]
                )
        for name in leftovers:
            await self.collection.delete_one({"_id": name})
        log.info("copy listed", copy=self.name, gone=len(leftovers))

    async def _take(self, document: Document | None, token: str) -> None:
        async def take(session: Session) -> None:
            if document is not None:
                await self._put(document, session)
            await self._states.update_one(
                {"_id": self.name},
                {"$set": {"token": token, "shape": self._shape}},
                upsert=True,
                session=session,
            )

        await self._mongo.run_transaction(take)

    async def _put(self, document: Document, session: Session) -> None:
        known = await self.collection.find_one({"_id": document["_id"]}, session=session)
        if known is None or _is_newer(document, known):
            await self.collection.replace_one(
                {"_id": document["_id"]}, document, upsert=True, session=session
            )

    async def _after_refusal(self, reason: str) -> None:
        if reason not in _STARTS_OVER:
            # Such as a token that has expired or a feed that let us go: our position still holds.
            log.warning("copy waits", copy=self.name, reason=reason)
            return
        log.warning("copy starts over", copy=self.name, reason=reason)
        try:
            await self._states.delete_one({"_id": self.name})
        except PyMongoError as error:
            log.warning("copy waits", copy=self.name, error=type(error).__name__)


def _is_newer(document: Document, known: Document) -> bool:
    if known["revision"] == document["revision"]:
        # The same of an earlier shape; a copy may have fields of its owner's besides.
        return bool(document.keys() - known.keys())
    return bool(known["revision"] < document["revision"])
