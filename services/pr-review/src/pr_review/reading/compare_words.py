"""What changed between two texts, word by word, within a bounded effort."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_CODE_POINTS = 0x10FFFF
_LONGEST_WORD = 1_000

MOST_BITS = 400_000_000
"""Of the matrix that an alignment keeps: 50 MB."""


class Change(StrEnum):
    """What became of some words, or of a whole block."""

    SAME = "SAME"
    CHANGED = "CHANGED"
    DELETED = "DELETED"
    INSERTED = "INSERTED"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, went or came."""

    change: Change
    text: str


@dataclass(slots=True)
class Effort:
    """What a comparison may still spend; what no longer fits is compared more coarsely.

    Two texts of 10,000 words take 20 ms of one processor, which is what a call may last that
    nothing can interrupt. The sums keep the worst pair of drafts below a second.
    """

    bits: int = 2 * MOST_BITS
    characters: int = 4_000_000
    pairs: int = 100_000
    ahead: int = 40_000
    likening: int = 2_000_000_000
    is_spent: bool = False

    def may_align(self, n: int, m: int) -> bool:
        """Whether two sequences of these lengths are aligned; takes it off what is left."""
        if n * m > min(self.bits, MOST_BITS):
            self.is_spent = True
            return False
        self.bits -= n * m
        return True

    def may_split(self, characters: int) -> bool:
        """Whether so many characters are split into words; takes them off what is left."""
        if characters > self.characters:
            self.is_spent = True
            return False
        self.characters -= characters
        return True


@dataclass(frozen=True, slots=True)
class Run:
    """Where two sequences agree: so many items from here on in each."""

    old: int
    new: int
    size: int


def common_runs(old: Sequence[int], new: Sequence[int], effort: Effort) -> list[Run]:
    """The longest common subsequence as runs. What both begin and end with is always found."""
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    runs = [Run(0, 0, start)] if start else []
    middle_old, middle_new = old[start : len(old) - tail], new[start : len(new) - tail]
    if middle_old and middle_new and effort.may_align(len(middle_old), len(middle_new)):
        # As text it is compared twice as fast as as a list, and needs no hashing.
        operations = LCSseq.opcodes("".join(map(chr, middle_old)), "".join(map(chr, middle_new)))
        runs += [
            Run(start + step.src_start, start + step.dest_start, step.src_end - step.src_start)
            for step in operations
            if step.tag == "equal"
        ]
    if tail:
        runs.append(Run(len(old) - tail, len(new) - tail, tail))
    return runs


def numbered(*sequences: Iterable[Hashable]) -> list[list[int]]:
    """Each sequence with a number for each item, the same for the same item."""
    numbers: dict[Hashable, int] = {}
    return [[numbers.setdefault(item, len(numbers)) for item in items] for items in sequences]


def word_pieces(old: str, new: str, effort: Effort) -> tuple[Piece, ...]:
    """The pieces of both, deleted words before those that stand instead of them.

    What stayed and went, joined, is the old text; what stayed and came, the new one. Blanks
    between two changed words count as changed. Texts that are too long are replaced whole.
    """
    if old == new:
        return _pieces((Change.SAME, old))
    if not old or not new:
        return _pieces((Change.DELETED, old), (Change.INSERTED, new))
    start = _alike_from_start(old, new)
    tail = _alike_to_end(old[start:], new[start:])
    middle, other = old[start : len(old) - tail], new[start : len(new) - tail]
    return (
        *_pieces((Change.SAME, old[:start])),
        *_changes(middle, other, effort),
        *_pieces((Change.SAME, old[len(old) - tail :])),
    )


def _pieces(*parts: tuple[Change, str]) -> tuple[Piece, ...]:
    return tuple(Piece(change, text) for change, text in parts if text)


def _alike_from_start(old: str, new: str) -> int:
    """How many characters both begin with, up to a border of words in both."""
    at, most = 0, min(len(old), len(new))
    while at < most:
        middle = (at + most + 1) // 2
        at, most = (middle, most) if old[at:middle] == new[at:middle] else (at, middle - 1)
    for border in range(at, max(at - _LONGEST_WORD, 0), -1):
        if _is_border(old, border) and _is_border(new, border):
            return border
    return 0


def _is_border(text: str, at: int) -> bool:
    return at == len(text) or len(_TOKEN.findall(text, at - 1, at + 1)) == 2


def _alike_to_end(old: str, new: str) -> int:
    return _alike_from_start(old[::-1], new[::-1])


def _changes(old: str, new: str, effort: Effort) -> tuple[Piece, ...]:
    whole = _pieces((Change.DELETED, old), (Change.INSERTED, new))
    if not old or not new or not effort.may_split(len(old) + len(new)):
        return whole
    words, others = _TOKEN.findall(old), _TOKEN.findall(new)
    codes, other_codes = numbered(words, others)
    if max(*codes, *other_codes) > _CODE_POINTS:
        return whole
    pieces: list[Piece] = []
    at = other_at = 0
    for run in [*common_runs(codes, other_codes, effort), Run(len(words), len(others), 0)]:
        if run.size == 1 and words[run.old].isspace():
            continue
        pieces += _pieces(
            (Change.DELETED, "".join(words[at : run.old])),
            (Change.INSERTED, "".join(others[other_at : run.new])),
            (Change.SAME, "".join(words[run.old : run.old + run.size])),
        )
        at, other_at = run.old + run.size, run.new + run.size
    return tuple(pieces)


def likeness_of_words(old: str, new: str) -> int:
    """How many letters of words both have, in whatever order: for texts too long to align."""
    common = Counter(old.split()) & Counter(new.split())
    return sum(len(word) * count for word, count in common.items())
