"""A comparison as HTML: only our own elements, every text of the drafts escaped."""

from collections.abc import Iterator, Sequence
from html import escape

from pr_review.reading.blocks import Block, Kind
from pr_review.reading.compare import Comparison, Row
from pr_review.reading.compare_blocks import SECTIONS
from pr_review.reading.compare_words import Change, Piece

NEAR = 2
"""How many unchanged blocks around a change are of the class `near`; all others are `far`."""

_NOTES = {
    "looks": " [other words are hidden, white or struck out]",
    "beside": " [a link, or what else stands beside the words, changed]",
}
_ELEMENTS = {Change.DELETED: "del", Change.INSERTED: "ins"}


def to_html(comparison: Comparison) -> str:
    """Rows in sections, each with the ids of its blocks: `data-old="b3" data-new="b4"`.

    Classes say what became of a row (`same`, `changed`, `inserted`, `deleted`), and of an
    unchanged one whether it is `near` a change, so that a page can fold the others. A row whose
    links, or what else stands beside its words, are others is of the class `beside-changed`; one
    with the same words of which others are hidden, white or struck out, `looks-changed`. Both say
    so in an element of the class `label`.
    """
    parts = ['<div class="comparison">']
    for places, rows in zip(SECTIONS, comparison.sections, strict=True):
        if rows:
            names = " ".join(sorted(place.value.lower().replace("_", "-") for place in places))
            parts += [f'<section data-places="{names}">', *_rows(rows), "</section>"]
    parts.append("</div>")
    return "\n".join(parts)


def _rows(rows: Sequence[Row]) -> Iterator[str]:
    near = {
        index + step
        for index, row in enumerate(rows)
        if row.change is not Change.SAME or _is_other_beside(row)
        for step in range(-NEAR, NEAR + 1)
    }
    for index, row in enumerate(rows):
        classes = [row.change.value.lower()]
        if row.change is Change.SAME:
            classes.append("near" if index in near else "far")
        block = row.new or row.old
        if block:
            classes += _looks(block)
        notes = list(_notes(row))
        classes += [f"{name}-changed" for name in notes]
        ids = "".join(
            f' data-{side}="{escape(block.id)}"'
            for side, block in (("old", row.old), ("new", row.new))
            if block
        )
        words = "".join([*map(_piece, row.pieces), *(map(_label, notes))])
        yield f'<p class="{" ".join(classes)}"{ids} dir="auto">{words}</p>'


def _notes(row: Row) -> Iterator[str]:
    """What changed of a row without a change of its words."""
    is_worded = any(piece.change is not Change.SAME for piece in row.pieces)
    if row.old and row.new and row.change is Change.CHANGED and not is_worded and row.pieces:
        yield "looks"
    if _is_other_beside(row):
        yield "beside"


def _is_other_beside(row: Row) -> bool:
    return bool(row.old and row.new) and _beside(row.old) != _beside(row.new)


def _beside(block: Block | None) -> object:
    # The targets of all links are among them.
    return block.asides if block else None


def _label(note: str) -> str:
    return f'<span class="label">{_NOTES[note]}</span>'


def _looks(block: Block) -> Iterator[str]:
    yield block.place.value.lower().replace("_", "-")
    if block.kind is not Kind.PARAGRAPH:
        yield block.kind.value.lower().replace("_", "-")
    if block.kind is Kind.HEADING:
        yield f"level-{int(block.level)}"
    if block.pictures:
        yield "pictures"


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    element = _ELEMENTS.get(piece.change)
    return f"<{element}>{text}</{element}>" if element else text
