"""A reading as it is kept: JSON with what is usual left out, and without the bytes of pictures."""

import json
from typing import Any

from pr_review.reading.blocks import (
    Aside,
    AsideKind,
    Block,
    Cell,
    Doubt,
    Kind,
    Mark,
    Picture,
    Place,
    Reading,
    Span,
    WordComment,
)

READER = 3
"""Another number whenever the walk finds something else in the same draft, or this format changes.

A reading of another reader is made again from its draft.
"""

_MARKS = tuple(Mark)
_BITS = {mark: 1 << number for number, mark in enumerate(_MARKS)}


class OtherReader(Exception):
    """The reading was kept by another version of the reader: read the draft again."""


def encoded(reading: Reading) -> bytes:
    """The reading as bytes."""
    parts = dict.fromkeys(block.part for block in reading.blocks)
    numbers = {part: number for number, part in enumerate(parts)}
    kept = {
        "reader": READER,
        "parts": list(parts),
        "blocks": [_block(block, numbers) for block in reading.blocks],
        "pictures": [_picture(each) for each in reading.pictures],
        "comments": [[each.author, each.text, each.block] for each in reading.comments],
        "properties": reading.properties,
        "doubts": reading.doubts,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def decoded(kept: bytes) -> Reading:
    """The reading, but for the bytes of its pictures. Fails with `OtherReader`."""
    read: dict[str, Any] = json.loads(kept)
    if read.get("reader") != READER:
        raise OtherReader
    marks: dict[int, frozenset[Mark]] = {}
    parts = read["parts"]
    return Reading(
        tuple(
            _decoded_block(number, each, parts, marks) for number, each in enumerate(read["blocks"])
        ),
        tuple(_decoded_picture(*each) for each in read["pictures"]),
        tuple(WordComment(*each) for each in read["comments"]),
        read["properties"],
        tuple(map(Doubt, read["doubts"])),
    )


def _block(block: Block, parts: dict[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "at": [block.place, parts[block.part], block.element],
        "spans": [_span(span) for span in block.spans],
    }
    if block.kind is not Kind.PARAGRAPH:
        told["kind"] = [block.kind, block.level]
    if block.paragraph_id:
        told["pid"] = block.paragraph_id
    if block.cell is not None:
        told["cell"] = _cell(block.cell)
    if block.asides:
        told["asides"] = [[aside.kind, aside.text] for aside in block.asides]
    if block.pictures:
        told["pictures"] = block.pictures
    if block.ending:
        told["ending"] = _bits(block.ending)
    if block.box is not None:
        told["box"] = block.box
    if block.note:
        told["note"] = block.note
    return told


def _span(span: Span) -> list[Any]:
    if span.link:
        return [span.text, _bits(span.marks), span.link]
    return [span.text, _bits(span.marks)] if span.marks else [span.text]


def _cell(cell: Cell) -> list[Any]:
    within = None if cell.within is None else _cell(cell.within)
    return [cell.table, cell.row, cell.column, cell.wide, cell.box, within]


def _picture(picture: Picture) -> list[Any]:
    return [
        picture.id,
        picture.name,
        picture.alt,
        picture.content_type,
        picture.width,
        picture.height,
        picture.size,
        picture.sha256,
    ]


def _bits(marks: frozenset[Mark]) -> int:
    return sum(_BITS[mark] for mark in marks)


def _decoded_block(
    number: int, told: dict[str, Any], parts: list[str], known: dict[int, frozenset[Mark]]
) -> Block:
    def marks(bits: int) -> frozenset[Mark]:
        if bits not in known:
            known[bits] = frozenset(mark for mark in _MARKS if bits & _BITS[mark])
        return known[bits]

    place, part, element = told["at"]
    kind, level = told.get("kind", (Kind.PARAGRAPH, 0))
    return Block(
        id=f"b{number}",
        place=Place(place),
        part=parts[part],
        element=element,
        spans=tuple(
            Span(text, marks(rest[0] if rest else 0), rest[1] if len(rest) > 1 else "")
            for text, *rest in told["spans"]
        ),
        kind=Kind(kind),
        level=level,
        paragraph_id=told.get("pid", ""),
        cell=_decoded_cell(told.get("cell")),
        asides=tuple(Aside(AsideKind(kind), text) for kind, text in told.get("asides", ())),
        pictures=tuple(told.get("pictures", ())),
        ending=marks(told.get("ending", 0)),
        box=told.get("box"),
        note=told.get("note", 0),
    )


def _decoded_cell(told: list[Any] | None) -> Cell | None:
    if told is None:
        return None
    table, row, column, wide, box, within = told
    return Cell(table, row, column, wide, box, _decoded_cell(within))


def _decoded_picture(*told: Any) -> Picture:
    identity, name, alt, content_type, width, height, size, sha256 = told
    return Picture(identity, name, alt, content_type, width, height, size, sha256=sha256)
