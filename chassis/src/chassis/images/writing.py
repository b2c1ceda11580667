"""From pixels to files that hold nothing but them, and to what a picture looks like."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from chassis.images import colours, findings
from chassis.images.findings import NotAccepted
from chassis.images.kinds import Kind

_THUMBNAIL_QUALITY = 80
_QUALITIES = (90, 75, 50)
_PNG: dict[str, Any] = {"format": "PNG", "compress_level": 4}


@dataclass(frozen=True)
class Written:
    """A picture as it is stored and shown."""

    kind: Kind
    width: int
    height: int
    content: bytes


class _Full(Exception):
    """There is no more room."""


class _Bounded(io.BytesIO):
    """Memory for so many bytes and no more: a few packed bytes can become very many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any, /) -> int:
        if self.tell() + len(memoryview(data).cast("B")) > self._most:
            raise _Full
        return super().write(data)


def clean(image: Image.Image, kind: Kind, most: int) -> Written:
    """The whole picture, in its kind if browsers show that, in `most` bytes.

    GIF becomes PNG, TIFF becomes JPEG, or PNG if it has transparent places. What does not fit is
    saved with less quality, and what fits with none is refused with `NotAccepted`.
    """
    for kept_as, options in _ways(kind, is_transparent=image.mode == "RGBA"):
        try:
            return _written(image, kept_as, options, most)
        except _Full:
            continue
    raise NotAccepted([findings.too_heavy_when_written(most)])


def thumbnail(image: Image.Image, side: int) -> Image.Image:
    """The picture on white, its longest side `side` pixels or as many as there are."""
    scale = min(side / max(image.size), 1)
    width, height = (max(round(length * scale), 1) for length in image.size)
    # The gap makes it two steps, of which the first is cheap.
    smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return colours.flattened(smaller)


def shown(image: Image.Image) -> Written:
    """A thumbnail as a file."""
    # Nothing of that size can become larger than its pixels and a page of tables.
    most = image.width * image.height * 4 + 4096
    return _written(image, Kind.JPEG, _lossy(Kind.JPEG, _THUMBNAIL_QUALITY), most)


def look(image: Image.Image) -> str:
    """64 bits, each whether of two neighbouring places the left is lighter, in hex.

    They stay when a picture is saved again or scaled, up to a few, and differ for other pictures.
    """
    places = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (places[at] > places[at + 1])
    return f"{bits:016x}"


def _ways(kind: Kind, *, is_transparent: bool) -> list[tuple[Kind, dict[str, Any]]]:
    lossy = Kind.WEBP if kind is Kind.WEBP or is_transparent else Kind.JPEG
    fallback = [(lossy, _lossy(lossy, quality)) for quality in _QUALITIES]
    is_lossless = kind in (Kind.PNG, Kind.GIF) or (kind is Kind.TIFF and is_transparent)
    return [(Kind.PNG, _PNG), *fallback] if is_lossless else fallback


def _lossy(kind: Kind, quality: int) -> dict[str, Any]:
    # A quicker method of WebP costs a few per cent of size and a third of the time.
    quick = {"method": 2} if kind is Kind.WEBP else {}
    return {"format": kind.name, "quality": quality} | quick


def _written(image: Image.Image, kind: Kind, options: dict[str, Any], most: int) -> Written:
    file = _Bounded(most)
    image.save(file, **options)
    return Written(kind, image.width, image.height, file.getvalue())
