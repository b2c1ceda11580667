"""Which part of an Office file is the main one, and whether that is a Word document's."""

from pr_review.drafts.contents import Contents
from pr_review.drafts.refusals import NotAccepted, Refusal
from pr_review.drafts.relations import ROOT, Relation
from pr_review.drafts.types import Types

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_ELEMENT = "http://schemas.openxmlformats.org/wordprocessingml/2006/main document"
_STRICT_ELEMENT = "http://purl.oclc.org/ooxml/wordprocessingml/main document"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOCUMENT = f"{_WORD}.document.main+xml"
_REFUSED = {
    f"{_WORD}.template.main+xml": Refusal.TEMPLATE_NOT_DOCUMENT,
    "application/vnd.ms-word.document.macroenabled.main+xml": Refusal.MACROS,
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": Refusal.MACROS,
}
_OTHER_KINDS = (
    ("spreadsheetml", "a workbook"),
    ("ms-excel", "a workbook"),
    ("presentationml", "a presentation"),
    ("ms-powerpoint", "a presentation"),
    ("visio", "a drawing"),
)


def main_relation(relations: list[Relation], contents: Contents, types: Types) -> Relation:
    """The relation to the main part. Refuses what has none or two, or is of another program.

    So a workbook is called one, whatever else may be in it.
    """
    mains = [it for it in relations if it.source == ROOT and it.type in (_OFFICE, _STRICT)]
    # With two, readers would disagree about which one is the document.
    if len(mains) != 1:
        raise NotAccepted(Refusal.NO_MAIN_PART)
    if mains[0].is_external:
        raise NotAccepted(Refusal.BAD_REL_TARGET)
    if mains[0].part not in contents.members:
        raise NotAccepted(Refusal.NO_MAIN_PART)
    kind = types.of(mains[0].part)
    other = next((other for mark, other in _OTHER_KINDS if mark in kind), "")
    if other:
        raise NotAccepted(Refusal.WRONG_OOXML_KIND, other)
    return mains[0]


def ensure_document(main: Relation, types: Types, element: str) -> None:
    """Refuses every main part but a document's, by its type and its outermost element."""
    kind = types.of(main.part)
    if kind in _REFUSED:
        raise NotAccepted(_REFUSED[kind])
    if kind != _DOCUMENT:
        raise NotAccepted(Refusal.NO_MAIN_PART)
    if main.type == _STRICT or element == _STRICT_ELEMENT:
        raise NotAccepted(Refusal.STRICT_OOXML)
    if element != _ELEMENT:
        raise NotAccepted(Refusal.NO_MAIN_PART)
