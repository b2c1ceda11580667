"""What happens by itself when its moment has come: links die, and applicants are reminded.

Several replicas may sweep at once: whatever is due happens in one transaction of one of them. After
a time without any, the next sweep finds all that has become due meanwhile.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from applications.service.news import News
from applications.store.invitation import Invitations
from applications.store.reminder import Reminder, Reminders
from applications.wire.application import name_of
from chassis.events import Event, Events
from chassis.mongo import Mongo, Session
from chassis.sweeps import swept

DEADLINE_NEARED = "deadline.neared"
_BATCH = 100


class Lapsing:
    """Lets invitations expire that nobody used."""

    def __init__(
        self,
        mongo: Mongo,
        invitations: Invitations,
        news: News,
        now: Callable[[], datetime],
        batch: int = _BATCH,
    ) -> None:
        self._mongo = mongo
        self._invitations = invitations
        self._news = news
        self._now = now
        self._batch = batch

    async def sweep(self) -> int:
        """Stores what has expired; says how many."""
        return await swept(
            lambda failed: self._invitations.overdue(self._now(), self._batch, failed),
            lambda each: self._mongo.run_transaction(partial(self._lapse, each)),
            "invitation not expired",
        )

    async def _lapse(self, invitation_id: str, session: Session) -> int:
        found = await self._invitations.find(invitation_id, session)
        if found is None:
            return 0
        expired = found.expire(self._now())
        if expired == found:
            return 0  # used, replaced, or seen to by another since it was found
        saved = await self._invitations.save(expired, session)
        await self._news.of_invitation("expired", saved, session)
        return 1


class Reminding:
    """Tells of deadlines that are near, each once; the mail is an effect of that."""

    def __init__(
        self,
        mongo: Mongo,
        reminders: Reminders,
        events: Events,
        now: Callable[[], datetime],
        batch: int = _BATCH,
    ) -> None:
        self._mongo = mongo
        self._reminders = reminders
        self._events = events
        self._now = now
        self._batch = batch

    async def sweep(self) -> int:
        """Tells what is due; says how many."""
        return await swept(
            lambda failed: self._reminders.due(self._now(), self._batch, failed),
            lambda each: self._mongo.run_transaction(partial(self._tell, each)),
            "reminder not told",
            key=lambda each: each.id,
        )

    async def _tell(self, reminder: Reminder, session: Session) -> int:
        if not await self._reminders.settle(reminder, session):
            return 0  # told by another since it was found
        now = self._now()
        event = Event(
            type=DEADLINE_NEARED,
            resource=name_of(reminder.application_id),
            revision=0,
            occurred=now,
            actor="",
            facts={"reminder": reminder.id},
        )
        await self._events.append(event, session)
        return 1
