"""A draft's package with some parts written anew; the bytes of all others are copied as they are.

For files that passed the gate (`drafts.gate`).
"""

import posixpath
import struct
import zlib
from io import BytesIO
from itertools import count
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from pr_review.reading.word.package import Package as Reader
from pr_review.writing.names import CONTENT_TYPES, PACKAGE_RELATIONS

_TYPES = "[Content_Types].xml"
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION, _MIDNIGHT, _1980, _UTF8 = 20, 0, 0x21, 0x800


class Package:
    """The parts of a document, by their names."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._zip = ZipFile(BytesIO(data))
        self._members = {each.filename.casefold(): each for each in self._zip.infolist()}
        self._written: dict[str, bytes] = {}
        self._types = self.xml(_TYPES)
        self._relations_of_main: etree._Element | None = None
        # Which part is meant is read as reviewers' readings are: two ways would part somewhere.
        self._read = Reader(BytesIO(data))
        self.main = self._part("officeDocument")

    @property
    def markup(self) -> list[str]:
        """The names of all parts that are XML."""
        return [member.filename for key, member in self._members.items() if key.endswith(".xml")]

    def read(self, name: str) -> bytes:
        """A part's bytes as they came."""
        return self._zip.read(self._members[name.casefold()])

    def xml(self, name: str) -> etree._Element:
        """A part's root element as it came."""
        return parsed(self.read(name))

    def beside_main(self, kind: str) -> str:
        """The name of the part to which the document has a relation of this kind; or empty."""
        return self._part(kind, self.main)

    def write(self, name: str, root: etree._Element) -> None:
        """Writes a part that there is anew."""
        self._written[name.casefold()] = _serialised(root)

    def add(self, stem: str, root: etree._Element, *, relation: str, content_type: str) -> None:
        """Adds a part beside the document, with its type and the relation that leads to it."""
        folder = posixpath.dirname(self.main)
        names = (posixpath.join(folder, f"{stem}{number or ''}.xml") for number in count())
        name = next(name for name in names if name.casefold() not in self._members)
        self._members[name.casefold()] = ZipInfo(name)
        self.write(name, root)
        declared = etree.SubElement(self._types, f"{{{CONTENT_TYPES}}}Override")
        declared.set("PartName", f"/{quote(name)}")
        declared.set("ContentType", content_type)
        self.write(_TYPES, self._types)
        taken = {each.get("Id") for each in self._relations}
        related = etree.SubElement(self._relations, f"{{{PACKAGE_RELATIONS}}}Relationship")
        related.set("Id", next(own for n in count(1) if (own := f"rId{n}") not in taken))
        related.set("Type", relation)
        related.set("Target", posixpath.basename(name))
        self._write_relations()

    def packed(self) -> bytes:
        """The whole file. The same parts make the same bytes."""
        file, directory = bytearray(), bytearray()
        for key, member in self._members.items():
            content = self._written.get(key)
            if content is None:
                packed, method = self._raw(member), member.compress_type
                crc, size = member.CRC, member.file_size
            else:
                packed, method = _deflated(content), ZIP_DEFLATED
                crc, size = zlib.crc32(content), len(content)
            name, flags = _raw_name(member)
            about = (flags, method, _MIDNIGHT, _1980, crc, len(packed), size, len(name))
            directory += _ENTRY.pack(
                b"PK\x01\x02", _VERSION, _VERSION, *about, 0, 0, 0, 0, 0, len(file)
            )
            directory += name
            file += _LOCAL.pack(b"PK\x03\x04", _VERSION, *about, 0) + name + packed
        number = len(self._members)
        end = _END.pack(b"PK\x05\x06", 0, 0, number, number, len(directory), len(file), 0)
        return bytes(file + directory + end)

    def _raw(self, member: ZipInfo) -> bytes:
        begins = member.header_offset + _LOCAL.size
        *_, name_length, extra_length = _LOCAL.unpack(self._data[member.header_offset : begins])
        begins += name_length + extra_length
        return self._data[begins : begins + member.compress_size]

    @property
    def _relations_name(self) -> str:
        folder, name = posixpath.split(self.main)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    @property
    def _relations(self) -> etree._Element:
        if self._relations_of_main is None:
            if self._relations_name.casefold() in self._members:
                self._relations_of_main = self.xml(self._relations_name)
            else:
                empty = f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'
                self._relations_of_main = parsed(empty.encode())
        return self._relations_of_main

    def _write_relations(self) -> None:
        name = self._relations_name
        if name.casefold() not in self._members:
            self._members[name.casefold()] = ZipInfo(name)
        self.write(name, self._relations)

    def _part(self, kind: str, part: str = "") -> str:
        found = next(iter(self._read.parts(kind, part)), "")
        return found if found.casefold() in self._members else ""


def parsed(xml: bytes) -> etree._Element:
    """The root of a part; nothing in it is fetched or expanded."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(xml, parser)


def _raw_name(member: ZipInfo) -> tuple[bytes, int]:
    """A name as it is written in the file, and the flag that says how."""
    try:
        return member.filename.encode("ascii"), 0
    except UnicodeEncodeError:
        return member.filename.encode(), _UTF8


def _serialised(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _deflated(content: bytes) -> bytes:
    deflating = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflating.compress(content) + deflating.flush()
