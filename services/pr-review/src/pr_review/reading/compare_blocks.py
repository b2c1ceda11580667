"""Which block of one draft is which of another: equal ones, changed ones, cells by their place."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pr_review.reading.blocks import Block, Mark, Place, Reading
from pr_review.reading.compare_words import Effort, common_runs, numbered
from pr_review.reading.settled import looks_of

ALIKE = 55.0
"""The likeness in percent from which two texts are one text that was changed."""

AHEAD = 8
"""How far is looked where there are too many blocks to liken each to each."""

SECTIONS: tuple[frozenset[Place], ...] = (
    frozenset({Place.HEADER}),
    frozenset({Place.BODY, Place.CELL, Place.TEXT_BOX}),
    frozenset({Place.FOOTNOTE}),
    frozenset({Place.ENDNOTE}),
    frozenset({Place.FOOTER}),
)
"""Blocks are only ever paired within one of these, in the order in which they are shown.

Comments that came with a draft are no words of it and not compared.
"""

_LONG = 240


@dataclass(frozen=True, slots=True)
class Text:
    """A block with the words that are left of it."""

    block: Block
    final: str
    key: Hashable


@dataclass(frozen=True, slots=True)
class Pair:
    """A block and what became of it; one of them is missing where it went or came."""

    old: Text | None
    new: Text | None

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return self.old is not None and self.new is not None and self.old.key == self.new.key


def sections_of(old: Reading, new: Reading, effort: Effort) -> list[list[Pair]]:
    """The pairs of each section in the order of the drafts, what went before what came."""
    return [_paired(_texts(old, places), _texts(new, places), effort) for places in SECTIONS]


def _texts(reading: Reading, places: frozenset[Place]) -> list[Text]:
    """Blocks that show something."""
    texts = []
    for block in reading.blocks:
        if block.place not in places:
            continue
        final = block.final
        if final.strip():
            looks = looks_of(span for span in block.spans if Mark.DELETED not in span.marks)
            texts.append(Text(block, final, (block.place, final, looks)))
        elif block.pictures or block.asides:
            texts.append(Text(block, "", (block.place, len(block.pictures), block.asides)))
    return texts


def _paired(old: list[Text], new: list[Text], effort: Effort) -> list[Pair]:
    codes, other_codes = numbered((text.key for text in old), (text.key for text in new))
    matched: list[tuple[int, int]] = []
    for run in common_runs(codes, other_codes, effort):
        matched += [(run.old + step, run.new + step) for step in range(run.size)]
    cells = _Cells(old, new, matched)
    pairs: list[Pair] = []
    at = other_at = 0
    for i, j in [*matched, (len(old), len(new))]:
        for k, m in [*_in_gap(old, new, (at, i), (other_at, j), cells, effort), (i, j)]:
            pairs += [Pair(text, None) for text in old[at:k]]
            pairs += [Pair(None, text) for text in new[other_at:m]]
            if k < len(old) and m < len(new):
                pairs.append(Pair(old[k], new[m]))
            at, other_at = k + 1, m + 1
    return pairs


def _in_gap(
    old: list[Text],
    new: list[Text],
    span: tuple[int, int],
    other: tuple[int, int],
    cells: "_Cells",
    effort: Effort,
) -> Iterator[tuple[int, int]]:
    """Pairs of changed blocks between two that stayed, in order."""
    (at, end), (other_at, other_end) = span, other
    if at == end or other_at == other_end:
        return
    placed = [*cells.pairs(range(at, end), range(other_at, other_end)), (end, other_end)]
    for i, j in placed:
        for k, m in _alike(old[at:i], new[other_at:j], effort):
            yield at + k, other_at + m
        if i < end and j < other_end:
            yield i, j
        at, other_at = i + 1, j + 1


class _Cells:
    """Cells of the two drafts that have the same place in the same table.

    Which table and which row is which is told by cells that stayed as they were; where none did,
    by their numbers.
    """

    def __init__(
        self, old: Sequence[Text], new: Sequence[Text], matched: Sequence[tuple[int, int]]
    ) -> None:
        tables: Counter[tuple[int, int]] = Counter()
        rows: Counter[tuple[int, int, int, int]] = Counter()
        for i, j in matched:
            cell, other = old[i].block.cell, new[j].block.cell
            if cell and other:
                tables[cell.table, other.table] += 1
                rows[cell.table, cell.row, other.table, other.row] += 1
        self._tables: dict[int, int] = {}
        for (table, new_table), _ in tables.most_common():
            self._tables.setdefault(table, new_table)
        self._rows: dict[tuple[int, int], tuple[int, int]] = {}
        for (table, row, new_table, new_row), _ in rows.most_common():
            self._rows.setdefault((table, row), (new_table, new_row))
        self._taken = set(self._rows.values())
        self._old = [text.block for text in old]
        self._new = [text.block for text in new]

    def pairs(self, old: range, new: range) -> Iterator[tuple[int, int]]:
        """Pairs that do not cross each other."""
        places: dict[tuple[int, int, int, int], int] = {}
        for j, place in self._places(self._new, new):
            places[place] = j
        last = -1
        for i, (table, row, column, number) in self._places(self._old, old):
            new_table, new_row = self._rows.get((table, row), (self._tables.get(table, table), row))
            if (table, row) not in self._rows and (new_table, new_row) in self._taken:
                continue
            found = places.get((new_table, new_row, column, number), -1)
            if found > last:
                last = found
                yield i, found

    @staticmethod
    def _places(
        blocks: Sequence[Block], span: range
    ) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
        paragraphs: Counter[tuple[int, int, int]] = Counter()
        for index in span:
            cell = blocks[index].cell
            if cell:
                place = (cell.table, cell.row, cell.column)
                yield index, (*place, paragraphs[place])
                paragraphs[place] += 1


def _alike(old: list[Text], new: list[Text], effort: Effort) -> list[tuple[int, int]]:
    """Pairs of like texts, in order, with the most likeness altogether."""
    if not old or not new:
        return []
    if len(old) * len(new) > effort.pairs:
        effort.is_spent = True
        return _alike_ahead(old, new, effort)
    effort.pairs -= len(old) * len(new)
    likeness = [[_likeness(text, other, effort) for other in new] for text in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below, likes = best[i], best[i + 1], likeness[i]
        for j in range(len(new) - 1, -1, -1):
            most = below[j] if below[j] > row[j + 1] else row[j + 1]
            both = likes[j] + below[j + 1] if likes[j] else 0.0
            row[j] = both if both > most else most
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _alike_ahead(old: list[Text], new: list[Text], effort: Effort) -> list[tuple[int, int]]:
    """Pairs of like texts, each the first that comes within a few blocks."""
    pairs = []
    expected = 0
    for i, text in enumerate(old):
        if effort.ahead <= 0:
            break
        for j in range(expected, min(expected + AHEAD, len(new))):
            effort.ahead -= 1
            if _likeness(text, new[j], effort):
                pairs.append((i, j))
                expected = j + 1
                break
    return pairs


def _likeness(text: Text, other: Text, effort: Effort) -> float:
    """In percent; 0 where they are not alike, or where there is no more time to find out.

    Of long texts their beginnings tell.
    """
    if text.block.place is not other.block.place or not text.final or not other.final:
        return 0.0
    one, two = text.final[:_LONG], other.final[:_LONG]
    effort.likening -= len(one) * len(two)
    if effort.likening < 0:
        effort.is_spent = True
        return 0.0
    return fuzz.ratio(one, two, score_cutoff=ALIKE)
