"""Where a draft mentions the marketplace, and what is special about each mention.

What stands in letters is found; what a person reads into it (`A M A Z O N`, `amaz0n`, a logo
without a description) is not. Whatever a reader could see or follow is searched: words that are
inserted, deleted, hidden or white, and what pictures and links carry.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pr_review.reading.blocks import Aside, AsideKind, Block, Kind, Mark, Place
from pr_review.reading.fold import Folded, fold, folded, is_unseen
from pr_review.reading.manuscript import Line, Manuscript
from pr_review.reading.marks import BrandMark, Marks

MOST = 5_000
"""Mentions that are kept of a draft; a text that only repeats a name has as many as letters."""


class Flag(StrEnum):
    """What is special about a mention."""

    INSERTED = "INSERTED"
    DELETED = "DELETED"
    HIDDEN = "HIDDEN"
    WHITE = "WHITE"
    LINK = "LINK"
    ODD_FORM = "ODD_FORM"
    LOOK_ALIKE = "LOOK_ALIKE"
    PICTURE = "PICTURE"


class Oddity(StrEnum):
    """How a mention differs from the name as it is written."""

    CASE = "CASE"
    JOINED = "JOINED"
    POSSESSIVE = "POSSESSIVE"


@dataclass(frozen=True)
class Mention:
    """A name that was found.

    `start` and `end` are offsets in the block's shown text; both are 0 where the name stands
    beside the words, in the `aside_text` of the kind `aside`.
    """

    mark: str
    block: str
    start: int
    end: int
    quote: str
    place: Place
    flags: frozenset[Flag] = frozenset()
    aside: AsideKind | None = None
    aside_text: str = ""
    oddities: tuple[Oddity, ...] = ()


def mentions_of(manuscript: Manuscript, marks: Marks) -> tuple[Mention, ...]:
    """All mentions in the order of the draft, those beside a block's words after them."""
    found: list[Mention] = []
    for line in manuscript.lines:
        found += _in_words(line, marks)
        found += _beside(line.block, marks)
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _in_words(line: Line, marks: Marks) -> list[Mention]:
    places = [
        (mark, *line.span(start, end), False) for mark, start, end in names_in(line.folded, marks)
    ]
    if line.has_deletions:
        shown = fold(line.shown)
        for mark, *ends in names_in(shown, marks):
            start, end = shown.span(*ends)
            if not any(start < other[2] and other[1] < end for other in places):
                places.append((mark, start, end, True))
        places.sort(key=lambda place: place[1])
    return [_mention(line, *place) for place in places]


def names_in(text: Folded, marks: Marks) -> Iterator[tuple[BrandMark, int, int]]:
    """Names in a folded text, with their offsets in it."""
    if not any(needle in text.text for needle in marks.needles):
        return
    for found in marks.pattern.finditer(text.text):
        group = found.lastgroup or ""
        start, end = found.span(group)
        mark = marks.mark_of(found)
        if group.startswith("w") and not text.original[text.span(start, end)[0]].isupper():
            continue
        yield mark, start, end


def _mention(line: Line, mark: BrandMark, start: int, end: int, is_deleted: bool) -> Mention:
    block = line.block
    quote = line.shown[start:end]
    flags: set[Flag] = set()
    at = 0
    for span in block.spans:
        after = at + len(span.text)
        if at < end and start < after:
            is_gone = Mark.DELETED in span.marks
            if is_deleted or not is_gone:
                flags |= {Flag[name] for name in _FLAGGED & span.marks}
            if span.link:
                flags.add(Flag.LINK)
        at = after
    oddities = _oddities(mark, quote, line.shown[:start], line.shown[end:], block.kind)
    if oddities:
        flags.add(Flag.ODD_FORM)
    if _has_look_alikes(quote, line.shown[end : end + 1], mark):
        flags.add(Flag.LOOK_ALIKE)
    return Mention(
        mark.name, block.id, start, end, quote, block.place, frozenset(flags), oddities=oddities
    )


_FLAGGED = frozenset({Mark.INSERTED, Mark.DELETED, Mark.HIDDEN, Mark.WHITE})


def _beside(block: Block, marks: Marks) -> Iterator[Mention]:
    told = {(aside.kind, aside.text) for aside in block.asides}
    links = {(AsideKind.LINK_TARGET, span.link): None for span in block.spans if span.link}
    for aside in (*block.asides, *(Aside(*link) for link in links if link not in told)):
        text = fold(aside.text)
        seen: set[str] = set()
        for mark, *ends in names_in(text, marks):
            if mark.name in seen:
                continue
            seen.add(mark.name)
            start, end = text.span(*ends)
            quote = aside.text[start:end]
            flags = set(_FLAGS_BESIDE[aside.kind])
            if _has_look_alikes(quote, aside.text[end : end + 1], mark):
                flags.add(Flag.LOOK_ALIKE)
            yield Mention(
                mark.name, block.id, 0, 0, quote, block.place, frozenset(flags),
                aside.kind, aside.text,
            )  # fmt: skip


_FLAGS_BESIDE: dict[AsideKind, frozenset[Flag]] = {
    AsideKind.ALT_TEXT: frozenset({Flag.PICTURE}),
    AsideKind.FILE_NAME: frozenset({Flag.PICTURE}),
    AsideKind.WORD_ART: frozenset(),
    AsideKind.LINK_TARGET: frozenset({Flag.LINK}),
    AsideKind.TOOLTIP: frozenset({Flag.LINK}),
    AsideKind.BOOKMARK: frozenset(),
}

_IN_ADDRESS = re.compile(r"(?:[@#/]|\w[.@]|://\S*|www\.\S*)\S{0,80}$")
_ADDRESS_GOES_ON = re.compile(r"(?:\.[a-z]{2,}\b|[@/]\w)", re.I)


def _oddities(
    mark: BrandMark, quote: str, before: str, after: str, kind: Kind
) -> tuple[Oddity, ...]:
    """How it is unlike the name; in addresses and headings of capitals nothing is odd."""
    if _IN_ADDRESS.search(before[-90:]) or _ADDRESS_GOES_ON.match(after[:12]):
        return ()
    plain = " ".join("".join(c for c in quote if not is_unseen(c)).split())
    plain = unicodedata.normalize("NFKC", plain)
    odd: list[Oddity] = []
    if "-" in plain or "_" in plain or re.search(r"[‐-―]", plain):
        odd.append(Oddity.JOINED)
    elif (re.search(r"\w[-‐‑]$", before) or re.match(r"[-‐‑]\w", after)) and plain.isascii():
        odd.append(Oddity.JOINED)
    spellings = [unicodedata.normalize("NFKC", spelling) for spelling in mark.spellings]
    if mark.bare:
        spellings.append(mark.bare.word)
    words = re.sub(r"[-_‐-―]", " ", plain)
    if words not in spellings:
        if words.casefold().replace(" ", "") in {
            spelling.casefold().replace(" ", "") for spelling in spellings
        } and " ".join(words.split()).casefold() not in {s.casefold() for s in spellings}:
            odd.append(Oddity.JOINED)
        elif words.isascii() and not _is_in_capitals(before + quote + after, kind):
            odd.append(Oddity.CASE)
    if re.match(r"['’]s?(?!\w)", after) or re.search(r"['’]s[ -]", plain):
        odd.append(Oddity.POSSESSIVE)
    return tuple(dict.fromkeys(odd))


def _is_in_capitals(text: str, kind: Kind) -> bool:
    is_short = kind is Kind.HEADING or len(text) <= 200
    return is_short and text.isupper() and len(text.split()) > 1


def _has_look_alikes(quote: str, after: str, mark: BrandMark) -> bool:
    if unicodedata.normalize("NFC", quote) in mark.spellings or not folded(quote).isascii():
        return False
    return any(
        not character.isascii() and unicodedata.category(character)[0] in "LNM"
        for character in (*quote, *(c for c in after if unicodedata.category(c) == "Mn"))
    )
