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
MOST_SECONDS = 25.0
POLL_SECONDS = 1.0
PARK_AFTER = 10
_AT_ONCE = 20

PARKED = Counter("handmade_effects_parked_total", "Effects given up on.", ["type"])
DONE = Counter("handmade_effects_done_total", "Effects carried out.", ["type"])


class Dispatcher:
    """Claims open events one by one and runs their effects.

    The collection is the truth and is polled; `wake` only makes it sooner. Several replicas may
    run: a claim is a compare-and-swap, and an effect that failed is tried again later, at last
    parked with its reason so that one bad event never stops the others. Whoever claims and is
    killed, or never hears that the database took the claim, keeps the event from the others until
    the claim ends.
    """

    def __init__(
        self,
        mongo: Mongo,
        events: Events,
        effects: Mapping[str, Effect],
        now: Callable[[], datetime],
        most_seconds: float = MOST_SECONDS,
    ) -> None:
        self._mongo = mongo
        self._events = events.collection
        self._effects = effects
        self._now = now
        self._most_seconds = most_seconds
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Says that something may have been committed."""
        self._wake.set()

    async def run(self) -> None:
        """Dispatches for ever. A slow effect takes one place of several and stops nobody else."""
        running: set[asyncio.Task[None]] = set()
        try:
            while True:
                self._wake.clear()
                try:
                    for claimed in await self._claimed(_AT_ONCE - len(running)):
                        task = asyncio.create_task(self._carry_out(claimed))
                        running.add(task)
                        task.add_done_callback(running.discard)
                        task.add_done_callback(lambda _: self.wake())
                except PyMongoError as error:
                    log.warning("effects wait for the database", error=type(error).__name__)
                try:
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()
                except TimeoutError:
                    continue
        finally:
            # What is cut short here stays claimed, and is carried out when the claim ends.
            for task in running:
                task.cancel()
            if running:
                await asyncio.wait(running)

    async def dispatch(self) -> int:
        """Runs the effects that are due now, to their end; says how many were tried."""
        claimed = await self._claimed(_AT_ONCE)
        await asyncio.gather(*(self._carry_out(document) for document in claimed))
        return len(claimed)

    async def _claimed(self, most: int) -> list[Document]:
        """Events that are ours for a while, each of another resource."""
        claimed = []
        for event_id in await self._due(most) if most > 0 else []:
            try:
                document = await self._claim(event_id)
            except PyMongoError as error:
                # Those before it are ours, and would wait until their claims end.
                log.warning("effects wait for the database", error=type(error).__name__)
                break
            if document is not None:
                claimed.append(document)
        return claimed

    async def _due(self, most: int) -> list[str]:
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
                {"$limit": most},
            ],
        )
        return [row["event"] for row in found]

    async def _claim(self, event_id: str) -> Document | None:
        now = self._now()
        return await self._events.find_one_and_update(
            {
                "_id": event_id,
                "open": True,
                "$or": [{"not_before": None}, {"not_before": {"$lte": now}}],
            },
            {"$set": {"not_before": now + CLAIM}, "$inc": {"attempts": 1}},
            return_document=ReturnDocument.AFTER,
        )

    async def _carry_out(self, claimed: Document) -> None:
        event = from_document(claimed)
        try:
            # Ends before the claim does, so that nobody else begins with it meanwhile.
            async with asyncio.timeout(self._most_seconds):
                await self._effects[event.type](event)
        except Exception as error:  # every kind of failure is retried, then parked
            await self._settle(claimed, self._failure(claimed, error))
        else:
            DONE.labels(event.type).inc()
            done: Document = {"done": self._now()}
            await self._settle(claimed, {"$set": done, "$unset": {"open": "", "not_before": ""}})

    async def _settle(self, claimed: Document, change: Document) -> None:
        # Only while the claim is still ours: somebody else may have carried it out since.
        ours = {"_id": claimed["_id"], "open": True, "attempts": claimed["attempts"]}
        try:
            await self._events.update_one(ours, change)
        except PyMongoError as error:
            # The claim ends by itself, and the effect is carried out again.
            log.warning("effect not noted", id=claimed["_id"], error=type(error).__name__)

    def _failure(self, claimed: Document, error: Exception) -> Document:
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
            return {"$set": {"parked": reason}, "$unset": {"open": "", "not_before": ""}}
        pause = timedelta(seconds=min(2.0**attempts, 300.0))
        return {"$set": {"not_before": self._now() + pause, "failed": reason}}
