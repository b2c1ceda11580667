"""What is written into a draft, and what comes of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pr_review.reading.blocks import Place


@dataclass(frozen=True)
class Reply:
    """An answer in the thread of a note."""

    author: str
    text: str
    created: datetime
    initials: str = ""


@dataclass(frozen=True)
class Note:
    """A comment on some words of a draft.

    `part` and `element` are the block's (`reading.blocks.Block`), `start` and `end` code points of
    its `shown`; both 0 mean all of it. `quote` is what stands there, as whoever wrote the comment
    saw it.
    """

    id: str
    part: str
    element: int
    start: int
    end: int
    quote: str
    author: str
    text: str
    created: datetime
    initials: str = ""
    replies: tuple[Reply, ...] = ()
    resolved: bool = False

    @property
    def is_on_words(self) -> bool:
        """Whether it is on some words, not on the whole block."""
        return bool(self.start or self.end)


@dataclass(frozen=True)
class Annotated:
    """A draft with notes as Word's own comments. The text is the draft's, word for word.

    `widened` are the ids of the notes which stand at the whole paragraph of their words, `moved`
    of those which stand in the body because Word has no comments where they belong: headers,
    footers, text boxes, footnotes. The text of the latter begins with where that is.
    """

    content: bytes
    widened: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


class Caution(StrEnum):
    """What somebody who gets a redline has to know."""

    OLD_CHANGES_ACCEPTED = "OLD_CHANGES_ACCEPTED"
    """The older draft had open tracked changes; they were accepted first and can't be seen."""
    NEW_CHANGES_ACCEPTED = "NEW_CHANGES_ACCEPTED"
    """The newer draft had open tracked changes; they were accepted first as well."""
    LOOKS_CHANGED = "LOOKS_CHANGED"
    """Other words are hidden, white or struck out than before, which a redline need not show."""
    NOT_PROVEN = "NOT_PROVEN"
    """The redline does not lead back to both drafts word for word; see its proof."""


@dataclass(frozen=True)
class Difference:
    """Where a redline first says something else than the draft it should lead to."""

    place: Place
    expected: str
    found: str


@dataclass(frozen=True)
class Proof:
    """Whether a redline is true, by our own reading of all three documents.

    Accepting all of its changes must give the newer draft's words, rejecting them the older's.
    """

    accept_difference: Difference | None = None
    reject_difference: Difference | None = None

    @property
    def accept_equals_new(self) -> bool:
        """Whether accepting everything gives the newer draft."""
        return self.accept_difference is None

    @property
    def reject_equals_old(self) -> bool:
        """Whether rejecting everything gives the older draft."""
        return self.reject_difference is None


@dataclass(frozen=True)
class Redline:
    """The newer of two drafts, with what differs from the older as tracked changes."""

    content: bytes
    proof: Proof
    warnings: tuple[Caution, ...] = ()
