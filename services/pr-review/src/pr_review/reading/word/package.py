"""The parts of a document and how they relate."""

import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from pr_review.reading.word.names import STRICT

_PIECE = 1024 * 1024
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Relation:
    """What a part refers to: a part's name, or a target outside.

    `kind` is such as `image`, in small letters: readers do not care how it is written.
    """

    kind: str
    target: str
    is_external: bool


class NotXml(Exception):
    """A part that is to be read as text is something else."""


class Package:
    """The parts by name. Knows only files that passed the gate, so it checks nothing again."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file)
        self._members = {member.filename.casefold(): member for member in self._zip.infolist()}
        self._relations: dict[str, Mapping[str, Relation]] = {}

    def relations(self, part: str = "") -> Mapping[str, Relation]:
        """What a part, or the package itself, refers to, by id."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def parts(self, kind: str, part: str = "") -> list[str]:
        """The parts of a kind that a part, or the package itself, refers to."""
        kind, related = kind.casefold(), self.relations(part).values()
        return [each.target for each in related if each.kind == kind and not each.is_external]

    def xml(self, part: str) -> etree._Element | None:
        """A part's root, or nothing if there is no such part."""
        member = self._members.get(part.casefold())
        if member is None or not member.file_size:
            return None
        content = self._zip.read(member)
        if b"purl.oclc.org/ooxml" in content:
            for strict, usual in STRICT:
                content = content.replace(strict, usual)
        try:
            return etree.fromstring(content, _parser())
        except etree.XMLSyntaxError as error:
            raise NotXml from error

    def size(self, part: str) -> int | None:
        """How many bytes a part has, or nothing if there is no such part."""
        member = self._members.get(part.casefold())
        return None if member is None else member.file_size

    def head(self, part: str, most: int) -> tuple[bytes, str]:
        """The first bytes of a part that there is, and the SHA-256 of all."""
        with self._zip.open(self._members[part.casefold()]) as member:
            head = member.read(most)
            digest = hashlib.sha256(head)
            while piece := member.read(_PIECE):
                digest.update(piece)
        return head, digest.hexdigest()

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            each.get("Id", ""): self._relation(each, folder)
            for each in root.iter(_RELATION)
            if each.get("Target") is not None
        }

    def _relation(self, element: etree._Element, folder: str) -> Relation:
        kind = element.get("Type", "").rpartition("/")[2].casefold()
        target = element.get("Target", "")
        if element.get("TargetMode") == "External":
            return Relation(kind, target, is_external=True)
        if kind == "hyperlink":
            return Relation(kind, target, is_external=False)
        return Relation(kind, self._part(target, folder), is_external=False)

    def _part(self, target: str, folder: str) -> str:
        """The part's name as the directory has it."""
        name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        member = self._members.get(name.casefold()) or self._members.get(unquote(name).casefold())
        return name if member is None else member.filename


def _parser() -> etree.XMLParser:
    # One for each part: lxml's own are shared, and a document remembers its parser.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
