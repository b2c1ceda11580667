"""The same thing told in several ways, for readers old and new (`mc:AlternateContent`)."""

from itertools import islice

from lxml import etree

from pr_review.reading.word.names import (
    ALTERNATIVE,
    BLIP,
    BRANCHES,
    DELETED_TEXT,
    IMAGE_DATA,
    PARAGRAPH,
    TEXT,
    TEXT_PATH,
)

_A_PICTURE = "\0"
_DEEPEST = 8


def telling(element: etree._Element) -> list[etree._Element]:
    """The branches to be read: the first, and each that tells what none before it did.

    Readers take one branch, and not all the same. So words that only some would show are read too.
    """
    present = [branch for branch in element if branch.tag in BRANCHES]
    if len(present) < 2 or _is_deep(element):
        return present
    told: set[str] = set()
    found: list[etree._Element] = []
    for branch in present:
        tells = _told(branch)
        if not found or tells - told:
            found.append(branch)
            told |= tells
    return found


def _is_deep(element: etree._Element) -> bool:
    """Whether it is in so many others that looking through it for each would take for ever."""
    return len(list(islice(element.iterancestors(ALTERNATIVE), _DEEPEST))) == _DEEPEST


def _told(branch: etree._Element) -> set[str]:
    paragraphs = list(branch.iter(PARAGRAPH))
    told = {_words(each) for each in paragraphs} if paragraphs else {_words(branch)}
    told |= {each.get("string", "").strip() for each in branch.iter(TEXT_PATH)}
    if next(branch.iter(BLIP, IMAGE_DATA), None) is not None:
        told.add(_A_PICTURE)
    return told - {""}


def _words(element: etree._Element) -> str:
    said = "".join(each.text or "" for each in element.iter(TEXT, DELETED_TEXT))
    return " ".join(said.split())
