"""What paragraphs and words take from their styles and lists."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from pr_review.reading.word.colours import Colours
from pr_review.reading.word.looks import PLAIN, Look, is_out_of_sight, look_of, shading_in
from pr_review.reading.word.names import PARAGRAPH_LOOK, RUN_LOOK, VALUE, child, is_on, w, whole
from pr_review.reading.word.package import Package

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"%[1-9]")
_OUTLINE, _NUMBERED = w("outlineLvl"), w("numPr")
NO_HEADING = 9


class Numbering(NamedTuple):
    """Which list, and how deep in it from 0."""

    number: str
    depth: int


@dataclass(frozen=True)
class Style:
    """What a style says with all it is based on.

    `outline` is 0 for a heading of level 1; paragraphs that are `unseen` have lines of no height.
    """

    look: Look = PLAIN
    fill: str | None = None
    outline: int | None = None
    numbering: Numbering | None = None
    unseen: bool = False


NO_STYLE = Style()


class Styles:
    """The styles and lists of a document."""

    def __init__(self, package: Package, main: str) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._read: dict[str, Style] = {}
        self.default = ""
        self.basis = PLAIN
        self.colours = Colours(package, main)
        for part in package.parts("styles", main)[:1]:
            root = package.xml(part)
            if root is not None:
                self._index(root)
        self._labels = _labels(package, main, self._numbered_by)

    def style(self, name: str) -> Style:
        """The style of this id, an empty one if there is none."""
        chain: dict[str, etree._Element] = {}
        wanted = name
        while name in self._elements and name not in self._read and name not in chain:
            chain[name] = self._elements[name]
            name = _value(chain[name], "basedOn")
        style = self._read.get(name, NO_STYLE)
        for each in reversed(chain):
            self._read[each] = style = _based(chain[each], style, self.colours)
        return self._read.get(wanted, NO_STYLE)

    def label(self, numbering: Numbering) -> str:
        """What stands before the items of a list, if there are words in it."""
        return self._labels.get(numbering, "")

    def _numbered_by(self, name: str) -> str:
        """The list that a style of lists names."""
        properties = child(self._elements.get(name), PARAGRAPH_LOOK)
        found = child(child(properties, _NUMBERED), w("numId"))
        return "" if found is None else found.get(VALUE, "")

    def _index(self, root: etree._Element) -> None:
        for style in root.iterchildren(w("style")):
            name = style.get(w("styleId"), "")
            self._elements.setdefault(name, style)
            is_default = style.get(w("default")) is not None and is_on(style.get(w("default")))
            if is_default and style.get(w("type")) == "paragraph":
                self.default = name
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{RUN_LOOK}")
        self.basis = look_of(defaults, self.colours)


def outline_of(properties: etree._Element | None) -> int | None:
    """The outline level that a paragraph's properties give, 0 the highest."""
    level = child(properties, _OUTLINE)
    return None if level is None else whole(level.get(VALUE), NO_HEADING)


def numbering_of(
    properties: etree._Element | None, otherwise: Numbering | None
) -> Numbering | None:
    """The list that a paragraph's properties put it into, or take it out of."""
    given = child(properties, _NUMBERED)
    if given is None:
        return otherwise
    number = _value(given, "numId") or (otherwise.number if otherwise else "")
    depth = _value(given, "ilvl")
    if number in ("", "0"):
        return None
    if not depth and otherwise:
        return Numbering(number, otherwise.depth)
    return Numbering(number, min(max(whole(depth), 0), 8))


def _based(element: etree._Element, basis: Style, colours: Colours) -> Style:
    properties = child(element, PARAGRAPH_LOOK)
    outline = outline_of(properties)
    name = _value(element, "name")
    if outline is None and (heading := _HEADING.fullmatch(name)):
        outline = int(heading[1]) - 1
    if outline is None and name.casefold() == "title":
        outline = 0
    fill = shading_in(properties, colours)
    look = look_of(child(element, RUN_LOOK), colours).over(basis.look)
    if element.get(w("type")) == "table":
        fill = shading_in(child(element, w("tcPr")), colours) or fill
        fill = fill or shading_in(child(element, w("tblPr")), colours)
        # Which rows are first, last or odd is not followed: hidden in some is marked in all.
        if any(
            look_of(child(each, RUN_LOOK), colours).hidden
            for each in element.iterchildren(w("tblStylePr"))
        ):
            look = look._replace(hidden=True)
    unseen = is_out_of_sight(properties)
    return Style(
        look,
        basis.fill if fill is None else fill,
        basis.outline if outline is None else outline,
        numbering_of(properties, basis.numbering),
        basis.unseen if unseen is None else unseen,
    )


def _labels(package: Package, main: str, numbered_by: Callable[[str], str]) -> dict[Numbering, str]:
    """What lists put before their items, where that has words, as in `Article 1.`"""
    parts = package.parts("numbering", main)
    root = package.xml(parts[0]) if parts else None
    if root is None:
        return {}
    shapes = {
        each.get(w("abstractNumId"), ""): _levels(each)
        for each in root.iterchildren(w("abstractNum"))
    }
    numbers = {
        each.get(w("numId"), ""): _value(each, "abstractNumId")
        for each in root.iterchildren(w("num"))
    }
    for each in root.iterchildren(w("abstractNum")):
        if style := _value(each, "numStyleLink"):
            shape = each.get(w("abstractNumId"), "")
            shapes[shape] = shapes.get(numbers.get(numbered_by(style), ""), {}) | shapes[shape]
    found: dict[Numbering, str] = {}
    for each in root.iterchildren(w("num")):
        number = each.get(w("numId"), "")
        levels = dict(shapes.get(numbers[number], {}))
        for override in each.iterchildren(w("lvlOverride")):
            levels |= _levels(override)
        found |= {Numbering(number, depth): label for depth, label in levels.items()}
    return found


def _levels(element: etree._Element) -> dict[int, str]:
    said = {
        whole(level.get(w("ilvl"))): _value(level, "lvlText")
        for level in element.iterchildren(w("lvl"))
    }
    return {depth: label for depth, label in said.items() if _WORDS.search(_NUMBER.sub("", label))}


def _value(element: etree._Element, name: str) -> str:
    found = child(element, w(name))
    return "" if found is None else found.get(VALUE, "")
