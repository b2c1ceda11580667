"""Whether a redline leads back to both drafts, by our own reading of all three."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

from pr_review.reading.blocks import Doubt, Mark, Place, Reading, Span
from pr_review.reading.settled import Looks, accepted, looks_of
from pr_review.writing.notes import Caution, Difference, Proof

_BODY = frozenset({Place.BODY, Place.CELL})
_ORDER = (
    Place.BODY,
    Place.TEXT_BOX,
    Place.HEADER,
    Place.FOOTER,
    Place.FOOTNOTE,
    Place.ENDNOTE,
)
_BEFORE, _SHOWN = 20, 80
_Line: TypeAlias = tuple[str, Looks]


def proof_of(redline: Reading, old: Reading, new: Reading) -> Proof:
    """Compares the words once all changes are accepted and once all are rejected.

    Changes that were open in the drafts themselves count as accepted. Comments do not count, nor
    does where a page ends: headers are the same if they say the same. Once accepted, the same words
    must be hidden, white or struck out as well; of what a redline says of looks before, nothing is
    read.
    """
    return Proof(
        accept_difference=_difference(_lines(new, Mark.DELETED), _lines(redline, Mark.DELETED)),
        reject_difference=_difference(
            _plain(_lines(old, Mark.DELETED)), _plain(_lines(redline, Mark.INSERTED))
        ),
    )


def warnings_of(old: Reading, new: Reading) -> list[Caution]:
    """What is lost because the program accepts open changes before it compares."""
    found = []
    if old.has_tracked_changes:
        found.append(Caution.OLD_CHANGES_ACCEPTED)
    if new.has_tracked_changes:
        found.append(Caution.NEW_CHANGES_ACCEPTED)
    if _unseen(old) != _unseen(new):
        found.append(Caution.LOOKS_CHANGED)
    if Doubt.ALTERNATIVE_TEXT in (*old.doubts, *new.doubts):
        # The program takes one telling, and Word perhaps another.
        found.append(Caution.NOT_PROVEN)
    return found


def _unseen(reading: Reading) -> list[tuple[str, tuple[Mark, ...]]]:
    """The words that are hidden, white or struck out."""
    return [
        (line.text[start:end], marks)
        for line in accepted(reading)
        for start, end, marks in line.looks
    ]


def _plain(lines: Mapping[Place, list[_Line]]) -> Mapping[Place, list[_Line]]:
    return {place: [(text, ()) for text, _ in said] for place, said in lines.items()}


def _lines(reading: Reading, gone: Mark) -> Mapping[Place, list[_Line]]:
    """The paragraphs with words, by where they stand, once all that has the mark is gone.

    A paragraph whose end is gone is one with the next.
    """
    texts: dict[tuple[Place, str], list[list[Span]]] = defaultdict(lambda: [[]])
    for block in reading.blocks:
        if block.place is Place.COMMENT:
            continue
        lines = texts[Place.BODY if block.place in _BODY else block.place, block.part]
        lines[-1] += [span for span in block.spans if gone not in span.marks]
        if gone not in block.ending:
            lines.append([])
    said: dict[Place, list[list[_Line]]] = defaultdict(list)
    for (place, _), lines in texts.items():
        joined = [("".join(span.text for span in line), looks_of(line)) for line in lines]
        if kept := [line for line in joined if line[0]]:
            said[place].append(kept)
    # Parts may have other names, and so another order, in each document.
    return {place: [line for lines in sorted(said[place]) for line in lines] for place in _ORDER}


def _difference(
    expected: Mapping[Place, list[_Line]], found: Mapping[Place, list[_Line]]
) -> Difference | None:
    for place in _ORDER:
        if expected[place] == found[place]:
            continue
        one, other = _text(expected[place]), _text(found[place])
        if one == other:
            # Only how words look is another: shown is where the first of them begin.
            at = _first_look(expected[place], found[place])
            part = slice(max(at - _BEFORE, 0), at + _SHOWN)
            return Difference(place, one[part], other[part])
        pairs = enumerate(zip(one, other, strict=False))
        shorter = min(len(one), len(other))
        at = next((at for at, (mine, its) in pairs if mine != its), shorter)
        part = slice(max(at - _BEFORE, 0), at + _SHOWN)
        return Difference(place, one[part], other[part])
    return None


def _text(lines: list[_Line]) -> str:
    return "\n".join(text for text, _ in lines)


def _first_look(expected: list[_Line], found: list[_Line]) -> int:
    at = 0
    for (text, looks), (_, others) in zip(expected, found, strict=True):
        if looks != others:
            return at + min(start for start, *_ in set(looks) ^ set(others))
        at += len(text) + 1
    return at
