"""A draft once its tracked changes are settled: all accepted, or all rejected.

A paragraph whose end goes is one with the next in the same cell, box or note; what is left without
words is left out, and comments are no words of the draft.
"""

import hashlib
from typing import NamedTuple, TypeAlias

from pr_review.reading.blocks import AsideKind, Block, Cell, Mark, Place, Reading

_Container: TypeAlias = tuple[str, Cell | None, int | None, int]
_UNSEEN = frozenset({AsideKind.BOOKMARK, AsideKind.FILE_NAME})


class Settled(NamedTuple):
    """A paragraph that is left, without what was around its words."""

    place: Place
    text: str


def accepted(reading: Reading) -> tuple[Settled, ...]:
    """The paragraphs with words once all changes are accepted."""
    return _settled(reading, Mark.DELETED)


def rejected(reading: Reading) -> tuple[Settled, ...]:
    """The paragraphs with words once all changes are rejected."""
    return _settled(reading, Mark.INSERTED)


def text_sha256(reading: Reading) -> str:
    """The SHA-256 of all that is seen once changes are accepted.

    That is words, where links lead, what is said of pictures, and the pictures; not how it looks.
    """
    said = [f"{each.place} {each.text}" for each in accepted(reading)]
    for block in reading.blocks:
        if block.place is not Place.COMMENT:
            seen = (each for each in block.asides if each.kind not in _UNSEEN)
            said += [f"{each.kind} {each.text}" for each in seen]
    said += [each.sha256 for each in reading.pictures]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _settled(reading: Reading, gone: Mark) -> tuple[Settled, ...]:
    places: list[Place] = []
    texts: list[list[str]] = []
    without_end: dict[_Container, int] = {}
    for block in reading.blocks:
        if block.place is Place.COMMENT:
            continue
        container = (block.part, block.cell, block.box, block.note)
        if block.cell is not None:
            # Nothing joins across a table.
            around = (block.part, block.cell.within, block.cell.box, block.note)
            without_end.pop(around, None)
        number = without_end.pop(container, len(texts))
        if number == len(texts):
            places.append(block.place)
            texts.append([])
        texts[number] += _left(block, gone)
        if gone in block.ending:
            without_end[container] = number
    joined = map("".join, texts)
    return tuple(
        Settled(place, text) for place, text in zip(places, joined, strict=True) if text.strip()
    )


def _left(block: Block, gone: Mark) -> list[str]:
    return [span.text for span in block.spans if gone not in span.marks]
