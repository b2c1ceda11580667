"""Readings made by hand."""

from dataclasses import replace
from datetime import date

from pr_review.reading.blocks import Block, Kind, Mark, Place, Reading, Span
from pr_review.reading.checks import Facts, Numbers, checks_of
from pr_review.reading.manuscript import manuscript_of
from pr_review.reading.marks import default_marks
from pr_review.reading.mentions import mentions_of

MARKS = default_marks()
FACTS = Facts(date(2027, 3, 2), "America/Los_Angeles", date(2027, 2, 10), MARKS)


def a_block(*spans, **changes):
    """A paragraph of spans, texts or (text, mark …)."""
    made = tuple(_span(span) for span in spans)
    return Block(**{
        "id": "b0", "place": Place.BODY, "part": "word/document.xml", "element": 0, "spans": made,
        **changes,
    })  # fmt: skip


def _span(span):
    if isinstance(span, Span):
        return span
    text, *marks = (span,) if isinstance(span, str) else span
    return Span(text, frozenset(marks))


def a_heading(text, level=1):
    return a_block(text, kind=Kind.HEADING, level=level)


def gone(text):
    return (text, Mark.DELETED)


def come(text):
    return (text, Mark.INSERTED)


def a_reading(*blocks, **changes):
    """The blocks, texts or made, numbered as a walk numbers them."""
    made = (block if isinstance(block, Block) else a_block(block) for block in blocks)
    numbered = tuple(
        replace(block, id=f"b{index}", element=index) for index, block in enumerate(made)
    )
    return Reading(numbered, **changes)


def mentions_in(*blocks, marks=MARKS):
    return mentions_of(manuscript_of(a_reading(*blocks)), marks)


def checks_in(*blocks, facts=FACTS, numbers=None, **changes):
    reading = a_reading(*blocks, **changes)
    mentions = mentions_of(manuscript_of(reading), facts.marks)
    return checks_of(reading, mentions, facts, numbers or Numbers())
