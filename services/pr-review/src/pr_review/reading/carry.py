"""Where comments on one draft stand in the next.

What is worked out of two drafts, or of a block and what became of it, is worked out once, however
many comments there are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pr_review.reading.blocks import Block, Reading
from pr_review.reading.compare_blocks import sections_of
from pr_review.reading.compare_words import Change, Effort, word_pieces
from pr_review.reading.manuscript import kept_positions


@dataclass(frozen=True)
class Anchor:
    """What a comment is about: characters of a block's shown text, both 0 for the whole block."""

    block: str
    start: int
    end: int
    quote: str


def carry(anchors: Iterable[Anchor], old: Reading, new: Reading) -> tuple[Anchor | None, ...]:
    """Where each comment on the old draft stands in the new one; nothing where it is outdated."""
    carrier = Carrier(old, new)
    return tuple(map(carrier.carried, anchors))


class Carrier:
    """Moves comments from a draft to the next.

    In a block that stayed a comment keeps its place, also where the block was moved as it was. In
    one that changed its words are looked for, nearest to where they stood. A comment on a whole
    block stays with it as long as the block is one that was changed, not one that was replaced.
    """

    def __init__(self, old: Reading, new: Reading) -> None:
        self.effort = Effort()
        self._blocks = {block.id: block for block in old.blocks}
        self._became = _became(old, new, self.effort)
        self._changed: dict[str, _Changed] = {}
        self._known: dict[Anchor, Anchor | None] = {}

    def carried(self, anchor: Anchor) -> Anchor | None:
        """Where a comment stands now; nothing where it is outdated."""
        if anchor not in self._known:
            self._known[anchor] = self._carried(anchor)
        return self._known[anchor]

    def _carried(self, anchor: Anchor) -> Anchor | None:
        old, new = self._blocks.get(anchor.block), self._became.get(anchor.block)
        if old is None or new is None:
            return None
        if anchor.start >= anchor.end:
            return Anchor(new.id, 0, 0, anchor.quote)
        if anchor.block not in self._changed:
            self._changed[anchor.block] = _Changed(old, new, self.effort)
        return self._changed[anchor.block].carried(anchor)


def _became(old: Reading, new: Reading, effort: Effort) -> dict[str, Block]:
    became: dict[str, Block] = {}
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
    return became


class _Changed:
    """A block and what became of it."""

    def __init__(self, old: Block, new: Block, effort: Effort) -> None:
        self._new = new
        self._spans = old.spans, new.spans
        self._before, self._after = old.shown, new.shown
        self._finals = old.final, new.final
        self._effort = effort

    def carried(self, anchor: Anchor) -> Anchor | None:
        before, after = self._before, self._after
        if before == after and anchor.end <= len(after):
            return Anchor(self._new.id, anchor.start, anchor.end, anchor.quote)
        old, new = self._kept
        start, end = bisect_left(old, anchor.start), bisect_left(old, anchor.end)
        words = self._finals[0][start:end]
        if words.strip():
            found = self._left.nearest(words, start)
        else:
            # It is about words that are struck out; they may still be there to be seen.
            words = before[anchor.start : anchor.end]
            found = self._all.nearest(words, anchor.start) if words.strip() else -1
            new = range(len(after))
        if found < 0:
            return None
        start, end = new[found], new[found + len(words) - 1] + 1
        return Anchor(self._new.id, start, end, after[start:end])

    @cached_property
    def _kept(self) -> tuple[list[int] | range, list[int] | range]:
        old, new = self._spans
        return kept_positions(old), kept_positions(new)

    @cached_property
    def _left(self) -> "_Texts":
        return _Texts(*self._finals, self._effort)

    @cached_property
    def _all(self) -> "_Texts":
        return _Texts(self._before, self._after, self._effort)


class _Texts:
    """A text, and the one in which its places are looked for."""

    def __init__(self, old: str, new: str, effort: Effort) -> None:
        self._text = new
        self._turned = new[::-1]
        pieces = word_pieces(old, new, effort)
        was = there = 0
        # Where a piece of the old text begins, in it and in the new one, and whether it stayed.
        self._pieces: list[tuple[int, int, bool]] = []
        for piece in pieces:
            if piece.change is not Change.INSERTED:
                self._pieces.append((was, there, piece.change is Change.SAME))
                was += len(piece.text)
            if piece.change is not Change.DELETED:
                there += len(piece.text)
        self._pieces.append((was, there, False))

    def nearest(self, words: str, at: int) -> int:
        """Where these words stand nearest to where a place is by now; -1 where they do not."""
        expected = self._expected(at)
        after = self._text.find(words, expected)
        before = self._before(words, expected + len(words))
        if before < 0 or (after >= 0 and after - expected < expected - before):
            return after
        return before

    def _expected(self, at: int) -> int:
        """Where a place of the old text is in the new one: as far behind the words that stayed."""
        number = bisect_right(self._pieces, at, key=lambda piece: piece[0])
        was, there, stayed = self._pieces[number - 1]
        return there + (at - was if stayed else 0)

    def _before(self, words: str, end: int) -> int:
        """Where these words stand last before an end; -1 where they do not.

        Looked for from the front of the turned text: `rfind` can take as long as both lengths
        multiplied, `find` does not.
        """
        found = self._turned.find(words[::-1], max(len(self._text) - end, 0))
        return -1 if found < 0 else len(self._text) - found - len(words)
