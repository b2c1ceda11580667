"""Absences of the press team in MongoDB. What was taken back or replaced stays, with who did so."""

from collections.abc import Iterable
from datetime import datetime

from pymongo import IndexModel

from chassis.actors import Actor, to_document
from chassis.mongo import Database, Document, Session, ensure_indexes
from pr_review.domain.absence import Absence, acts_for, substitutes
from pr_review.store.codec import decoded, encoded


class Absences:
    """Who of the press team is away, and who stands in for them."""

    def __init__(self, database: Database) -> None:
        self._absences = database["press_absences"]

    async def prepare(self) -> None:
        """Makes the indexes: for those of a moment, of a person, and for one to each person."""
        await ensure_indexes(
            self._absences,
            IndexModel("until", name="until"),
            IndexModel([("who.subject", 1), ("until", 1)], name="of_person"),
            IndexModel(
                "who.subject",
                name="present",
                unique=True,
                partialFilterExpression={"present": True},
            ),
        )

    async def add(self, absence: Absence, session: Session) -> None:
        """Stores what was said last of somebody, once whatever was said before is cancelled."""
        document = encoded(absence)
        document["_id"] = document.pop("id")
        # Two who say so at once meet here, and the second reads again what the first said.
        await self._absences.insert_one({**document, "present": True}, session=session)

    async def cancel(self, subject: str, by: Actor, now: datetime, session: Session) -> int:
        """Ends what there is of somebody, now or to come; says how many those were."""
        await self._absences.update_many(
            {"who.subject": subject, "present": True}, {"$set": {"present": False}}, session=session
        )
        ended = await self._absences.update_many(
            {"who.subject": subject, "until": {"$gt": now}, "cancelled": None},
            {
                "$set": {"cancelled": now, "cancelled_by": to_document(by)},
                "$inc": {"revision": 1},
            },
            session=session,
        )
        return int(ended.modified_count)

    async def at(self, moment: datetime, session: Session | None = None) -> list[Absence]:
        """The absences of a moment, in one command."""
        wanted = {"until": {"$gt": moment}, "since": {"$lte": moment}, "cancelled": None}
        return [_from_document(it) async for it in self._absences.find(wanted, session=session)]

    async def of(
        self, subjects: Iterable[str], now: datetime, session: Session | None = None
    ) -> list[Absence]:
        """The absences of some, present and to come, the next first."""
        wanted = {
            "who.subject": {"$in": list(subjects)},
            "until": {"$gt": now},
            "cancelled": None,
        }
        found = [_from_document(it) async for it in self._absences.find(wanted, session=session)]
        return sorted(found, key=lambda it: it.since)

    async def substitute_of(
        self, subject: str, moment: datetime, session: Session | None = None
    ) -> Actor | None:
        """Who stands in for somebody at a moment; None while they are there."""
        return substitutes(await self.at(moment, session), moment).get(subject)

    async def stands_in_for(
        self, subject: str, moment: datetime, session: Session | None = None
    ) -> frozenset[str]:
        """The accounts for whom somebody stands in at a moment."""
        return acts_for(await self.at(moment, session), subject, moment)


def _from_document(document: Document) -> Absence:
    return decoded(Absence, {**document, "id": document["_id"]})
