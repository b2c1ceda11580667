"""The words of a draft: blocks of spans, each with what is special about it.

Offsets count Unicode code points of a block's `shown` text, which has insertions and deletions
both, so that whatever a reviewer sees can be pointed at.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Place(StrEnum):
    """Where a block stands.

    The first that is true: in a text box; in a header, footer, note or comment (in a table of it
    or not); in a table of the body; in the body itself.
    """

    BODY = "BODY"
    CELL = "CELL"
    TEXT_BOX = "TEXT_BOX"
    HEADER = "HEADER"
    FOOTER = "FOOTER"
    FOOTNOTE = "FOOTNOTE"
    ENDNOTE = "ENDNOTE"
    COMMENT = "COMMENT"


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "PARAGRAPH"
    HEADING = "HEADING"
    LIST_ITEM = "LIST_ITEM"


class Mark(StrEnum):
    """What is special about some words.

    Moved words are `MOVED` and `INSERTED` where they went, `MOVED` and `DELETED` where they were.
    Words inserted by one and deleted by another are both. `HIDDEN` is whatever Word doesn't show,
    and what is too small, too narrow or too far off to be seen; `WHITE` has the colour of what is
    behind it. `STRUCK` words have a line through them that is no tracked change.
    """

    INSERTED = "INSERTED"
    DELETED = "DELETED"
    MOVED = "MOVED"
    HIDDEN = "HIDDEN"
    WHITE = "WHITE"
    BOLD = "BOLD"
    ITALIC = "ITALIC"
    STRUCK = "STRUCK"


SEEN_OTHERWISE = frozenset({Mark.HIDDEN, Mark.WHITE, Mark.STRUCK})
"""What decides whether words are read as they stand there, however else they look."""


class AsideKind(StrEnum):
    """What somebody can see or follow beside the words.

    `LINK_TARGET` has the target of every link once for a block, of words (whose spans name it too)
    and of pictures. `RUBY` are the small letters above others, `LABEL` what a list puts before its
    items if there are words in it, `DRAWING` what stands in a diagram, a chart or an SVG. `FIELD`
    is an instruction to Word that makes words of its own.
    """

    ALT_TEXT = "ALT_TEXT"
    LINK_TARGET = "LINK_TARGET"
    TOOLTIP = "TOOLTIP"
    BOOKMARK = "BOOKMARK"
    FILE_NAME = "FILE_NAME"
    WORD_ART = "WORD_ART"
    RUBY = "RUBY"
    LABEL = "LABEL"
    DRAWING = "DRAWING"
    FIELD = "FIELD"


class Doubt(StrEnum):
    """Why Word may show something else than what was read of a draft."""

    ALTERNATIVE_TEXT = "ALTERNATIVE_TEXT"
    """Something is told in two ways, and readers show one or the other; Word's is not marked."""
    DATA_BOUND_TEXT = "DATA_BOUND_TEXT"
    """Words that Word replaces by data of the file when it is opened."""
    FIELD_RESULT_MAY_CHANGE = "FIELD_RESULT_MAY_CHANGE"
    """A field whose words become others when Word works it out; its instruction is beside it."""
    REVERSED_TEXT = "REVERSED_TEXT"
    """Letters that are shown in another order than they are written in."""
    SIGNS_FOR_LETTERS = "SIGNS_FOR_LETTERS"
    """Words in a font such as Symbol or Wingdings, which has other signs than their letters."""
    SVG_PICTURE = "SVG_PICTURE"
    """An SVG, shown by newer readers in the place of a picture. Its words are read, not shown."""


@dataclass(frozen=True)
class Span:
    """Some words of a block that are alike. `link` is their target as written, never followed."""

    text: str
    marks: frozenset[Mark] = frozenset()
    link: str = ""


@dataclass(frozen=True)
class Aside:
    """Text of a block that is not among its words."""

    kind: AsideKind
    text: str


@dataclass(frozen=True)
class Cell:
    """Where in a table a block stands; all count from 0.

    `wide` is how many columns the cell takes. `box` is the text box around the table and `within`
    the cell around both, if any.
    """

    table: int
    row: int
    column: int
    wide: int = 1
    box: int | None = None
    within: "Cell | None" = None


@dataclass(frozen=True)
class Block:
    """A paragraph of a draft.

    `id` is `b` and its place in the draft, `b0` the first; `paragraph_id` is Word's own, if any.
    `level` is a heading's (1 to 9) or a list item's depth (0 the outermost). `part` is the part of
    the package it stands in, `element` which paragraph (`w:p`) of that part it is, from 0.
    `ending` says whether the paragraph's end is tracked as inserted or deleted: without its end it
    is one with the next. `box` is the text box it stands in (within its cell, if it has one), from
    0; `note` which footnote, endnote or comment it belongs to, from 1.

    Paragraphs without words are blocks too.
    """

    id: str
    place: Place
    part: str
    element: int
    spans: tuple[Span, ...]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    paragraph_id: str = ""
    cell: Cell | None = None
    asides: tuple[Aside, ...] = ()
    pictures: tuple[str, ...] = ()
    ending: frozenset[Mark] = frozenset()
    box: int | None = None
    note: int = 0

    @property
    def shown(self) -> str:
        """All words, inserted and deleted ones too."""
        return "".join(span.text for span in self.spans)

    @property
    def final(self) -> str:
        """The words once all tracked changes are accepted."""
        return "".join(span.text for span in self.spans if Mark.DELETED not in span.marks)

    @property
    def original(self) -> str:
        """The words once all tracked changes are rejected."""
        return "".join(span.text for span in self.spans if Mark.INSERTED not in span.marks)


@dataclass(frozen=True)
class Picture:
    """A picture of a draft; pixels are 0 where they are not known.

    `data` is empty where it is too large or of a kind we do not show, and in a stored reading.
    """

    id: str
    name: str
    alt: str
    content_type: str
    width: int
    height: int
    size: int
    data: bytes = b""
    sha256: str = ""


@dataclass(frozen=True)
class WordComment:
    """A comment that was in the draft when it came; `block` is what it is about, if that is known.

    Its paragraphs are blocks too, with its number among the comments as their `note`.
    """

    author: str
    text: str
    block: str


@dataclass(frozen=True)
class Reading:
    """All that was read of a draft."""

    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...] = ()
    comments: tuple[WordComment, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    """The document's own properties that are set, such as `title`, `author`, `company`."""
    doubts: tuple[Doubt, ...] = ()

    @property
    def words(self) -> int:
        """How many words are left once all changes are accepted, comments not counted."""
        return sum(
            len(block.final.split()) for block in self.blocks if block.place is not Place.COMMENT
        )

    @property
    def has_tracked_changes(self) -> bool:
        """Whether something is marked as inserted or deleted, be it the end of a paragraph."""
        changed = {Mark.INSERTED, Mark.DELETED}
        return any(
            block.ending or any(changed & span.marks for span in block.spans)
            for block in self.blocks
        )
