"""What the parts of an Office file refer to: the relations that each has in a table of its own."""

import re
from dataclasses import dataclass

from pr_review.drafts import markup
from pr_review.drafts.contents import Contents
from pr_review.drafts.directory import key_of
from pr_review.drafts.refusals import NotAccepted, Refusal
from pr_review.drafts.types import table

MOST_RELATIONS = 10_000

# What the package as a whole refers to.
ROOT = ""

_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_TABLE = re.compile(r"(.*/)?_rels/([^/]*)\.rels")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_TEXTS = {
    "officedocument",
    "header",
    "footer",
    "footnotes",
    "endnotes",
    "comments",
    "commentsextended",
    "glossarydocument",
    "styles",
    "numbering",
    "settings",
    "diagramdata",
    "diagramdrawing",
    "chart",
}


@dataclass(frozen=True)
class Relation:
    """A relation of one part; `kind` is the last word of its type, in lower case."""

    source: str
    type: str
    kind: str
    target: str
    is_external: bool

    @property
    def is_to_text(self) -> bool:
        """Whether readers take what is there for a text of the document, and parse it."""
        return not self.is_external and self.kind in _TEXTS

    @property
    def is_to_place(self) -> bool:
        """Whether it leads to a place in the same part."""
        return not self.is_external and self.target.startswith("#")

    @property
    def part(self) -> str:
        """The part it leads to. Fails with `NotAccepted` if that is outside of the file."""
        target = self.target.partition("#")[0]
        if _SCHEME.match(target) or "\\" in target or target.startswith("//"):
            raise NotAccepted(Refusal.BAD_REL_TARGET)
        steps = [] if target.startswith("/") else self.source.split("/")[:-1]
        for step in key_of(target).split("/"):
            if step == "..":
                if not steps:
                    raise NotAccepted(Refusal.BAD_REL_TARGET)
                steps.pop()
            elif step not in ("", "."):
                steps.append(step)
        return "/".join(steps)


def all_relations(contents: Contents) -> list[Relation]:
    """The relations of all parts, those of the package first. Fails with `NotAccepted`."""
    found: list[Relation] = []
    tables = (_TABLE.fullmatch(part) for part in contents.members)
    for match in sorted(filter(None, tables), key=lambda match: (match[1] or "", match[2])):
        source = (match[1] or "") + match[2]
        found += _relations_in(table(contents, match[0]), source)
        if len(found) > MOST_RELATIONS:
            raise NotAccepted(Refusal.TOO_MANY_ELEMENTS)
    return sorted(found, key=lambda relation: relation.source != ROOT)


def _relations_in(xml: bytes, source: str) -> list[Relation]:
    found, ids = [], set()
    for name, attributes in markup.elements(xml):
        if name != _RELATIONSHIP:
            continue
        mode = attributes.get("TargetMode", "Internal")
        # With two of one id, readers would disagree about where it leads.
        if mode not in ("Internal", "External") or attributes.get("Id") in ids:
            raise NotAccepted(Refusal.AMBIGUOUS_REL)
        ids.add(attributes.get("Id"))
        type_ = attributes.get("Type", "")
        kind = type_.rstrip("/").rpartition("/")[2].casefold()
        target = attributes.get("Target", "").strip()
        found.append(Relation(source, type_, kind, target, mode == "External"))
    return found
