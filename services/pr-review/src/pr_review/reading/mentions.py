"""Where a draft mentions the marketplace, and what is special about each mention.

What stands in letters is found; what a person reads into it (`A M A Z O N`, `amaz0n`, a logo
without a description) is not. Whatever a reader could see or follow is searched: words that are
inserted, deleted, hidden or white, and what pictures and links carry.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, islice
from typing import TypeAlias

from pr_review.reading.blocks import Aside, AsideKind, Block, Kind, Mark, Place
from pr_review.reading.fold import Folded, fold
from pr_review.reading.forms import Oddity, has_look_alikes, oddities_of
from pr_review.reading.manuscript import Line, Manuscript, printed_of
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


_Found: TypeAlias = tuple[BrandMark, int, int, bool]
"""A name, where in the shown text it begins and ends, and whether it is deleted."""


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
        (mark, *line.span(start, end), False)
        for mark, start, end in islice(names_in(line.folded, marks), MOST)
    ]
    if any(Mark.HIDDEN in span.marks for span in line.block.spans):
        # Hidden letters within a name, and it is printed all the same.
        printed = printed_of(line.block)
        found = islice(names_in(printed.folded, marks), MOST)
        places = _with(places, [(mark, *printed.span(*ends), False) for mark, *ends in found])
    if line.has_deletions:
        shown = fold(line.shown)
        found = islice(names_in(shown, marks), MOST)
        places = _with(places, [(mark, *shown.span(*ends), True) for mark, *ends in found])
    ends = list(accumulate(len(span.text) for span in line.block.spans)) if places else []
    return [_mention(line, ends, *place) for place in places]


def _with(places: list[_Found], others: list[_Found]) -> list[_Found]:
    """In order, and of the others those where none of these is."""
    starts = [place[1] for place in places]
    new = []
    for other in others:
        _, start, end, _ = other
        near = bisect_left(starts, start)
        if (near == len(starts) or starts[near] >= end) and (
            near == 0 or places[near - 1][2] <= start
        ):
            new.append(other)
    return sorted([*places, *new], key=lambda place: place[1])


def names_in(text: Folded, marks: Marks) -> Iterator[tuple[BrandMark, int, int]]:
    """Names in a folded text, with their offsets in it."""
    last = 0
    begins = heapq.merge(*(_places(needle, text.text) for needle in marks.needles))
    for begin in begins:
        found = marks.pattern.match(text.text, begin) if begin >= last else None
        if found is None:
            continue
        group = found.lastgroup or ""
        start, end = found.span(group)
        if group.startswith("w") and not text.original[text.span(start, end)[0]].isupper():
            continue
        last = end
        yield marks.mark_of(found), start, end


def _places(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _mention(
    line: Line, ends: Sequence[int], mark: BrandMark, start: int, end: int, is_deleted: bool
) -> Mention:
    block = line.block
    quote = line.shown[start:end]
    flags: set[Flag] = set()
    first, last = bisect_right(ends, start), bisect_left(ends, end)
    for span in block.spans[first : last + 1]:
        if is_deleted or Mark.DELETED not in span.marks:
            flags |= {Flag[name] for name in _FLAGGED & span.marks}
        if span.link:
            flags.add(Flag.LINK)
    before, after = line.shown[max(0, start - _NEAR) : start], line.shown[end : end + _NEAR]
    oddities = oddities_of(mark, quote, before, after)
    if oddities == (Oddity.CASE,) and _is_in_capitals(line):
        oddities = ()
    if oddities:
        flags.add(Flag.ODD_FORM)
    if has_look_alikes(mark, quote, after):
        flags.add(Flag.LOOK_ALIKE)
    return Mention(
        mark.name, block.id, start, end, quote, block.place, frozenset(flags), oddities=oddities
    )


def _is_in_capitals(line: Line) -> bool:
    """Whether it is a headline of capitals, in which names have no other form."""
    is_short = line.block.kind is Kind.HEADING or len(line.shown) <= _HEADLINE
    return is_short and line.shown.isupper() and len(line.shown.split()) > 1


_NEAR = 90
_HEADLINE = 200
_FLAGGED = frozenset({Mark.INSERTED, Mark.DELETED, Mark.HIDDEN, Mark.WHITE})


def _beside(block: Block, marks: Marks) -> Iterator[Mention]:
    told = {(aside.kind, aside.text) for aside in block.asides}
    links = {(AsideKind.LINK_TARGET, span.link): None for span in block.spans if span.link}
    for aside in (*block.asides, *(Aside(*link) for link in links if link not in told)):
        text = fold(aside.text)
        seen: set[str] = set()
        for mark, *ends in islice(names_in(text, marks), MOST):
            if mark.name in seen:
                continue
            seen.add(mark.name)
            start, end = text.span(*ends)
            quote = aside.text[start:end]
            flags = set(_FLAGS_BESIDE.get(aside.kind, ()))
            if has_look_alikes(mark, quote, aside.text[end : end + 1]):
                flags.add(Flag.LOOK_ALIKE)
            yield Mention(
                mark.name, block.id, 0, 0, quote, block.place, frozenset(flags),
                aside.kind, aside.text,
            )  # fmt: skip


_FLAGS_BESIDE: dict[AsideKind, frozenset[Flag]] = {
    AsideKind.ALT_TEXT: frozenset({Flag.PICTURE}),
    AsideKind.FILE_NAME: frozenset({Flag.PICTURE}),
    AsideKind.LINK_TARGET: frozenset({Flag.LINK}),
    AsideKind.TOOLTIP: frozenset({Flag.LINK}),
}
