"""Files in GridFS: streamed in with a size limit and a digest, streamed out, swept if orphaned."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pymongo import IndexModel

from chassis import deadline
from chassis.endings import cleanly, finished
from chassis.errors import NotFound, invalid
from chassis.ids import new_id
from chassis.mongo import Database, Document, ensure_indexes

CHUNK_BYTES = 64 * 1024
PIECE_BYTES = 255 * 1024
_AT_ONCE = 8
ORPHANED_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class StoredFile:
    """A file whose bytes are stored and never change."""

    id: str
    name: str
    size: int
    sha256: str


class FileMissing(NotFound):
    """The bytes of the file are not there.

    Read the resource again; if it still names the file, upload it once more.
    """

    def __init__(self) -> None:
        super().__init__("There is no such file.")


class Files:
    """The files of one service, stored as GridFS stores them.

    Writing and reading are our own: the drivers hold back up to 48 MB of a file, so that a few
    uploads at once would fill the memory, and one of them closes its cursors in the event loop.
    """

    def __init__(self, database: Database, name: str, now: Callable[[], datetime]) -> None:
        self._index = database[f"{name}.files"]
        self._pieces = database[f"{name}.chunks"]
        self._now = now

    async def prepare(self) -> None:
        """Makes the indexes for reading a file's pieces in order, and for the sweep."""
        await ensure_indexes(self._pieces, IndexModel([("files_id", 1), ("n", 1)], unique=True))
        await ensure_indexes(self._index, IndexModel("metadata.ask_after"))

    async def put(self, name: str, chunks: AsyncIterator[bytes], most: int) -> StoredFile:
        """Stores the bytes as they come. Fails with `InvalidRequest` beyond `most` bytes.

        GridFS takes no part in transactions: refer to the file in one afterwards, else it is
        an orphan that `sweep` removes. What is refused or interrupted leaves nothing behind.
        """
        file_id, digest, size, pieces, held = new_id(), hashlib.sha256(), 0, 0, bytearray()
        try:
            # Known before its first piece, so that a sweep finds it should this process die.
            with deadline.step():
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
            with deadline.step():
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
            "metadata": {"whole": False, "ask_after": now + ORPHANED_AFTER},
        }

    async def _store(self, file_id: str, number: int, data: bytes) -> None:
        piece = {"files_id": file_id, "n": number, "data": data}
        with deadline.step():
            await finished(self._pieces.insert_one(piece))

    async def read(self, file_id: str) -> AsyncIterator[bytes]:
        """The bytes, in chunks. Fails with `FileMissing`."""
        entry = await self._index.find_one({"_id": file_id, "metadata.whole": True})
        if entry is None:
            raise FileMissing
        left: int = entry["length"]
        pieces = self._pieces.find({"files_id": file_id}).sort("n", 1).batch_size(_AT_ONCE)
        try:
            while batch := await finished(pieces.to_list(_AT_ONCE)):
                for piece in batch:
                    data = bytes(piece["data"])
                    left -= len(data)
                    for start in range(0, len(data), CHUNK_BYTES):
                        yield data[start : start + CHUNK_BYTES]
        finally:
            # A reader that goes away leaves no cursor behind.
            await cleanly(pieces.close)
        if left:
            # It was deleted meanwhile: half a file must not pass for a whole one.
            raise FileMissing

    async def delete(self, file_id: str) -> None:
        """Removes a file that nothing refers to; it may be gone already."""
        # The entry last, so that a sweep finds what is left should this process die.
        await self._index.update_one({"_id": file_id}, {"$set": {"metadata.whole": False}})
        await self._pieces.delete_many({"files_id": file_id})
        await self._index.delete_one({"_id": file_id})

    async def sweep(self, is_used: Callable[[str], Awaitable[bool]]) -> int:
        """Removes the files that nothing refers to and that are older than a day; says how many.

        Each file is asked about once a day, for what refers to it today may not tomorrow.
        """
        now = self._now()
        removed = 0
        async for row in self._index.find({"metadata.ask_after": {"$lt": now}}, {"_id": 1}):
            if await is_used(row["_id"]):
                later = {"$set": {"metadata.ask_after": now + ORPHANED_AFTER}}
                await self._index.update_one({"_id": row["_id"]}, later)
            else:
                await self.delete(row["_id"])
                removed += 1
        return removed
