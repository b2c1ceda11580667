"""Absences of the press team in MongoDB."""

from datetime import datetime

from pymongo import IndexModel

from chassis.actors import Actor
from chassis.mongo import Database, Document, Session, ensure_indexes
from pr_review.domain.absence import Absence, acts_for
from pr_review.store.codec import decoded


class Absences:
    """Who of the press team is away, and who stands in for them."""

    def __init__(self, database: Database) -> None:
        self._absences = database["press_absences"]

    async def prepare(self) -> None:
        """Makes the index by which those of a moment are found."""
        await ensure_indexes(self._absences, IndexModel("until", name="until"))

    async def at(self, moment: datetime, session: Session | None = None) -> list[Absence]:
        """The absences of a moment, in one command."""
        wanted = {"until": {"$gt": moment}, "since": {"$lte": moment}, "cancelled": None}
        return [_from_document(it) async for it in self._absences.find(wanted, session=session)]

    async def substitute_of(
        self, subject: str, moment: datetime, session: Session | None = None
    ) -> Actor | None:
        """Who stands in for somebody at a moment; None while they are there."""
        away = await self.at(moment, session)
        return next((it.substitute for it in away if it.who.subject == subject), None)

    async def stands_in_for(
        self, subject: str, moment: datetime, session: Session | None = None
    ) -> frozenset[str]:
        """The accounts for whom somebody stands in at a moment."""
        return acts_for(await self.at(moment, session), subject, moment)


def _from_document(document: Document) -> Absence:
    return decoded(Absence, {**document, "id": document["_id"]})
