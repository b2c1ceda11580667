"""Reads a draft: every word that Word, or anybody, could show of it, each once, with its place.

No library sees everything: what is marked as inserted, in content controls, boxes, headers, notes
and alternative texts is exactly what drafts under review contain. The file has passed the gate.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from pr_review.reading.blocks import Doubt, Place, Reading, WordComment
from pr_review.reading.word.characters import has_signs
from pr_review.reading.word.colours import PAPER
from pr_review.reading.word.inline import Element, Part
from pr_review.reading.word.names import DRAWING, PARAGRAPH, RELATION, child, w
from pr_review.reading.word.package import Package
from pr_review.reading.word.paragraph import Around
from pr_review.reading.word.pictures import Pictures
from pr_review.reading.word.properties import properties_of
from pr_review.reading.word.story import ORDINAL, Stories, Story
from pr_review.reading.word.styles import Styles

_NOTES = (("footnotes", "footnote", Place.FOOTNOTE), ("endnotes", "endnote", Place.ENDNOTE))
_MORE_THAN_A_LINE = tuple(
    w(name) for name in ("t", "delText", "sym", "instrText", "fldSimple", "drawing", "pict")
)
_BOUND = (w("dataBinding"), "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding")
_THEME_FONTS = tuple(f"{{{DRAWING}}}{name}" for name in ("latin", "ea", "cs"))
_ORDERED = re.compile("[\u202d\u202e]")
_EDGES = (("header", Place.HEADER), ("footer", Place.FOOTER))


def read(file: BinaryIO) -> Reading:
    """All that stands in a draft.

    First the body, with text boxes after the paragraph they belong to; then the headers, footers,
    footnotes, endnotes and comments. Fails with `TooMuch` where no one would review so much, and
    of a damaged file with one of many exceptions.
    """
    return _Walk(Package(file)).reading()


class _Walk:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = (package.parts("officeDocument") or [""])[0]
        self._stories = Stories(Styles(package, self._main))
        self._pictures = Pictures(package)
        self._anchors: dict[str, str] = {}
        self._drawn: set[str] = set()
        self._doubts: set[Doubt] = set()

    def reading(self) -> Reading:
        root = self._package.xml(self._main)
        if root is None:
            raise ValueError("no main part")
        _count(root)
        self._walk(self._main, root, Around(Place.BODY, fill=self._paper(root)))
        for kind, place in _EDGES:
            for name in self._edges(root, kind):
                self._part(name, place)
        for kind, each, place in _NOTES:
            for name in self._package.parts(kind, self._main)[:1]:
                self._notes(name, each, place)
        comments = tuple(self._comments())
        return Reading(
            tuple(self._stories.blocks),
            self._pictures.all,
            comments,
            properties_of(self._package),
            self._all_doubts(),
        )

    def _all_doubts(self) -> tuple[Doubt, ...]:
        if any(_ORDERED.search(block.shown) for block in self._stories.blocks):
            self._doubts.add(Doubt.REVERSED_TEXT)
        if self._theme_has_signs():
            self._doubts.add(Doubt.SIGNS_FOR_LETTERS)
        return tuple(sorted(self._doubts))

    def _theme_has_signs(self) -> bool:
        """Whether a font of the theme, which words name without saying which it is, has signs."""
        for part in self._package.parts("theme", self._main)[:1]:
            root = self._package.xml(part)
            named = () if root is None else root.iter(*_THEME_FONTS)
            return any(has_signs(each.get("typeface", "")) for each in named)
        return False

    def _paper(self, root: Element) -> str:
        """The colour of the pages, if Word shows one."""
        colours, given = self._stories.styles.colours, child(root, w("background"))
        if given is None or not colours.paper_is_shown:
            return PAPER
        colour = colours.of(given, "color", "themeColor")
        return PAPER if colour in ("", "auto") else colour

    def _edges(self, root: Element, kind: str) -> list[str]:
        """The headers, or footers: as sections name them, then those that no section names."""
        relations = self._package.relations(self._main)
        named = [each.get(RELATION, "") for each in root.iter(w(f"{kind}Reference"))]
        in_order = [relations[each].target for each in named if each in relations]
        return list(dict.fromkeys([*in_order, *self._package.parts(kind, self._main)]))

    def _part(self, name: str, place: Place) -> None:
        root = self._package.xml(name)
        if root is not None:
            _count(root)
            self._walk(name, root, Around(place))

    def _notes(self, name: str, kind: str, place: Place) -> None:
        root = self._package.xml(name)
        if root is None:
            return
        _count(root)
        notes = []
        for each in root.iter(w(kind)):
            # Those with a type are the lines that Word draws between notes and text.
            if each.get(w("type"), "normal") == "normal":
                notes.append(each)
            elif next(each.iter(*_MORE_THAN_A_LINE), None) is not None:
                self._walk(name, each, Around(place))
        for number, each in enumerate(notes, 1):
            self._walk(name, each, Around(place, note=number))

    def _comments(self) -> Iterator[WordComment]:
        for name in self._package.parts("comments", self._main)[:1]:
            root = self._package.xml(name)
            if root is None:
                return
            _count(root)
            for number, each in enumerate(root.iter(w("comment")), 1):
                begins = len(self._stories.blocks)
                self._walk(name, each, Around(Place.COMMENT, note=number))
                text = "\n".join(block.final for block in self._stories.blocks[begins:])
                anchor = self._anchors.get(each.get(w("id"), ""), "")
                yield WordComment(each.get(w("author"), ""), text, anchor)

    def _walk(self, name: str, element: Element, around: Around) -> None:
        if next(element.iter(*_BOUND), None) is not None:
            self._doubts.add(Doubt.DATA_BOUND_TEXT)
        part = Part(name, self._package, self._pictures, self._anchors, self._drawn, self._doubts)
        Story(part, self._stories).walk(element, around)


def _count(root: Element) -> None:
    for number, each in enumerate(root.iter(PARAGRAPH)):
        each.set(ORDINAL, str(number))
