"""Word packages put together part by part, so that each can be wrong in one way."""

import struct
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from tests.support.documents import KINDS, WORD, a_zip, content_types, relations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
VML = "urn:schemas-microsoft-com:vml"

PICTURE = "image/png"


def a_package(
    body: str = "",
    *,
    links: Sequence[tuple[str, ...]] = (),
    parts: dict[str, bytes] | None = None,
    types: dict[str, str] | None = None,
    main: bytes | None = None,
    kind: str = "",
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A document with this body; `links` are of its main part: kind, target, and mode if any.

    `types` are by name of part; `more` are members put in as they are.
    """
    declared = "".join(
        f'<Override PartName="/{name}" ContentType="{given}"/>'
        for name, given in (types or {}).items()
    )
    main_type = {"main": kind} if kind else {}
    return a_zip(
        {
            "[Content_Types].xml": content_types(more=declared, **main_type),
            "_rels/.rels": relations(),
            "word/document.xml": a_main(body) if main is None else main,
            "word/_rels/document.xml.rels": a_table(*links),
            **(parts or {}),
            **(more or {}),
        }
    )


def a_main(body: str = "", element: str = "document") -> bytes:
    spaces = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:v="{VML}"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:{element} {spaces}><w:body>{body}</w:body></w:{element}>"
    ).encode()


def a_table(*links: tuple[str, ...]) -> bytes:
    """The relations of a part."""
    written = []
    for number, (kind, target, *mode) in enumerate(links):
        type = kind if "/" in kind else f"{KINDS}/{kind}"
        where = f' TargetMode="{mode[0]}"' if mode else ""
        written.append(
            f'<Relationship Id="r{number}" Type="{type}" Target={quoteattr(target)}{where}/>'
        )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(written)}</Relationships>"
    ).encode()


def with_picture(picture: bytes, name: str = "image1.png", type: str = PICTURE) -> bytes:
    """A document with one picture, which it refers to."""
    return a_package(
        "<w:p/>",
        links=[("image", f"media/{name}")],
        parts={f"word/media/{name}": picture},
        types={f"word/media/{name}": type},
    )


def with_part(name: str, kind: str, xml: bytes) -> bytes:
    """A document with a further text of its own, such as a header."""
    return a_package(
        links=[(kind, name)],
        parts={f"word/{name}": xml},
        types={f"word/{name}": f"{WORD}.{kind}+xml"},
    )


def a_field(*instruction: str, result: str | None = None, element: str = "instrText") -> str:
    """A field whose instruction is cut into runs; a piece that is XML stands as it is."""
    said = "".join(
        piece if piece.startswith("<") else f"<w:r><w:{element}>{piece}</w:{element}></w:r>"
        for piece in instruction
    )
    shown = "" if result is None else f"{a_mark('separate')}<w:r><w:t>{result}</w:t></w:r>"
    return f"{a_mark('begin')}{said}{shown}{a_mark('end')}"


def a_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def a_png(width: int = 8, height: int = 8) -> bytes:
    """A PNG that says it is so large, and has no more than a line."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + crc


def a_jpeg(width: int, height: int) -> bytes:
    """The header of a JPEG, with a thumbnail's worth of other things before its frame."""
    before = b"\xff\xe1" + struct.pack(">H", 60002) + b"\0" * 60000
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\4ab" + before + b"\xff\xff" + frame + b"\xff\xd9"


def a_gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def a_bmp(width: int, height: int) -> bytes:
    return b"BM" + b"\0" * 12 + struct.pack("<Iii", 40, width, -height) + b"\0" * 28


def a_tiff(width: int, height: int, order: str = "<") -> bytes:
    signature = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(f"{order}HHII", 256, 4, 1, width)
    entries += struct.pack(f"{order}HHII", 257, 4, 1, height)
    return signature + struct.pack(f"{order}IH", 8, 2) + entries + struct.pack(f"{order}I", 0)


def a_webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\0\0\0\0WEBPVP8X" + b"\x0a\0\0\0" + b"\0" * 4 + size


def a_drawing(content: str = "<path d='M0 0h8v8z'/>", before: str = "", more: str = "") -> bytes:
    """An SVG."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {spaces} width="8" height="8" {more}>{content}</svg>'.encode()
