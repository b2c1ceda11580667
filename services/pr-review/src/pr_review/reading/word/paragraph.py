"""A paragraph while it is read, and what is around it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from pr_review.reading.blocks import Aside, AsideKind, Cell, Mark, Place, Span
from pr_review.reading.word.looks import PAPER, Look, is_lost, is_unseen
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

    `fill` is the colour behind the words; `marks` those of the rows, boxes and changes around.
    """

    place: Place
    marks: frozenset[Mark] = NONE
    cell: Cell | None = None
    box: int | None = None
    note: int = 0
    fill: str = PAPER
    link: str = ""


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

    def marks_of(self, look: Look, named: Look, around: Around) -> frozenset[Mark]:
        """What is special about words with this look, of the character style `named`."""
        style = self.style.look
        merged = look.over(named).over(style).over(self.styles.basis)
        # Styles toggle these: of a paragraph's and a character's, both together are none.
        toggled = merged._replace(
            hidden=_toggled(look.hidden, named.hidden, style.hidden),
            bold=_toggled(look.bold, named.bold, style.bold),
            italic=_toggled(look.italic, named.italic, style.italic),
        )
        found = set(around.marks)
        if is_unseen(toggled):
            found.add(Mark.HIDDEN)
        if is_lost(toggled.colour, toggled.fill or self.fill):
            found.add(Mark.WHITE)
        if toggled.bold:
            found.add(Mark.BOLD)
        if toggled.italic:
            found.add(Mark.ITALIC)
        return _SAME.setdefault(frozenset(found), frozenset(found))


# There are few, and a draft has many spans.
_SAME: dict[frozenset[Mark], frozenset[Mark]] = {}


def _toggled(own: bool | None, named: bool | None, style: bool | None) -> bool:
    return own if own is not None else bool(named) ^ bool(style)
