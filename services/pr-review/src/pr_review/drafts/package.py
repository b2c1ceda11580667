"""What an Office file says it is: the types of its parts, and which of them is the main one."""

from collections.abc import Iterator, Mapping

from pr_review.drafts import markup
from pr_review.drafts.directory import Bytes, Member, unpacked
from pr_review.drafts.refusals import NotAccepted, Refusal

MOST_XML = 1024 * 1024

_TYPES = "[Content_Types].xml"
_ROOT_RELATIONS = "_rels/.rels"
_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"

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


def ensure_document(data: Bytes, members: Mapping[str, Member]) -> None:
    """Refuses with `NotAccepted` everything whose main part is not a Word document's."""
    if _TYPES.casefold() not in members:
        raise NotAccepted(Refusal.NOT_DOCX, _other_archive(members))
    relation, target = _main_relation(_read(data, members, _ROOT_RELATIONS))
    part = _resolved(target)
    if part.casefold() not in members:
        raise NotAccepted(Refusal.NO_MAIN_PART)
    content_type = _content_type(_read(data, members, _TYPES), part)
    if content_type in _REFUSED:
        raise NotAccepted(_REFUSED[content_type])
    if content_type != _DOCUMENT:
        kind = next((kind for mark, kind in _OTHER_KINDS if mark in content_type), "")
        raise NotAccepted(Refusal.WRONG_OOXML_KIND if kind else Refusal.NO_MAIN_PART, kind)
    if relation == _STRICT:
        raise NotAccepted(Refusal.STRICT_OOXML)


def _read(data: Bytes, members: Mapping[str, Member], name: str) -> bytes:
    member = members.get(name.casefold())
    if member is None:
        raise NotAccepted(Refusal.NO_MAIN_PART)
    return unpacked(data, member, MOST_XML)


def _other_archive(members: Mapping[str, Member]) -> str:
    return "an OpenDocument file" if "mimetype" in members else "an archive"


def _main_relation(xml: bytes) -> tuple[str, str]:
    """The type and target of the one relation to a main part."""
    mains = [
        (attributes.get("Type", ""), attributes)
        for name, attributes in markup.elements(xml)
        if name == f"{_OPC}/relationships Relationship"
        and attributes.get("Type", "") in (_OFFICE, _STRICT)
    ]
    # With two, readers would disagree about which one is the document.
    if len(mains) != 1:
        raise NotAccepted(Refusal.NO_MAIN_PART)
    relation, attributes = mains[0]
    if attributes.get("TargetMode", "Internal") != "Internal":
        raise NotAccepted(Refusal.BAD_REL_TARGET)
    return relation, attributes.get("Target", "")


def _resolved(target: str) -> str:
    """The part's name as the directory has it; relations of the root begin at the root."""
    steps: list[str] = []
    for step in target.removeprefix("/").split("/"):
        if step == "..":
            if not steps:
                raise NotAccepted(Refusal.BAD_REL_TARGET)
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _content_type(xml: bytes, part: str) -> str:
    """The declared type of a part: its own, else that of its ending."""
    wanted = f"/{part}".casefold()
    ending = part.rpartition(".")[2].casefold()
    own = {kind for name, kind in _declared(xml, "Override", "PartName") if name == wanted}
    if len(own) > 1:
        raise NotAccepted(Refusal.NO_MAIN_PART)
    by_ending = (kind for name, kind in _declared(xml, "Default", "Extension") if name == ending)
    return own.pop() if own else next(by_ending, "")


def _declared(xml: bytes, element: str, key: str) -> Iterator[tuple[str, str]]:
    for name, attributes in markup.elements(xml):
        if name == f"{_OPC}/content-types {element}":
            kind = attributes.get("ContentType", "").partition(";")[0]
            yield attributes.get(key, "").casefold(), kind.strip().casefold()
