"""A draft once its tracked changes are settled: all accepted, or all rejected.

A paragraph whose end goes is one with the next in the same cell, box or note; what is left without
words is left out, and comments are no words of the draft.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from pr_review.reading.blocks import (
    SEEN_OTHERWISE,
    AsideKind,
    Cell,
    Mark,
    Place,
    Reading,
    Span,
)

_Container: TypeAlias = tuple[str, Cell | None, int | None, int]
Looks: TypeAlias = tuple[tuple[int, int, tuple[Mark, ...]], ...]
_UNSEEN = frozenset({AsideKind.BOOKMARK, AsideKind.FILE_NAME})


class Settled(NamedTuple):
    """A paragraph that is left, without what was around its words.

    `looks` are the words of it that are hidden, white or struck out: where each begins and ends,
    and which of the three it is.
    """

    place: Place
    text: str
    looks: Looks = ()


def accepted(reading: Reading) -> tuple[Settled, ...]:
    """The paragraphs with words once all changes are accepted."""
    return _settled(reading, Mark.DELETED)


def rejected(reading: Reading) -> tuple[Settled, ...]:
    """The paragraphs with words once all changes are rejected."""
    return _settled(reading, Mark.INSERTED)


def text_sha256(reading: Reading) -> str:
    """The SHA-256 of all that is seen once changes are accepted.

    That is words, which of them are hidden, white or struck out, where links lead, what is said of
    pictures, and the pictures; not how it looks otherwise.
    """
    beside: list[tuple[AsideKind, str]] = []
    for block in reading.blocks:
        if block.place is not Place.COMMENT:
            seen = (each for each in block.asides if each.kind not in _UNSEEN)
            beside += [(each.kind, each.text) for each in seen]
    said = (accepted(reading), beside, [each.sha256 for each in reading.pictures])
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def looks_of(spans: Iterable[Span]) -> Looks:
    """Which characters of these spans are hidden, white or struck out."""
    found: list[tuple[int, int, tuple[Mark, ...]]] = []
    at = 0
    for span in spans:
        end = at + len(span.text)
        if not span.marks.isdisjoint(SEEN_OTHERWISE) and at < end:
            marks = tuple(sorted(span.marks & SEEN_OTHERWISE))
            if found and found[-1][1:] == (at, marks):
                at = found.pop()[0]
            found.append((at, end, marks))
        at = end
    return tuple(found)


def _settled(reading: Reading, gone: Mark) -> tuple[Settled, ...]:
    places: list[Place] = []
    spans: list[list[Span]] = []
    without_end: dict[_Container, int] = {}
    for block in reading.blocks:
        if block.place is Place.COMMENT:
            continue
        container = (block.part, block.cell, block.box, block.note)
        if block.cell is not None:
            # Nothing joins across a table.
            around = (block.part, block.cell.within, block.cell.box, block.note)
            without_end.pop(around, None)
        number = without_end.pop(container, len(spans))
        if number == len(spans):
            places.append(block.place)
            spans.append([])
        spans[number] += [span for span in block.spans if gone not in span.marks]
        if gone in block.ending:
            without_end[container] = number
    settled = (
        Settled(place, "".join(span.text for span in left), looks_of(left))
        for place, left in zip(places, spans, strict=True)
    )
    return tuple(each for each in settled if each.text.strip())
