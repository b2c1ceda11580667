"""Whether a redline leads back to both drafts, by our own reading of all three."""

from collections import defaultdict
from collections.abc import Mapping

from pr_review.reading.blocks import Block, Mark, Place, Reading
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


def proof_of(redline: Reading, old: Reading, new: Reading) -> Proof:
    """Compares the words once all changes are accepted and once all are rejected.

    Changes that were open in the drafts themselves count as accepted. Comments do not count, nor
    does where a page ends: headers are the same if they say the same.
    """
    return Proof(
        accept_difference=_difference(_lines(new, Mark.DELETED), _lines(redline, Mark.DELETED)),
        reject_difference=_difference(_lines(old, Mark.DELETED), _lines(redline, Mark.INSERTED)),
    )


def warnings_of(old: Reading, new: Reading) -> list[Caution]:
    """What is lost because the program accepts open changes before it compares."""
    found = []
    if old.has_tracked_changes:
        found.append(Caution.OLD_CHANGES_ACCEPTED)
    if new.has_tracked_changes:
        found.append(Caution.NEW_CHANGES_ACCEPTED)
    return found


def _lines(reading: Reading, gone: Mark) -> Mapping[Place, list[str]]:
    """The paragraphs with words, by where they stand, once all that has the mark is gone.

    A paragraph whose end is gone is one with the next.
    """
    texts: dict[tuple[Place, str], list[str]] = defaultdict(lambda: [""])
    for block in reading.blocks:
        if block.place is Place.COMMENT:
            continue
        lines = texts[Place.BODY if block.place in _BODY else block.place, block.part]
        lines[-1] += _kept(block, gone)
        if gone not in block.ending:
            lines.append("")
    said: dict[Place, list[list[str]]] = defaultdict(list)
    for (place, _), lines in texts.items():
        if kept := [line for line in lines if line]:
            said[place].append(kept)
    # Parts may have other names, and so another order, in each document.
    return {place: [line for lines in sorted(said[place]) for line in lines] for place in _ORDER}


def _kept(block: Block, gone: Mark) -> str:
    return "".join(span.text for span in block.spans if gone not in span.marks)


def _difference(
    expected: Mapping[Place, list[str]], found: Mapping[Place, list[str]]
) -> Difference | None:
    for place in _ORDER:
        if expected[place] == found[place]:
            continue
        one, other = "\n".join(expected[place]), "\n".join(found[place])
        pairs = enumerate(zip(one, other, strict=False))
        shorter = min(len(one), len(other))
        at = next((at for at, (mine, its) in pairs if mine != its), shorter)
        part = slice(max(at - _BEFORE, 0), at + _SHOWN)
        return Difference(place, one[part], other[part])
    return None
