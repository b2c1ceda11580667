"""The files of photos in GridFS, and the applications that have something in common."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace

from pymongo import DESCENDING

from applications.domain.application import Application, State
from applications.domain.likeness import Duplicate, Likeness
from applications.domain.photo import Photo
from applications.store.application_document import looked_for
from chassis.files import Files, StoredFile
from chassis.mongo import Database, Document, Session

MOST = 20
_KEYS = {
    Likeness.EMAIL: "email_folded",
    Likeness.SHOP_URL: "shop_keys",
    Likeness.PHOTO: "photo_marks",
}


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
    """Looks for what applications have in common, among those that were handed in."""

    def __init__(self, database: Database) -> None:
        self._applications = database["applications"]

    async def of(self, ids: Iterable[str]) -> Mapping[str, Sequence[Duplicate]]:
        """Those of several applications, newest first, in two commands. A draft has none."""
        wanted = {"_id": {"$in": list(ids)}, "state": {"$ne": State.DRAFT.value}}
        asked = [row async for row in self._applications.find(wanted, _MARKS)]
        if not asked:
            return {}
        alike = await self._alike(asked)
        return {row["_id"]: _among(alike, row) for row in asked}

    async def has_any(self, draft: Application, email: str, session: Session) -> bool:
        """Whether anything was handed in that a draft for this address is like."""
        query = _any_of([looked_for(replace(draft, email=email))])
        found = await self._applications.find_one(query, {"_id": 1}, session=session)
        return found is not None

    async def _alike(self, asked: Sequence[Document]) -> Sequence[Document]:
        cursor = (
            self._applications.find(_any_of(asked), _MARKS)
            .sort("_id", DESCENDING)
            .limit(MOST * (len(asked) + 1))
        )
        return [row async for row in cursor]


_MARKS = dict.fromkeys(_KEYS.values(), 1)


def _any_of(documents: Sequence[Document]) -> Document:
    marks: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for key in _KEYS.values():
            marks[key] |= _marks(document, key)
    # Each branch with the whole condition, so that each has an index of its own.
    handed_in = {"state": {"$ne": State.DRAFT.value}}
    return {"$or": [{key: {"$in": sorted(values)}, **handed_in} for key, values in marks.items()]}


def _among(others: Sequence[Document], document: Document) -> Sequence[Duplicate]:
    found = []
    for other in others:
        kinds = tuple(
            likeness
            for likeness, key in _KEYS.items()
            if _marks(document, key) & _marks(other, key)
        )
        if kinds and other["_id"] != document["_id"]:
            found.append(Duplicate(other["_id"], kinds))
    return found[:MOST]


def _marks(document: Document, key: str) -> set[str]:
    value = document.get(key) or ()
    return {value} if isinstance(value, str) else set(value)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
