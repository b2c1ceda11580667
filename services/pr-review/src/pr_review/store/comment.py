"""Comments on drafts in MongoDB."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pymongo import IndexModel, UpdateOne

from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes, swap
from chassis.paging import Key, Page, behind
from pr_review.domain.comment import Comment, CommentChanged, Status, Visibility
from pr_review.reading.carry import Anchor, Carrier
from pr_review.store.comment_document import from_document, to_document

_OLDEST = [("created", 1), ("_id", 1)]


@dataclass(frozen=True)
class Wanted:
    """Which comments a list has; what is not given narrows nothing.

    Without `sees_internal` only those that the maker's side reads.
    """

    sees_internal: bool
    statuses: tuple[Status, ...] = ()
    visibility: Visibility | None = None

    def to_filter(self) -> Document:
        """The query, but for whose comments."""
        wanted: list[Document] = []
        if not self.sees_internal:
            wanted.append({"visibility": Visibility.MAKER.value, "sent": {"$ne": None}})
        if self.statuses:
            wanted.append({"status": {"$in": [it.value for it in self.statuses]}})
        if self.visibility is not None:
            wanted.append({"visibility": self.visibility.value})
        return {"$and": wanted} if wanted else {}


class Comments:
    """The comments on all drafts."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._comments = database["press_comments"]
        self._releases = database["press_releases"]

    async def prepare(self) -> None:
        """Makes the index by which those of a press release are found."""
        await ensure_indexes(self._comments, IndexModel([("release", 1), *_OLDEST]))

    async def hold(self, release_id: str, session: Session) -> None:
        """Lets nobody else change the press release or what is said of it until this is committed.

        The press release is written without being changed: of two at once one comes after the other
        and knows of it, and its revision still counts what happened to the release itself.
        """
        await self._releases.update_one({"_id": release_id}, {"$inc": {"held": 1}}, session=session)

    async def add(self, comment: Comment, session: Session) -> None:
        """Stores a new one."""
        await self._comments.insert_one(to_document(comment), session=session)

    async def save(self, comment: Comment, session: Session) -> Comment:
        """Stores a change. Fails with `CommentChanged` when another writer was first."""
        stored = await swap(self._comments, to_document(comment), CommentChanged(), session)
        return replace(comment, revision=stored["revision"])

    async def remove(self, comment: Comment, session: Session) -> None:
        """Removes one that nobody else has read. Fails as `save` does."""
        same = {"_id": comment.id, "revision": comment.revision}
        removed = await self._comments.delete_one(same, session=session)
        if not removed.deleted_count:
            raise CommentChanged

    async def find(
        self, comment_id: str, release_id: str, session: Session | None = None
    ) -> Comment | None:
        """The comment with this id on this press release."""
        wanted = {"_id": comment_id, "release": release_id}
        found = await self._comments.find_one(wanted, session=session)
        return None if found is None else from_document(found)

    async def count(self, release_id: str, session: Session) -> int:
        """How many there are on a press release."""
        return await self._comments.count_documents({"release": release_id}, session=session)

    async def of_release(self, release_id: str, wanted: Wanted) -> list[Comment]:
        """All that somebody sees on a press release, oldest first."""
        query = {"release": release_id, **wanted.to_filter()}
        return [from_document(row) async for row in self._comments.find(query, sort=_OLDEST)]

    async def page(self, page: Page, release_id: str, wanted: Wanted) -> list[Comment]:
        """One more than the page holds, oldest first."""
        query = {"release": release_id, **wanted.to_filter()}
        if page.after is not None:
            query = {"$and": [query, behind("created", page.after, newest_first=False)]}
        found = self._comments.find(query, sort=_OLDEST, limit=page.size + 1)
        return [from_document(row) async for row in found]

    async def first_of_each(
        self, wanted: dict[str, Wanted], size: int
    ) -> dict[str, Sequence[Comment]]:
        """The oldest on several press releases, of each those it is asked for, in one command."""
        narrowed = [
            {"release": {"$in": [key for key in wanted if wanted[key] == each]}, **each.to_filter()}
            for each in dict.fromkeys(wanted.values())
        ]
        found = await self._mongo.aggregate(
            self._releases,
            [
                {"$match": {"_id": {"$in": list(wanted)}}},
                {
                    "$lookup": {
                        "from": self._comments.name,
                        "localField": "_id",
                        "foreignField": "release",
                        "pipeline": [
                            {"$match": {"$or": narrowed}},
                            {"$sort": dict(_OLDEST)},
                            {"$limit": size},
                        ],
                        "as": "comments",
                    }
                },
                {"$project": {"comments": 1}},
            ],
        )
        return {row["_id"]: [from_document(one) for one in row["comments"]] for row in found}

    async def open_issues(self, release_id: str, session: Session | None = None) -> int:
        """How many issues of a press release are open."""
        return (await self.open_issues_of_each([release_id], session)).get(release_id, 0)

    async def open_issues_of_each(
        self, release_ids: Iterable[str], session: Session | None = None
    ) -> dict[str, int]:
        """How many issues of each press release are open, those without any left out."""
        counted = await self._mongo.aggregate(
            self._comments,
            [
                {"$match": {"release": {"$in": list(release_ids)}, "status": Status.OPEN.value}},
                {"$group": {"_id": "$release", "count": {"$sum": 1}}},
            ],
            session,
        )
        return {row["_id"]: row["count"] for row in counted}

    async def send_to_maker(self, release_id: str, moment: datetime, session: Session) -> None:
        """Lets the maker read what is meant for the maker and was not sent yet."""
        for_maker = Visibility.MAKER.value
        await self._comments.update_many(
            {"release": release_id, "visibility": for_maker, "sent": None},
            {"$set": {"sent": moment}, "$inc": {"revision": 1}},
            session=session,
        )
        unsent = {"$elemMatch": {"visibility": for_maker, "sent": None}}
        await self._comments.update_many(
            {"release": release_id, "replies": unsent},
            {"$set": {"replies.$[unsent].sent": moment}, "$inc": {"revision": 1}},
            array_filters=[{"unsent.visibility": for_maker, "unsent.sent": None}],
            session=session,
        )

    async def standing(self, release_id: str, draft: int) -> list[Anchor]:
        """Where the comments on a press release stand in a draft, those that do."""
        rows = self._comments.find({"release": release_id}, ["anchor", "carried"])
        return [at async for row in rows if (at := _standing(row, draft))]

    async def carry(
        self,
        release_id: str,
        from_draft: int,
        to_draft: int,
        carrier: Carrier,
        session: Session,
    ) -> None:
        """Notes where the comments stand in the next draft, those that stand in this one at all.

        What the carrier has not worked out before (`standing`) it works out meanwhile.
        """
        found = self._comments.find({"release": release_id}, ["anchor", "carried"], session=session)
        rows = [(row["_id"], _standing(row, from_draft)) async for row in found]
        changes = [
            UpdateOne(
                {"_id": own}, {"$set": {f"carried.{to_draft}": _moved(at, carrier, to_draft)}}
            )
            for own, at in rows
        ]
        if changes:
            await self._comments.bulk_write(changes, session=session)


def _moved(at: Anchor | None, carrier: Carrier, to_draft: int) -> Document | None:
    there = at and carrier.carried(at)
    return {"draft_number": to_draft, **vars(there)} if there else None


def _standing(document: Document, draft: int) -> Anchor | None:
    """Where a comment stands in a draft, if it does."""
    made = document["anchor"]
    at = made if made["draft_number"] == draft else document["carried"].get(str(draft))
    return at and Anchor(at["block"], at["start"], at["end"], at["quote"])


def key_of(comment: Comment) -> Key:
    """Where a comment stands in a list."""
    return comment.created, comment.id
