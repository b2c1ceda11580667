"""A draft as HTML that is safe to show: sanitised by construction, and it refers to nothing.

It is meant for a sandboxed frame under `default-src 'none'; img-src data:; style-src 'self'`: no
link is live, no script, style or address of the draft's is in it; pictures are `data:` in PNG, JPEG
or GIF. Every block is an element whose id is the block's and whose `data-pid` is Word's own, if
any. That element's text content is the block's `shown`, letter by letter: words of ours are
attributes (`data-label`) in there. A block without words is of class `wordless`; its pictures and
what stands beside it are inside. docs/drafts.md tells front ends the same.

| class | of |
|---|---|
| `draft` | all of it |
| `part`, with `body` `header` `footer` `footnote` `endnote` `comment` | a section |
| `part properties` | a `details` that is folded, behind all else |
| `label`, `value` | words of ours, never in a block's own words; a value beside one |
| `item`, with `depth-0` … `depth-8` | a list's item |
| `level-7` … `level-9` | an `h6` that is a lower heading |
| `end-inserted`, `end-deleted` | a block whose end is tracked |
| `moved` | `ins` and `del` of moved words |
| `hidden`, `white` | words nobody sees in Word, their `data-label` says so; struck out is an `s` |
| `link`, with `web` `inside` `unsafe` | words that lead somewhere |
| `wordless` | a block that has no words |
| `asides` | the list of what stands beside a block's words; items have their kind's class |
| `picture`, with `placeholder` | a figure; one without its picture |
| `box`, `note` | a text box; a footnote, endnote or comment |
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import TypeAlias

from pr_review.reading import markup
from pr_review.reading.blocks import Block, Kind, Mark, Picture, Place, Reading

_Step: TypeAlias = tuple[str, tuple[int, ...]]

_LABELS = {
    Place.HEADER: "Header",
    Place.FOOTER: "Footer",
    Place.FOOTNOTE: "Footnotes",
    Place.ENDNOTE: "Endnotes",
    Place.COMMENT: "Comments in the document",
}
_NOTES = {Place.FOOTNOTE: "Footnote", Place.ENDNOTE: "Endnote", Place.COMMENT: "Comment"}
_ENDINGS = ((Mark.INSERTED, "end-inserted"), (Mark.DELETED, "end-deleted"))


def preview(reading: Reading) -> str:
    """The draft as one element."""
    return f'<article class="draft">{"".join(_Preview(reading).sections())}</article>'


class _Preview:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._pictures = {each.id: each for each in reading.pictures}
        self._shown: set[str] = set()

    def sections(self) -> Iterator[str]:
        for _, group in groupby(self._reading.blocks, lambda block: block.part):
            yield from self._section(list(group))
        if self._reading.properties:
            told = "".join(
                f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(value)}</dd>"
                for name, value in self._reading.properties.items()
            )
            yield (
                '<details class="part properties"><summary class="label">Properties of the '
                f"document</summary><dl>{told}</dl></details>"
            )

    def _section(self, blocks: list[Block]) -> Iterator[str]:
        place = next((each.place for each in blocks if each.place in _LABELS), Place.BODY)
        inside = "".join(self._nested(blocks, place))
        if inside:
            named = markup.label(_LABELS[place]) if place in _LABELS else ""
            yield f'<section class="part {place.lower()}">{named}{inside}</section>'

    def _nested(self, blocks: list[Block], place: Place) -> Iterator[str]:
        """The blocks with their tables, boxes and notes around them."""
        opened: list[_Step] = []
        for block in blocks:
            path = _path(block)
            if path != opened:
                common = _common(opened, path)
                yield "".join(_closing(step) for step in reversed(opened[common:]))
                yield "".join(self._opening(step, place) for step in path[common:])
                opened = path
            yield from self._block(block)
        yield "".join(_closing(step) for step in reversed(opened))

    def _opening(self, step: _Step, place: Place) -> str:
        kind, numbers = step
        if kind == "td":
            return f'<td colspan="{numbers[3]}">' if numbers[3] > 1 else "<td>"
        if kind == "box":
            return f'<div class="box">{markup.label("Text box")}'
        if kind == "note":
            return self._note(numbers[0], place)
        return f"<{kind}>"

    def _note(self, number: int, place: Place) -> str:
        named, about = f"{_NOTES.get(place, 'Note')} {number}", ""
        if place is Place.COMMENT and number <= len(self._reading.comments):
            comment = self._reading.comments[number - 1]
            named += f" by {comment.author}" if comment.author else ""
            about = f' data-block="{escape(comment.block)}"' if comment.block else ""
        return f'<div class="note"{about}>{markup.label(named)}'

    def _block(self, block: Block) -> Iterator[str]:
        named = f' id="{escape(block.id)}"'
        if block.paragraph_id:
            named += f' data-pid="{escape(block.paragraph_id)}"'
        if not block.spans:
            yield f'<div{named} class="wordless">{"".join(self._beside(block))}</div>'
            return
        tag, classes = _tag(block)
        classes += [each for mark, each in _ENDINGS if mark in block.ending]
        styled = f' class="{" ".join(classes)}"' if classes else ""
        yield f"<{tag}{named}{styled}>{markup.words(block)}</{tag}>"
        yield from self._beside(block)

    def _beside(self, block: Block) -> Iterator[str]:
        for each in block.pictures:
            yield self._picture(self._pictures[each])
        if block.asides:
            listed = "".join(map(markup.aside, block.asides))
            yield f'<ul class="asides" data-block="{escape(block.id)}">{listed}</ul>'

    def _picture(self, picture: Picture) -> str:
        is_again = picture.id in self._shown
        self._shown.add(picture.id)
        return markup.picture(picture, is_again=is_again)


def _tag(block: Block) -> tuple[str, list[str]]:
    if block.kind is Kind.HEADING:
        lower = [f"level-{block.level}"] if block.level > 6 else []
        return f"h{min(max(block.level, 1), 6)}", lower
    if block.kind is Kind.LIST_ITEM:
        return "p", ["item", f"depth-{block.level}"]
    return "p", []


def _path(block: Block) -> list[_Step]:
    """What is around a block, the outermost first."""
    steps: list[_Step] = []
    box, cell = block.box, block.cell
    while box is not None or cell is not None:
        if box is not None:
            steps.append(("box", (box,)))
        if cell is None:
            break
        steps.append(("td", (cell.table, cell.row, cell.column, cell.wide)))
        steps.append(("tr", (cell.table, cell.row)))
        steps.append(("table", (cell.table,)))
        box, cell = cell.box, cell.within
    if block.note:
        steps.append(("note", (block.note,)))
    return steps[::-1]


def _common(one: list[_Step], other: list[_Step]) -> int:
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        count += 1
    return count


def _closing(step: _Step) -> str:
    return "</div>" if step[0] in ("box", "note") else f"</{step[0]}>"
