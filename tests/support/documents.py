"""Word documents, sound and otherwise, made by the tests themselves."""

import io
import struct
import zipfile
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx

TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
MAIN = "word/document.xml"

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT = f"{WORD}.document.main+xml"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = f"{KINDS}/officeDocument"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EMPTY = f'<w:document xmlns:w="{W}"><w:body/></w:document>'.encode()


def a_document(text="Mugs for dog lovers, now at Amazon Handmade.", picture=b"") -> bytes:
    """A real document, as python-docx writes it."""
    document = docx.Document()
    document.add_heading("A press release", 1)
    document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return with_picture(written.getvalue(), picture) if picture else written.getvalue()


def with_picture(document: bytes, picture: bytes) -> bytes:
    """The same document with a picture, not compressed."""
    written = io.BytesIO()
    relation = f'<Relationship Id="big" Type="{KINDS}/image" Target="media/big.bin"/></Relat'
    with ZipFile(io.BytesIO(document)) as package, ZipFile(written, "w") as changed:
        for info in package.infolist():
            content = package.read(info)
            if info.filename == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relat", relation.encode())
            changed.writestr(info, content)
        changed.writestr(ZipInfo("word/media/big.bin"), picture)
    return written.getvalue()


def content_types(main: str = DOCUMENT, part: str = "/word/document.xml", more: str = "") -> bytes:
    return (
        '<?xml version="1.0"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>{more}</Types>'
    ).encode()


def relations(target: str = MAIN, type: str = OFFICE, more: str = "", mode: str = "") -> bytes:
    mode = f' TargetMode="{mode}"' if mode else ""
    return (
        '<?xml version="1.0"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{type}" Target="{target}"{mode}/>{more}</Relationships>'
    ).encode()


def parts(**changes: bytes) -> dict[str, bytes]:
    """The members of a small sound document; a change of None leaves one out."""
    given = {
        TYPES: changes.pop("types", content_types()),
        RELATIONS: changes.pop("relations", relations()),
        MAIN: changes.pop("main", EMPTY),
    }
    return {name: content for name, content in given.items() if content is not None} | changes


def a_zip(members, method=ZIP_DEFLATED) -> bytes:
    """A zip file of these members: a dictionary, or pairs where names come twice."""
    written = io.BytesIO()
    pairs = members.items() if isinstance(members, dict) else members
    with ZipFile(written, "w", method) as package:
        for name, content in pairs:
            package.writestr(name, content)
    return written.getvalue()


def entries(file: bytes) -> list[int]:
    """Where the entries of a zip file's directory begin."""
    size, offset = struct.unpack("<II", file[end(file) + 12 : end(file) + 20])
    found, position = [], offset
    while position < offset + size:
        found.append(position)
        lengths = struct.unpack("<HHH", file[position + 28 : position + 34])
        position += 46 + sum(lengths)
    return found


def end(file: bytes) -> int:
    """Where a zip file's end record begins."""
    return file.rindex(b"PK\x05\x06")


def patched(file: bytes, position: int, format: str, *values) -> bytes:
    """The same file with other bytes at one place."""
    new = struct.pack(f"<{format}", *values)
    return file[:position] + new + file[position + len(new) :]


def an_ole2_file(*streams: str) -> bytes:
    """As much of an old Office file as says what it is: a header and a directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    directory = b"".join(an_ole2_entry(name) for name in ("Root Entry", *streams))
    return header + directory + b"\0" * 512


def an_ole2_entry(name: str) -> bytes:
    written = name.encode("utf-16-le")
    return (written.ljust(64, b"\0") + struct.pack("<H", len(written) + 2)).ljust(128, b"\0")


def a_symlink(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


STORED = zipfile.ZIP_STORED
