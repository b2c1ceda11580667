"""What each part of an Office file is declared to be, in the package's table of contents."""

from pr_review.drafts import markup
from pr_review.drafts.contents import Contents
from pr_review.drafts.directory import key_of
from pr_review.drafts.refusals import NotAccepted, Refusal

TABLE = "[content_types].xml"
# Of the table of contents, and of each part's relations: they are read into memory whole.
MOST_TABLE = 2 * 1024 * 1024

_OPC = "http://schemas.openxmlformats.org/package/2006/content-types"
_XML_ENDINGS = ("xml", "rels", "vml")
_XML_TYPES = ("application/xml", "text/xml")
_SVG = "image/svg+xml"


class Types:
    """Types by part; letter case is of no importance."""

    def __init__(self, contents: Contents) -> None:
        self._own: dict[str, set[str]] = {}
        self._by_ending: dict[str, set[str]] = {}
        for name, attributes in markup.elements(table(contents, TABLE)):
            kind = attributes.get("ContentType", "").partition(";")[0].strip().casefold()
            if name == f"{_OPC} Override":
                part = key_of(attributes.get("PartName", "").removeprefix("/"))
                self._own.setdefault(part, set()).add(kind)
            elif name == f"{_OPC} Default":
                ending = attributes.get("Extension", "").casefold()
                self._by_ending.setdefault(ending, set()).add(kind)

    def all_of(self, part: str) -> set[str]:
        """Every type that is declared for a part: its own, else those of its ending."""
        return self._own.get(part) or self._by_ending.get(ending_of(part), set())

    def of(self, part: str) -> str:
        """The one type of a part; empty where there is none, or where readers have a choice."""
        declared = self.all_of(part)
        return next(iter(declared)) if len(declared) == 1 else ""

    def is_svg(self, part: str) -> bool:
        """Whether a part is a drawing, which is XML but was not written by Word."""
        return ending_of(part) == "svg" or _SVG in self.all_of(part)

    def is_xml(self, part: str) -> bool:
        """Whether a reader may parse a part."""
        declared = self.all_of(part)
        return not self.is_svg(part) and (
            ending_of(part) in _XML_ENDINGS
            or any(kind.endswith("+xml") or kind in _XML_TYPES for kind in declared)
        )


def ending_of(part: str) -> str:
    """The last part of a name, behind its last full stop."""
    return part.rpartition("/")[2].rpartition(".")[2]


def table(contents: Contents, part: str) -> bytes:
    """A part that lists others. Fails with `NotAccepted` where it lists too many."""
    if contents.members[part].size > MOST_TABLE:
        raise NotAccepted(Refusal.XML_TOO_LARGE)
    return contents.read(part)
