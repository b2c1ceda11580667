"""What a document may refer to: parts of its own that are there, and by links what it likes."""

from collections import Counter

from pr_review.drafts.contents import Contents
from pr_review.drafts.refusals import Caution, NotAccepted, Refusal, caution
from pr_review.drafts.relations import ROOT, Relation
from pr_review.drafts.targets import is_local, is_unsafe
from pr_review.drafts.types import Types

# By the last word of a relation's type, wherever it leads.
_REFUSED = {
    "vbaproject": Refusal.MACROS,
    "wordvbadata": Refusal.MACROS,
    "oleobject": Refusal.OLE_OBJECT,
    "package": Refusal.OLE_OBJECT,
    "control": Refusal.ACTIVEX,
    "activexcontrol": Refusal.ACTIVEX,
    "activexcontrolbinary": Refusal.ACTIVEX,
    "afchunk": Refusal.ALTCHUNK,
    "extensibility": Refusal.UNEXPECTED_PART,
    "customui": Refusal.UNEXPECTED_PART,
}
_REFUSED_OUTSIDE = {
    "oleobject": Refusal.EXTERNAL_OLE,
    "package": Refusal.EXTERNAL_OLE,
    "image": Refusal.EXTERNAL_IMAGE,
    "video": Refusal.EXTERNAL_IMAGE,
    "audio": Refusal.EXTERNAL_IMAGE,
    "media": Refusal.EXTERNAL_IMAGE,
}
_NEVER = {
    "subdocument": "the documents of its outline",
    "frame": "a page for one of its frames",
    "mailmergesource": "a list of addresses for its mail merge",
    "mailmergeheadersource": "a list of addresses for its mail merge",
}

_REFUSED_TYPES = (
    ("vbaproject", Refusal.MACROS),
    ("vbadata", Refusal.MACROS),
    ("activex", Refusal.ACTIVEX),
    ("oleobject", Refusal.OLE_OBJECT),
)
_MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")

# Of these a part has one; of two, each reader would take another.
_ONE_OF_A_KIND = {"footnotes", "endnotes", "comments", "styles", "numbering", "settings"}


def followed(
    relations: list[Relation], contents: Contents, types: Types
) -> tuple[set[str], list[tuple[str, str]]]:
    """The parts that belong to the document, and what its maker should know.

    Refuses with `NotAccepted` what would run, be fetched, or be missing when it is opened.
    """
    _ensure_nothing_runs(contents, types)
    warnings: list[tuple[str, str]] = []
    targets: dict[str, set[str]] = {}
    for relation in relations:
        _ensure_kind(relation)
        if relation.is_external:
            warnings += _warnings_outside(relation)
        elif not relation.is_to_place:
            part = relation.part
            if part not in contents.members:
                raise NotAccepted(Refusal.DANGLING_REL)
            targets.setdefault(relation.source, set()).add(part)
            if relation.kind == "font":
                warnings.append(caution(Caution.EMBEDDED_FONT, part.rpartition("/")[2]))
    _ensure_one_of_a_kind(relations)
    return _reachable(targets), warnings


def _ensure_nothing_runs(contents: Contents, types: Types) -> None:
    for part in contents.members:
        if part.rpartition("/")[2] in _MACRO_NAMES:
            raise NotAccepted(Refusal.MACROS)
        for kind in types.all_of(part):
            for mark, refusal in _REFUSED_TYPES:
                if mark in kind:
                    raise NotAccepted(refusal)


def _ensure_kind(relation: Relation) -> None:
    kind = relation.kind
    if relation.is_external and kind in _REFUSED_OUTSIDE:
        raise NotAccepted(_REFUSED_OUTSIDE[kind])
    if kind in _REFUSED:
        raise NotAccepted(_REFUSED[kind])
    if kind in _NEVER:
        raise NotAccepted(Refusal.BAD_REL_TARGET, _NEVER[kind])


def _warnings_outside(relation: Relation) -> list[tuple[str, str]]:
    if relation.kind == "hyperlink":
        is_odd = is_unsafe(relation.target)
        return [caution(Caution.UNSAFE_LINK, relation.target)] if is_odd else []
    if relation.kind != "attachedtemplate":
        raise NotAccepted(Refusal.BAD_REL_TARGET)
    if not is_local(relation.target):
        raise NotAccepted(Refusal.REMOTE_TEMPLATE)
    return [caution(Caution.LOCAL_TEMPLATE, relation.target)]


def _ensure_one_of_a_kind(relations: list[Relation]) -> None:
    counted = Counter((it.source, it.kind) for it in relations if it.kind in _ONE_OF_A_KIND)
    if counted and max(counted.values()) > 1:
        raise NotAccepted(Refusal.AMBIGUOUS_REL)


def _reachable(targets: dict[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [ROOT]
    while waiting:
        new = targets.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
