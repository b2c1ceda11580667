"""When applicants are reminded of what is asked of them, in MongoDB."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pymongo import IndexModel

from applications.domain.application.questions import InformationRequest
from chassis.mongo import Database, Document, Session, ensure_indexes

# Long after any deadline, so that none is planned twice.
_KEPT_SECONDS = 180 * 24 * 3600


@dataclass(frozen=True)
class Reminder:
    """One that is due."""

    id: str
    application_id: str


def reminder_of(application_id: str, request: InformationRequest) -> str:
    """What identifies the reminder of a deadline; a new deadline has another."""
    return f"{application_id}/{request.id}/{request.due:%Y%m%dT%H%M%S}"


class Reminders:
    """Those that are planned, and for a while those that were given."""

    def __init__(self, database: Database) -> None:
        self._reminders = database["reminders"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._reminders,
            IndexModel("moment", name="due", partialFilterExpression={"open": True}),
            IndexModel("deadline", name="kept", expireAfterSeconds=_KEPT_SECONDS),
        )

    async def plan(
        self, application_id: str, request: InformationRequest, days: int, now: datetime
    ) -> None:
        """Plans one, once. A deadline that is nearer than that has none: it was told just now."""
        moment = request.due - timedelta(days=days)
        if moment <= now:
            return
        planned: Document = {
            "application": application_id,
            "moment": moment,
            "deadline": request.due,
            "open": True,
        }
        await self._reminders.update_one(
            {"_id": reminder_of(application_id, request)}, {"$setOnInsert": planned}, upsert=True
        )

    async def due(
        self, moment: datetime, most: int, but_not: Collection[str] = ()
    ) -> Sequence[Reminder]:
        """Those whose moment has come, the oldest first."""
        cursor = (
            self._reminders.find(
                {"open": True, "moment": {"$lte": moment}, "_id": {"$nin": list(but_not)}}
            )
            .sort("moment", 1)
            .limit(most)
        )
        return [Reminder(row["_id"], row["application"]) async for row in cursor]

    async def settle(self, reminder: Reminder, session: Session) -> bool:
        """Whether it was still to be given. From now on it is not."""
        settled = await self._reminders.update_one(
            {"_id": reminder.id, "open": True}, {"$unset": {"open": ""}}, session=session
        )
        return settled.modified_count == 1
