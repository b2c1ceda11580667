"""A reading as mentions and checks look at it: each text folded once, for both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pr_review.reading.blocks import Block, Mark, Reading, Span
from pr_review.reading.fold import Folded, fold


@dataclass(frozen=True, slots=True)
class Line:
    """A block with its words as they will be once all tracked changes are accepted.

    Offsets in `text` and `folded` are not those of `block.shown`; `at` and `span` lead there.
    """

    block: Block
    shown: str
    text: str
    folded: Folded
    positions: Sequence[int]
    """Where in `shown` each character of `text` stands."""

    @property
    def has_deletions(self) -> bool:
        """Whether some of what is shown will be gone."""
        return len(self.text) != len(self.shown)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of `text` stand in `block.shown`."""
        if start >= end:
            at = self.positions[start] if start < len(self.positions) else len(self.shown)
            return at, at
        return self.positions[start], self.positions[end - 1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of `folded.text` stand in `block.shown`."""
        return self.at(*self.folded.span(start, end))


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A reading and its lines, one for each block, in the same order."""

    reading: Reading
    lines: tuple[Line, ...]


def manuscript_of(reading: Reading) -> Manuscript:
    """Folds what was read: once for all that looks for something in it."""
    return Manuscript(reading, tuple(line_of(block) for block in reading.blocks))


def line_of(block: Block) -> Line:
    """One block folded."""
    shown = block.shown
    if not any(Mark.DELETED in span.marks for span in block.spans):
        return Line(block, shown, shown, fold(shown), range(len(shown)))
    return _line_at(kept_positions(block.spans), block)


def printed_of(block: Block) -> Line:
    """One block folded, without what is hidden besides: as it is on paper."""
    return _line_at(kept_positions(block.spans, _NOT_PRINTED), block)


_GONE = frozenset({Mark.DELETED})
_NOT_PRINTED = frozenset({Mark.DELETED, Mark.HIDDEN})


def _line_at(positions: Sequence[int], block: Block) -> Line:
    shown = block.shown
    text = "".join(shown[at] for at in positions)
    return Line(block, shown, text, fold(text), positions)


def kept_positions(spans: Iterable[Span], without: frozenset[Mark] = _GONE) -> list[int]:
    """The offsets in the shown text of all that is not deleted, or has none of these marks."""
    positions: list[int] = []
    at = 0
    for span in spans:
        if without.isdisjoint(span.marks):
            positions.extend(range(at, at + len(span.text)))
        at += len(span.text)
    return positions
