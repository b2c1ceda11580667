"""Two drafts side by side: what changed between them.

Compared is what is left once all tracked changes are accepted, in both. The effort is bounded
whatever the drafts are (`Effort`); beyond it they are compared more coarsely. Besides, each block
and each character is looked at a few times, so that the largest drafts that the gate lets through
take seconds. No single step holds the interpreter for long, so that `asyncio.to_thread` keeps a
service answering meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pr_review.reading.blocks import Block, Reading
from pr_review.reading.compare_blocks import Pair, sections_of
from pr_review.reading.compare_words import (
    Change,
    Effort,
    Piece,
    likeness_of_words,
    word_pieces,
)
from pr_review.reading.settled import accepted


@dataclass(frozen=True, slots=True)
class Row:
    """A block of one draft and what it is in the other."""

    old: Block | None
    new: Block | None
    pieces: tuple[Piece, ...]
    change: Change


@dataclass(frozen=True)
class Comparison:
    """Two readings compared.

    `similarity` is the share of letters that both have in common, in order: 1 for the same text.
    `is_same_text` says nothing of pictures and links: `is_same_beside` does. Words that are hidden,
    white or struck out in one of them only are not the same text. Where the drafts were
    too long to compare each word, `is_coarse`.
    """

    sections: tuple[tuple[Row, ...], ...]
    similarity: float
    is_same_text: bool
    is_same_beside: bool
    is_coarse: bool
    words_inserted: int
    words_deleted: int

    def count(self, change: Change) -> int:
        """How many blocks came, went, changed or stayed."""
        return sum(row.change is change for rows in self.sections for row in rows)


def compare(old: Reading, new: Reading) -> Comparison:
    """What changed between two drafts."""
    effort = Effort()
    paired = sections_of(old, new, effort)
    sections = tuple(tuple(_row(pair, effort) for pair in pairs) for pairs in paired)
    rows = [row for section in sections for row in section]
    return Comparison(
        sections,
        _similarity(rows),
        accepted(old) == accepted(new),
        _beside(old) == _beside(new),
        effort.is_spent,
        _words(rows, Change.INSERTED),
        _words(rows, Change.DELETED),
    )


def _row(pair: Pair, effort: Effort) -> Row:
    old, new = pair.old, pair.new
    pieces = word_pieces(old.final if old else "", new.final if new else "", effort)
    if old is None or new is None:
        change = Change.INSERTED if old is None else Change.DELETED
    else:
        change = Change.SAME if pair.is_same else Change.CHANGED
    return Row(old.block if old else None, new.block if new else None, pieces, change)


def _beside(reading: Reading) -> list[object]:
    """What readers get beside the words, in order: pictures, links, texts of pictures."""
    pictures = [
        (picture.content_type, picture.width, picture.height, picture.size, picture.sha256)
        for picture in reading.pictures
    ]
    links = [
        (block.asides, tuple(span.link for span in block.spans if span.link))
        for block in reading.blocks
        if block.asides or any(span.link for span in block.spans)
    ]
    return [pictures, links]


def _similarity(rows: Iterable[Row]) -> float:
    common = letters = 0
    for row in rows:
        gone = [piece.text for piece in row.pieces if piece.change is Change.DELETED]
        come = [piece.text for piece in row.pieces if piece.change is Change.INSERTED]
        same = sum(_letters(piece.text) for piece in row.pieces if piece.change is Change.SAME)
        letters += 2 * same + sum(map(_letters, gone)) + sum(map(_letters, come))
        common += 2 * same
        if not same and gone and come:
            common += 2 * likeness_of_words("".join(gone), "".join(come))
    return common / letters if letters else 1.0


def _letters(text: str) -> int:
    return len(text) - sum(map(text.count, " \n\t"))


def _words(rows: Iterable[Row], change: Change) -> int:
    return sum(
        len(piece.text.split()) for row in rows for piece in row.pieces if piece.change is change
    )
