"""What stands in a paragraph: words, and whatever has words in it.

What is not known is walked too, so nothing is missed for being new.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from pr_review.reading.blocks import AsideKind, Doubt, Mark
from pr_review.reading.word import branches
from pr_review.reading.word.changing import told_of
from pr_review.reading.word.characters import CHARACTERS, SYMBOL, TEXTS, written
from pr_review.reading.word.fields import Fields, Link, link_of
from pr_review.reading.word.looks import PLAIN, look_of
from pr_review.reading.word.names import (
    ALTERNATIVE,
    MATHS,
    PARAGRAPH,
    PARAGRAPH_LOOK,
    RELATION,
    RUN_LOOK,
    VALUE,
    WORD,
    child,
    w,
)
from pr_review.reading.word.package import Package, Relation
from pr_review.reading.word.paragraph import (
    DELETED,
    INSERTED,
    MOVED_AWAY,
    MOVED_HERE,
    Around,
    Paragraph,
)
from pr_review.reading.word.pictures import Pictures

_OWN_BOOKMARKS = ("_GoBack", "_Toc", "_Ref", "_Hlk", "_Hlt")


@dataclass
class Part:
    """The part of the package that is being read, and what is open in it.

    `anchors` has for each comment's number the block that it is about.
    """

    name: str
    package: Package
    pictures: Pictures
    anchors: dict[str, str]
    drawn: set[str]
    doubts: set[Doubt]
    fields: Fields = field(default_factory=Fields)

    def related(self, identity: str | None) -> Relation | None:
        """What an id of this part stands for."""
        return self.package.relations(self.name).get(identity or "")


Element: TypeAlias = etree._Element
Handler: TypeAlias = Callable[[Part, Element, Paragraph, Around], None]
HANDLERS: dict[str, Handler] = {}


def handles(*names: str) -> Callable[[Handler], Handler]:
    """Has elements of these names read by a function."""

    def add(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(names, handler))
        return handler

    return add


def walk(part: Part, parent: Element, paragraph: Paragraph, around: Around) -> None:
    """Reads everything in an element, in order."""
    for each in parent:
        handler = HANDLERS.get(each.tag)
        if handler is not None:
            handler(part, each, paragraph, around)
        elif len(each):
            walk(part, each, paragraph, inside(each, around))


def inside(element: Element, around: Around) -> Around:
    """What holds in an element that is only walked through: in one Word does not know, nothing."""
    if is_known(element.tag):
        return around
    return around._replace(marks=around.marks | {Mark.HIDDEN})


@lru_cache(maxsize=4096)
def is_known(tag: str) -> bool:
    """Whether Word shows what stands in such an element."""
    space, _, name = str(tag).removeprefix("{").partition("}")
    return name in _OPEN if space == WORD else space.startswith(_MADE_BY)


def add_link(paragraph: Paragraph, link: Link) -> None:
    """Says beside the words where they lead."""
    paragraph.add(AsideKind.LINK_TARGET, link.target)
    paragraph.add(AsideKind.TOOLTIP, link.tooltip)


_OPEN = frozenset(
    {"body", "sdt", "sdtContent", "customXml", "smartTag", "ruby", "rubyBase", "dir", "bdo"}
    | {"drawing", "pict", "object", "tbl", "tr", "tc", "r", "p", "txbxContent"}
)
_MADE_BY = (
    "http://schemas.openxmlformats.org/",
    *(f"http://schemas.microsoft.com/office/{part}/" for part in ("word", "drawing")),
    "urn:schemas-microsoft-com:",
)
_CHARACTER_STYLE = w("rStyle")


@handles(*TEXTS, SYMBOL, *CHARACTERS)
def _text(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    marks = paragraph.marks
    if part.fields.in_instruction:
        marks = marks | {Mark.HIDDEN}
    if around.marks:
        marks = marks | around.marks
    words = written(element)
    if (paragraph.in_signs or element.tag == SYMBOL) and words.strip():
        part.doubts.add(Doubt.SIGNS_FOR_LETTERS)
    paragraph.say(words, marks, around.link or part.fields.link)


@handles(w("r"), f"{{{MATHS}}}r")
def _run(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    before = paragraph.marks, paragraph.in_signs
    properties = child(element, RUN_LOOK)
    look, named = look_of(properties, paragraph.styles.colours), PLAIN
    style = child(properties, _CHARACTER_STYLE)
    if style is not None:
        named = paragraph.styles.style(style.get(VALUE, "")).look
    paragraph.marks, paragraph.in_signs = paragraph.marks_of(look, named, around)
    walk(part, element, paragraph, around)
    paragraph.marks, paragraph.in_signs = before


def _marked(marks: frozenset[Mark]) -> Handler:
    def handler(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
        walk(part, element, paragraph, around._replace(marks=around.marks | marks))

    return handler


CHANGES = {
    w("ins"): INSERTED,
    w("del"): DELETED,
    w("moveTo"): MOVED_HERE,
    w("moveFrom"): MOVED_AWAY,
}
for _name, _marks in CHANGES.items():
    HANDLERS[_name] = _marked(_marks)


@handles(w("hyperlink"))
def _hyperlink(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    relation = part.related(element.get(RELATION))
    place = element.get(w("anchor"), "")
    target = (relation.target if relation else "") + (f"#{place}" if place else "")
    add_link(paragraph, Link(target, element.get(w("tooltip"), "")))
    walk(part, element, paragraph, around._replace(link=target))


@handles(w("fldSimple"))
def _simple_field(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    link = _instructed(part, element.get(w("instr"), ""), paragraph)
    if link is not None:
        around = around._replace(link=link.target)
    walk(part, element, paragraph, around)


@handles(w("fldChar"))
def _field(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    step = element.get(w("fldCharType"))
    if step == "begin":
        part.fields.begin()
        # What can be chosen from: of what is chosen, only its number is kept.
        for each in element.iter(w("listEntry")):
            paragraph.add(AsideKind.FIELD, each.get(VALUE))
    elif step == "separate":
        link = _instructed(part, part.fields.show(), paragraph)
        if link is not None:
            part.fields.lead(link.target)
    elif step == "end":
        _instructed(part, part.fields.end(), paragraph)


def _instructed(part: Part, instruction: str, paragraph: Paragraph) -> Link | None:
    """Says beside the words what a field is told to make; the link that it is, if it is one."""
    link = link_of(instruction)
    if link is not None:
        add_link(paragraph, link)
        return link
    is_told, may_change = told_of(instruction)
    if is_told:
        paragraph.add(AsideKind.FIELD, " ".join(instruction.split()))
    if may_change:
        part.doubts.add(Doubt.FIELD_RESULT_MAY_CHANGE)
    return None


@handles(w("bdo"))
def _reversed(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    part.doubts.add(Doubt.REVERSED_TEXT)
    walk(part, element, paragraph, around)


@handles(w("instrText"), w("delInstrText"))
def _instruction(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    part.fields.instruct(element.text or "")


@handles(w("rt"))
def _ruby(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    paragraph.add(AsideKind.RUBY, "".join(map(written, element.iter(*TEXTS))))


@handles(w("bookmarkStart"))
def _bookmark(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    name = element.get(w("name"), "")
    if not name.startswith(_OWN_BOOKMARKS):
        paragraph.add(AsideKind.BOOKMARK, name)


@handles(w("commentRangeStart"), w("commentReference"))
def _comment(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    part.anchors.setdefault(element.get(w("id"), ""), paragraph.id)


@handles(ALTERNATIVE)
def _alternatives(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    for branch, seen in branches_of(part, element, around):
        walk(part, branch, paragraph, seen)


def branches_of(part: Part, element: Element, around: Around) -> Iterator[tuple[Element, Around]]:
    """The branches to be read, with what holds in each: nobody sees what Word does not take."""
    for branch in branches.telling(element):
        if branch.is_seen:
            yield branch.element, around
        else:
            part.doubts.add(Doubt.ALTERNATIVE_TEXT)
            yield branch.element, around._replace(marks=around.marks | {Mark.HIDDEN})


# Where they stand in a paragraph, they stand beside its words.
@handles(w("txbxContent"))
def _box(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    marks = around.marks | (paragraph.marks & _CARRIED)
    paragraph.boxes.append((element, around._replace(marks=marks, link="")))


@handles(PARAGRAPH, w("tbl"))
def _misplaced(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    paragraph.boxes.append((element, around._replace(link="")))


@handles(
    RUN_LOOK,
    PARAGRAPH_LOOK,
    w("sdtPr"),
    w("sdtEndPr"),
    w("smartTagPr"),
    w("customXmlPr"),
    w("rubyPr"),
    w("fldData"),
    w("sectPr"),
    *(f"{{{MATHS}}}{name}Pr" for name in ("ctrl", "r", "oMathPara", "f", "rad", "d", "nary")),
)
def _nothing(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    """No words in it."""


_CARRIED = frozenset({Mark.INSERTED, Mark.DELETED, Mark.MOVED, Mark.HIDDEN})
