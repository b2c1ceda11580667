"""How large a picture is, from its header alone: nothing is decoded, nothing of that size made."""

import struct
from collections.abc import Callable, Iterator

# What the largest cameras of phones make is below.
MOST_PIXELS = 220_000_000
LONGEST_SIDE = 30_000

Size = tuple[int, int]

# The markers of JPEG that a frame begins with; the other three of their range are tables.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}
_TIFF_WIDTH, _TIFF_HEIGHT = 256, 257


def size_of(picture: bytes) -> Size | None:
    """Width and height in pixels; nothing for what is no picture, or a broken one."""
    for signature, measure in _KINDS:
        if picture.startswith(signature):
            try:
                return measure(picture)
            except (struct.error, IndexError):
                return None
    return None


def is_too_large(size: Size) -> bool:
    """Whether showing a picture of that size would take what no reader has."""
    return max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_PIXELS


def _png(picture: bytes) -> Size:
    width, height = struct.unpack_from(">II", picture, 16)
    return width, height


def _gif(picture: bytes) -> Size:
    width, height = struct.unpack_from("<HH", picture, 6)
    return width, height


def _bmp(picture: bytes) -> Size:
    if struct.unpack_from("<I", picture, 14)[0] == 12:
        width, height = struct.unpack_from("<HH", picture, 18)
    else:
        width, height = struct.unpack_from("<ii", picture, 18)
    return abs(width), abs(height)


def _jpeg(picture: bytes) -> Size | None:
    position = 2
    while position < len(picture):
        if picture[position] != 0xFF:
            return None
        marker = picture[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in _ALONE:
            position += 2
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", picture, position + 5)
            return width, height
        else:
            position += 2 + max(2, *struct.unpack_from(">H", picture, position + 2))
    return None


def _webp(picture: bytes) -> Size | None:
    kind = picture[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(picture[at : at + 3], "little") for at in (24, 27))
        return width + 1, height + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", picture, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", picture, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _tiff(picture: bytes) -> Size | None:
    """The largest of its pictures, of which readers may show any."""
    order = "<" if picture.startswith(b"II") else ">"
    (position,) = struct.unpack_from(f"{order}I", picture, 4)
    sizes = list(_tiff_sizes(picture, order, position))
    return max(sizes, key=max) if sizes else None


def _tiff_sizes(picture: bytes, order: str, position: int) -> Iterator[Size]:
    seen: set[int] = set()
    while position and position not in seen and len(seen) < 100:
        seen.add(position)
        (count,) = struct.unpack_from(f"{order}H", picture, position)
        values = {}
        for entry in range(position + 2, position + 2 + 12 * min(count, 500), 12):
            tag, kind = struct.unpack_from(f"{order}HH", picture, entry)
            value = struct.unpack_from(order + ("H" if kind == 3 else "I"), picture, entry + 8)
            values[tag] = value[0]
        yield values.get(_TIFF_WIDTH, 0), values.get(_TIFF_HEIGHT, 0)
        (position,) = struct.unpack_from(f"{order}I", picture, position + 2 + 12 * count)


_KINDS: tuple[tuple[bytes, Callable[[bytes], Size | None]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"GIF8", _gif),
    (b"BM", _bmp),
    (b"RIFF", _webp),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
)
