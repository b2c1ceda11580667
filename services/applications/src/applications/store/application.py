"""Applications in MongoDB."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from applications.domain.address import folded
from applications.domain.application import Application, OpenApplicationExists, State
from applications.store.application_document import FOLDING, from_document, to_document
from chassis.errors import Stale
from chassis.mongo import Database, Document, Session, ensure_indexes, swap

# What a partial index can be over, in the very words of the queries that it is for.
HANDED_IN: Document = {"submitted": {"$type": "date"}}

log = structlog.get_logger()


class ApplicationChanged(Stale):
    """Somebody else changed the application first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("The application has changed meanwhile. Read it again.")


@dataclass(frozen=True)
class Selection:
    """Which applications a list shows.

    `subject` is whose own they are; with `submitted_too`, everybody's that were submitted come
    besides. All else narrows it.
    """

    subject: str
    submitted_too: bool = False
    states: tuple[State, ...] = ()
    region: str = ""
    maker_id: str = ""
    email: str = ""

    def to_filter(self, before: str) -> Document:
        """The query, for those that come after the one with the id `before`."""
        own: Document = {"subject": self.subject}
        query: Document = own
        if self.submitted_too:
            query = {"$or": [own, {"submitted": {"$ne": None}}]}
        wanted: list[Document] = [query]
        if self.states:
            wanted.append({"state": {"$in": [state.value for state in self.states]}})
        if self.region:
            wanted.append({"region": self.region})
        if self.maker_id:
            wanted.append({"maker": self.maker_id})
        if self.email:
            wanted.append({"email_folded": folded(self.email)})
        if before:
            wanted.append({"_id": {"$lt": before}})
        return {"$and": wanted}


class Applications:
    """All applications. Two open ones of an e-mail address and region can't be stored."""

    def __init__(self, database: Database) -> None:
        self._applications = database["applications"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._applications,
            IndexModel(
                [("email_folded", 1), ("region", 1)],
                name="one_open",
                unique=True,
                partialFilterExpression={"open": True},
            ),
            IndexModel([("subject", 1), ("_id", DESCENDING)], name="own"),
            IndexModel([("maker", 1), ("_id", DESCENDING)], name="of_maker"),
            IndexModel([("region", 1), ("_id", DESCENDING)], name="of_region"),
            IndexModel([("state", 1), ("_id", DESCENDING)], name="in_state"),
            IndexModel([("email_folded", 1), ("_id", DESCENDING)], name="of_email"),
            IndexModel("folding", name="of_folding"),
            *(
                IndexModel(
                    [(marks, 1), ("_id", DESCENDING)],
                    name=name,
                    partialFilterExpression=HANDED_IN,
                )
                for marks, name in (("shop_keys", "like_shop"), ("photo_marks", "like_photo"))
            ),
            IndexModel("photo_files", name="of_file"),
            IndexModel("due", name="due", partialFilterExpression={"state": "NEEDS_INFO"}),
        )
        await self._fold_anew()

    async def _fold_anew(self) -> None:
        """Lets addresses be found that an earlier release folded in another way.

        It took `weiß` for `weiss`, and hosts for what IDNA 2003 made of them.
        """
        otherwise = {"folding": {"$ne": FOLDING}}
        async for row in self._applications.find(otherwise, {"email": 1, "email_folded": 1}):
            anew = {"email_folded": folded(row["email"]), "folding": FOLDING}
            try:
                await self._applications.update_one(row, {"$set": anew})
            except DuplicateKeyError:
                # Two that are one now were open before: both go on, and this one keeps its old key.
                await self._applications.update_one(row, {"$set": {"folding": FOLDING}})
                log.warning("address not folded anew", application=row["_id"])

    async def find(self, application_id: str, session: Session | None = None) -> Application | None:
        """The application with this id."""
        found = await self._applications.find_one({"_id": application_id}, session=session)
        return None if found is None else from_document(found)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, Application]:
        """Those with these ids, in one command."""
        cursor = self._applications.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: from_document(row) async for row in cursor}

    async def page(self, selection: Selection, before: str, limit: int) -> Sequence[Application]:
        """Newest first; those that come after the one with the id `before`."""
        cursor = (
            self._applications.find(selection.to_filter(before))
            .sort("_id", DESCENDING)
            .limit(limit)
        )
        return [from_document(row) async for row in cursor]

    async def overdue(
        self, moment: datetime, limit: int, but_not: Collection[str] = ()
    ) -> Sequence[str]:
        """The ids of those whose applicants did not answer in time, the longest overdue first."""
        cursor = (
            self._applications.find(
                {
                    "state": State.NEEDS_INFO.value,
                    "due": {"$lt": moment},
                    "_id": {"$nin": list(but_not)},
                },
                {"_id": 1},
            )
            .sort("due", ASCENDING)
            .limit(limit)
        )
        return [row["_id"] async for row in cursor]

    async def reapply_from(
        self, subject: str, email: str, region: str, session: Session
    ) -> datetime | None:
        """From when another one for the region may follow those declined, of an account or address.

        None where none was declined.
        """
        cursor = (
            self._applications.find(
                {
                    "$or": [{"subject": subject}, {"email_folded": folded(email)}],
                    "state": State.DECLINED.value,
                    "region": region,
                    "reapply_from": {"$ne": None},
                },
                {"reapply_from": 1},
                session=session,
            )
            .sort("reapply_from", DESCENDING)
            .limit(1)
        )
        moments: list[datetime] = [row["reapply_from"] async for row in cursor]
        return moments[0] if moments else None

    async def has_open(self, maker_id: str, region: str, session: Session) -> bool:
        """Whether a maker has an open application for a region."""
        wanted = {"maker": maker_id, "region": region, "open": True}
        return await self._applications.find_one(wanted, {"_id": 1}, session=session) is not None

    async def refers_to(self, file_id: str) -> bool:
        """Whether any application has a photo with this file."""
        found = await self._applications.find_one({"photo_files": file_id}, {"_id": 1})
        return found is not None

    async def add(self, application: Application, session: Session) -> Application:
        """Stores a new one. Fails with `OpenApplicationExists`."""
        try:
            await self._applications.insert_one(to_document(application), session=session)
        except DuplicateKeyError as error:
            raise await self._in_the_way_of(application) from error
        return application

    async def save(self, application: Application, session: Session) -> Application:
        """Stores a change. Fails with `ApplicationChanged` and `OpenApplicationExists`."""
        try:
            stored = await swap(
                self._applications, to_document(application), ApplicationChanged(), session
            )
        except DuplicateKeyError as error:
            raise await self._in_the_way_of(application) from error
        return replace(application, revision=stored["revision"])

    async def _in_the_way_of(self, application: Application) -> OpenApplicationExists:
        # Outside the transaction, which the refused write has ended.
        found = await self._applications.find_one(
            {"email_folded": folded(application.email), "region": application.region, "open": True},
            {"subject": 1},
        )
        if found is not None and found["subject"] != application.subject:
            return OpenApplicationExists(application.region, is_own=False)
        return OpenApplicationExists(application.region, found["_id"] if found else "")
