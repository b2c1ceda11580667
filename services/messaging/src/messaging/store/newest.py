"""Lists that begin with the newest: one order, one way to go on."""

from collections.abc import Sequence
from datetime import datetime

from chassis.mongo import Collection, Document
from chassis.paging import behind

Key = Sequence[str | int | datetime]


async def newest(
    collection: Collection, field: str, wanted: Document, after: Key | None, limit: int
) -> list[Document]:
    """At most `limit` documents by a moment, latest first, behind the key `(moment, _id)`."""
    if after is not None:
        wanted = {"$and": [wanted, behind(field, after)]}
    cursor = collection.find(wanted).sort([(field, -1), ("_id", -1)]).limit(limit)
    return [document async for document in cursor]


def whose(maker: str, party: str) -> Document:
    """The condition for what is a maker's, what somebody takes part in, or with neither all."""
    if maker:
        return {"maker": maker}
    return {"parties": party} if party else {}
