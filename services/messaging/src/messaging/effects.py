"""What follows a due moment: answers that are late become known."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from chassis.mongo import Mongo, Session
from chassis.sweeps import swept
from messaging.store.conversations import Conversations
from messaging.store.threads import Threads

log = structlog.get_logger()

# An answer that was received in time may still be on its way into the database. Longer than a
# call may take, so that a breach is never recorded over it. Readers see a breach at once.
GRACE = timedelta(seconds=10)
ACTOR = "marketplace"
_BATCH = 100


class Breaches:
    """Records late answers, each once, however many replicas sweep."""

    def __init__(
        self,
        mongo: Mongo,
        threads: Threads,
        conversations: Conversations,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._threads = threads
        self._conversations = conversations
        self._now = now

    async def sweep(self) -> int:
        """Records what fell due; says how many breaches that were."""
        now = self._now()
        return await swept(
            lambda failed: self._threads.overdue(now - GRACE, _BATCH, failed),
            lambda each: self._record(each, now),
            "late answer not recorded",
        )

    async def _record(self, name: str, now: datetime) -> int:
        async def record(session: Session) -> int:
            before = await self._conversations.of_thread(name, session)
            after = before.record_breach(now)
            if after == before:
                return 0  # answered or recorded by another since it was found
            await self._conversations.commit(before, after, None, ACTOR, now, session)
            return 1

        recorded = await self._mongo.run_transaction(record)
        if recorded:
            log.info("answer late", thread=name)
        return recorded
