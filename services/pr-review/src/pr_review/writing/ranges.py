"""Where in a paragraph comments begin and end: runs are cut there, and keep how they look."""

import copy
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pr_review.reading.word.characters import written
from pr_review.reading.word.names import ALTERNATIVES, DELETED_TEXT, RUN_LOOK, TEXT, w
from pr_review.writing.names import SPACE

_TEXTS = frozenset({TEXT, DELETED_TEXT})
# What a range may begin and end in beside the paragraph itself.
_OPEN = frozenset(map(w, ("hyperlink", "ins", "moveTo", "smartTag")))
# Paragraphs of their own stand in these, or nothing that is read as words.
_APART = frozenset(
    (
        *map(w, ("drawing", "pict", "object", "pPr", "rPr", "rt", "sdtPr", "sdtEndPr")),
        f"{{{ALTERNATIVES}}}AlternateContent",
    )
)


@dataclass
class _Unit:
    """A run, or something else with words that comments stand before or after, never in."""

    element: etree._Element
    start: int
    end: int
    can_be_cut: bool


class Paragraph:
    """The words of a paragraph (`w:p`) and the elements they stand in."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self._units: list[_Unit] = []
        at = 0
        for each, can_be_cut in _parts(element):
            length = len(text_of(each))
            if length:
                self._units.append(_Unit(each, at, at + length, can_be_cut))
                at += length
        self.text = "".join(text_of(unit.element) for unit in self._units)

    def can_begin(self, position: int) -> bool:
        """Whether a comment can begin before the character there."""
        index = bisect_left(self._units, position + 1, key=lambda unit: unit.end)
        return index < len(self._units) and (
            self._units[index].start == position or self._units[index].can_be_cut
        )

    def can_end(self, position: int) -> bool:
        """Whether a comment can end after the character before."""
        index = bisect_left(self._units, position, key=lambda unit: unit.end)
        return index < len(self._units) and (
            self._units[index].end == position or self._units[index].can_be_cut
        )

    def cut(self, positions: Sequence[int]) -> None:
        """Cuts the runs wherever comments begin or end."""
        cuts = sorted(set(positions))
        units: list[_Unit] = []
        for unit in self._units:
            first, last = bisect_left(cuts, unit.start + 1), bisect_left(cuts, unit.end)
            if unit.can_be_cut and first < last:
                units += _cut(unit, cuts[first:last])
            else:
                units.append(unit)
        self._units = units

    def element_from(self, position: int) -> etree._Element:
        """What begins at a position at which a comment begins."""
        return self._units[bisect_left(self._units, position, key=lambda unit: unit.start)].element

    def element_to(self, position: int) -> etree._Element:
        """What ends at a position at which a comment ends."""
        return self._units[bisect_left(self._units, position, key=lambda unit: unit.end)].element


def text_of(element: etree._Element) -> str:
    """The words in a run or anything else within a paragraph, as they are shown to reviewers."""
    if not len(element) or element.tag in _TEXTS:
        return written(element)
    return "".join(text_of(child) for child in element if child.tag not in _APART)


def anchored_texts(paragraph: etree._Element) -> dict[str, str]:
    """What each comment that begins and ends in the paragraph stands at, by its id."""
    opened: dict[str, int] = {}
    found: dict[str, str] = {}
    words: list[str] = []
    for each in _parts_and_marks(paragraph):
        if each.tag == w("commentRangeStart"):
            opened[each.get(w("id"), "")] = len(words)
        elif each.tag == w("commentRangeEnd"):
            own = each.get(w("id"), "")
            if own in opened:
                found[own] = "".join(words[opened[own] :])
        else:
            words.append(text_of(each))
    return found


def _parts(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """What stands in a paragraph, and whether it is a run that can be cut."""
    for child in element:
        if child.tag in _OPEN:
            yield from _parts(child)
        elif child.tag == w("r"):
            yield child, not any(_is_closed(each) for each in child)
        elif child.tag not in _APART:
            yield child, False


def _parts_and_marks(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _OPEN:
            yield from _parts_and_marks(child)
        elif child.tag not in _APART:
            yield child


def _is_closed(child: etree._Element) -> bool:
    """Whether part of a run has words, and is not simply words."""
    return child.tag not in _APART and len(child) > 0 and bool(text_of(child))


def _cut(unit: _Unit, cuts: Sequence[int]) -> list[_Unit]:
    """Cuts a run; what is made keeps the order, and each thing in the run is in one piece only."""
    made: list[_Unit] = []
    rest, at = unit.element, unit.start
    for cut in cuts:
        piece = _like(rest)
        for child in list(rest):
            if child.tag == RUN_LOOK:
                piece.append(copy.deepcopy(child))
                continue
            length = len(text_of(child))
            if at + length > cut:
                if cut > at:
                    piece.append(_split(child, cut - at))
                    at = cut
                break
            piece.append(child)
            at += length
        rest.addprevious(piece)
        start = made[-1].end if made else unit.start
        made.append(_Unit(piece, start, cut, can_be_cut=True))
    made.append(_Unit(rest, made[-1].end, unit.end, can_be_cut=True))
    return made


def _split(text: etree._Element, at: int) -> etree._Element:
    """Takes the first characters out of a text, as a text of their own."""
    words = written(text)
    before = _like(text)
    before.text, text.text = words[:at], words[at:]
    # Without it Word drops blanks at both ends; those that were dropped stay so.
    if words[at - 1].isspace():
        before.set(SPACE, "preserve")
    if words[at].isspace():
        text.set(SPACE, "preserve")
    return before


def _like(element: etree._Element) -> etree._Element:
    made = etree.Element(element.tag)
    made.attrib.update(element.attrib)
    return made
