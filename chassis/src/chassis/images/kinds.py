"""What a file is by its first bytes. Names and declared types say nothing."""

import re
from enum import Enum


class Kind(Enum):
    """A kind of picture that is accepted: its media type and what it is called."""

    JPEG = "image/jpeg", "a JPEG picture"
    PNG = "image/png", "a PNG picture"
    WEBP = "image/webp", "a WebP picture"
    GIF = "image/gif", "a GIF picture"
    TIFF = "image/tiff", "a TIFF picture"

    def __init__(self, content_type: str, title: str) -> None:
        self.content_type = content_type
        self.title = title


HEAD_BYTES = 1024

_ACCEPTED: tuple[tuple[bytes, Kind], ...] = (
    (rb"\xff\xd8\xff", Kind.JPEG),
    (rb"\x89PNG\r\n\x1a\n", Kind.PNG),
    (rb"RIFF....WEBP", Kind.WEBP),
    (rb"GIF8[79]a", Kind.GIF),
    (rb"II[*+]\0|MM\0[*+]", Kind.TIFF),
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", "a HEIC picture, as phones make them"),
    (rb"....ftypavi[fs]", "an AVIF picture"),
    (rb"....ftyp", "a film"),
    (rb"BM", "a BMP picture"),
    (rb"8BPS", "a Photoshop document"),
    (rb"\x00\x00\x01\x00", "an icon"),
    (rb"%PDF-", "a PDF"),
    (rb"PK\x03\x04|PK\x05\x06", "a zip file, as office documents are"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", "an archive"),
    (rb"MZ|\x7fELF", "a program"),
    (rb"#!", "a script"),
    (rb"<\?php", "a script"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (rb"<svg[\s>]", "an SVG drawing"),
    (rb"<!doctype\s+html|<(html|head|body|script|iframe|img)[\s>/]", "a web page"),
    (rb"<\?xml", "an XML file"),
)


def kind_of(head: bytes) -> Kind | None:
    """The accepted kind whose signature the file begins with."""
    return next((kind for pattern, kind in _ACCEPTED if _begins(pattern, head)), None)


def what_instead(head: bytes) -> str:
    """What a file that is of no accepted kind seems to be, in words."""
    known = next((what for pattern, what in _OTHERS if _begins(pattern, head)), "")
    if known:
        return known
    if re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        return "no picture that we know"
    return next(
        (what for pattern, what in _MARKUP if re.search(pattern, head, re.IGNORECASE)),
        "a plain text",
    )


def size_in_webp(head: bytes) -> tuple[int, int] | None:
    """Width and height as the file's first chunk has them; the library reserves memory for them
    before it tells them."""
    chunk, body = head[12:16], head[20:30]
    if len(body) < 10:
        return None
    if chunk == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        sides = body[6:8], body[8:10]
        width, height = (int.from_bytes(side, "little") & 0x3FFF for side in sides)
        return width, height
    return None


def _begins(pattern: bytes, head: bytes) -> bool:
    return re.match(pattern, head, re.DOTALL) is not None
