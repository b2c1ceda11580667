"""Files in GridFS: streamed in with a size limit and a digest, streamed out, swept if orphaned."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gridfs.errors import NoFile
from pymongo import IndexModel

from chassis.endings import cleanly, finished
from chassis.errors import NotFound, invalid
from chassis.ids import new_id
from chassis.mongo import Database, Document, Mongo, ensure_indexes

CHUNK_BYTES = 64 * 1024
PIECE_BYTES = 255 * 1024
ORPHANED_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class StoredFile:
    """A file whose bytes are stored and never change."""

    id: str
    name: str
    size: int
    sha256: str


class FileMissing(NotFound):
    """The bytes are not there."""

    def __init__(self) -> None:
        super().__init__("There is no such file.")


class Files:
    """The files of one service.

    Stored as GridFS stores them, and read through it. Only the writing is our own: the drivers
    hold back up to 48 MB of a file, so that a few uploads at once would fill the memory.
    """

    def __init__(
        self, mongo: Mongo, database: Database, name: str, now: Callable[[], datetime]
    ) -> None:
        self._bucket = mongo.bucket(database, name)
        self._index = database[f"{name}.files"]
        self._pieces = database[f"{name}.chunks"]
        self._is_prepared = False
        self._now = now

    async def put(self, name: str, chunks: AsyncIterator[bytes], most: int) -> StoredFile:
        """Stores the bytes as they come. Fails with `InvalidRequest` beyond `most` bytes.

        GridFS takes no part in transactions: refer to the file in one afterwards, else it is
        an orphan that `sweep` removes. What is refused or interrupted leaves nothing behind.
        """
        await self._prepare()
        file_id, digest, size, pieces, held = new_id(), hashlib.sha256(), 0, 0, bytearray()
        try:
            # Known before its first piece, so that a sweep finds it should this process die.
            await finished(self._index.insert_one(self._entry(file_id, name)))
            async for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise invalid(
                        "content", "FILE_TOO_LARGE", f"The file is larger than {most:,} bytes."
                    )
                digest.update(chunk)
                held += chunk
                while len(held) >= PIECE_BYTES:
                    await self._store(file_id, pieces, bytes(held[:PIECE_BYTES]))
                    del held[:PIECE_BYTES]
                    pieces += 1
            if held:
                await self._store(file_id, pieces, bytes(held))
            whole = {"$set": {"length": size, "metadata.whole": True}}
            await finished(self._index.update_one({"_id": file_id}, whole))
        except BaseException:
            await cleanly(lambda: self.delete(file_id))
            raise
        return StoredFile(file_id, name, size, digest.hexdigest())

    def _entry(self, file_id: str, name: str) -> Document:
        now = self._now()
        return {
            "_id": file_id,
            "filename": name,
            "length": 0,
            "chunkSize": PIECE_BYTES,
            "uploadDate": now,
            "metadata": {"stored": now, "whole": False},
        }

    async def _store(self, file_id: str, number: int, data: bytes) -> None:
        piece = {"files_id": file_id, "n": number, "data": data}
        await finished(self._pieces.insert_one(piece))

    async def _prepare(self) -> None:
        if not self._is_prepared:
            await ensure_indexes(self._pieces, IndexModel([("files_id", 1), ("n", 1)], unique=True))
            await ensure_indexes(self._index, IndexModel([("filename", 1), ("uploadDate", 1)]))
            self._is_prepared = True

    async def read(self, file_id: str) -> AsyncIterator[bytes]:
        """The bytes, in chunks. Fails with `FileMissing`."""
        if await self._index.find_one({"_id": file_id, "metadata.whole": True}) is None:
            raise FileMissing
        try:
            stream: Any = await self._bucket.open_download_stream(file_id)
        except NoFile as error:
            raise FileMissing from error
        while chunk := await stream.read(CHUNK_BYTES):
            yield chunk

    async def delete(self, file_id: str) -> None:
        """Removes a file that nothing refers to."""
        try:
            await self._bucket.delete(file_id)
        except NoFile:
            return  # it is gone, which is all that was asked for

    async def sweep(self, is_used: Callable[[str], Awaitable[bool]]) -> int:
        """Removes the files that nothing came to refer to within a day; says how many.

        A file found in use is not asked about again: whoever stops referring to it deletes it.
        """
        before = self._now() - ORPHANED_AFTER
        removed = 0
        unproven = {"metadata.stored": {"$lt": before}, "metadata.used": None}
        async for row in self._index.find(unproven, {"_id": 1}):
            if await is_used(row["_id"]):
                await self._index.update_one(row, {"$set": {"metadata.used": True}})
            else:
                await self.delete(row["_id"])
                removed += 1
        return removed
