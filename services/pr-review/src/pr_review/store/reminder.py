"""When something of a press release is to be told next, in MongoDB."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import IndexModel

from chassis.mongo import Database, Session, ensure_indexes


@dataclass(frozen=True)
class Planned:
    """When something is to be told next, and the keys of what was told or is not to be."""

    release_id: str
    moment: datetime
    told: frozenset[str] = frozenset()


class Reminders:
    """One row to a press release, as long as there is something to be told of it."""

    def __init__(self, database: Database) -> None:
        self._reminders = database["press_reminders"]

    async def prepare(self) -> None:
        """Makes the index by which what is due is found."""
        await ensure_indexes(self._reminders, IndexModel("moment", name="due"))

    async def find(self, release_id: str, session: Session) -> Planned | None:
        """What is planned of a press release."""
        row = await self._reminders.find_one({"_id": release_id}, session=session)
        return None if row is None else Planned(row["_id"], row["moment"], frozenset(row["told"]))

    async def keep(self, planned: Planned, session: Session) -> None:
        """Plans in the place of what was planned before."""
        row = {"_id": planned.release_id, "moment": planned.moment, "told": sorted(planned.told)}
        await self._reminders.replace_one({"_id": row["_id"]}, row, upsert=True, session=session)

    async def forget(self, release_id: str, session: Session) -> None:
        """Plans nothing any more."""
        await self._reminders.delete_one({"_id": release_id}, session=session)

    async def due(
        self, moment: datetime, most: int, but_not: Collection[str] = ()
    ) -> Sequence[str]:
        """The ids of the press releases of which something is to be told, the oldest first."""
        wanted = {"moment": {"$lte": moment}, "_id": {"$nin": list(but_not)}}
        cursor = self._reminders.find(wanted, {"_id": 1}).sort("moment", 1).limit(most)
        return [row["_id"] async for row in cursor]
