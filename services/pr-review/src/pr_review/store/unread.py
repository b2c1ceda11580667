"""Documents that our own reader failed at, kept for a while so that somebody can see why."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import BinaryIO

import structlog
from pymongo import IndexModel

from chassis.files import Files
from chassis.mongo import Database, ensure_indexes

log = structlog.get_logger()

_CHUNK = 256 * 1024


class Unread:
    """Each in a file of the bucket `unread`. No method of a contract serves them."""

    def __init__(
        self,
        database: Database,
        files: Files,
        kept: timedelta,
        most: int,
        now: Callable[[], datetime],
    ) -> None:
        self._unread = database["press_unread"]
        self._files = files
        self._kept = kept
        self._most = most
        self._now = now

    async def prepare(self) -> None:
        """Makes the indexes by which the same and those whose time is over are found."""
        await ensure_indexes(self._unread, IndexModel("created"), IndexModel("sha256"))

    async def keep(self, file: BinaryIO, account: str, press_release: str, error: str) -> None:
        """Keeps a document once: whose it is, for what, and what our reader died of."""
        sha256 = await asyncio.to_thread(_digest, file)
        if await self._unread.find_one({"sha256": sha256}, {"_id": 1}) is not None:
            return
        await asyncio.to_thread(file.seek, 0)
        stored = await self._files.put("unread.docx", _chunks(file), self._most)
        await self._unread.insert_one(
            {
                "_id": stored.id,
                "account": account,
                "press_release": press_release,
                "error": error,
                "size": stored.size,
                "sha256": stored.sha256,
                "created": self._now(),
            }
        )
        log.error(
            "document kept for study", file=stored.id, error=error, press_release=press_release
        )

    async def sweep(self) -> int:
        """Removes those whose time is over; says how many."""
        over = {"created": {"$lte": self._now() - self._kept}}
        removed = 0
        async for row in self._unread.find(over, {"_id": 1}):
            await self._files.delete(row["_id"])
            await self._unread.delete_one({"_id": row["_id"]})
            removed += 1
        return removed + await self._files.sweep(self._is_kept)

    async def _is_kept(self, file_id: str) -> bool:
        return await self._unread.find_one({"_id": file_id}, {"_id": 1}) is not None


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    while chunk := await asyncio.to_thread(file.read, _CHUNK):
        yield chunk
