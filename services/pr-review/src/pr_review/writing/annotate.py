"""Notes become comments of a draft, each at its words or as near to them as Word can have it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pr_review.reading.blocks import Block, Place, Reading
from pr_review.reading.word.names import PARAGRAPH, w
from pr_review.writing.comments import Comments
from pr_review.writing.notes import Annotated, Note
from pr_review.writing.package import Package, parsed
from pr_review.writing.ranges import Paragraph, anchored_texts

_MARKS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))
_BOX, _BODY, _ID = w("txbxContent"), w("body"), w("id")
_REFERENCES = {"footnotes": w("footnoteReference"), "endnotes": w("endnoteReference")}
_PLACES = {
    Place.TEXT_BOX: "text box",
    Place.HEADER: "header",
    Place.FOOTER: "footer",
    Place.FOOTNOTE: "footnote",
    Place.ENDNOTE: "endnote",
    Place.COMMENT: "comment",
}
_MOST_QUOTED = 120


class TextChanged(Exception):
    """The document that was made does not have the words of the draft."""


@dataclass(frozen=True)
class _Anchor:
    """Where a note stands: at some words of a paragraph of the body, or at all of it."""

    paragraph: etree._Element
    words: tuple[int, int] | None = None
    label: str = ""


@dataclass
class _Outcome:
    widened: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    exact: dict[str, Note] = field(default_factory=dict)
    """The notes that stand at their words, by the ids of their comments."""


def annotated(draft: bytes, notes: Sequence[Note], read: Callable[[bytes], Reading]) -> Annotated:
    """The draft with these notes, read back and found to say what it said before.

    Fails with `TextChanged` if it does not.
    """
    before = read(draft)
    content, outcome = _written(draft, notes, before, frozenset())
    if wrong := _not_at_their_words(content, outcome):
        content, outcome = _written(draft, notes, before, wrong)
        if _not_at_their_words(content, outcome):
            raise TextChanged("comments")
    _ensure_unchanged(before, read(content))
    return Annotated(content, tuple(outcome.widened), tuple(outcome.moved))


def _written(
    draft: bytes, notes: Sequence[Note], reading: Reading, wide: frozenset[str]
) -> tuple[bytes, _Outcome]:
    package = Package(draft)
    root = package.xml(package.main)
    comments = Comments(package, (each.get(_ID, "") for each in root.iter(*_MARKS)))
    places = _Places(package, root, reading)
    outcome = _Outcome()
    threads: dict[etree._Element, list[tuple[_Anchor, list[str]]]] = defaultdict(list)
    for note in notes:
        anchor = places.of(note, is_wide=note.id in wide)
        ids = comments.thread(note, anchor.label)
        threads[anchor.paragraph].append((anchor, ids))
        if anchor.label:
            outcome.moved.append(note.id)
        elif anchor.words:
            outcome.exact[ids[0]] = note
        elif note.is_on_words:
            outcome.widened.append(note.id)
    for paragraph, anchored in threads.items():
        _mark(places.words_of(paragraph), anchored)
    if notes:
        comments.write()
        package.write(package.main, root)
    return package.packed(), outcome


class _Places:
    """Where notes can stand in a document."""

    def __init__(self, package: Package, root: etree._Element, reading: Reading) -> None:
        self._root = root
        self._main = package.main
        self._package = package
        self._paragraphs = list(root.iter(PARAGRAPH))
        self._blocks = {(block.part, block.element): block for block in reading.blocks}
        self._words: dict[etree._Element, Paragraph] = {}
        self._first: etree._Element | None = None

    def of(self, note: Note, *, is_wide: bool) -> _Anchor:
        """The nearest place to a note's words that Word has comments at."""
        block = self._blocks.get((note.part, note.element))
        if block is None:
            return _Anchor(self.first, label=_label("draft", note, ""))
        if note.part != self._main or block.place in _PLACES or block.element < 0:
            label = _label(_PLACES.get(block.place, "draft"), note, block.shown)
            return _Anchor(self._beside(block), label=label)
        paragraph = self._paragraphs[note.element]
        if is_wide or not note.is_on_words or not self._fits(paragraph, block, note):
            return _Anchor(paragraph)
        return _Anchor(paragraph, (note.start, note.end))

    def words_of(self, paragraph: etree._Element) -> Paragraph:
        """The paragraph's words, looked for once."""
        if paragraph not in self._words:
            self._words[paragraph] = Paragraph(paragraph)
        return self._words[paragraph]

    @property
    def first(self) -> etree._Element:
        """The first paragraph of the body; an empty one is made if there is none."""
        if self._first is None:
            outside = (each for each in self._paragraphs if not _is_in_box(each))
            found = next(outside, None)
            self._first = self._made() if found is None else found
        return self._first

    def _made(self) -> etree._Element:
        body = self._root.find(_BODY)
        if body is None:
            raise TextChanged("no body")
        made = etree.Element(PARAGRAPH)
        # What says how pages look is the last in it.
        ending = body.find(w("sectPr"))
        body.append(made) if ending is None else ending.addprevious(made)
        return made

    def _fits(self, paragraph: etree._Element, block: Block, note: Note) -> bool:
        words = self.words_of(paragraph)
        return (
            words.text == block.shown
            and 0 <= note.start < note.end <= len(words.text)
            and words.text[note.start : note.end] == note.quote
            and words.can_begin(note.start)
            and words.can_end(note.end)
        )

    def _beside(self, block: Block) -> etree._Element:
        """The paragraph of the body that has the box, or refers to the note; else the first."""
        if block.element < 0:
            # Its words stand in no paragraph.
            return self.first
        if block.part == self._main:
            holders = self._paragraphs[block.element].iterancestors(PARAGRAPH)
            return next((each for each in holders if not _is_in_box(each)), self.first)
        for kind, reference in _REFERENCES.items():
            if block.part == self._package.beside_main(kind):
                return self._referring(block, reference)
        return self.first

    def _referring(self, block: Block, reference: str) -> etree._Element:
        paragraphs = self._package.xml(block.part).iter(PARAGRAPH)
        own = next(each for at, each in enumerate(paragraphs) if at == block.element)
        ids = {each.get(_ID) for each in own.iterancestors()} - {None}
        for found in self._root.iter(reference):
            holders = found.iterancestors(PARAGRAPH)
            if found.get(_ID) in ids:
                return next((each for each in holders if not _is_in_box(each)), self.first)
        return self.first


def _is_in_box(paragraph: etree._Element) -> bool:
    return next(paragraph.iterancestors(_BOX), None) is not None


def _label(place: str, note: Note, words: str) -> str:
    quote = " ".join((note.quote if note.is_on_words else words).split())
    if len(quote) > _MOST_QUOTED:
        quote = quote[: _MOST_QUOTED - 1].rstrip() + "…"
    return f"[{place}: “{quote}”] " if quote else f"[{place}] "


def _mark(paragraph: Paragraph, threads: Iterable[tuple[_Anchor, list[str]]]) -> None:
    """Puts the beginnings and ends of comments into a paragraph."""
    every = list(threads)
    paragraph.cut([at for anchor, _ in every if anchor.words for at in anchor.words])
    last: dict[etree._Element, etree._Element] = {}
    for anchor, ids in every:
        for own in ids:
            begin, end = _a_mark("commentRangeStart", own), _a_mark("commentRangeEnd", own)
            if anchor.words:
                paragraph.element_from(anchor.words[0]).addprevious(begin)
                ending = paragraph.element_to(anchor.words[1])
                last.get(ending, ending).addnext(end)
                last[ending] = _refer(end, own)
            else:
                _begin_all(paragraph.element, begin)
                paragraph.element.append(end)
                _refer(end, own)


def _a_mark(name: str, own: str) -> etree._Element:
    mark = etree.Element(w(name))
    mark.set(_ID, own)
    return mark


def _begin_all(paragraph: etree._Element, begin: etree._Element) -> None:
    properties = paragraph.find(w("pPr"))
    paragraph.insert(0, begin) if properties is None else properties.addnext(begin)


def _refer(end: etree._Element, own: str) -> etree._Element:
    run = etree.Element(w("r"))
    run.append(_a_mark("commentReference", own))
    end.addnext(run)
    return run


def _not_at_their_words(content: bytes, outcome: _Outcome) -> frozenset[str]:
    """The notes whose comments, read back, stand at other words than their quotes."""
    if not outcome.exact:
        return frozenset()
    package = Package(content)
    found: dict[str, str] = {}
    for mark in parsed(package.read(package.main)).iter(_MARKS[0]):
        own = mark.get(_ID, "")
        if own in outcome.exact and own not in found:
            found |= anchored_texts(next(mark.iterancestors(PARAGRAPH)))
    return frozenset(note.id for own, note in outcome.exact.items() if found.get(own) != note.quote)


def _ensure_unchanged(before: Reading, after: Reading) -> None:
    """Comments of the draft itself come first, then ours."""
    if _said(before, comments=False) != _said(after, comments=False):
        raise TextChanged("words")
    its = _said(before, comments=True)
    if its != _said(after, comments=True)[: len(its)]:
        raise TextChanged("its own comments")


def _said(reading: Reading, *, comments: bool) -> list[tuple[object, ...]]:
    return [
        (block.place, block.part, block.shown, block.final, block.original, block.ending)
        for block in reading.blocks
        if (block.place is Place.COMMENT) == comments and (block.shown or block.ending)
    ]
