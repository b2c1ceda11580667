"""What was read in drafts, kept beside them."""

import asyncio
from collections.abc import AsyncIterator

from chassis.files import FileMissing, Files
from pr_review.domain.release import Draft
from pr_review.reading.blocks import Reading
from pr_review.reading.codec import OtherReader, decoded
from pr_review.reading.found import Found, mentions_from
from pr_review.reading.mentions import Mention

_MOST = 64 * 1024 * 1024


class Readings:
    """The readings and the previews of drafts, each in a file of its own, by the ids in a draft.

    There is none of a draft that an earlier release took, or that another reader read: read the
    draft again.
    """

    def __init__(self, files: Files) -> None:
        self._files = files

    async def put(self, found: Found) -> tuple[str, str]:
        """Stores what was read; says the ids of the reading, with its mentions, and the preview."""
        size = f"{len(found.reading)}\n".encode()
        reading = await self._files.put(
            "reading", _pieces(size, found.reading, found.mentions), _MOST
        )
        preview = await self._files.put("preview.html", _pieces(found.html), _MOST)
        return reading.id, preview.id

    async def get(self, draft: Draft) -> Reading | None:
        """What stands in a draft."""
        reading, _ = await self._read(draft)
        try:
            return await asyncio.to_thread(decoded, reading) if reading else None
        except OtherReader:
            return None

    async def mentions(self, draft: Draft) -> tuple[Mention, ...]:
        """The mentions in a draft."""
        _, mentions = await self._read(draft)
        return mentions_from(mentions) if mentions else ()

    async def html(self, draft: Draft) -> bytes:
        """The preview of a draft."""
        return await self._all(draft.html_id)

    async def discard(self, ids: tuple[str, str]) -> None:
        """Removes what nothing refers to."""
        for file_id in ids:
            await self._files.delete(file_id)

    async def _read(self, draft: Draft) -> tuple[bytes, bytes]:
        size, _, rest = (await self._all(draft.reading_id)).partition(b"\n")
        cut = int(size or 0)
        return rest[:cut], rest[cut:]

    async def _all(self, file_id: str) -> bytes:
        if not file_id:
            return b""
        try:
            return b"".join([chunk async for chunk in self._files.read(file_id)])
        except FileMissing:
            return b""


async def _pieces(*content: bytes) -> AsyncIterator[bytes]:
    for each in content:
        yield each
