"""Carries out the effects of committed events: at least once, per resource in order."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog
from prometheus_client import Counter
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from chassis.events import Event, Events, from_document
from chassis.mongo import Document, Mongo

log = structlog.get_logger()

Effect = Callable[[Event], Awaitable[None]]

CLAIM = timedelta(seconds=30)
POLL_SECONDS = 1.0
PARK_AFTER = 10
_BATCH = 20

PARKED = Counter("handmade_effects_parked_total", "Effects given up on.", ["type"])
DONE = Counter("handmade_effects_done_total", "Effects carried out.", ["type"])


class Dispatcher:
    """Claims open events one by one and runs their effects.

    The collection is the truth and is polled; `wake` only makes it sooner. Several replicas may
    run: a claim is a compare-and-swap, and an effect that failed is tried again later, at last
    parked with its reason so that one bad event never stops the others.
    """

    def __init__(
        self,
        mongo: Mongo,
        events: Events,
        effects: Mapping[str, Effect],
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._events = events.collection
        self._effects = effects
        self._now = now
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Says that something may have been committed."""
        self._wake.set()

    async def run(self) -> None:
        """Dispatches for ever."""
        while True:
            self._wake.clear()
            try:
                while await self.dispatch():
                    pass
            except PyMongoError as error:
                log.warning("effects wait for the database", error=type(error).__name__)
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def dispatch(self) -> int:
        """Runs the effects that are due now; says how many were tried."""
        # Each belongs to another resource, so one that waits for a slow mail server holds up
        # its own resource and not the others.
        tried = await asyncio.gather(
            *(self._try(event_id) for event_id in await self._due()), return_exceptions=True
        )
        for outcome in tried:
            if isinstance(outcome, BaseException):
                raise outcome
        return sum(outcome for outcome in tried if isinstance(outcome, int))

    async def _due(self) -> list[str]:
        now = self._now()
        found = await self._mongo.aggregate(
            self._events,
            [
                {"$match": {"open": True}},
                {"$sort": {"resource": 1, "revision": 1, "_id": 1}},
                {
                    "$group": {
                        "_id": "$resource",
                        "event": {"$first": "$_id"},
                        "not_before": {"$first": "$not_before"},
                    }
                },
                {"$match": {"$or": [{"not_before": None}, {"not_before": {"$lte": now}}]}},
                {"$sort": {"event": 1}},
                {"$limit": _BATCH},
            ],
        )
        return [row["event"] for row in found]

    async def _try(self, event_id: str) -> int:
        now = self._now()
        claimed = await self._events.find_one_and_update(
            {
                "_id": event_id,
                "open": True,
                "$or": [{"not_before": None}, {"not_before": {"$lte": now}}],
            },
            {"$set": {"not_before": now + CLAIM}, "$inc": {"attempts": 1}},
            return_document=ReturnDocument.AFTER,
        )
        if claimed is None:
            return 0
        event = from_document(claimed)
        try:
            await self._effects[event.type](event)
        except Exception as error:  # every kind of failure is retried, then parked
            await self._failed(claimed, error)
        else:
            DONE.labels(event.type).inc()
            await self._events.update_one(
                {"_id": event_id},
                {"$set": {"done": self._now()}, "$unset": {"open": "", "not_before": ""}},
            )
        return 1

    async def _failed(self, claimed: Document, error: Exception) -> None:
        attempts: int = claimed["attempts"]
        reason = f"{type(error).__name__}: {error}"[:500]
        log.warning(
            "effect failed",
            type=claimed["type"],
            id=claimed["_id"],
            attempts=attempts,
            error=type(error).__name__,
        )
        if attempts >= PARK_AFTER:
            PARKED.labels(claimed["type"]).inc()
            log.error("effect parked", type=claimed["type"], id=claimed["_id"])
            change: Document = {
                "$set": {"parked": reason},
                "$unset": {"open": "", "not_before": ""},
            }
        else:
            pause = timedelta(seconds=min(2.0**attempts, 300.0))
            change = {"$set": {"not_before": self._now() + pause, "failed": reason}}
        await self._events.update_one({"_id": claimed["_id"]}, change)
