"""A paragraph while it is read, and what is around it."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from pr_review.reading.blocks import Aside, AsideKind, Cell, Mark, Place, Span
from pr_review.reading.word.colours import PAPER
from pr_review.reading.word.looks import PLAIN, Look, is_in_signs, is_lost, is_unseen
from pr_review.reading.word.styles import Style, Styles

NONE: frozenset[Mark] = frozenset()
INSERTED = frozenset({Mark.INSERTED})
DELETED = frozenset({Mark.DELETED})
MOVED_HERE = frozenset({Mark.INSERTED, Mark.MOVED})
MOVED_AWAY = frozenset({Mark.DELETED, Mark.MOVED})
HIDDEN = frozenset({Mark.HIDDEN})
TRACKED = frozenset({Mark.INSERTED, Mark.DELETED, Mark.MOVED})


class Around(NamedTuple):
    """What holds for everything inside of something.

    `fill` is the colour behind the words; `marks` those of the rows, boxes and changes around;
    `table` what the style of the table around says.
    """

    place: Place
    marks: frozenset[Mark] = NONE
    cell: Cell | None = None
    box: int | None = None
    note: int = 0
    fill: str = PAPER
    link: str = ""
    table: Look = PLAIN


@dataclass
class Shape:
    """The drawing whose parts are being read."""

    alt: str = ""
    name: str = ""


@dataclass
class Paragraph:
    """What was found of a paragraph so far.

    `boxes` are what stands beside its words and is walked after it: text boxes with what is around
    them.
    """

    id: str
    style: Style
    styles: Styles
    fill: str
    marks: frozenset[Mark] = NONE
    in_signs: bool = False
    shape: Shape = field(default_factory=Shape)
    asides: dict[Aside, None] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    boxes: list[tuple[etree._Element, Around]] = field(default_factory=list)
    _texts: list[list[str]] = field(default_factory=list)
    _ways: list[tuple[frozenset[Mark], str]] = field(default_factory=list)

    def say(self, text: str, marks: frozenset[Mark], link: str) -> None:
        """Adds words; those like the ones before are one span with them."""
        if not text:
            return
        way = (marks, link)
        if self._ways and self._ways[-1] == way:
            self._texts[-1].append(text)
        else:
            self._ways.append(way)
            self._texts.append([text])

    def add(self, kind: AsideKind, text: str | None) -> None:
        """Adds what is not among the words, once."""
        said = (text or "").strip()
        if said:
            self.asides[Aside(kind, said)] = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its words."""
        return tuple(
            Span("".join(texts), marks, link)
            for texts, (marks, link) in zip(self._texts, self._ways, strict=True)
        )

    def marks_of(self, look: Look, named: Look, around: Around) -> tuple[frozenset[Mark], bool]:
        """What is special about words with this look, of the character style `named`.

        Besides, whether they are in a font that has signs in the place of letters.
        """
        basis = self.styles.basis
        return _marks(look, named, self.style.look, around.table, basis, self.fill, around.marks)


# A draft has few ways of looking and many runs.
@lru_cache(maxsize=4096)
def _marks(
    own: Look,
    named: Look,
    style: Look,
    table: Look,
    basis: Look,
    fill: str,
    around: frozenset[Mark],
) -> tuple[frozenset[Mark], bool]:
    # Styles toggle these: of a paragraph's and a character's, both together are none.
    merged = own.over(named).over(style).over(table).over(basis)
    switches = {
        name: _toggled(*(getattr(look, name) for look in (own, named, style, table, basis)))
        for name in ("hidden", "bold", "italic", "struck", "struck_twice")
    }
    toggled = merged._replace(**switches)  # type: ignore[arg-type]
    found = {
        Mark.HIDDEN: is_unseen(toggled),
        Mark.WHITE: is_lost(toggled.colour, toggled.fill or fill),
        Mark.BOLD: toggled.bold,
        Mark.ITALIC: toggled.italic,
        Mark.STRUCK: toggled.struck or toggled.struck_twice,
    }
    return around | {mark for mark, is_so in found.items() if is_so}, is_in_signs(merged)


def _toggled(
    own: bool | None,
    named: bool | None,
    style: bool | None,
    table: bool | None,
    basis: bool | None,
) -> bool:
    if own is not None:
        return own
    # What holds for the whole document is not toggled.
    return bool(basis) or bool(named) ^ bool(style) ^ bool(table)
