"""A run of paragraphs and tables: the body, a header, a note, a text box."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pr_review.reading.blocks import AsideKind, Block, Cell, Kind, Mark, Place
from pr_review.reading.word import (
    branches,
    drawings,  # noqa: F401  Has its elements read.
    inline,
)
from pr_review.reading.word.fields import Fields
from pr_review.reading.word.inline import CHANGES, Element, Part
from pr_review.reading.word.looks import is_out_of_sight, shading_in
from pr_review.reading.word.names import (
    ALTERNATIVE,
    PARAGRAPH,
    PARAGRAPH_ID,
    PARAGRAPH_LOOK,
    RUN_LOOK,
    VALUE,
    child,
    is_on,
    w,
    whole,
)
from pr_review.reading.word.paragraph import HIDDEN, NONE, TRACKED, Around, Paragraph
from pr_review.reading.word.styles import (
    NO_HEADING,
    NO_STYLE,
    Style,
    Styles,
    numbering_of,
    outline_of,
)

ORDINAL = "n"
"""The attribute in which each paragraph of a part has its number."""

_PARAGRAPH_ID = re.compile(r"[0-9A-Fa-f]{1,8}")
_TABLE, _ROW, _CELL, _RUN, _BOX = w("tbl"), w("tr"), w("tc"), w("r"), w("txbxContent")
_AHEAD = frozenset({w("bookmarkStart"), w("commentRangeStart")})
_SKIPPED = frozenset(
    {w(name) for name in ("sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "tblGrid", "tblPrEx")}
)
_LOOSE = frozenset({_RUN, w("hyperlink"), w("fldSimple"), w("smartTag")})
_STRAY = frozenset({w("t"), w("delText"), w("sym")})
_ROW_CHANGES = {w("ins"): CHANGES[w("ins")], w("del"): CHANGES[w("del")]}
_CELL_CHANGES = {w("cellIns"): CHANGES[w("ins")], w("cellDel"): CHANGES[w("del")]}
_IN_THE_BODY = frozenset({Place.BODY, Place.CELL})


MOST_BLOCKS = 50_000
MOST_ASIDES = 50_000


class TooMuch(Exception):
    """The draft has more paragraphs, or more beside them, than anybody would review."""


@dataclass
class Stories:
    """All that is being read of a draft: the blocks so far, and how many tables and boxes."""

    styles: Styles
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    boxes: int = 0
    asides: int = 0

    def add(self, block: Block) -> None:
        """Adds a block. Fails with `TooMuch` rather than to take for ever."""
        self.blocks.append(block)
        self.asides += len(block.asides)
        if len(self.blocks) > MOST_BLOCKS or self.asides > MOST_ASIDES:
            raise TooMuch


class Story:
    """Reads one part of the package."""

    def __init__(self, part: Part, stories: Stories) -> None:
        self._part = part
        self._stories = stories
        # What stands before a paragraph and belongs to it: bookmarks, comments, a table's title.
        self._ahead: list[Element] = []
        self._titles: list[str] = []

    def walk(self, parent: Element, around: Around) -> None:
        """Reads everything in an element, in order."""
        for each in parent:
            self._read(each, around)

    def _read(self, element: Element, around: Around) -> None:
        tag = element.tag
        if tag == PARAGRAPH or tag in _LOOSE:
            self._paragraph(element, around)
        elif tag == _TABLE:
            self._table(element, around)
        elif tag in _AHEAD:
            self._ahead.append(element)
        elif tag == _BOX:
            self._boxed(element, around)
        elif tag == ALTERNATIVE:
            for branch, seen in inline.branches_of(self._part, element, around):
                self.walk(branch, seen)
        elif tag in CHANGES:
            self.walk(element, around._replace(marks=around.marks | CHANGES[tag]))
        elif tag in _STRAY:
            # Words where only paragraphs may be; Word leaves them out.
            self._paragraph(element, around._replace(marks=around.marks | HIDDEN))
        elif tag not in _SKIPPED and len(element):
            self.walk(element, inline.inside(element, around))

    def _paragraph(self, element: Element, around: Around) -> None:
        properties = child(element, PARAGRAPH_LOOK)
        style = self._style(properties)
        fill = self._fill(properties) or style.fill or around.fill
        unseen = is_out_of_sight(properties)
        if style.unseen if unseen is None else unseen:
            around = around._replace(marks=around.marks | HIDDEN)
        paragraph = Paragraph(self._next_id(), style, self._stories.styles, fill)
        for ahead in self._ahead:
            inline.HANDLERS[ahead.tag](self._part, ahead, paragraph, around)
        for title in self._titles:
            paragraph.add(AsideKind.ALT_TEXT, title)
        self._ahead, self._titles = [], []
        if element.tag == PARAGRAPH:
            inline.walk(self._part, element, paragraph, around)
        else:
            inline.HANDLERS[element.tag](self._part, element, paragraph, around)
        self._add(element, properties, paragraph, around)
        for beside, around_it in paragraph.boxes:
            self._beside(beside, around_it)

    def _add(
        self,
        element: Element,
        properties: Element | None,
        paragraph: Paragraph,
        around: Around,
    ) -> None:
        outline = outline_of(properties)
        outline = paragraph.style.outline if outline is None else outline
        numbering = numbering_of(properties, paragraph.style.numbering)
        kind, level = Kind.PARAGRAPH, 0
        if outline is not None and 0 <= outline < NO_HEADING:
            kind, level = Kind.HEADING, outline + 1
        elif numbering is not None:
            kind, level = Kind.LIST_ITEM, numbering.depth
        if numbering is not None:
            paragraph.add(AsideKind.LABEL, self._stories.styles.label(numbering))
        identity = element.get(PARAGRAPH_ID, "")
        self._stories.add(
            Block(
                id=paragraph.id,
                place=around.place,
                part=self._part.name,
                element=whole(element.get(ORDINAL), -1),
                spans=paragraph.spans,
                kind=kind,
                level=level,
                paragraph_id=identity if _PARAGRAPH_ID.fullmatch(identity) else "",
                cell=around.cell,
                asides=tuple(paragraph.asides),
                pictures=tuple(paragraph.pictures),
                ending=_changed(_mark_of(properties), CHANGES) | (around.marks & TRACKED),
                box=around.box,
                note=around.note,
            )
        )

    def _fill(self, properties: Element | None) -> str | None:
        return shading_in(properties, self._stories.styles.colours)

    def _style(self, properties: Element | None) -> Style:
        styles = self._stories.styles
        named = child(properties, w("pStyle"))
        name = styles.default if named is None else named.get(VALUE, "")
        return styles.style(name) if name else NO_STYLE

    def _next_id(self) -> str:
        return f"b{len(self._stories.blocks)}"

    def _beside(self, element: Element, around: Around) -> None:
        """Reads what stands beside a paragraph's words: its fields are its own."""
        outer, self._part.fields = self._part.fields, Fields()
        self._read(element, around)
        self._part.fields = outer

    def _boxed(self, element: Element, around: Around) -> None:
        number, self._stories.boxes = self._stories.boxes, self._stories.boxes + 1
        self.walk(element, around._replace(place=Place.TEXT_BOX, box=number))

    def _table(self, element: Element, around: Around) -> None:
        number, self._stories.tables = self._stories.tables, self._stories.tables + 1
        properties = child(element, w("tblPr"))
        if properties is not None:
            for name in ("tblCaption", "tblDescription"):
                title = child(properties, w(name))
                self._titles.append("" if title is None else title.get(VALUE, ""))
        place = Place.CELL if around.place in _IN_THE_BODY else around.place
        outer = Cell(number, 0, 0, 1, around.box, around.cell)
        inside = around._replace(place=place, cell=outer, box=None)
        named = child(properties, w("tblStyle"))
        style = NO_STYLE if named is None else self._stories.styles.style(named.get(VALUE, ""))
        inside = inside._replace(
            fill=self._fill(properties) or style.fill or around.fill, table=style.look
        )
        for row, (each, changed) in enumerate(self._each(element, _ROW, NONE)):
            self._row(each, changed, replace(outer, row=row), inside)

    def _row(self, element: Element, marks: frozenset[Mark], first: Cell, around: Around) -> None:
        properties = child(element, w("trPr"))
        marks |= _changed(properties, _ROW_CHANGES)
        hidden = child(properties, w("hidden"))
        if hidden is not None and is_on(hidden.get(VALUE)):
            marks |= HIDDEN
        around = around._replace(marks=around.marks | marks)
        for column, (each, changed) in enumerate(self._each(element, _CELL, NONE)):
            self._cell(each, changed, replace(first, column=column), around)

    def _cell(self, element: Element, marks: frozenset[Mark], cell: Cell, around: Around) -> None:
        properties = child(element, w("tcPr"))
        marks |= _changed(properties, _CELL_CHANGES)
        span = child(properties, w("gridSpan"))
        wide = 1 if span is None else min(max(whole(span.get(VALUE), 1), 1), 63)
        fill = self._fill(properties) or around.fill
        # What is merged with the cell above or before shows nothing of its own.
        for name in ("vMerge", "hMerge"):
            merged = child(properties, w(name))
            if merged is not None and merged.get(VALUE, "continue") == "continue":
                marks |= HIDDEN
        self.walk(
            element,
            around._replace(cell=replace(cell, wide=wide), fill=fill, marks=around.marks | marks),
        )

    def _each(
        self, parent: Element, wanted: str, marks: frozenset[Mark]
    ) -> Iterator[tuple[Element, frozenset[Mark]]]:
        """The rows of a table or cells of a row, within whatever controls, with their changes."""
        for each in parent:
            if each.tag == wanted:
                yield each, marks
            elif each.tag in _AHEAD:
                self._ahead.append(each)
            elif each.tag == ALTERNATIVE:
                for branch in branches.telling(each):
                    hidden = NONE if branch.is_seen else HIDDEN
                    yield from self._each(branch.element, wanted, marks | hidden)
            elif each.tag not in _SKIPPED and len(each):
                inner = marks | CHANGES.get(each.tag, NONE)
                if each.tag not in CHANGES and not inline.is_known(each.tag):
                    inner |= HIDDEN
                yield from self._each(each, wanted, inner)


def _mark_of(properties: Element | None) -> Element | None:
    """The look of a paragraph's end."""
    return child(properties, RUN_LOOK)


def _changed(properties: Element | None, changes: dict[str, frozenset[Mark]]) -> frozenset[Mark]:
    if properties is None:
        return NONE
    found = NONE
    for each in properties:
        found |= changes.get(each.tag, NONE)
    return found
