"""The files of photos in GridFS, and the applications that have something in common."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from pymongo import DESCENDING

from applications.domain.application import Application
from applications.domain.likeness import Duplicate, Likeness, is_shop
from applications.domain.photo import Photo
from applications.store.application import HANDED_IN
from applications.store.application_document import looked_for
from chassis.files import Files, StoredFile
from chassis.mongo import Database, Document, Mongo, Session

MOST = 20
_KEYS = {
    Likeness.EMAIL: "email_folded",
    Likeness.SHOP_URL: "shop_keys",
    Likeness.PHOTO: "photo_marks",
}
_MARKS = dict.fromkeys(_KEYS.values(), 1)


class PhotoFiles:
    """Two files for each photo: the picture, and a small one."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def keep(
        self, name: str, picture: bytes, thumbnail: bytes
    ) -> tuple[StoredFile, StoredFile]:
        """Stores both, or nothing."""
        stored = await self._files.put(name, _once(picture), len(picture))
        try:
            small = await self._files.put(name, _once(thumbnail), len(thumbnail))
        except BaseException:
            await self._files.delete(stored.id)
            raise
        return stored, small

    async def discard(self, photo: Photo) -> None:
        """Removes both at once."""
        for file_id in (photo.file_id, photo.thumbnail_id):
            await self._files.delete(file_id)

    def read(self, photo: Photo, *, is_small: bool) -> AsyncIterator[bytes]:
        """The bytes of either. Fails with `FileMissing`."""
        return self._files.read(photo.thumbnail_id if is_small else photo.file_id)


class Duplicates:
    """Looks for what applications have in common, among those that were handed in.

    A draft has nothing in common with anything, also one that was withdrawn: what was never
    handed in is its owner's alone.
    """

    def __init__(self, mongo: Mongo, database: Database, marketplaces: Collection[str]) -> None:
        self._mongo = mongo
        self._applications = database["applications"]
        self._marketplaces = marketplaces

    async def of(self, ids: Iterable[str]) -> Mapping[str, Sequence[Duplicate]]:
        """Those of several applications, newest first, in two commands."""
        wanted = {"_id": {"$in": list(ids)}, **HANDED_IN}
        asked = {row["_id"]: row async for row in self._applications.find(wanted, _MARKS)}
        if not asked:
            return {}
        first, *others = (self._newest_like(row) for row in asked.values())
        unions = [
            {"$unionWith": {"coll": self._applications.name, "pipeline": it}} for it in others
        ]
        found: dict[str, list[Duplicate]] = defaultdict(list)
        for row in await self._mongo.aggregate(self._applications, [*first, *unions]):
            kinds = self._in_common(row, asked[row["like"]])
            if kinds and row["_id"] != row["like"]:
                found[row["like"]].append(Duplicate(row["_id"], kinds))
        return {each: alike[:MOST] for each, alike in found.items()}

    async def has_any(self, draft: Application, email: str, session: Session) -> bool:
        """Whether anything was handed in that a draft for this address is like."""
        query = self._like(looked_for(replace(draft, email=email)))
        found = await self._applications.find_one(query, {"_id": 1}, session=session)
        return found is not None

    def _newest_like(self, document: Document) -> list[Document]:
        # Each has a limit of its own, so that one with many leaves room for the others. It finds
        # itself too; leaving it out here would keep the indexes from giving the order.
        return [
            {"$match": self._like(document)},
            {"$sort": {"_id": DESCENDING}},
            {"$limit": MOST + 1},
            {"$project": {**_MARKS, "like": {"$literal": document["_id"]}}},
        ]

    def _like(self, document: Document) -> Document:
        # Each branch with the whole condition, so that each has an index of its own.
        marks = {key: sorted(self._marks(document, likeness)) for likeness, key in _KEYS.items()}
        return {"$or": [{key: {"$in": it}, **HANDED_IN} for key, it in marks.items() if it]}

    def _in_common(self, one: Document, other: Document) -> tuple[Likeness, ...]:
        return tuple(it for it in _KEYS if self._marks(one, it) & self._marks(other, it))

    def _marks(self, document: Document, likeness: Likeness) -> set[str]:
        value = document.get(_KEYS[likeness]) or ()
        marks = {value} if isinstance(value, str) else set(value)
        if likeness is Likeness.SHOP_URL:
            return {it for it in marks if is_shop(it, self._marketplaces)}
        return marks


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
