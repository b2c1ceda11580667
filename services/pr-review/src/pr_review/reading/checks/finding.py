"""What a check finds, and what it is told of the release beside its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from pr_review.reading.blocks import Place, Reading
from pr_review.reading.manuscript import Line, line_of
from pr_review.reading.marks import Marks
from pr_review.reading.mentions import Mention

MOST_CHARACTERS = 100_000
"""Of a draft that are checked, some 40 pages; mentions are looked for in all of it."""


class Severity(StrEnum):
    """How much a finding matters. None of them decides anything."""

    ERROR = "ERROR"
    WARN = "WARN"
    INFO = "INFO"


class Code(StrEnum):
    """What was found; each has a row in `docs/rules.md`."""

    CHECKED_IN_PART = "CHECKED_IN_PART"
    NO_MENTION = "NO_MENTION"
    RELEASE_LINE_MISSING = "RELEASE_LINE_MISSING"
    RELEASE_LINE_CONTRADICTS = "RELEASE_LINE_CONTRADICTS"
    EMBARGO_DATE_MISMATCH = "EMBARGO_DATE_MISMATCH"
    EMBARGO_DATE_MISSING = "EMBARGO_DATE_MISSING"
    EMBARGO_ZONE_MISSING = "EMBARGO_ZONE_MISSING"
    DATELINE_MISSING = "DATELINE_MISSING"
    DATELINE_DATE_MISMATCH = "DATELINE_DATE_MISMATCH"
    DATE_AMBIGUOUS = "DATE_AMBIGUOUS"
    DATE_IMPOSSIBLE = "DATE_IMPOSSIBLE"
    HEADLINE_MISSING = "HEADLINE_MISSING"
    HEADLINE_LONG = "HEADLINE_LONG"
    BOILERPLATE_MISSING = "BOILERPLATE_MISSING"
    DESCRIPTOR_MISSING = "DESCRIPTOR_MISSING"
    DESCRIPTOR_ALTERED = "DESCRIPTOR_ALTERED"
    CONTACT_MISSING = "CONTACT_MISSING"
    END_MARK_MISSING = "END_MARK_MISSING"
    LENGTH = "LENGTH"
    QUOTE_BY_MARKETPLACE = "QUOTE_BY_MARKETPLACE"
    CLAIM = "CLAIM"
    FIGURE = "FIGURE"
    PLACEHOLDER = "PLACEHOLDER"
    HIDDEN_TEXT = "HIDDEN_TEXT"
    WHITE_TEXT = "WHITE_TEXT"
    BIDI_CONTROL = "BIDI_CONTROL"
    TRACKED_CHANGES = "TRACKED_CHANGES"
    COMMENTS_LEFT = "COMMENTS_LEFT"
    PROPERTIES = "PROPERTIES"
    PICTURES = "PICTURES"
    LOGO_SUSPECTED = "LOGO_SUSPECTED"
    MARK_FORM = "MARK_FORM"
    MARK_LOOK_ALIKE = "MARK_LOOK_ALIKE"
    TRADEMARK_LINE_MISSING = "TRADEMARK_LINE_MISSING"
    LINK_UNSAFE = "LINK_UNSAFE"
    LINK_LOOK_ALIKE = "LINK_LOOK_ALIKE"
    LINK_SHORTENED = "LINK_SHORTENED"
    LINK_AFFILIATE = "LINK_AFFILIATE"
    LINK_INSECURE = "LINK_INSECURE"


@dataclass(frozen=True)
class Check:
    """Advice for the reviewer: what was found, where, and why it may matter.

    `block` is empty where it is about the whole draft; `start` and `end` are offsets in the block's
    shown text, both 0 for the whole block.
    """

    code: Code
    severity: Severity
    message: str
    block: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of the release. `today` is the day in its zone on which it is looked at."""

    release_on: date | None
    time_zone: str
    today: date
    marks: Marks


@dataclass(frozen=True)
class Numbers:
    """What the checks count with."""

    headline_max: int = 120
    words_min: int = 150
    words_max: int = 1_500
    descriptor_alike: float = 98.0
    """From which likeness in percent a descriptor counts as unaltered."""
    descriptor_meant: float = 60.0
    """From which likeness in percent a paragraph counts as an attempt at one."""


@dataclass(frozen=True)
class Draft:
    """All that a check looks at."""

    reading: Reading
    mentions: tuple[Mention, ...]
    facts: Facts
    numbers: Numbers = field(default_factory=Numbers)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What will be published: all that has words but comments, up to `MOST_CHARACTERS`.

        A paragraph that is longer than what is left is passed over, and those after it are not.
        """
        return self._lines[0]

    @property
    def is_in_part(self) -> bool:
        """Whether the draft has more words than `lines`."""
        return self._lines[1]

    @cached_property
    def _lines(self) -> tuple[tuple[Line, ...], bool]:
        lines: list[Line] = []
        left, is_in_part = MOST_CHARACTERS, False
        for block in self.reading.blocks:
            length = sum(len(span.text) for span in block.spans)
            if block.place is Place.COMMENT or not length:
                continue
            if length > left:
                is_in_part = True
                continue
            left -= length
            line = line_of(block)
            if line.text.strip():
                lines.append(line)
        return tuple(lines), is_in_part

    @cached_property
    def beside(self) -> Mapping[str, Sequence[Mention]]:
        """The mentions among each block's words."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            if mention.aside is None:
                found.setdefault(mention.block, []).append(mention)
        return found
