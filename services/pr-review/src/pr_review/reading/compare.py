"""Two drafts side by side: what changed between them, and where comments stand now.

Compared is what is left once all tracked changes are accepted, in both. The effort is bounded
whatever the drafts are (`Effort`): two of 200 pages take some 30 ms, the most laborious half a
second, and each block besides some 30 µs, which only counts from thousands on. No single step that
holds the interpreter takes more than some 50 ms, so that `asyncio.to_thread` keeps a service
answering meanwhile.
"""

from bisect import bisect_left
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
from pr_review.reading.manuscript import kept_positions
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
    `is_same_text` says nothing of pictures and links: `is_same_beside` does. Where the drafts were
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


@dataclass(frozen=True)
class Anchor:
    """What a comment is about: characters of a block's shown text, both 0 for the whole block."""

    block: str
    start: int
    end: int
    quote: str


def carry(anchors: Iterable[Anchor], old: Reading, new: Reading) -> tuple[Anchor | None, ...]:
    """Where each comment on the old draft stands in the new one; nothing where it is outdated.

    In a block that stayed it keeps its place, also where the block was moved as it was. In one
    that changed its words are looked for, nearest to where they stood. A comment on a whole block
    stays with it as long as the block is one that was changed, not one that was replaced.
    """
    blocks = {block.id: block for block in old.blocks}
    became: dict[str, Block] = {}
    effort = Effort()
    gone: dict[object, list[Block]] = {}
    come: dict[object, list[Block]] = {}
    for pairs in sections_of(old, new, effort):
        for pair in pairs:
            if pair.old and pair.new:
                became[pair.old.block.id] = pair.new.block
            elif pair.old:
                gone.setdefault(pair.old.key, []).append(pair.old.block)
            elif pair.new:
                come.setdefault(pair.new.key, []).append(pair.new.block)
    for key, moved in gone.items():
        if len(moved) == len(come.get(key, ())) == 1:
            became[moved[0].id] = come[key][0]
    return tuple(
        _carried(anchor, blocks.get(anchor.block), became.get(anchor.block), effort)
        for anchor in anchors
    )


def _carried(anchor: Anchor, old: Block | None, new: Block | None, effort: Effort) -> Anchor | None:
    if old is None or new is None:
        return None
    if anchor.start >= anchor.end:
        return Anchor(new.id, 0, 0, anchor.quote)
    before, after = old.shown, new.shown
    if before == after and anchor.end <= len(after):
        return Anchor(new.id, anchor.start, anchor.end, anchor.quote)
    places = kept_positions(old.spans)
    start, end = bisect_left(places, anchor.start), bisect_left(places, anchor.end)
    words, positions = old.final[start:end], kept_positions(new.spans)
    if words.strip():
        text, expected = new.final, _expected(start, old.final, new.final, effort)
    else:
        # It is about words that are struck out; they may still be there to be seen.
        words, positions = before[anchor.start : anchor.end], list(range(len(after)))
        text, expected = after, _expected(anchor.start, before, after, effort)
    found = _nearest(words, text, expected) if words.strip() else -1
    if found < 0:
        return None
    start, end = positions[found], positions[found + len(words) - 1] + 1
    return Anchor(new.id, start, end, after[start:end])


def _expected(at: int, old: str, new: str, effort: Effort) -> int:
    """Where a place of one text is in another: as far behind the words that stayed."""
    there = 0
    for piece in word_pieces(old, new, effort):
        if piece.change is not Change.INSERTED:
            if at < len(piece.text):
                return there + (at if piece.change is Change.SAME else 0)
            at -= len(piece.text)
        if piece.change is not Change.DELETED:
            there += len(piece.text)
    return there


def _nearest(words: str, text: str, expected: int) -> int:
    """Where these words stand nearest to a place; -1 where they do not."""
    after = text.find(words, expected)
    before = text.rfind(words, 0, expected + len(words))
    if before < 0 or (after >= 0 and after - expected < expected - before):
        return after
    return before
