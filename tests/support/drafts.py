"""Word drafts written as raw XML, so that anything can be in them."""

import struct
import zlib

from tests.support.documents import OFFICE, TYPES, WORD, a_zip

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": _R,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT = {
    "header": f"{WORD}.header+xml",
    "footer": f"{WORD}.footer+xml",
    "footnotes": f"{WORD}.footnotes+xml",
    "endnotes": f"{WORD}.endnotes+xml",
    "comments": f"{WORD}.comments+xml",
    "styles": f"{WORD}.styles+xml",
    "numbering": f"{WORD}.numbering+xml",
    "settings": f"{WORD}.settings+xml",
}
_FOLDERS = {"charts": "chart", "diagrams": "diagramData", "theme": "theme"}
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def run(text, look=""):
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content, look=""):
    look = f"<w:pPr>{look}</w:pPr>" if look else ""
    return f"<w:p>{look}{''.join(content)}</w:p>"


def said(text, look=""):
    return paragraph(run(text, look))


def table(*rows):
    """Rows of cells, each already block content."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def shape(content, more=""):
    """A text box as newer Word writes it."""
    return (
        f'<w:drawing><wp:inline>{more}<a:graphic><a:graphicData uri="wps"><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def old_shape(content, attributes=""):
    """A text box as Word before 2010 writes it."""
    return (
        f"<w:pict><v:shape {attributes}><v:textbox><w:txbxContent>{content}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict>"
    )


def either(choice, fallback):
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def picture(relation, name="image1.png", alt="", link=""):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{alt}">{link}'
        '</wp:docPr><a:graphic><a:graphicData uri="pic"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="{name}"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def field(instruction, result, between="separate"):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="{between}"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def png(width=2, height=2):
    """A picture that says it has so many pixels; only small ones have them."""
    chunk = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * height if width * height < 10**6 else b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", chunk), (b"IDAT", rows), (b"IEND", b""))
    )


def a_draft(body, *, parts=(), links=None, media=None, core="", package=None):
    """A document with this body.

    `parts` are (kind, content) such as ("header", paragraphs), related as rId1, rId2, …; `links`
    go by relation id to targets outside, `media` to (name, bytes), `package` has more members.
    """
    members, related, types = {}, [], []
    for number, (kind, content) in enumerate(parts, 1):
        root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        name = f"{kind}{number}.xml"
        members[f"word/{name}"] = f"<w:{root} {SPACES}>{content}</w:{root}>".encode()
        related.append(_relation(f"rId{number}", kind, name))
        types.append(_override(f"/word/{name}", _CONTENT[kind]))
    for identity, target in (links or {}).items():
        related.append(_relation(identity, "hyperlink", target, ' TargetMode="External"'))
    for identity, (name, content) in (media or {}).items():
        members[f"word/{name}"] = content
        kind = _FOLDERS.get(name.partition("/")[0], "image")
        related.append(_relation(identity, kind, name))
    roots = [f'<Relationship Id="m" Type="{OFFICE}" Target="word/document.xml"/>']
    if core:
        roots.append(f'<Relationship Id="c" Type="{_CORE}" Target="docProps/core.xml"/>')
        members["docProps/core.xml"] = core.encode()
    return a_zip(
        {
            TYPES: _types(types),
            "_rels/.rels": _relations(roots),
            "word/document.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><w:document {SPACES}>'
                f"<w:body>{body}</w:body></w:document>"
            ).encode(),
            "word/_rels/document.xml.rels": _relations(related),
            **members,
            **(package or {}),
        }
    )


def _relation(identity, kind, target, more=""):
    return f'<Relationship Id="{identity}" Type="{_R}/{kind}" Target="{target}"{more}/>'


def _relations(related):
    return f'<Relationships xmlns="{_RELATED}">{"".join(related)}</Relationships>'.encode()


def _override(part, kind):
    return f'<Override PartName="{part}" ContentType="{kind}"/>'


def _types(overrides):
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    endings = {
        "xml": "application/xml",
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "png": "image/png",
        "svg": "image/svg+xml",
        "jpg": "image/jpeg",
    }
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in endings.items()
    )
    main = _override("/word/document.xml", f"{WORD}.document.main+xml")
    return f'<Types xmlns="{space}">{defaults}{main}{"".join(overrides)}</Types>'.encode()
