"""Word documents that were made, in MongoDB and GridFS, for a while."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO

from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from chassis.files import Files
from chassis.mongo import Database, Document, ensure_indexes
from pr_review.domain.word_file import Proven, WordFile, WordFileState
from pr_review.store.codec import decoded, encoded

_PIECE = 256 * 1024


@dataclass(frozen=True)
class Made:
    """What came of making one; a file is closed once it is stored."""

    file_name: str
    content: bytes | BinaryIO = field(repr=False)
    proof: Proven
    warnings: tuple[str, ...] = ()


class WordFiles:
    """The documents that were made, each under what it was made of: the same is made once."""

    def __init__(self, database: Database, files: Files) -> None:
        self._made = database["press_word_files"]
        self._files = files

    async def prepare(self) -> None:
        """Makes the indexes for finding what a file belongs to, and what is over."""
        await ensure_indexes(
            self._made,
            IndexModel("file_id", sparse=True),
            IndexModel("expires", expireAfterSeconds=0, name="over"),
        )

    async def find(self, file_id: str, release_id: str) -> WordFile | None:
        """The document with this id, made of this press release."""
        found = await self._made.find_one({"_id": file_id, "release": release_id})
        return None if found is None else _from_document(found)

    async def claim(self, file: WordFile, anew_before: datetime) -> tuple[WordFile, bool]:
        """The document as it stands; whether it is the caller's to make now.

        What is not ready and was begun before `anew_before` is begun again: whoever made it ended
        before it did, or it failed and may do better.
        """
        begun = to_document(file)
        over: Document = {
            "$or": [
                {"state": {"$ne": WordFileState.READY.value}, "begun": {"$lt": anew_before}},
                {"expires": {"$lte": file.begun}},
            ]
        }
        try:
            await self._made.replace_one({"_id": file.id, **over}, begun, upsert=True)
        except DuplicateKeyError:
            found = await self.find(file.id, file.release)
            return (file, False) if found is None else (found, False)
        return file, True

    async def finish(self, file: WordFile, made: Made, expires: datetime) -> None:
        """Stores what was made."""
        content = made.content
        # A file is gone once it is stored, or once that has failed.
        with contextlib.nullcontext() if isinstance(content, bytes) else content:
            pieces, size = _pieces(content), _size(content)
            stored = await self._files.put(made.file_name, pieces, size)
        ready = {
            "state": WordFileState.READY.value,
            "file_id": stored.id,
            "file_name": made.file_name,
            "size": stored.size,
            "sha256": stored.sha256,
            "proof": encoded(made.proof),
            "warnings": list(made.warnings),
            "expires": expires,
        }
        await self._made.update_one({"_id": file.id, "begun": file.begun}, {"$set": ready})

    async def fail(self, file: WordFile, failure: str) -> None:
        """Notes that it could not be made, and why."""
        told = {"state": WordFileState.FAILED.value, "failure": failure}
        await self._made.update_one({"_id": file.id, "begun": file.begun}, {"$set": told})

    async def forget(self, file: WordFile) -> None:
        """Takes back that it is being made."""
        await self._made.delete_one({"_id": file.id, "begun": file.begun})

    def read(self, file: WordFile) -> AsyncIterator[bytes]:
        """Its bytes."""
        return self._files.read(file.file_id)

    async def refers_to(self, file_id: str) -> bool:
        """Whether a document that is not over needs this file."""
        return await self._made.find_one({"file_id": file_id}, {"_id": 1}) is not None


async def _pieces(content: bytes | BinaryIO) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while piece := await asyncio.to_thread(content.read, _PIECE):
        yield piece


def _size(content: bytes | BinaryIO) -> int:
    if isinstance(content, bytes):
        return len(content)
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    return size


def to_document(file: WordFile) -> Document:
    """All of it."""
    kept: Document = encoded(file)
    kept["_id"] = kept.pop("id")
    return kept


def _from_document(document: Document) -> WordFile:
    return decoded(WordFile, {**document, "id": document["_id"]})


KEPT = timedelta(hours=1)
"""How long what was made can be downloaded; made again it is the same."""
