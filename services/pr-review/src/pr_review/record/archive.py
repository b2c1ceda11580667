"""The record as a ZIP file, written in small pieces: drafts are large, and there may be many."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import PurePath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pr_review.domain.release import Draft

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""What is made of the same is the same."""


class Archive:
    """A ZIP file in the making, in a file that has no name and is gone when it is closed."""

    def __init__(self) -> None:
        self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115
        self._zip = ZipFile(self.file, "w")

    async def add(self, name: str, content: bytes, how: int = ZIP_DEFLATED) -> None:
        """Adds a file that is whole."""
        await asyncio.to_thread(self._zip.writestr, _info(name, how), content)

    async def stream(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Adds a file that is a ZIP file already, and gets no smaller, as it comes."""
        with self._zip.open(_info(name, ZIP_STORED), "w", force_zip64=True) as member:
            async for piece in pieces:
                await asyncio.to_thread(member.write, piece)

    def closed(self) -> BinaryIO:
        """The whole file, at its beginning."""
        self._zip.close()
        self.file.seek(0)
        return self.file


def name_of(draft: Draft) -> str:
    """A draft's name in the archive, which leads nowhere whatever its maker called it."""
    return f"drafts/draft-{draft.number}.docx"


def digests(drafts: Iterable[Draft]) -> bytes:
    """The digests of the drafts, as `sha256sum --check` reads them."""
    return "".join(f"{it.sha256}  {name_of(it)}\n" for it in drafts).encode()


def called(drafts: Sequence[Draft], release_id: str) -> str:
    """The name to save it under."""
    stem = PurePath(drafts[-1].file_name).stem[:120] if drafts else release_id
    return f"{stem} (record).zip"


def _info(name: str, how: int) -> ZipInfo:
    info = ZipInfo(name, _ALWAYS)
    info.compress_type = how
    info.external_attr = 0o644 << 16
    return info
