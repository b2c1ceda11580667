"""Comments on drafts in MongoDB."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from pymongo import IndexModel

from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes
from pr_review.domain.comment import Status, Visibility
from pr_review.reading.blocks import Reading
from pr_review.reading.compare import Anchor, carry


class Comments:
    """The comments on all drafts."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._comments = database["press_comments"]

    async def prepare(self) -> None:
        """Makes the index by which those of a press release are found."""
        await ensure_indexes(
            self._comments, IndexModel([("release", 1), ("created", 1), ("_id", 1)])
        )

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
        await self._comments.update_many(
            {"release": release_id, "replies.visibility": for_maker},
            {"$set": {"replies.$[unsent].sent": moment}, "$inc": {"revision": 1}},
            array_filters=[{"unsent.visibility": for_maker, "unsent.sent": None}],
            session=session,
        )

    async def carry(
        self,
        release_id: str,
        from_draft: int,
        to_draft: int,
        old: Reading,
        new: Reading,
        session: Session,
    ) -> None:
        """Notes where the comments that stand in one draft stand in the next."""
        cursor = self._comments.find({"release": release_id}, session=session)
        found = [(row["_id"], at) async for row in cursor if (at := _standing(row, from_draft))]
        carried = await asyncio.to_thread(carry, [at for _, at in found], old, new)
        for (comment_id, _), at in zip(found, carried, strict=True):
            anchor = None if at is None else {"draft_number": to_draft, **vars(at)}
            await self._comments.update_one(
                {"_id": comment_id}, {"$set": {f"carried.{to_draft}": anchor}}, session=session
            )


def _standing(document: Document, draft: int) -> Anchor | None:
    """Where a comment stands in a draft, if it does."""
    made = document["anchor"]
    at = made if made["draft_number"] == draft else document["carried"].get(str(draft))
    return at and Anchor(at["block"], at["start"], at["end"], at["quote"])
