"""The parts that are XML, each looked through once."""

import re
from dataclasses import dataclass, field

from pr_review.drafts import markup
from pr_review.drafts.contents import Contents
from pr_review.drafts.fields import MOST_FIELDS, effects_in
from pr_review.drafts.instructions import Effect
from pr_review.drafts.refusals import NotAccepted, Refusal
from pr_review.drafts.types import Types

MOST_BYTES = 64 * 1024 * 1024

_SVG = "http://www.w3.org/2000/svg svg"
# What other programs keep in a document; no reader of texts opens it.
_DATA = "customxml/"
_OLD_DRAWING = b"schemas-microsoft-com:vml"
_FILLED = re.compile(rb"<(?:[^\s<>/:]+:)?(?:imagedata|fill|stroke|image)\s([^<>]*)>")
_INSERTED = re.compile(rb"<(?:[^\s<>/:!?]+:)?(?:altChunk|subDoc)[\s/>]")
_SOURCE = re.compile(rb"(?:^|[\s:])src\s*=\s*[\"']\s*([^\"'\s])")


@dataclass
class Parts:
    """What was found in all of them."""

    roots: dict[str, str] = field(default_factory=dict)
    fields: list[Effect] = field(default_factory=list)
    has_linked_picture: bool = False
    has_whole_document: bool = False
    elements: int = 0
    size: int = 0

    def is_drawing(self, part: str) -> bool:
        """Whether a part is a drawing in the disguise of another XML part."""
        return self.roots.get(part) == _SVG

    def take(self, part: str, xml: bytes) -> None:
        """Looks through a part, once. Fails with `NotAccepted`."""
        if part in self.roots:
            return
        self.size += len(xml)
        if self.size > MOST_BYTES:
            raise NotAccepted(Refusal.XML_TOO_LARGE)
        found = markup.checked(xml, markup.MOST_ELEMENTS - self.elements)
        if not found.is_for_readers and not part.startswith(_DATA):
            raise NotAccepted(Refusal.XML_MALFORMED)
        self.roots[part] = found.root
        self.elements += found.elements
        self.fields += effects_in(found.plain, MOST_FIELDS - len(self.fields))
        self.has_whole_document = self.has_whole_document or _has_document(part, found.plain)
        self.has_linked_picture = self.has_linked_picture or _links_picture(found.plain)


def all_parts(contents: Contents, types: Types) -> Parts:
    """Looks through every part that a reader may parse. Fails with `NotAccepted`."""
    found = Parts()
    for part, member in contents.members.items():
        if types.is_xml(part):
            if member.size > markup.MOST_BYTES:
                raise NotAccepted(Refusal.XML_TOO_LARGE)
            found.take(part, contents.read(part))
    return found


def _has_document(part: str, plain: bytes) -> bool:
    """Whether Word would put another document here, whatever its relation says it is."""
    return not part.startswith(_DATA) and bool(_INSERTED.search(plain))


def _links_picture(plain: bytes) -> bool:
    """Whether an old drawing (VML) names a picture's address itself, without a relation."""
    if b"src" not in plain or _OLD_DRAWING not in plain:
        return False
    return any(
        source[1] != b"#"
        for filled in _FILLED.finditer(plain)
        if (source := _SOURCE.search(filled[1]))
    )
