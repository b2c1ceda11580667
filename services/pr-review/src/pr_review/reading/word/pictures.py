"""Pictures: what their bytes say they are, and as many of the bytes as are shown."""

from dataclasses import replace
from typing import NamedTuple

from pr_review.drafts.pictures import size_of
from pr_review.reading.blocks import Picture
from pr_review.reading.word.package import Package

MOST_SHOWN = 1024 * 1024
MOST_SHOWN_IN_ALL = 4 * 1024 * 1024
MOST_PIXELS = 25_000_000
_HEAD = 256 * 1024

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x01\0\0\0", "image/x-emf"),
    (b"\xd7\xcd\xc6\x9a", "image/x-wmf"),
)


class Measures(NamedTuple):
    """Kind and pixels; the kind is empty and pixels are 0 where they are not known."""

    content_type: str
    width: int = 0
    height: int = 0


class Pictures:
    """The pictures of a document, each once under each name and alternative text."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._found: dict[tuple[str, str, str], Picture] = {}
        self._read: dict[str, Picture] = {}
        self._shown = 0

    def add(self, part: str, name: str, alt: str) -> str:
        """The id of the picture in this part; empty if there is no such part."""
        if self._package.size(part) is None:
            return ""
        key = (part, name, alt)
        if key not in self._found:
            picture = self._picture(part)
            if self._shown + len(picture.data) > MOST_SHOWN_IN_ALL:
                picture = replace(picture, data=b"")
            self._shown += len(picture.data)
            number = f"p{len(self._found)}"
            self._found[key] = replace(picture, id=number, name=name or part, alt=alt)
        return self._found[key].id

    def kind(self, part: str) -> str:
        """What a part that was added says it is."""
        return self._picture(part).content_type

    @property
    def all(self) -> tuple[Picture, ...]:
        """As they were found."""
        return tuple(self._found.values())

    def _picture(self, part: str) -> Picture:
        if part not in self._read:
            size = self._package.size(part) or 0
            head, digest = self._package.head(part, MOST_SHOWN if size <= MOST_SHOWN else _HEAD)
            kind, width, height = measures(head)
            pixels = width * height
            is_shown = kind in SHOWN and size <= MOST_SHOWN and 0 < pixels <= MOST_PIXELS
            data = head if is_shown else b""
            self._read[part] = Picture("", "", "", kind, width, height, size, data, digest)
        return self._read[part]


SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})
"""The kinds that every browser decodes and that carry no script."""


def measures(head: bytes) -> Measures:
    """What a picture's first bytes say, whatever its name is."""
    if head[:4] == b"RIFF" and head[8:12] != b"WEBP":
        return Measures("")
    kind = next((kind for magic, kind in _KINDS if head.startswith(magic)), "")
    if not kind and b"<svg" in head[:4096]:
        return Measures("image/svg+xml")
    return Measures(kind, *(size_of(head) or (0, 0)))
