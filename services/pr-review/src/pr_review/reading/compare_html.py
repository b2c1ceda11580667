"""A comparison as HTML: only our own elements, every text of the drafts escaped."""

from collections.abc import Iterator, Sequence
from html import escape

from pr_review.reading.blocks import Block, Kind
from pr_review.reading.compare import Comparison, Row
from pr_review.reading.compare_blocks import SECTIONS
from pr_review.reading.compare_words import Change, Piece

NEAR = 2
"""How many unchanged blocks around a change are of the class `near`; all others are `far`."""

_ELEMENTS = {Change.DELETED: "del", Change.INSERTED: "ins"}


def to_html(comparison: Comparison) -> str:
    """Rows in sections, each with the ids of its blocks: `data-old="b3" data-new="b4"`.

    Classes say what became of a row (`same`, `changed`, `inserted`, `deleted`), and of an
    unchanged one whether it is `near` a change, so that a page can fold the others.
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
        if row.change is not Change.SAME
        for step in range(-NEAR, NEAR + 1)
    }
    for index, row in enumerate(rows):
        classes = [row.change.value.lower()]
        if row.change is Change.SAME:
            classes.append("near" if index in near else "far")
        block = row.new or row.old
        if block:
            classes += _looks(block)
        ids = "".join(
            f' data-{side}="{escape(block.id)}"'
            for side, block in (("old", row.old), ("new", row.new))
            if block
        )
        words = "".join(map(_piece, row.pieces))
        yield f'<p class="{" ".join(classes)}"{ids} dir="auto">{words}</p>'


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
