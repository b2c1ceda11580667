"""What was left in the file and is not meant to be read."""

import re
from collections.abc import Iterator

from pr_review.reading.blocks import Mark, Place
from pr_review.reading.checks.finding import Check, Code, Draft, Severity

_PLACEHOLDER = re.compile(
    r"\[ ?(?:insert|add|enter|your|name|date|city|town|place|company|title|link|url|phone|e-?mail"
    r"|quote|tbd|tbc|tba|x+|datum|ort|firma|nom|ville|nombre|fecha|ciudad|nome|data|citta)\b"
    r"[^\]]{0,80}\]"
    r"|<<[^<>]{1,80}>>|\{\{[^{}]{1,80}\}\}|\blorem ipsum\b|\?{3,}|_{4,}"
    r"|(?-i:\b(?:TBD|TBC|TBA|TK(?:TK)*|XX+(?:[.,/-]X{2,})*)\b)",
    re.IGNORECASE,
)
_PIECES = ("[", "<<", "{{", "orem", "OREM", "???", "____", "TB", "TK", "XX")
# Those that turn what follows. Marks that only say what a comma belongs to are ordinary.
_TURNING = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068][^\u202c\u2069]*")
_NAMED = {
    "author": "the author",
    "company": "the company",
    "manager": "a manager",
    "last_modified_by": "who saved it last",
    "lastModifiedBy": "who saved it last",
}


def nothing_is_left_to_fill_in(draft: Draft) -> Iterator[Check]:
    """No placeholders."""
    for line in draft.lines:
        if not any(piece in line.text for piece in _PIECES):
            continue
        for found in _PLACEHOLDER.finditer(line.text):
            start, end = line.at(*found.span())
            yield Check(
                Code.PLACEHOLDER, Severity.ERROR, f"“{found[0]}” seems to wait to be filled in.",
                line.block.id, start, end, found[0],
            )  # fmt: skip


def nothing_is_hidden(draft: Draft) -> Iterator[Check]:
    """No words that the file has and a reader does not see."""
    for block in draft.reading.blocks:
        at = 0
        for span in block.spans:
            start, at = at, at + len(span.text)
            if block.place is Place.COMMENT or not span.text.strip() or Mark.DELETED in span.marks:
                continue
            for mark, code, how in (
                (Mark.HIDDEN, Code.HIDDEN_TEXT, "hidden: Word shows them when asked to"),
                (Mark.WHITE, Code.WHITE_TEXT, "white: nobody sees them until they are selected"),
            ):
                if mark in span.marks:
                    yield Check(
                        code, Severity.WARN, f"These words are {how}.",
                        block.id, start, at, span.text,
                    )  # fmt: skip


def nothing_is_turned_round(draft: Draft) -> Iterator[Check]:
    """What is read stands in the order in which it is seen."""
    for block in draft.reading.blocks:
        if block.place is Place.COMMENT:
            continue
        for found in _TURNING.finditer(block.shown):
            yield Check(
                Code.BIDI_CONTROL, Severity.WARN,
                "From an invisible sign on these words are shown in an order of its own: a reader "
                "may see something else than what stands there.",
                block.id, *found.span(), found[0],
            )  # fmt: skip


def nothing_of_the_work_is_left(draft: Draft) -> Iterator[Check]:
    """No tracked changes, no comments."""
    reading = draft.reading
    for block in reading.blocks:
        if any({Mark.INSERTED, Mark.DELETED} & span.marks for span in block.spans):
            yield Check(
                Code.TRACKED_CHANGES, Severity.WARN,
                "The draft has tracked changes; we read it as if all were accepted.",
                block.id,
            )  # fmt: skip
            break
    comments = len(reading.comments)
    if not comments:
        comments = sum(block.place is Place.COMMENT for block in reading.blocks)
    if comments:
        yield Check(
            Code.COMMENTS_LEFT, Severity.WARN,
            f"The draft came with {comments} comment{'s' if comments > 1 else ''} in it, which go "
            "out with the file.",
            reading.comments[0].block if reading.comments else "",
        )  # fmt: skip


def properties_tell_nothing(draft: Draft) -> Iterator[Check]:
    """The file names persons and companies that its text does not."""
    for name, what in _NAMED.items():
        value = draft.reading.properties.get(name, "").strip()
        if value:
            yield Check(
                Code.PROPERTIES, Severity.INFO,
                f"The file's properties name {what}; whoever gets the file can see it.",
                quote=value,
            )  # fmt: skip
