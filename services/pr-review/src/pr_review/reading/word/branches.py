"""The same thing told in several ways, for readers old and new (`mc:AlternateContent`)."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from pr_review.reading.word.names import (
    ALTERNATIVE,
    BLIP,
    BRANCHES,
    DELETED_TEXT,
    IMAGE_DATA,
    PARAGRAPH,
    RUN_LOOK,
    TEXT,
    TEXT_PATH,
    VALUE,
    child,
    w,
)

_DEEPEST = 8
_MADE_BY = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
_CHOICE, _FALLBACK = BRANCHES
_SYMBOL, _SIGNS = w("sym"), (w("tab"), w("br"), w("cr"), w("noBreakHyphen"))
_RUN = w("r")
# What decides how words look; the rest may differ between tellings of the same.
_LOOKS = frozenset(
    w(name)
    for name in ("vanish", "color", "shd", "highlight", "sz", "strike", "dstrike", "rStyle", "w")
)


class Branch(NamedTuple):
    """One way of telling; `is_seen` is the one that Word takes."""

    element: etree._Element
    is_seen: bool


def telling(element: etree._Element) -> list[Branch]:
    """The branches to be read: the one that Word takes first, and each that tells otherwise.

    Readers take one branch, and not all the same. So words that only some would show are read too.
    """
    present = [branch for branch in element if branch.tag in BRANCHES]
    taken = next((each for each in present if _is_taken(each)), None)
    branches = [Branch(each, each is taken) for each in present]
    branches.sort(key=lambda each: not each.is_seen)
    if len(present) < 2 or _is_deep(element):
        return branches
    told: set[tuple[object, ...]] = {()}
    found: list[Branch] = []
    has_picture = False
    for branch in branches:
        tells = tuple(_told(branch.element))
        shows = next(branch.element.iter(BLIP, IMAGE_DATA), None) is not None
        if not found or tells not in told or (shows and not has_picture):
            found.append(branch)
            told.add(tells)
            has_picture = has_picture or shows
    return found


def _is_taken(branch: etree._Element) -> bool:
    """Whether Word understands all that a choice requires: what it made itself."""
    if branch.tag == _FALLBACK:
        return True
    wanted = (branch.get("Requires") or "").split()
    spaces = (branch.nsmap.get(prefix) or "" for prefix in wanted)
    return bool(wanted) and all(space.startswith(_MADE_BY) for space in spaces)


def _is_deep(element: etree._Element) -> bool:
    """Whether it is in so many others that looking through it for each would take for ever."""
    return len(list(islice(element.iterancestors(ALTERNATIVE), _DEEPEST))) == _DEEPEST


def _told(branch: etree._Element) -> Iterator[object]:
    """What stands in a branch in order, with how it looks."""
    said = ""
    look: tuple[tuple[str, str], ...] = ()
    for each in branch.iter(PARAGRAPH, _RUN, TEXT, DELETED_TEXT, _SYMBOL, TEXT_PATH, *_SIGNS):
        if each.tag == _RUN:
            now = tuple(_looks(child(each, RUN_LOOK)))
            if now != look and said.strip():
                yield look, " ".join(said.split())
                said = ""
            look = now
        elif each.tag == PARAGRAPH:
            if said.strip():
                yield look, " ".join(said.split())
            said = ""
        else:
            said += each.text or each.get(w("char")) or each.get("string") or " "
    if said.strip():
        yield look, " ".join(said.split())


def _looks(properties: etree._Element | None) -> Iterator[tuple[str, str]]:
    for each in () if properties is None else properties:
        if each.tag in _LOOKS:
            yield each.tag, each.get(VALUE) or ""
